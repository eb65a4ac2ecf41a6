import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ReadMark } from './mark';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const reply = (no: number) => ({ last_read_no: no, unread: 0, space_unread: 0 });

describe('the read mark', () => {
  it('sends the highest number once', async () => {
    const send = vi.fn((no: number) => Promise.resolve(reply(no)));
    const mark = new ReadMark(3, { send, done: () => {} });
    for (const no of [4, 6, 5, 2]) mark.seen(no);
    await vi.advanceTimersByTimeAsync(2000);
    expect(send.mock.calls).toEqual([[6]]);
    mark.seen(6);
    await vi.advanceTimersByTimeAsync(2000);
    expect(send).toHaveBeenCalledTimes(1);
  });

  it('tries again when the line was broken', async () => {
    const send = vi
      .fn((no: number) => Promise.resolve(reply(no)))
      .mockRejectedValueOnce(new Error('offline'));
    const done = vi.fn();
    const mark = new ReadMark(0, { send, done });
    mark.seen(2);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(send.mock.calls).toEqual([[2], [2]]);
    expect(done).toHaveBeenCalledTimes(1);
  });

  it('stays still after «unread from here»', async () => {
    const send = vi.fn((no: number) => Promise.resolve(reply(no)));
    const mark = new ReadMark(5, { send, done: () => {} });
    mark.seen(8);
    mark.hold();
    mark.seen(9);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(send).not.toHaveBeenCalled();
    mark.release(3);
    mark.seen(4);
    await vi.advanceTimersByTimeAsync(1000);
    expect(send.mock.calls).toEqual([[4]]);
  });

  it('has nothing to say about what was read elsewhere', async () => {
    const send = vi.fn((no: number) => Promise.resolve(reply(no)));
    const mark = new ReadMark(0, { send, done: () => {} });
    mark.learn(10);
    mark.seen(7);
    await vi.advanceTimersByTimeAsync(1000);
    expect(send).not.toHaveBeenCalled();
  });
});
