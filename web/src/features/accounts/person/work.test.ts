import { expect, it } from 'vitest';
import { workOf } from './work';

it('says what somebody does once', () => {
  expect(workOf({ position: 'учитель математики', subjects: ['math', 'algebra'] })).toBe(
    'учитель математики',
  );
  expect(workOf({ position: 'заместитель директора по УВР', subjects: ['physics', 'management'] })).toBe(
    'заместитель директора по УВР · физика',
  );
  expect(workOf({ position: null, subjects: ['math'] })).toBe('математика');
  expect(workOf({ position: null, subjects: [] })).toBe('');
});
