import { expect, it } from 'vitest';
import { locale } from '$shared/words/locale.svelte';
import { faultText } from './faults';

const fault = (code: string, params: Record<string, string> = {}) => ({ code, params, text: 'по-русски' });

it('a fault is said in the language of the page', () => {
  expect(faultText(fault('range', { min: '0', max: '9' }))).toBe('нужно целое число от 0 до 9');
  locale.current = 'en';
  expect(faultText(fault('not_whole', { value: 'сто' }))).toBe('“сто”: a whole number is needed');
  expect(faultText(fault('zero'))).toBe('must be more than nought');
  locale.current = 'ru';
});

it('what no page knows is said as the server says it', () => {
  expect(faultText(fault('something_new'))).toBe('по-русски');
});
