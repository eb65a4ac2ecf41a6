/** What is quoted: the words as HTML (a selection or a whole post) and whose they are. */
export interface QuoteOf {
  post: string;
  /** «Иванова М. П., № 12» */
  label: string;
  html: string;
}

/** «@ива» before the caret: the part of a name being typed, or null. */
export function mentionBefore(text: string): { query: string; length: number } | null {
  const found = /(?:^|[\s(«"])@([\p{L}][\p{L}\-. ]{0,30})?$/u.exec(text);
  if (!found) return null;
  const query = found[1] ?? '';
  // After the second space it is a sentence, not a name.
  if (query.split(' ').length > 3) return null;
  return { query: query.trim(), length: query.length + 1 };
}
