/** Words typed with the wrong keyboard layout, for telling that they were read in the other one. */
const LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./";
const RUSSIAN = 'ёйцукенгшщзхъфывапролджэячсмитьбю.';

/** «dgh» → «впр», «рфкдщц» → «harlow»; what is on neither keyboard stays. */
export function otherLayout(text: string): string {
  const lower = text.toLowerCase();
  const [from, to] = /[а-яё]/.test(lower) ? [RUSSIAN, LATIN] : [LATIN, RUSSIAN];
  return [...lower].map((letter) => to[from.indexOf(letter)] ?? letter).join('');
}

/** What was meant, when the suggestions answer the other layout rather than what was typed. */
export function layoutRepaired(typed: string, queries: string[], titles: string[]): string | null {
  const words = fold(typed);
  const other = fold(otherLayout(typed));
  if (!words || words === other) return null;
  const answers = [...queries, ...titles].map(fold);
  const begins = (wanted: string) => answers.some((answer) => ` ${answer}`.includes(` ${wanted}`));
  const last = (text: string) => text.split(' ').at(-1) ?? '';
  if (begins(words) || begins(last(words))) return null;
  return begins(other) || begins(last(other)) ? other : null;
}

function fold(text: string): string {
  return text.toLowerCase().replaceAll('ё', 'е').trim().replace(/\s+/g, ' ');
}
