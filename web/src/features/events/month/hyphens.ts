/** Where long Russian words may break: browsers rarely know, and a column of a week is narrow. */
const SOFT = '\u00ad';
const [V, C, X, L] = ['[аеёиоуыэюя]', '[бвгджзклмнпрстфхцчшщ]', '[йьъ]', '[а-яё]'];
const LONG = /[а-яё]{9,}/gi;
const RULES = [
  [X, L + L],
  [V, V + L],
  [V + C, C + V],
  [C + V, C + V],
  [V + C, C + C + V],
  [V + C + C, C + C + V],
].map(([before, after]) => new RegExp(`(${before})(?=${after})`, 'gi'));

/** By syllables, never leaving one letter alone. */
export const hyphenated = (text: string): string =>
  text.replace(LONG, (word) => {
    const middle = RULES.reduce((parts, rule) => parts.replace(rule, `$1${SOFT}`), word.slice(1, -1));
    return word.slice(0, 1) + middle + word.slice(-1);
  });
