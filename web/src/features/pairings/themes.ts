/** What help is about: a subject, or something that heads of schools do. */
import { m } from '$paraglide/messages';
import { SUBJECTS, subjectName, subjectWord } from '$shared/words/subjects';

export interface Theme {
  theme_kind: 'subject' | 'management';
  theme: string;
}

const MANAGEMENT: Record<string, () => string> = {
  assessment: m.pairings_theme_assessment,
  planning: m.pairings_theme_planning,
  staff: m.pairings_theme_staff,
  method_work: m.pairings_theme_method_work,
  motivation: m.pairings_theme_motivation,
  discipline: m.pairings_theme_discipline,
  parents: m.pairings_theme_parents,
  digital: m.pairings_theme_digital,
  resources: m.pairings_theme_resources,
  leadership: m.pairings_theme_leadership,
};

export const themeName = ({ theme_kind, theme }: Theme): string =>
  theme_kind === 'subject' ? subjectName(theme) : (MANAGEMENT[theme]?.() ?? theme);

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** Inside a sentence. */
export const themeWord = ({ theme_kind, theme }: Theme): string =>
  theme_kind === 'subject' ? subjectWord(theme) : lower(MANAGEMENT[theme]?.() ?? theme);

/** As one value of a field: «subject:math». */
export const themeCode = ({ theme_kind, theme }: Theme): string => `${theme_kind}:${theme}`;

export function themeOf(code: string): Theme | null {
  const [kind, theme] = code.split(':');
  return (kind === 'subject' || kind === 'management') && theme ? { theme_kind: kind, theme } : null;
}

export const THEMES: Theme[] = [
  ...SUBJECTS.map((theme) => ({ theme_kind: 'subject' as const, theme })),
  ...Object.keys(MANAGEMENT).map((theme) => ({ theme_kind: 'management' as const, theme })),
];
