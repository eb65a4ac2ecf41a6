import { expect, it } from 'vitest';
import { addressOf, whereOf } from './where';

const TOWN = '019ac2cb-0000-7000-8000-000000000001';
const of = (text: string) => whereOf(new URLSearchParams(text));

it('an address names the territory, the run, the view and what is chosen', () => {
  expect(of(`territory=${TOWN}&run=3&view=graph&with=2&at=${TOWN}`)).toEqual({
    territory: TOWN,
    run: 3,
    view: 'graph',
    with: 2,
    at: TOWN,
  });
});

it('nonsense is left out', () => {
  expect(of('territory=town&run=last&view=upside&with=-1&at=1')).toEqual({
    territory: undefined,
    run: undefined,
    view: 'list',
    with: undefined,
    at: undefined,
  });
});

it('an address holds no more than is needed', () => {
  expect(addressOf({ view: 'list' })).toBe('/pairings/board');
  expect(addressOf({ view: 'graph', run: 3, at: TOWN }, { at: undefined })).toBe(
    '/pairings/board?view=graph&run=3',
  );
  expect(addressOf({ view: 'graph', run: 3 }, { view: 'list' })).toBe('/pairings/board?run=3');
});

it('what an address says comes back from it', () => {
  const where = { territory: TOWN, run: 7, view: 'compare' as const, with: 4, at: TOWN };
  expect(whereOf(new URL(addressOf(where), 'http://x').searchParams)).toEqual(where);
});
