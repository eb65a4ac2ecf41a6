import { expect, it } from 'vitest';
import { followable, leftOut, scopeOf, scopeText } from './scope';

it('a feed is as narrow as the list it was made of', () => {
  const scope = scopeOf({ filter: 'registered', subject: 'math', kind: 'open_lesson', skill: 's', grade: 5 });
  expect(scope).toEqual({
    mine: true,
    host: null,
    association: null,
    subject: 'math',
    skill: 's',
    kind: 'open_lesson',
  });
  expect(scopeText(scope, { s: 'МА-5 · 8' })).toBe('Мои события · Математика · Открытый урок · МА-5 · 8');
  expect(scopeText(scopeOf({}))).toBe('');
});

it('says what it cannot hold', () => {
  expect([leftOut({ grade: 5 }), leftOut({ subject: 'math' })]).toEqual([true, false]);
  expect([followable({}), followable({ filter: 'drafts' }), followable({ past: true })]).toEqual([
    true,
    false,
    false,
  ]);
});
