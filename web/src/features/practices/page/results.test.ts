import { describe, expect, it } from 'vitest';
import { measured, share } from './results';

describe('what was measured', () => {
  it.each([
    ['34 % решали задачу на процент от числа (8 из 23)', 34],
    ['61% через шесть недель', 61],
    ['12,5 процента класса', 12.5],
    ['8 из 24 сослались на таблицу', 33.3],
    ['верно 0 из 12', 0],
    ['74 % при том же времени', 74],
  ])('%s', (text, value) => expect(share(text)).toBe(value));

  it.each([
    'пятые классы 6 школ получали только скорость чтения',
    'выросло на 140 %',
    '14 из 9',
    '4–5 вопросов, из них два на вывод',
    '',
  ])('no share in «%s»', (text) => expect(share(text)).toBeNull());

  it('makes a pair only of two', () => {
    expect(measured('34 %', '61 %')).toEqual({ before: 34, after: 61 });
    expect(measured('1 вопрос, и тот «понравилось?»', '80 %')).toBeNull();
  });
});
