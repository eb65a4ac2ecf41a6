import { describe, expect, it } from 'vitest';
import { parseMarkdown, postSchema, writeMarkdown } from './markdown';

const POST = '0192f6a0-1b2c-7def-8123-456789abcdef';
const PERSON = '0192f6a0-0000-7def-8123-456789abcdef';
const again = (text: string) => writeMarkdown(parseMarkdown(text));
const names = (text: string) => {
  const found: string[] = [];
  parseMarkdown(text).descendants((node) => void found.push(node.type.name));
  return found;
};

describe('Markdown survives the editor', () => {
  it.each([
    ['a paragraph', 'Коллеги, общую работу написали.'],
    ['two paragraphs', 'Первый абзац.\n\nВторой абзац.'],
    ['marks', 'мы **не сводим** результаты *по школам*, ~~никогда~~ `x = 5`'],
    ['a list', '- один\n- два\n- три'],
    ['a numbered list', '1. один\n2. два'],
    ['a list that starts later', '3. три\n4. четыре'],
    ['a list within a list', '- один\n  - внутри\n- два'],
    ['a quote', '> сказано так\n>\n> и ещё'],
    ['a quotation of a post', `> [!quote post=${POST}]\n> Что такое «остаток»?`],
    ['a quotation of a list', `> [!quote post=${POST}]\n>\n> - раз\n> - два`],
    ['a quotation and an answer', `> [!quote post=${POST}]\n> первое\n>\n> второе\n\nСогласна.`],
    ['a quotation within a quote', `> вокруг\n>\n> > [!quote post=${POST}]\n> > внутри`],
    ['a mention', `Спросите @[Иванова М. П.](person:${PERSON}), она знает.`],
    ['a mention in bold', `**@[Иванова М. П.](person:${PERSON})**`],
    ['a link', 'см. [методичку](https://example.org/a_b?c=1)'],
    ['a bare address', '<https://example.org/a_b>'],
    ['code', '```\n4 1/2 − 2/3 = ?\n```'],
    ['code with ticks', '````js\na```b\n````'],
    ['inline code with ticks', '`` a`b ``'],
    ['a heading', '### Выводы\n\nтекст'],
    ['a rule', 'до\n\n---\n\nпосле'],
    ['a table', '| Задание | Верно |\n| --- | --- |\n| 3 | 79 |\n| **5** | 66 \\| 67 |'],
    ['a table in a list of things', 'Итог:\n\n| a | b |\n| --- | --- |\n| 1 |  |\n\nВсё.'],
    ['a broken line', 'строка\nдругая'],
    ['an empty line within a paragraph', 'строка\\\n\\\nдругая'],
    ['a broken line in a list', '- строка\n  другая\n- третья'],
    ['a broken line in a quotation', `> [!quote post=${POST}]\n> строка\n> другая`],
    ['a broken line in bold', '**строка\nдругая**'],
  ])('%s', (_, text) => {
    expect(again(text)).toBe(text);
  });

  it('takes a single line break as a line break', () => {
    expect(again('27 работ.\nПятое: то же')).toBe('27 работ.\nПятое: то же');
    expect(again('27 работ.\\\nПятое: то же')).toBe('27 работ.\nПятое: то же');
    expect(again('27 работ.  \nПятое: то же')).toBe('27 работ.\nПятое: то же');
  });

  it('knows quotations and mentions from look-alikes', () => {
    expect(names(`> [!quote post=${POST}]\n> текст`)).toContain('quote');
    expect(names('> [!quote post=нет]\n> текст')).not.toContain('quote');
    expect(names(`[@Иванова](person:${PERSON})`)).not.toContain('mention');
    expect(names('@[Иванова](person:123)')).not.toContain('mention');
    expect(names(`\`@[Иванова](person:${PERSON})\``)).not.toContain('mention');
  });

  it.each([
    '* не список',
    '1. не список',
    '1) и это не список',
    '12.',
    '# не заголовок',
    '> не цитата',
    '2 * 3 * 4 = 24, а_б_в',
    '<b>не тег</b> и &copy; не знак',
    '`не код`, [не ссылка](x), ~~не зачёркнуто~~',
    '| не | таблица |',
    '---',
    '===',
    '+ плюс',
    '@[не упоминание](person:0192f6a0-0000-7def-8123-456789abcdef)',
    '[!quote post=0192f6a0-1b2c-7def-8123-456789abcdef]',
    'обратная \\ черта \\* и конец \\',
  ])('typed as text stays text: %s', (text) => {
    const schema = postSchema();
    const typed = schema.node('doc', null, [schema.node('paragraph', null, [schema.text(text)])]);
    const read = parseMarkdown(writeMarkdown(typed));
    expect(read.childCount).toBe(1);
    expect(read.firstChild?.type.name).toBe('paragraph');
    expect(read.textContent).toBe(text);
    expect(read.toJSON()).toEqual(typed.toJSON());
  });

  it('keeps lines typed one under another from becoming something else', () => {
    const schema = postSchema();
    const brk = schema.node('hardBreak');
    const typed = schema.node('doc', null, [
      schema.node('paragraph', null, [
        schema.text('итого'),
        brk,
        schema.text('==='),
        brk,
        schema.text('- минус'),
        brk,
        schema.text('12. двенадцать'),
      ]),
    ]);
    expect(parseMarkdown(writeMarkdown(typed)).toJSON()).toEqual(typed.toJSON());
  });

  it('comes to rest after one pass', () => {
    const odd = '* a\n* b\n\n1) c\n\n__d__ *e*\n\n![картинка](x.png)\n\n    код\n\n<div>x</div>';
    const once = again(odd);
    expect(again(once)).toBe(once);
  });

  it('has nothing to say for nothing', () => {
    expect(again('')).toBe('');
    expect(again('\n\n  \n')).toBe('');
  });
});
