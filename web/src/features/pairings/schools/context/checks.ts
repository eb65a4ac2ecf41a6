/** What is wrong in a form of a context, said while it is being typed. The server checks all of it again. */
import {
  LEVELS,
  NUMBERS,
  numberIn,
  SHARES,
  STAFF,
  type Filling,
  type Ranges,
  type TextField,
} from './filling';

export type Fault =
  | 'number'
  | 'range'
  | 'part_over_whole'
  | 'whole_over_pupils'
  | 'whole_missing'
  | 'part_missing'
  | 'families'
  | 'staff_parts'
  | 'pair'
  | 'latitude'
  | 'longitude'
  | 'source';
export type Faults = Partial<Record<TextField, Fault>>;

export function faultsOf(filling: Filling, ranges: Ranges): Faults {
  const faults: Faults = {};
  const number = (field: TextField) => numberIn(filling[field]);
  for (const key of NUMBERS) {
    const value = number(key);
    if (value === null) continue;
    const range = ranges[key];
    if (!Number.isInteger(value)) faults[key] = 'number';
    else if (value < (range?.min ?? 0) || value > (range?.max ?? Infinity)) faults[key] = 'range';
  }
  staff(filling, faults);
  place(filling, faults);
  shares(filling, faults);
  for (const key of LEVELS)
    if (filling[`${key}_level`] !== '' && filling[`${key}_source`].trim() === '')
      faults[`${key}_source`] = 'source';
  return faults;
}

function staff(filling: Filling, faults: Faults): void {
  const teachers = numberIn(filling.teachers);
  if (teachers === null || STAFF.some((key) => faults[key])) return;
  const sum = (one: TextField, other: TextField) =>
    (numberIn(filling[one]) ?? 0) + (numberIn(filling[other]) ?? 0);
  if (sum('teachers_under_35', 'teachers_over_60') > teachers) faults.teachers_over_60 = 'staff_parts';
  if (sum('first_category', 'highest_category') > teachers) faults.highest_category = 'staff_parts';
}

function place(filling: Filling, faults: Faults): void {
  const [latitude, longitude] = [numberIn(filling.latitude), numberIn(filling.longitude)];
  if (latitude !== null && !(latitude >= 41 && latitude <= 82)) faults.latitude = 'latitude';
  const sane = (value: number) => (value >= 19 && value <= 180) || (value >= -180 && value <= -168);
  if (longitude !== null && !sane(longitude)) faults.longitude = 'longitude';
  if (latitude === null && longitude !== null) faults.latitude = 'pair';
  if (latitude !== null && longitude === null) faults.longitude = 'pair';
}

function shares(filling: Filling, faults: Faults): void {
  const pupils = numberIn(filling.pupils);
  const whole = (value: number | null) => value === null || Number.isInteger(value);
  for (const key of SHARES) {
    const [part, of] = [numberIn(filling[`${key}_part`]), numberIn(filling[`${key}_whole`])];
    if (part === null && of === null) continue;
    if (!whole(part) || (part !== null && part < 0)) faults[`${key}_part`] = 'number';
    else if (!whole(of) || (of !== null && of < 1)) faults[`${key}_whole`] = 'number';
    else if (part === null) faults[`${key}_part`] = 'part_missing';
    else if (of === null) faults[`${key}_whole`] = 'whole_missing';
    else if (pupils !== null && of > pupils) faults[`${key}_whole`] = 'whole_over_pupils';
    else if (part > of) faults[`${key}_part`] = 'part_over_whole';
  }
  families(filling, faults);
}

/** A family is complete or it is not: both shares together are no more than all. */
function families(filling: Filling, faults: Faults): void {
  const share = (key: 'complete_families' | 'incomplete_families') => {
    if (faults[`${key}_part`] ?? faults[`${key}_whole`]) return null;
    const [part, of] = [numberIn(filling[`${key}_part`]), numberIn(filling[`${key}_whole`])];
    return part === null || of === null ? null : part / of;
  };
  const [complete, incomplete] = [share('complete_families'), share('incomplete_families')];
  if (complete !== null && incomplete !== null && complete + incomplete > 1 + 1e-9)
    faults.incomplete_families_part = 'families';
}
