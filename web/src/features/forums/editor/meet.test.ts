import { describe, expect, it } from 'vitest';
import type { Draft } from '$shared/api';
import { meet, type Held } from './meet';

const held = (body: string, revision: number, dirty: boolean): Held => ({
  text: { title: null, body, extra: null },
  revision,
  dirty,
});
const draft = (body: string, revision: number): Draft => ({
  key: 'reply:t',
  title: null,
  body,
  extra: null,
  revision,
  updated_at: '2026-11-20T12:00:00Z',
});

describe('two drafts of one text', () => {
  it.each([
    ['nothing anywhere', null, null, 'nothing'],
    ['only here', held('а', 0, true), null, 'mine'],
    ['only there', null, draft('а', 2), 'theirs'],
    ['the same words', held('а', 0, true), draft('а', 5), 'mine'],
    ['written on here', held('аб', 2, true), draft('а', 2), 'mine'],
    ['written on there', held('а', 2, false), draft('аб', 3), 'theirs'],
    ['written on in both', held('ав', 2, true), draft('аб', 3), 'conflict'],
  ])('%s', (_, here, there, kind) => {
    expect(meet(here, there).kind).toBe(kind);
  });
});
