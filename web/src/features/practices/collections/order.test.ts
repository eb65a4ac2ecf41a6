import { describe, expect, it } from 'vitest';
import { moved } from './order';

describe('the order of a collection', () => {
  it.each([
    [0, 2, 'бвa'],
    [2, 0, 'вaб'],
    [1, 0, 'бaв'],
    [1, 1, 'aбв'],
    [0, 3, 'aбв'],
    [0, -1, 'aбв'],
    [5, 0, 'aбв'],
  ])('%i → %i', (from, to, order) => expect(moved([...'aбв'], from, to).join('')).toBe(order));
});
