/** A need begun at a weak spot: where it is written down, and what its form begins with. */
import type { SkillLike } from '$features/skills/words';
import type { Id, SchoolNeed } from '$shared/api';
import { themeCode, themeOf } from '../themes';
import { needValue, type NeedValue } from '../schools/help/forms';

/** The form of a school's needs, filled in with the skill and its subject. */
export function needAddress(school: Id, skill: Pick<SkillLike, 'id' | 'subject'>): string {
  const theme = themeCode({ theme_kind: 'subject', theme: skill.subject });
  return `/organisations/${school}?tab=help&need=${theme}&skill=${skill.id}`;
}

export interface Wanted {
  theme: string;
  skill: Id;
}

/** What an address asks to write down. */
export function wantedOf(address: URLSearchParams): Wanted | null {
  const [theme, skill] = [address.get('need') ?? '', address.get('skill') ?? ''];
  return themeOf(theme) && skill ? { theme, skill } : null;
}

/** The form of a new need, or of the one the school has in this theme, with the skill in it. */
export function beginning(need: SchoolNeed | null, theme: string, skill: SkillLike): NeedValue {
  const value = needValue(need);
  const { id, subject, grade, code, short } = skill;
  const there = value.skills.some((one) => one.skill.id === id);
  const added = { skill: { id, subject, grade, code, short }, share: '', pupils: '' };
  return {
    ...value,
    theme,
    from: need ? value.from : grade,
    to: need ? value.to : grade,
    skills: there ? value.skills : [...value.skills, added],
  };
}
