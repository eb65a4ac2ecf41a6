/** What help is about: subjects, and themes of management by the server's codes. */
import { m } from '$paraglide/messages';
import { locale } from '$shared/words/locale.svelte';
import { subjectName } from '$shared/words/subjects';

export type ThemeKind = 'subject' | 'management';
export interface ThemeLike {
  kind: ThemeKind;
  theme: string;
  /** As the server calls it: for codes this page does not know yet. */
  title?: string;
}

const MANAGEMENT: Record<string, () => string> = {
  assessment: m.schools_theme_assessment,
  planning: m.schools_theme_planning,
  staff: m.schools_theme_staff,
  method_work: m.schools_theme_method_work,
  motivation: m.schools_theme_motivation,
  discipline: m.schools_theme_discipline,
  parents: m.schools_theme_parents,
  digital: m.schools_theme_digital,
  resources: m.schools_theme_resources,
  leadership: m.schools_theme_leadership,
};
export const MANAGEMENT_THEMES = Object.keys(MANAGEMENT);

export function themeName({ kind, theme, title }: ThemeLike): string {
  return kind === 'subject' ? subjectName(theme) : (MANAGEMENT[theme]?.() ?? title ?? theme);
}

/** Inside a sentence: «по теме математика», but «ОБЗР» stays as it is. */
export function themeWord(one: ThemeLike): string {
  const name = themeName(one);
  const capital = name.slice(0, 2) === name.slice(0, 2).toUpperCase();
  return capital || locale.current !== 'ru' ? name : name.charAt(0).toLowerCase() + name.slice(1);
}

/** One word for a select: «subject:math». */
export const themeKey = ({ kind, theme }: ThemeLike): string => `${kind}:${theme}`;
export function themeOf(key: string): ThemeLike {
  const [kind, theme = ''] = key.split(':');
  return { kind: kind === 'management' ? 'management' : 'subject', theme };
}
