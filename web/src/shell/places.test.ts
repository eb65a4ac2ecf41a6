import '$shared/words/locale.svelte';
import { expect, test } from 'vitest';
import { PLACES } from './places';

/** Addresses of all pages within, with something in place of what varies. */
const ADDRESSES = Object.keys(import.meta.glob('../routes/**/+page*.svelte')).flatMap((file) =>
  !file.startsWith('../routes/(app)/')
    ? []
    : file
        .replace('../routes', '')
        .replace(/\/\+page[^/]*$/, '')
        .replace(/\/\([^)]+\)/g, '')
        .replace(/\[[^\]]+\]/g, '1') || '/',
);
/** One's own pages, the search and the check of a certificate are reached from anywhere: no room is theirs. */
const ROOMLESS = /^\/(me|search|verify)(\/|$)/;

test('each page lies in one room, so that the navigation shows where one is', () => {
  expect(ADDRESSES).toContain('/visits/1');
  expect(ADDRESSES).toContain('/ask');
  for (const address of ADDRESSES) {
    const rooms = PLACES.filter(({ covers }) => covers.test(address)).map(({ href }) => href);
    expect(rooms, address).toHaveLength(ROOMLESS.test(address) ? 0 : 1);
  }
});
