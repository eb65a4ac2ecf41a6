import { expect, it } from 'vitest';
import { blocks } from './document';

it('reads titles, headings, lists and paragraphs', () => {
  expect(
    blocks('# Согласие\n\nЯ даю\nсогласие.\n\n## Зачем\n\n- чтобы\n  входить;\n- чтобы писать.'),
  ).toEqual([
    { kind: 'title', text: 'Согласие' },
    { kind: 'text', text: 'Я даю согласие.' },
    { kind: 'heading', text: 'Зачем' },
    { kind: 'list', items: ['чтобы входить;', 'чтобы писать.'] },
  ]);
});

it('leaves plain text alone', () => {
  expect(blocks('Просто текст, # и - внутри')).toEqual([
    { kind: 'text', text: 'Просто текст, # и - внутри' },
  ]);
});
