import { describe, expect, it } from 'vitest';
import type { SpaceCard, SpaceKind } from '$shared/api';
import { layOut } from './order';

const space = (title: string, kind: SpaceKind, my: Partial<SpaceCard['my']>, last: string | null = null) =>
  ({
    id: title,
    title,
    kind,
    last_post_at: last,
    my: { role: null, state: 'none', unread: 0, unread_topics: 0, watch: 'normal', ...my },
  }) as SpaceCard;

describe('the directory of spaces', () => {
  it('puts invitations first, then news, then the rest of mine', () => {
    const { mine } = layOut([
      space('Спокойное', 'association', { state: 'member' }, '2026-11-20'),
      space('Без звука', 'open', { state: 'member', unread: 40, watch: 'muted' }, '2026-11-19'),
      space('Новое', 'school', { state: 'member', unread: 2 }, '2026-10-01'),
      space('Позвали', 'group', { state: 'invited' }),
      space('Просилась', 'group', { state: 'requested' }),
    ]);
    expect(mine.map((one) => one.title)).toEqual(['Позвали', 'Новое', 'Спокойное', 'Без звука', 'Просилась']);
  });
  it('groups the others by kind and sorts numbers as people do', () => {
    const { others } = layOut([
      space('СОШ № 12', 'school', {}),
      space('СОШ № 2', 'school', {}),
      space('Курилка', 'open', {}),
    ]);
    expect(others.map(([kind, list]) => [kind, list.map((one) => one.title)])).toEqual([
      ['open', ['Курилка']],
      ['school', ['СОШ № 2', 'СОШ № 12']],
    ]);
  });
});
