import { describe, expect, it } from 'vitest';
import { spoken, total, type Sheet } from './sheet';

const sheet: Sheet = {
  result: 8,
  efficiency: 9,
  novelty: 6,
  transfer: 9,
  scale: 8,
  verdict: null,
  text: '',
  remarks: [],
};

describe('the sheet of an expert', () => {
  it('adds five marks', () => expect(total(sheet)).toBe(40));
  it('has no sum while one is missing', () => expect(total({ ...sheet, novelty: null })).toBeNull());
  it('sends only remarks that say something', () => {
    expect(
      spoken([
        { field: 'goal', text: ' ' },
        { field: 'body', text: ' Где ответы? ' },
      ]),
    ).toEqual([{ field: 'body', text: 'Где ответы?' }]);
  });
});
