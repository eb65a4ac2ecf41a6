import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import '$shared/words/locale.svelte';
import { pastedFiles } from './given.svelte';

const carrier = (files: File[], words = '') => ({
  files: files as unknown as FileList,
  getData: (kind: string) => (kind === 'text/plain' ? words : ''),
});
const picture = (name: string) => new File(['x'], name, { type: 'image/png' });

describe('what is pasted', () => {
  beforeEach(() => vi.useFakeTimers({ now: new Date(2026, 10, 5, 9, 7, 3) }));
  afterEach(() => vi.useRealTimers());

  it('is a file, with a name that says something', () => {
    const names = pastedFiles(
      carrier([picture('image.png'), picture('image.png'), picture('схема.png')]),
    ).map((file) => file.name);
    expect(names).toEqual([
      'Снимок 2026-11-05 09-07-03.png',
      'Снимок 2026-11-05 09-07-03 (2).png',
      'схема.png',
    ]);
  });

  it('is the words when there are words', () => {
    expect(pastedFiles(carrier([picture('image.png')], 'Абзац из документа'))).toEqual([]);
    expect(pastedFiles(carrier([]))).toEqual([]);
    expect(pastedFiles(null)).toEqual([]);
  });
});
