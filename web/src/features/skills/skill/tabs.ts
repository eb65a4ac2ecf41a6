/** What is shown of a weak spot. Rooms that do not exist yet get no tab. */
import type { Search } from '$features/search/address';
import { m } from '$paraglide/messages';

export interface SkillTab {
  name: 'practices' | 'topics';
  label: () => string;
  kinds: string[];
}

export const TABS: SkillTab[] = [
  { name: 'practices', label: m.search_kind_practices, kinds: ['practice'] },
  { name: 'topics', label: m.search_kind_topics, kinds: ['topic', 'post'] },
];

export function tabOf(address: URLSearchParams): SkillTab {
  return TABS.find((one) => one.name === address.get('tab')) ?? (TABS[0] as SkillTab);
}

/** Everything of these kinds that bears the skill; of all kinds when none is named. */
export function bySkill(id: string, kinds: string[]): Search {
  return {
    q: '',
    chosen: { skill: [id], ...(kinds.length > 0 && { kind: kinds }) },
    sort: 'relevance',
    literal: false,
  };
}
