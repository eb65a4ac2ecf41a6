import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Engine } from './engine';
import { FakeServer } from './fake';
import type { Output } from './frames';
import { Hub } from './hub';

const S = 'topic:1';
const event = (seq: number, stream = S) => ({
  t: 'ev' as const,
  seq,
  stream,
  kind: 'post_created',
  data: { no: seq },
});

let server: FakeServer;
let engine: Engine;
let hub: Hub;
let states: string[];
let outputs: Output[];

async function settle() {
  await vi.advanceTimersByTimeAsync(0);
}

async function connected(position = 100) {
  engine.start();
  await settle();
  server.last.welcome(position);
}

async function dropAndReconnect(code = 1006) {
  server.last.onclose?.({ code });
  await vi.advanceTimersByTimeAsync(31_000);
  server.last.welcome();
}

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
  states = [];
  outputs = [];
  engine = new Engine(server, (output) => {
    outputs.push(output);
    if (output.kind === 'state') states.push(output.state);
    else hub.take(output);
  });
  hub = new Hub({
    want: (stream, since) => engine.want(stream, since),
    drop: (stream) => engine.drop(stream),
  });
});
afterEach(() => {
  engine.stop();
  vi.useRealTimers();
});

describe('joining', () => {
  it('says hello with the token in the first frame and subscribes after the welcome', async () => {
    hub.subscribe(S, () => undefined, { since: 90 });
    await connected();
    expect(server.last.sent[0]).toEqual({ t: 'hello', token: 'token' });
    expect(server.last.subs()).toEqual([{ t: 'sub', id: 1, streams: [S], since: 90 }]);
    expect(states).toEqual(['connecting', 'live']);
  });

  it('asks for streams of one position together', async () => {
    hub.subscribe(S, () => undefined, { since: 90 });
    hub.subscribe('space:1', () => undefined, { since: 90 });
    hub.subscribe('user:1', () => undefined);
    await connected();
    expect(server.last.subs().map((sub) => [sub.streams, sub.since])).toEqual([
      [[S, 'space:1'], 90],
      [['user:1'], undefined],
    ]);
  });

  it('keeps one subscription for many subscribers and drops it with the last', async () => {
    await connected();
    const off = [hub.subscribe(S, () => undefined), hub.subscribe(S, () => undefined)];
    expect(server.last.subs()).toHaveLength(1);
    off[0]?.();
    expect(server.last.sent.some((frame) => frame.t === 'unsub')).toBe(false);
    off[1]?.();
    expect(server.last.sent.at(-1)).toEqual({ t: 'unsub', streams: [S] });
  });
});

describe('events', () => {
  it('delivers a replay in order and drops what the snapshot had', async () => {
    const seen: number[] = [];
    hub.subscribe(S, (e) => seen.push(e.seq), { since: 90 });
    await connected();
    server.last.grant(95);
    server.last.say(event(89), event(90), event(91), event(94), event(96));
    expect(seen).toEqual([91, 94, 96]);
  });

  it('ignores duplicates', async () => {
    const seen: number[] = [];
    hub.subscribe(S, (e) => seen.push(e.seq), { since: 90 });
    await connected();
    server.last.grant(90);
    server.last.say(event(91), event(91), event(92), event(91));
    expect(seen).toEqual([91, 92]);
  });

  it('replays for a late subscriber without repeating for the first', async () => {
    const first: number[] = [];
    const second: number[] = [];
    hub.subscribe(S, (e) => first.push(e.seq), { since: 90 });
    await connected();
    server.last.grant(90);
    server.last.say(event(91), event(92));
    hub.subscribe(S, (e) => second.push(e.seq), { since: 90 });
    expect(server.last.subs().at(-1)?.since).toBe(90);
    server.last.grant(92);
    server.last.say(event(91), event(92), event(93));
    expect(first).toEqual([91, 92, 93]);
    expect(second).toEqual([91, 92, 93]);
  });

  it('goes on when one handler throws', async () => {
    const complain = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const seen: number[] = [];
    hub.subscribe(S, () => {
      throw new Error('broken view');
    });
    hub.subscribe(S, (e) => seen.push(e.seq));
    await connected();
    server.last.grant(100);
    server.last.say(event(101), event(102));
    expect(seen).toEqual([101, 102]);
    complain.mockRestore();
  });

  it('asks again from where an interrupted replay ended, not from where it was to end', async () => {
    const late: number[] = [];
    hub.subscribe(S, () => undefined, { since: 100 });
    await connected();
    server.last.grant(100);
    server.last.say(event(101));
    hub.subscribe(S, (e) => late.push(e.seq), { since: 50 });
    // Still from the former subscription: must not hide the hole.
    server.last.say(event(102));
    server.last.grant(102);
    server.last.say(event(60), event(70));
    await dropAndReconnect();
    expect(server.last.subs().at(-1)?.since).toBe(70);
  });
});

describe('proof against loss', () => {
  it('comes back with its position after the link broke', async () => {
    hub.subscribe(S, () => undefined, { since: 90 });
    await connected();
    server.last.grant(90);
    server.last.say(event(93));
    await dropAndReconnect();
    expect(server.last.subs()).toEqual([{ t: 'sub', id: 2, streams: [S], since: 93 }]);
  });

  it('gives a subscriber without a position one to hand over', async () => {
    hub.subscribe(S, () => undefined);
    await connected();
    server.last.grant(120);
    expect(hub.wishes()).toEqual([{ stream: S, since: 120 }]);
  });

  it('does not let that position hide what another subscriber still waits for', async () => {
    const seen: number[] = [];
    hub.subscribe(S, () => undefined);
    await connected();
    hub.subscribe(S, (e) => seen.push(e.seq), { since: 50 });
    const [first] = server.last.subs();
    if (!first) throw new Error('nothing was asked for');
    server.last.say({ ...first, t: 'subok', refused: [], position: 100, epoch: 'e1', resync: false });
    server.last.grant(100);
    server.last.say(event(60), event(101));
    expect(seen).toEqual([60, 101]);
  });

  it('sees a silent loss by the heads of a ping and asks again', async () => {
    const seen: number[] = [];
    hub.subscribe(S, (e) => seen.push(e.seq), { since: 90 });
    await connected();
    server.last.grant(90);
    server.last.say(event(91), { t: 'ping', position: 99, heads: { [S]: 95 } });
    expect(server.last.sent.some((frame) => frame.t === 'pong')).toBe(true);
    expect(server.last.subs().at(-1)).toMatchObject({ streams: [S], since: 91 });
    server.last.grant(99);
    server.last.say(event(92), event(95));
    expect(seen).toEqual([91, 92, 95]);
  });

  it('moves up with pings when nothing was lost', async () => {
    hub.subscribe(S, () => undefined, { since: 90 });
    await connected();
    server.last.grant(90);
    server.last.say({ t: 'ping', position: 200, heads: { [S]: 88 } });
    await dropAndReconnect();
    expect(server.last.subs().at(-1)?.since).toBe(200);
  });

  it('does not ask for ever for a head that the replay left out', async () => {
    hub.subscribe(S, () => undefined, { since: 90 });
    await connected();
    server.last.grant(95);
    server.last.say({ t: 'ping', position: 99, heads: { [S]: 95 } });
    expect(server.last.subs()).toHaveLength(1);
  });

  it('asks again for a stream marked dirty', async () => {
    hub.subscribe(S, () => undefined, { since: 90 });
    await connected();
    server.last.grant(90);
    server.last.say({ t: 'dirty', stream: S, seq: 97 });
    expect(server.last.subs().at(-1)?.since).toBe(90);
  });

  it('reloads when a replay is impossible, holds events meanwhile and drops those inside the snapshot', async () => {
    const seen: number[] = [];
    let answer: (position: number) => void = () => undefined;
    const onResync = vi.fn(() => new Promise<number>((done) => (answer = done)));
    hub.subscribe(S, (e) => seen.push(e.seq), { since: 10, onResync });
    await connected();
    server.last.grant(500, true);
    expect(onResync).toHaveBeenCalledOnce();
    server.last.say(event(501), event(502));
    expect(seen).toEqual([]);
    answer(501);
    await settle();
    expect(seen).toEqual([502]);
  });

  it('reloads again when the reload itself failed', async () => {
    const onResync = vi.fn().mockRejectedValueOnce(new Error('offline')).mockResolvedValue(600);
    hub.subscribe(S, () => undefined, { since: 10, onResync });
    await connected();
    server.last.grant(500, true);
    await vi.advanceTimersByTimeAsync(3_100);
    expect(onResync).toHaveBeenCalledTimes(2);
  });

  it('throws positions away when the epoch changed', async () => {
    const onResync = vi.fn(() => 7);
    hub.subscribe(S, () => undefined, { since: 90, onResync });
    await connected();
    server.last.grant(90);
    server.last.onclose?.({ code: 1006 });
    await vi.advanceTimersByTimeAsync(31_000);
    server.last.welcome(5, 'e2');
    expect(server.last.subs()).toMatchObject([{ streams: [S] }]);
    expect(server.last.subs()[0]?.since).toBeUndefined();
    expect(onResync).not.toHaveBeenCalled();
    server.last.grant(5);
    expect(onResync).toHaveBeenCalledOnce();
  });
});

describe('the link', () => {
  it('drops whatever an older socket still says', async () => {
    const seen: number[] = [];
    hub.subscribe(S, (e) => seen.push(e.seq), { since: 90 });
    await connected();
    const old = server.last;
    const { onmessage, onclose } = old;
    old.onclose?.({ code: 1006 });
    await vi.advanceTimersByTimeAsync(31_000);
    server.last.welcome();
    onmessage?.({ data: JSON.stringify(event(91)) });
    onclose?.({ code: 4401 });
    expect(seen).toEqual([]);
    expect(engine.state).toBe('live');
  });

  it('is offline after three failures, says since when, and never gives up', async () => {
    vi.setSystemTime(new Date('2026-11-20T14:02:00Z'));
    engine.start();
    for (let i = 0; i < 12; i++) {
      await vi.advanceTimersByTimeAsync(i === 0 ? 0 : 30_000);
      server.last.onclose?.({ code: 1006 });
    }
    expect(server.sockets.length).toBeGreaterThanOrEqual(12);
    expect(engine.state).toBe('offline');
    const last = outputs.filter((output) => output.kind === 'state').at(-1);
    expect(last).toMatchObject({ since: Date.parse('2026-11-20T14:02:00Z') });
    await vi.advanceTimersByTimeAsync(30_000);
    server.last.welcome();
    expect(engine.state).toBe('live');
  });

  it('waits longer after each failure, up to thirty seconds', async () => {
    engine.start();
    await settle();
    const waits: number[] = [];
    for (let i = 0; i < 8; i++) {
      const before = server.sockets.length;
      server.last.onclose?.({ code: 1006 });
      let waited = 0;
      while (server.sockets.length === before) {
        await vi.advanceTimersByTimeAsync(500);
        waited += 500;
      }
      waits.push(waited);
    }
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000]);
  });

  it('keeps to the window that a departing server asked for', async () => {
    await connected();
    server.last.say({ t: 'bye', code: 4001, retry: [0, 15_000] });
    server.last.onclose?.({ code: 4001 });
    await vi.advanceTimersByTimeAsync(14_900);
    expect(server.sockets).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(server.sockets).toHaveLength(2);
  });

  it.each([4008, 4009, 4010])('comes back after %i', async (code) => {
    await connected();
    await dropAndReconnect(code);
    expect(engine.state).toBe('live');
  });

  it.each([4403, 4406])('stays away after %i', async (code) => {
    await connected();
    server.last.onclose?.({ code });
    await vi.advanceTimersByTimeAsync(120_000);
    expect(server.sockets).toHaveLength(1);
    expect(outputs.at(-1)).toMatchObject({ kind: 'state', state: 'stopped', code });
  });

  it('tries once with a fresh token after 4401, then stops', async () => {
    await connected();
    server.last.onclose?.({ code: 4401 });
    await settle();
    expect(server.sockets).toHaveLength(2);
    server.last.onclose?.({ code: 4401 });
    await vi.advanceTimersByTimeAsync(120_000);
    expect(server.sockets).toHaveLength(2);
    expect(engine.state).toBe('stopped');
  });

  it('stops when nobody is signed in', async () => {
    server.tokens = [null];
    engine.start();
    await settle();
    expect(server.sockets).toHaveLength(0);
    expect(outputs.at(-1)).toMatchObject({ state: 'stopped', code: 4401 });
  });

  it('probes and finds a dead link within four seconds', async () => {
    await connected();
    engine.probe();
    expect(engine.state).toBe('probing');
    expect(server.last.sent.at(-1)).toEqual({ t: 'ping' });
    await vi.advanceTimersByTimeAsync(4_100);
    expect(server.sockets[0]?.closed).toBe(true);
    expect(engine.state).toBe('connecting');
  });

  it('probes and finds a live one', async () => {
    await connected();
    engine.probe();
    server.last.say({ t: 'pong' });
    expect(engine.state).toBe('live');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(server.sockets).toHaveLength(1);
  });

  it('grows suspicious when pings stay away', async () => {
    await connected();
    await vi.advanceTimersByTimeAsync(35_100);
    expect(engine.state).toBe('probing');
  });

  it('tries at once when the network comes back', async () => {
    await connected();
    server.last.onclose?.({ code: 1006 });
    engine.probe();
    await settle();
    expect(server.sockets).toHaveLength(2);
  });

  it('sends «typing» at most each three seconds', async () => {
    await connected();
    engine.typing(S);
    engine.typing(S);
    await vi.advanceTimersByTimeAsync(3_100);
    engine.typing(S);
    expect(server.last.sent.filter((frame) => frame.t === 'typing')).toHaveLength(2);
  });

  it('tells a renewed token', async () => {
    await connected();
    engine.token('next');
    expect(server.last.sent.at(-1)).toEqual({ t: 'token', token: 'next' });
  });
});
