/** The form of a context as it stands on the screen: texts, so that nothing typed is ever lost; and back. */
import type {
  ContextLevelKey,
  ContextSchoolKind,
  ContextShareKey,
  SchoolContext,
  SchoolContextBody,
} from '$shared/api';
import { Problem } from '$shared/api';

export const SHARES: ContextShareKey[] = [
  'complete_families',
  'incomplete_families',
  'on_record',
  'unemployed_parents',
  'guardianship',
  'foreign_language',
  'part_time',
];
export const LEVELS: ContextLevelKey[] = [
  'parents_education',
  'housing',
  'class_climate',
  'health',
  'graduates_adaptation',
];
export const STAFF = [
  'teachers',
  'vacancies',
  'teachers_under_35',
  'teachers_over_60',
  'first_category',
  'highest_category',
] as const;
export const NUMBERS = ['pupils', 'shifts', ...STAFF, 'minutes_to_centre'] as const;
export type NumberKey = (typeof NUMBERS)[number];
/** Least and most of each number, as the server says. */
export type Ranges = Partial<Record<string, { min: number; max: number }>>;

export type TextField =
  | NumberKey
  | 'kind'
  | 'rural'
  | 'latitude'
  | 'longitude'
  | 'source_note'
  | `${ContextShareKey}_part`
  | `${ContextShareKey}_whole`
  | `${ContextLevelKey}_level`
  | `${ContextLevelKey}_source`;
export type Filling = Record<TextField, string> & { languages: string[] };
export type FillingField = Extract<keyof Filling, string>;

const text = (value: number | null | undefined): string => (value == null ? '' : String(value));

export function fillingOf(context: SchoolContext): Filling {
  const filling = { languages: [...context.languages] } as Filling;
  const cells = context as unknown as Partial<Record<NumberKey, { value?: number } | number | null>>;
  for (const key of NUMBERS) {
    const cell = cells[key];
    filling[key] = text(typeof cell === 'number' ? cell : cell?.value);
  }
  filling.kind = context.kind ?? '';
  filling.rural = context.rural === null ? '' : context.rural ? 'yes' : 'no';
  filling.latitude = text(context.latitude).replace('.', ',');
  filling.longitude = text(context.longitude).replace('.', ',');
  filling.source_note = context.source_note;
  for (const key of SHARES) {
    const share = context.shares.find((one) => one.key === key);
    filling[`${key}_part`] = text(share?.numerator?.value);
    filling[`${key}_whole`] = text(share?.denominator?.value);
  }
  for (const key of LEVELS) {
    const level = context.levels.find((one) => one.key === key);
    filling[`${key}_level`] = text(level?.level);
    filling[`${key}_source`] = level?.source ?? '';
  }
  return filling;
}

/** «1 240» is a number, «много» is none. `null`: nothing is typed. */
export function numberIn(typed: string): number | null {
  const tidy = typed.replace(/[\s\u00a0]/g, '').replace(',', '.');
  return tidy === '' ? null : /^-?\d+(\.\d+)?$/.test(tidy) ? Number(tidy) : Number.NaN;
}

export function bodyOf(filling: Filling, revision: number): SchoolContextBody {
  const numbers = Object.fromEntries(NUMBERS.map((key) => [key, numberIn(filling[key])]));
  return {
    ...(numbers as Record<NumberKey, number | null>),
    revision,
    kind: (filling.kind || null) as ContextSchoolKind | null,
    rural: filling.rural === '' ? null : filling.rural === 'yes',
    latitude: numberIn(filling.latitude),
    longitude: numberIn(filling.longitude),
    languages: filling.languages,
    source_note: filling.source_note,
    shares: toldShares(filling).map((key) => ({
      key,
      numerator: numberIn(filling[`${key}_part`]),
      denominator: numberIn(filling[`${key}_whole`]),
    })),
    levels: toldLevels(filling).map((key) => ({
      key,
      level: Number(filling[`${key}_level`]),
      source: filling[`${key}_source`],
    })),
  };
}

const toldShares = (filling: Filling) =>
  SHARES.filter((key) => filling[`${key}_part`].trim() !== '' || filling[`${key}_whole`].trim() !== '');
const toldLevels = (filling: Filling) => LEVELS.filter((key) => filling[`${key}_level`] !== '');

/** The server counts shares as they were sent; here each has a field of its own. */
export function atFields(thrown: unknown, filling: Filling): unknown {
  if (!(thrown instanceof Problem) || thrown.errors.length === 0) return thrown;
  const [shares, levels] = [toldShares(filling), toldLevels(filling)];
  const field = (name: string): string => {
    const [, list, at, part] = /^(shares|levels)\[(\d+)\]\.(\w+)$/.exec(name) ?? [];
    if (list === 'shares') return `${shares[Number(at)] ?? ''}_${part === 'denominator' ? 'whole' : 'part'}`;
    if (list === 'levels') return `${levels[Number(at)] ?? ''}_${part === 'source' ? 'source' : 'level'}`;
    return name;
  };
  const errors = thrown.errors.map((error) => ({ ...error, field: field(error.field) }));
  return new Problem(thrown.status, { code: thrown.code, errors, detail: thrown.detail ?? undefined });
}

/** «12,4 %», or nothing while it is no share. */
export function percentOf(part: number | null, whole: number | null): number | null {
  if (part === null || whole === null || !(whole > 0) || !(part >= 0) || part > whole) return null;
  return Math.round((part / whole) * 1000) / 10;
}

/** How many things the form asks for, and how many of them are told. */
export const SIZE = NUMBERS.length + 3 + SHARES.length + LEVELS.length;
export function filledIn(filling: Filling): number {
  const has = (field: TextField) => filling[field].trim() !== '';
  const plain = [...NUMBERS, 'kind' as const, 'rural' as const].filter(has).length;
  const place = has('latitude') && has('longitude') ? 1 : 0;
  const shares = SHARES.filter((key) => has(`${key}_part`) && has(`${key}_whole`)).length;
  return plain + place + shares + toldLevels(filling).length;
}

/** What the form takes over from a year before: only what is empty now. */
export function takeOver(filling: Filling, before: Filling): Filling {
  const value = { ...filling };
  const fill = (fields: TextField[]) => {
    if (fields.every((field) => value[field].trim() === ''))
      for (const field of fields) value[field] = before[field];
  };
  for (const key of [...NUMBERS, 'kind' as const, 'rural' as const, 'source_note' as const]) fill([key]);
  fill(['latitude', 'longitude']);
  for (const key of SHARES) fill([`${key}_part`, `${key}_whole`]);
  for (const key of LEVELS) fill([`${key}_level`, `${key}_source`]);
  return value;
}
