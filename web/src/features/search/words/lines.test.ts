import { describe, expect, it } from 'vitest';
import { linesWith, readLine, writeLines } from './lines';

describe('lines of synonyms', () => {
  it('are read as groups and as arrows', () => {
    expect(readLine('ноко = ?нок = оценка качества')).toEqual({
      text: 'ноко = ?нок = оценка качества',
      oneWay: false,
      terms: [
        { text: 'ноко', alone: false },
        { text: 'нок', alone: true },
        { text: 'оценка качества', alone: false },
      ],
    });
    expect(readLine('огэ -> гиа').oneWay).toBe(true);
  });

  it('are written from what people type', () => {
    expect(writeLines(' Контурные карты ', 'контурка;  КОНТУРНАЯ карта, контурка', true)).toEqual([
      'контурные карты = контурка = контурная карта',
    ]);
    expect(writeLines('ёлка', 'дерево, праздник', false)).toEqual(['елка -> дерево', 'елка -> праздник']);
    expect(writeLines('слово', 'слово, —', true)).toEqual([]);
    expect(writeLines('', 'слово', true)).toEqual([]);
  });

  it('are found by the beginning of a word', () => {
    const lines = ['огэ = основной государственный экзамен', 'ноко = ?нок', 'огэ -> гиа'];
    expect(linesWith(lines, 'Гос')).toEqual([lines[0]]);
    expect(linesWith(lines, 'нок')).toEqual([lines[1]]);
    expect(linesWith(lines, ' ')).toEqual(lines);
  });
});
