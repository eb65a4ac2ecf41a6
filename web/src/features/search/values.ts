/** Values of facets: their names and their order. */
import { skillCode, type SkillLike } from '$features/skills/words';
import type { FacetValue } from '$shared/api';
import type { Facet } from './address';
import { valueName } from './kinds';

export function nameOf(
  facet: Facet,
  value: string,
  label: string | null | undefined,
  skills: ReadonlyMap<string, SkillLike>,
): string {
  const skill = facet === 'skill' ? skills.get(value) : undefined;
  return skill ? `${skillCode(skill)} · ${skill.short}` : valueName(facet, value, label);
}

const LEVELS = ['regional', 'municipal', 'school', 'community'];

/** Numbers and steps stand in their own order; everything else as the server counted it. */
export function inOrder(facet: Facet, values: FacetValue[]): FacetValue[] {
  const by = (rank: (value: string) => number) => [...values].sort((a, b) => rank(a.value) - rank(b.value));
  if (facet === 'grade') return by(Number);
  if (facet === 'year') return by((year) => -Number(year));
  if (facet === 'level')
    return by((level) => (LEVELS.includes(level) ? LEVELS.indexOf(level) : LEVELS.length));
  return values;
}
