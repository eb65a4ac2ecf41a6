import '$shared/words/locale.svelte';
import { expect, it } from 'vitest';
import { Problem, type SchoolContext } from '$shared/api';
import { faultsOf } from './checks';
import {
  atFields,
  bodyOf,
  filledIn,
  fillingOf,
  numberIn,
  percentOf,
  SIZE,
  takeOver,
  type Filling,
} from './filling';

const empty = (): SchoolContext =>
  ({
    school: { id: 's', kind: 'school', short_name: 'СОШ № 1' },
    year: 2026,
    revision: 0,
    languages: ['ru'],
    source_note: '',
    kind: null,
    rural: null,
    latitude: null,
    longitude: null,
    shares: [],
    levels: [],
  }) as unknown as SchoolContext;
const filling = (some: Partial<Filling> = {}): Filling => ({ ...fillingOf(empty()), ...some });

it('reads numbers as people type them', () => {
  expect(numberIn(' 1 240 ')).toBe(1240);
  expect(numberIn('55,75')).toBe(55.75);
  expect(numberIn('')).toBeNull();
  expect(numberIn('много')).toBeNaN();
});

it('sends what is known and leaves out what is not', () => {
  const body = bodyOf(
    filling({ pupils: '640', on_record_part: '0', on_record_whole: '640', rural: 'no', health_level: '4' }),
    3,
  );
  expect(body).toMatchObject({ revision: 3, pupils: 640, teachers: null, rural: false, kind: null });
  expect(body.shares).toEqual([{ key: 'on_record', numerator: 0, denominator: 640 }]);
  expect(body.levels).toEqual([{ key: 'health', level: 4, source: '' }]);
});

it('comes back as it was sent', () => {
  const told = filling({ pupils: '640', shifts: '2', housing_level: '2', housing_source: 'опрос' });
  const { pupils, shifts } = bodyOf(told, 0);
  const context = {
    ...empty(),
    pupils: { value: pupils },
    shifts,
    levels: [{ key: 'housing', level: 2, source: 'опрос' }],
  } as unknown as SchoolContext;
  expect(fillingOf(context)).toEqual(told);
});

it('counts per cents of shares that are shares', () => {
  expect(percentOf(96, 640)).toBe(15);
  expect(percentOf(1, 3)).toBe(33.3);
  expect(percentOf(700, 640)).toBeNull();
  expect(percentOf(0, 0)).toBeNull();
});

it('counts what is filled in', () => {
  expect(filledIn(filling())).toBe(0);
  expect(SIZE).toBe(24);
  expect(filledIn(filling({ latitude: '55' }))).toBe(0);
  expect(filledIn(filling({ latitude: '55', longitude: '61', pupils: '5', on_record_part: '1' }))).toBe(2);
});

it('says what is wrong while it is typed', () => {
  const ranges = { pupils: { min: 1, max: 20_000 }, shifts: { min: 1, max: 3 } };
  const faults = (some: Partial<Filling>) => faultsOf(filling(some), ranges);
  expect(faults({})).toEqual({});
  expect(faults({ shifts: '4' })).toEqual({ shifts: 'range' });
  expect(faults({ pupils: 'много' })).toEqual({ pupils: 'number' });
  expect(faults({ on_record_part: '9', on_record_whole: '8' })).toEqual({
    on_record_part: 'part_over_whole',
  });
  expect(faults({ pupils: '7', on_record_part: '1', on_record_whole: '8' })).toEqual({
    on_record_whole: 'whole_over_pupils',
  });
  expect(faults({ on_record_part: '1' })).toEqual({ on_record_whole: 'whole_missing' });
  expect(faults({ latitude: '55' })).toEqual({ longitude: 'pair' });
  expect(faults({ health_level: '3' })).toEqual({ health_source: 'source' });
  expect(faults({ teachers: '10', teachers_under_35: '6', teachers_over_60: '5' })).toEqual({
    teachers_over_60: 'staff_parts',
  });
});

it('lets no family be complete and incomplete', () => {
  const families = (part: string) =>
    faultsOf(
      filling({
        complete_families_part: '70',
        complete_families_whole: '100',
        incomplete_families_part: part,
        incomplete_families_whole: '100',
      }),
      {},
    );
  expect(families('30')).toEqual({});
  expect(families('31')).toEqual({ incomplete_families_part: 'families' });
});

it('finds the field the server means', () => {
  const told = filling({ on_record_part: '1', part_time_part: '2', health_level: '3' });
  const problem = new Problem(422, {
    code: 'invalid',
    errors: [
      { field: 'shares[1].denominator', code: 'required' },
      { field: 'levels[0].source', code: 'required' },
      { field: 'pupils', code: 'invalid' },
    ],
  });
  const errors = (atFields(problem, told) as Problem).errors.map(({ field }) => field);
  expect(errors).toEqual(['part_time_whole', 'health_source', 'pupils']);
});

it('takes over from the year before only what is empty', () => {
  const now = filling({ pupils: '650', on_record_part: '3', on_record_whole: '650' });
  const before = filling({ pupils: '640', shifts: '2', on_record_part: '9', on_record_whole: '640' });
  expect(takeOver(now, before)).toMatchObject({ pupils: '650', shifts: '2', on_record_part: '3' });
});
