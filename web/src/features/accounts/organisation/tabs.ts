/** What is shown of an organisation; the address without a tab is «about», as it always was. */
import { m } from '$paraglide/messages';
import type { OrgKind } from '$shared/api';

export type OrgTab = 'about' | 'people' | 'help' | 'pairs' | 'events' | 'practices';
export interface NamedTab {
  name: OrgTab;
  label: () => string;
}

const NAMES: Record<OrgTab, () => string> = {
  about: m.schools_tab_about,
  people: m.accounts_people,
  help: m.schools_tab_help,
  pairs: m.nav_pairs,
  events: m.schools_tab_events,
  practices: m.practices_title,
};

/** Associations and units are one page: their people are what they are. */
const TABS: Record<OrgKind, OrgTab[]> = {
  school: ['about', 'people', 'help', 'pairs', 'events', 'practices'],
  municipality: ['about', 'pairs', 'events', 'practices'],
  region: ['about', 'pairs', 'practices'],
  centre: ['about'],
  unit: ['about'],
  association: ['about'],
};
/** People, pairs and help are for those whom their school has confirmed. */
const CONFIRMED: readonly OrgTab[] = ['people', 'help', 'pairs'];

export function tabsOf(kind: OrgKind, may: { confirmed: boolean; help: boolean }): NamedTab[] {
  return TABS[kind]
    .filter((name) => may.confirmed || !CONFIRMED.includes(name))
    .filter((name) => name !== 'help' || may.help)
    .map((name) => ({
      name,
      label: name === 'pairs' && kind !== 'school' ? m.schools_network : NAMES[name],
    }));
}

export function tabOf(address: URLSearchParams, kind: OrgKind): OrgTab {
  const asked = address.get('tab');
  return TABS[kind].find((name) => name === asked) ?? 'about';
}
