import { expect, it } from 'vitest';
import { found } from './found';

const mentors = ['Гимназия № 1', 'СОШ № 15', 'Лицей № 3'].map((short_name) => ({ mentor: { short_name } }));
const names = (sought: string) => found(mentors, sought).map(({ mentor }) => mentor.short_name);

it('all words must be in the name, in any case and order', () => {
  expect(names('')).toHaveLength(3);
  expect(names('  № 1 гимн')).toEqual(['Гимназия № 1']);
  expect(names('сош лицей')).toEqual([]);
});
