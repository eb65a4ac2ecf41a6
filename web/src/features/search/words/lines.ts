/** Lines of the table of synonyms: `впр = всероссийская проверочная работа`, `натаскивание -> подготовка к экзамену`. */

export interface Line {
  text: string;
  terms: Term[];
  /** Only the first finds the others. */
  oneWay: boolean;
}
export interface Term {
  text: string;
  /** Counts only when nothing else was asked. */
  alone: boolean;
}

export function readLine(text: string): Line {
  const oneWay = text.includes(' -> ');
  const terms = text.split(oneWay ? ' -> ' : ' = ').map((term) => ({
    text: term.replace(/^\?/, ''),
    alone: term.startsWith('?'),
  }));
  return { text, terms, oneWay };
}

const plain = (text: string): string => text.trim().replace(/\s+/g, ' ').toLowerCase().replaceAll('ё', 'е');

/** What a person put into two fields, as lines: one for a group, one for each arrow. */
export function writeLines(word: string, others: string, bothWays: boolean): string[] {
  const first = plain(word);
  // The marks of the format itself mean nothing inside a term.
  const rest = others.split(/[,;\n]| = | -> /).map(plain);
  const terms = [...new Set(rest)].filter((term) => /[\p{L}\p{N}]/u.test(term) && term !== first);
  if (!/[\p{L}\p{N}]/u.test(first) || terms.length === 0) return [];
  return bothWays ? [[first, ...terms].join(' = ')] : terms.map((term) => `${first} -> ${term}`);
}

/** Lines in which some term begins a word with what is sought. */
export function linesWith(lines: readonly string[], sought: string): string[] {
  const wanted = plain(sought);
  if (!wanted) return [...lines];
  return lines.filter((line) => ` ${line.replaceAll('?', '')}`.includes(` ${wanted}`));
}
