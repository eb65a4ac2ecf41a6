import { describe, expect, it, vi } from 'vitest';

vi.mock('$app/state', () => ({ updated: { current: false, check: () => Promise.resolve(false) } }));
vi.mock('$shared/outbox', () => ({ drafts: { flush: () => Promise.resolve() } }));

const { isMissingPart, reload, whyMissing } = await import('./missing');
const yes = () => Promise.resolve(true);
const no = () => Promise.resolve(false);
const answers = () => Promise.resolve(new Response(null));
const silence = () => Promise.reject(new TypeError('Failed to fetch'));

describe('a part of the page that did not come', () => {
  it('is missing because of an update when the server names another version', async () => {
    expect(await whyMissing(yes, silence)).toBe('updated');
  });

  it('is missing because of the line when nobody answers', async () => {
    expect(await whyMissing(no, silence)).toBe('offline');
  });

  it('is simply gone when the server of the same version answers', async () => {
    expect(await whyMissing(no, answers)).toBe('gone');
  });

  it('is told from faults of our own', () => {
    const chrome = 'Failed to fetch dynamically imported module: http://school/_app/immutable/chunks/x.js';
    const firefox = 'error loading dynamically imported module: http://school/_app/immutable/chunks/x.js';
    for (const words of [chrome, firefox, 'Importing a module script failed.', 'Unable to preload CSS for x'])
      expect(isMissingPart(new TypeError(words))).toBe(true);
    expect(isMissingPart(new TypeError('x is not a function'))).toBe(false);
    expect(isMissingPart(new Error(chrome))).toBe(false);
  });
});

describe('reloading', () => {
  it('waits until what is typed is on the disk', async () => {
    const order: string[] = [];
    const flush = () => new Promise<void>((done) => setTimeout(() => (order.push('kept'), done()), 5));
    await reload(flush, () => order.push('gone'));
    expect(order).toEqual(['kept', 'gone']);
  });

  it('happens even when the disk refuses', async () => {
    const go = vi.fn();
    await reload(() => Promise.reject(new Error('full')), go);
    expect(go).toHaveBeenCalledOnce();
  });
});
