import 'fake-indexeddb/auto';
import { describe, expect, it, vi } from 'vitest';
import { Problem } from '$shared/api';
import { Kept } from './kept.svelte';

interface Sheet {
  met: string;
  findings: string;
  agreed: { text: string }[];
}
interface Stored {
  revision: number;
  sheet: Sheet;
}
const sheet = (change: Partial<Sheet> = {}): Sheet => ({ met: 'А', findings: 'Б', agreed: [], ...change });
const stored = (revision: number, change: Partial<Sheet> = {}): Stored => ({
  revision,
  sheet: sheet(change),
});
const conflict = (current: Stored) => new Problem(409, { code: 'version_conflict', current });
let drafts = 0;
const kept = (send: (value: Sheet, revision: number) => Promise<Stored>) =>
  new Kept<Sheet, Stored>(stored(1), {
    draft: `d${drafts++}`,
    read: (now) => structuredClone(now.sheet),
    revision: (now) => now.revision,
    send,
  });

describe('a long text two people write', () => {
  it('is joined and sent again when the other one wrote in another field', async () => {
    const send = vi
      .fn()
      .mockRejectedValueOnce(conflict(stored(4, { met: 'Я' })))
      .mockImplementation(async (value: Sheet) => ({ revision: 5, sheet: value }));
    const mine = kept(send);
    mine.value.findings = 'моё';
    await mine.save();
    expect(send).toHaveBeenLastCalledWith(sheet({ met: 'Я', findings: 'моё' }), 4);
    expect(mine.done).toBe(true);
  });

  it('shows both versions of a field both have changed, and waits', async () => {
    const send = vi
      .fn()
      .mockRejectedValueOnce(conflict(stored(4, { findings: 'чужое' })))
      .mockImplementation(async (value: Sheet) => ({ revision: 5, sheet: value }));
    const mine = kept(send);
    mine.value.findings = 'моё';
    await expect(mine.save()).rejects.toThrow();
    expect(mine.clashes).toEqual([{ field: 'findings', mine: 'моё', theirs: 'чужое' }]);
    expect(mine.value.findings).toBe('моё');
    await mine.save();
    expect(send).toHaveBeenCalledTimes(1);
    mine.choose('findings', 'both');
    await mine.save();
    expect(send).toHaveBeenLastCalledWith(sheet({ findings: 'чужое\n\nмоё' }), 4);
  });

  it('takes what came from the other side and keeps what is being typed', () => {
    const mine = kept(vi.fn());
    mine.value.agreed.push({ text: 'моё' });
    mine.take(stored(3, { met: 'Я' }));
    expect(mine.value).toEqual(sheet({ met: 'Я', agreed: [{ text: 'моё' }] }));
    mine.take(stored(6, { met: 'Я', agreed: [{ text: 'чужое' }] }));
    expect(mine.clashes.map(({ field }) => field)).toEqual(['agreed']);
    mine.choose('agreed', 'theirs');
    expect(mine.value.agreed).toEqual([{ text: 'чужое' }]);
    expect(mine.done).toBe(true);
  });

  it('has nothing to decide where nothing was typed', () => {
    const mine = kept(vi.fn());
    mine.take(stored(3, { met: 'Я' }));
    expect([mine.value.met, mine.revision, mine.done]).toEqual(['Я', 3, true]);
  });
});
