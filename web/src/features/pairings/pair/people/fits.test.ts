import { expect, it } from 'vitest';
import { tieOf } from './fits';

it('each works with their like; a beginner with a teacher of either school', () => {
  expect(tieOf('director', 'director')).toBe('director');
  expect(tieOf('teacher', 'teacher')).toBe('teacher');
  expect(tieOf('teacher', 'young_teacher')).toBe('young_teacher');
  expect(tieOf('young_teacher', 'teacher')).toBe('young_teacher');
  expect(tieOf('director', 'teacher')).toBeNull();
  expect(tieOf('young_teacher', 'young_teacher')).toBeNull();
  expect(tieOf('curator', 'curator')).toBeNull();
});
