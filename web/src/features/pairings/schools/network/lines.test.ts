import { expect, it } from 'vitest';
import type { PairingNetwork } from '$shared/api';
import { drawingOf } from './lines';

const school = (id: string) => ({ id, kind: 'school' as const, short_name: id });
const pair = (id: string, mentor: string, mentee: string, theme = 'math') => ({
  id,
  mentor,
  mentee,
  theme_kind: 'subject' as const,
  theme,
  active_since: null,
  open: false,
});

it('stands each school once, those who help most first, and joins themes of one pair of schools', () => {
  const network = {
    schools: ['A', 'B', 'x', 'y', 'z'].map(school),
    pairs: [pair('1', 'A', 'z'), pair('2', 'B', 'x'), pair('3', 'B', 'y'), pair('4', 'B', 'x', 'physics')],
  } as PairingNetwork;
  const drawing = drawingOf(network);
  expect(drawing.mentors).toEqual(['B', 'A']);
  expect(drawing.mentees).toEqual(['x', 'y', 'z']);
  expect(drawing.lines.map(({ mentor, mentee, themes }) => `${mentor}${mentee}${themes.length}`)).toEqual([
    'Az1',
    'Bx2',
    'By1',
  ]);
});
