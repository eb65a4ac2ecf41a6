import { describe, expect, it } from 'vitest';
import { plainBeginning, plainText } from './plain';

const ID = '0192f6a0-1b2c-7def-8123-456789abcdef';

describe('Markdown for those who do not know it', () => {
  it.each([
    ['мы **не сводим** и `x` ~~нет~~', 'мы не сводим и x нет'],
    [`@[Иванова М. П.](person:${ID}), да`, '@Иванова М. П., да'],
    [`> [!quote post=${ID}]\n> Слово знают.\n\nСогласна.`, '« Слово знают. »\n\nСогласна.'],
    ['см. [тут](https://x.ru)', 'см. тут (https://x.ru)'],
    ['| а | б |\n| --- | --- |\n| 1 | 2 |', '| а | б |\n| 1 | 2 |'],
    ['2 \\* 3\\\nстрока', '2 * 3\nстрока'],
    ['## Выводы\n\n- раз', 'Выводы\n\n- раз'],
  ])('%s', (markdown, text) => expect(plainText(markdown)).toBe(text));

  it('begins with words', () => {
    const text = `> [!quote post=${ID}]\n> Что такое **остаток**?\n\n@[Иванова М. П.](person:${ID}), спросите`;
    expect(plainBeginning(text, 100)).toBe('Что такое остаток? @Иванова М. П., спросите');
    expect(plainBeginning('а'.repeat(50), 10)).toBe(`${'а'.repeat(10)}…`);
  });
});
