/** Names of what a pair keeps in the query cache. Everything of one pair begins with its key. */
export const pairingsKey = (query: object = {}) => ['pairings', query] as const;
export const pairKey = (id: string) => ['pairing', id] as const;
export const partKey = (id: string, part: string, ...more: string[]) =>
  ['pairing', id, part, ...more] as const;

export const visitDraft = (id: string) => `pairing-visit:${id}`;
export const reportDraft = (id: string) => `pairing-report:${id}`;
export const agreementDraft = (pair: string) => `pairing-agreement:${pair}`;
