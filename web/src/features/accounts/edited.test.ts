import 'fake-indexeddb/auto';
import { describe, expect, it, vi } from 'vitest';
import { Problem } from '$shared/api';
import { Edited } from './edited.svelte';

const began = { name: 'А', about: 'Б' };
const stored = (value: typeof began, version: number) => ({ value, version });
const conflict = (current: unknown) => new Problem(409, { code: 'version_conflict', current });
const read = (current: unknown) => current as ReturnType<typeof stored>;

describe('a record being edited', () => {
  it('sends only what differs', async () => {
    const edited = new Edited('k', stored(began, 1));
    edited.value.about = 'В';
    const send = vi.fn(async () => stored({ ...began, about: 'В' }, 2));
    expect(await edited.save(send, read)).toBe(true);
    expect(send).toHaveBeenCalledWith({ about: 'В' }, 1);
    expect(edited.touched).toBe(false);
  });

  it('goes on by itself when the other one changed something else', async () => {
    const edited = new Edited('k', stored(began, 1));
    edited.value.about = 'В';
    const send = vi
      .fn()
      .mockRejectedValueOnce(conflict(stored({ name: 'Я', about: 'Б' }, 5)))
      .mockResolvedValueOnce(stored({ name: 'Я', about: 'В' }, 6));
    expect(await edited.save(send, read)).toBe(true);
    expect(send).toHaveBeenLastCalledWith({ about: 'В' }, 5);
    expect(edited.value.name).toBe('Я');
  });

  it('asks when both changed the same, and saves what was chosen', async () => {
    const edited = new Edited('k', stored(began, 1));
    edited.value.about = 'моё';
    const send = vi
      .fn()
      .mockRejectedValueOnce(conflict(stored({ name: 'А', about: 'чужое' }, 5)))
      .mockImplementation(async (changed) => stored({ name: 'А', about: 'чужое', ...changed }, 6));
    expect(await edited.save(send, read)).toBe(false);
    expect(edited.value.about).toBe('моё');
    edited.choose('about', 'theirs');
    expect(edited.touched).toBe(false);
    edited.value.about = 'моё';
    expect(await edited.save(send, read)).toBe(true);
    expect(send).toHaveBeenLastCalledWith({ about: 'моё' }, 5);
  });
});
