import { describe, expect, it } from 'vitest';
import { placeOf } from './drafts';

const ID = '0192f6a0-1b2c-7def-8123-456789abcdef';

describe('drafts', () => {
  it('lead back to where they were written', () => {
    expect(placeOf(`reply:${ID}`)?.href).toBe(`/t/${ID}`);
    expect(placeOf(`topic:${ID}`)?.href).toBe(`/spaces/${ID}/new`);
    expect(placeOf(`edit:${ID}`)?.href).toBe(`/p/${ID}`);
    expect(placeOf('reply:../../x')).toBeNull();
    expect(placeOf('note')).toBeNull();
  });
});
