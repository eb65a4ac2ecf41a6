import { expect, it } from 'vitest';
import { addressOf, asked, filtersOf } from './filters';

const TERRITORY = '019a0000-0000-7000-8000-000000000001';

it('an address holds the filters and gives them back', () => {
  const filters = { state: 'active' as const, territory: TERRITORY, past: undefined, school: undefined };
  const address = addressOf(filters);
  expect(address).toBe(`/pairings?state=active&territory=${TERRITORY}`);
  expect(filtersOf(new URL(address, 'http://x').searchParams)).toEqual(filters);
});

it('nonsense in an address filters nothing', () => {
  const filters = filtersOf(new URLSearchParams('state=married&territory=everywhere&past=yes'));
  expect(addressOf(filters)).toBe('/pairings');
});

it('without a state only pairs that go on are asked for, unless the past is wanted', () => {
  expect(asked({})).toMatchObject({ live: true });
  expect(asked({ state: 'ended' }).live).toBeUndefined();
  expect(asked({ past: true }).live).toBeUndefined();
});
