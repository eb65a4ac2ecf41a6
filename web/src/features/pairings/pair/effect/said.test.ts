import { expect, it } from 'vitest';
import '$shared/words/locale.svelte';
import { changeScale, changeText, signed } from './said';

const judged = (verdict: 'better' | 'worse' | 'within_error' | 'no_data', points: number | null) => ({
  change: {
    verdict,
    points,
    low: points === null ? null : points - 5,
    high: points === null ? null : points + 5,
  },
  from: 'start' as const,
  to: 'end' as const,
  less: false,
});

it('a change says by how much, in which direction and how sure it is', () => {
  const said = changeText(judged('better', 12));
  expect(said).toContain('12');
  expect(said).toContain('+7');
  expect(said).toContain('+17');
});

it('nothing measured is no nought', () => {
  expect(changeText(judged('no_data', null))).not.toMatch(/\d/);
});

it('what few children stand behind is said without numbers', () => {
  expect(changeText(judged('worse', null))).not.toMatch(/\d/);
  expect(changeText(judged('worse', null))).not.toBe(changeText(judged('no_data', null)));
});

it('a fall has a true minus', () => {
  expect(signed(-3)).toBe('−3');
  expect(signed(0)).toBe('0');
});

it('a picture of changes holds both ends and is no magnifying glass', () => {
  expect([
    changeScale([-3, 5]),
    changeScale([-12, 41]),
    changeScale([0, 0]),
    changeScale([-200, 100]),
  ]).toEqual([20, 50, 20, 200]);
});
