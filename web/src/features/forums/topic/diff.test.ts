import { describe, expect, it } from 'vitest';
import { wordDiff, type Piece } from './diff';

const side = (pieces: Piece[], without: Piece['kind']) =>
  pieces
    .filter((piece) => piece.kind !== without)
    .map((piece) => piece.text)
    .join('');

describe('the difference of two texts', () => {
  it('names only the words that changed', () => {
    expect(wordDiff('Урок во вторник, в 10:00', 'Урок в среду, в 10:00')).toEqual([
      { kind: 'same', text: 'Урок ' },
      { kind: 'removed', text: 'во вторник' },
      { kind: 'added', text: 'в среду' },
      { kind: 'same', text: ', в 10:00' },
    ]);
  });

  it.each([
    ['', 'текст'],
    ['текст', ''],
    ['один\n\nдва', 'один\nтри\n\nдва'],
    ['а '.repeat(3000), 'б '.repeat(3000)],
  ])('holds both texts whole', (before, after) => {
    const pieces = wordDiff(before, after);
    expect(side(pieces, 'added')).toBe(before);
    expect(side(pieces, 'removed')).toBe(after);
  });
});
