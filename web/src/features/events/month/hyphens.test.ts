import { expect, it } from 'vitest';
import { hyphenated } from './hyphens';

const shown = (text: string) => hyphenated(text).replaceAll('\u00ad', '-');

it('long words may break by syllables', () => {
  expect(shown('Малая математическая школа')).toBe('Малая мате-ма-ти-чес-кая школа');
  expect(shown('Заголовок')).toBe('Заго-ло-вок');
  expect(shown('образование')).toBe('обра-зо-ва-ние');
  expect(shown('семинар 2026')).toBe('семинар 2026');
});

it('no letter is lost and none is left alone', () => {
  const text = 'Взаимопосещение уроков: наставничество, объединение, аэродинамика';
  expect(hyphenated(text).replaceAll('\u00ad', '')).toBe(text);
  expect(shown(text)).not.toMatch(/(^|[^а-яё])[а-яё]-|-[а-яё]([^а-яё]|$)/i);
});
