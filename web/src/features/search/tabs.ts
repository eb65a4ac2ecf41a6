/** Tabs by kind over the hits. */
import { m } from '$paraglide/messages';
import type { SearchPage } from '$shared/api';
import type { Tab } from '$shared/ui/Tabs.svelte';
import { addressOf, KINDS, withFacet, type Search } from './address';
import { kindOf } from './kinds';

/** «Всё» first, then the kinds in which something was found, and the chosen one even when it is empty. */
export function tabsOf(search: Search, page: Pick<SearchPage, 'facets'>): Tab[] {
  const counts = new Map((page.facets.kind ?? []).map((value) => [value.value, value.count]));
  const chosen = search.chosen.kind ?? [];
  const known: readonly string[] = KINDS;
  const kinds = [...known, ...[...counts.keys()].filter((kind) => !known.includes(kind))];
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const shown = kinds.filter((kind) => (counts.get(kind) ?? 0) > 0 || chosen.includes(kind));
  return [
    {
      href: addressOf(withFacet(search, 'kind', [])),
      label: labelled(m.search_kind_all(), all),
      current: chosen.length === 0,
    },
    ...shown.map((kind) => ({
      href: addressOf(withFacet(search, 'kind', [kind])),
      label: labelled(kindOf(kind).many(), counts.get(kind) ?? 0),
      current: chosen.includes(kind),
    })),
  ];
}

const labelled = (label: string, count: number) => `${label} · ${count}`;
