/** «34 % решали… (8 из 23)» → 34: the share an author measured, when the words hold one. */
export interface Pair {
  before: number;
  after: number;
}

const PERCENT = /(?<![\d.,])(\d{1,3}(?:[.,]\d+)?)(?:\s*[–-]\s*\d+(?:[.,]\d+)?)?\s*(?:%|процент)/u;
const OF = /(?<![\d.,])(\d{1,4})\s+из\s+(\d{1,4})(?![\d.,])/u;

export function share(text: string): number | null {
  const percent = PERCENT.exec(text)?.[1];
  if (percent !== undefined) {
    const value = Number(percent.replace(',', '.'));
    return value <= 100 ? value : null;
  }
  const of = OF.exec(text);
  const [part, whole] = [Number(of?.[1]), Number(of?.[2])];
  if (!of || whole === 0 || part > whole) return null;
  return Math.round((part / whole) * 1000) / 10;
}

/** Both or nothing: one bar says nothing. A number of children is a share only beside another of the same kind. */
export function measured(before: string, after: string): Pair | null {
  const [from, to] = [share(before), share(after)];
  return from === null || to === null ? null : { before: from, after: to };
}
