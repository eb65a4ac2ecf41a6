/** Themes as answers about schools name them. */
import { themeCode, themeName, themeOf, themeWord, type Theme } from '../themes';

interface Named {
  kind: Theme['theme_kind'];
  theme: string;
}
const plain = ({ kind, theme }: Named): Theme => ({ theme_kind: kind, theme });

export const nameOf = (one: Named): string => themeName(plain(one));
/** Inside a sentence. */
export const wordOf = (one: Named): string => themeWord(plain(one));
/** One word for a field: «subject:math». */
export const codeOf = (one: Named): string => themeCode(plain(one));

/** What a field says, in words; nothing while nothing is chosen. */
export function chosenName(code: string): string {
  const theme = themeOf(code);
  return theme ? themeName(theme) : '';
}

/** The subject a field says; nothing for a theme of management. */
export function subjectOf(code: string): string | undefined {
  const theme = themeOf(code);
  return theme?.theme_kind === 'subject' ? theme.theme : undefined;
}
