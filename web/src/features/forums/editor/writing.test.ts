import { describe, expect, it } from 'vitest';
import { mentionBefore } from './writing';

describe('the beginning of a mention', () => {
  it.each([
    ['@', '', 1],
    ['Спросите @Ива', 'Ива', 4],
    ['(@иванова м', 'иванова м', 10],
    ['строка @Римская-К', 'Римская-К', 10],
  ])('%s', (text, query, length) => {
    expect(mentionBefore(text)).toEqual({ query, length });
  });
  it.each(['почта ivanova@shkola', 'просто текст', '@ ', 'а @Иванова и ещё много слов'])(
    'is not %s',
    (text) => {
      expect(mentionBefore(text)).toBeNull();
    },
  );
});
