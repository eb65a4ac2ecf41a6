/** Three texts meet when somebody else saved first: what I began with, what I wrote, what is stored now. */
export interface Clash<K extends string = string> {
  field: K;
  mine: unknown;
  theirs: unknown;
}

export interface Merged<T> {
  /** Mine where I changed something, theirs elsewhere. */
  value: T;
  /** Fields that both changed, and differently: only a person can decide. */
  clashes: Clash<Extract<keyof T, string>>[];
}

export function merge<T extends object>(began: T, mine: T, theirs: T): Merged<T> {
  const value = { ...mine };
  const clashes: Merged<T>['clashes'] = [];
  for (const field of Object.keys(mine) as Extract<keyof T, string>[]) {
    const changedByMe = !same(began[field], mine[field]);
    const changedByThem = !same(began[field], theirs[field]);
    if (!changedByMe) value[field] = theirs[field];
    else if (changedByThem && !same(mine[field], theirs[field])) {
      clashes.push({ field, mine: mine[field], theirs: theirs[field] });
    }
  }
  return { value, clashes };
}

/** Fields that differ from the beginning: the body of a PATCH. */
export function changes<T extends object>(began: T, mine: T): Partial<T> {
  const changed: Partial<T> = {};
  for (const field of Object.keys(mine) as (keyof T)[]) {
    if (!same(began[field], mine[field])) changed[field] = mine[field];
  }
  return changed;
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null;

/** Lists of codes are compared as sets: their order means nothing. What is made of parts is compared part by part. */
function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b) && !a.some(isObject) && !b.some(isObject)) {
    return a.length === b.length && a.every((item) => b.includes(item));
  }
  return a === b || (isObject(a) && isObject(b) && JSON.stringify(a) === JSON.stringify(b));
}

export type Choice = 'mine' | 'theirs' | 'both';

/** What stays of a clash. Both: two texts, one under the other. */
export const settled = (clash: Clash, choice: Choice): unknown =>
  choice === 'both' ? [clash.theirs, clash.mine].map(String).join('\n\n') : clash[choice];
