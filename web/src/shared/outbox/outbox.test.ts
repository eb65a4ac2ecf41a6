import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem } from '$shared/api/problem';
import { Drafts } from './drafts';
import { Outbox } from './outbox';
import { forgetDatabase, sends } from './store';

const LANE = 'topic:1';
const reply = (text: string, lane = LANE) => ({ lane, path: '/topics/1/posts', body: { body: text } });
const offline = () => Promise.reject(Problem.offline());
const refuse = (code: string, status = 403) => Promise.reject(new Problem(status, { code }));

interface Call {
  text: string;
  key: string;
}
let calls: Call[];
let answers: (() => Promise<unknown>)[];
let made: Outbox[];

function outbox(): Outbox {
  const box = new Outbox(
    (_method, _path, body, headers) => {
      calls.push({ text: (body as { body: string }).body, key: headers['Idempotency-Key'] ?? '' });
      return (answers.shift() ?? (() => Promise.resolve({ ok: true })))();
    },
    () => 0.5,
  );
  made.push(box);
  return box;
}

beforeEach(() => {
  // setImmediate stays real: fake-indexeddb works with it.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  vi.stubGlobal('BroadcastChannel', undefined);
  globalThis.indexedDB = new IDBFactory();
  forgetDatabase();
  calls = [];
  answers = [];
  made = [];
});
afterEach(() => {
  for (const box of made) box.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function settled() {
  for (let i = 0; i < 40; i++) await new Promise((done) => setImmediate(done));
}
async function later(ms: number) {
  await vi.advanceTimersByTimeAsync(ms);
  await settled();
}

describe('the outbox', () => {
  it('keeps the text on the device before the first attempt', async () => {
    answers = [() => new Promise(() => undefined)];
    const box = outbox();
    await box.open('ann');
    const entry = await box.send(reply('первый'));
    expect(await sends.get(entry.key)).toMatchObject({ path: '/topics/1/posts', body: { body: 'первый' } });
    expect(box.entries(LANE)).toMatchObject([{ state: 'sending' }]);
  });

  it('forgets it after the answer and tells who listens', async () => {
    const box = outbox();
    await box.open('ann');
    const seen: unknown[] = [];
    box.onSent(LANE, (answer, entry) => seen.push([answer, entry.body]));
    await box.send(reply('первый'));
    await settled();
    expect(seen).toEqual([[{ ok: true }, { body: 'первый' }]]);
    expect(box.entries()).toEqual([]);
    expect(await sends.of('ann')).toEqual([]);
  });

  it('repeats with the same key until the server answers', async () => {
    answers = [offline, () => Promise.reject(new Problem(503, { code: 'busy' })), offline];
    const box = outbox();
    await box.open('ann');
    const entry = await box.send(reply('первый'));
    await settled();
    expect(box.entries(LANE)).toMatchObject([{ state: 'waiting' }]);
    for (let i = 0; i < 4; i++) await later(30_000);
    expect(calls.map((call) => call.key)).toEqual([entry.key, entry.key, entry.key, entry.key]);
    expect(box.entries()).toEqual([]);
  });

  it('keeps the order inside a topic while the link is down', async () => {
    answers = [offline];
    const box = outbox();
    await box.open('ann');
    await box.send(reply('первый'));
    await settled();
    await box.send(reply('второй'));
    await box.send(reply('третий'));
    await later(30_000);
    const texts = calls.map((call) => call.text);
    expect(texts.slice(-3)).toEqual(['первый', 'второй', 'третий']);
    expect(new Set(texts.slice(0, -3))).toEqual(new Set(['первый']));
  });

  it('does not let one topic hold up another', async () => {
    answers = [() => new Promise(() => undefined)];
    const box = outbox();
    await box.open('ann');
    await box.send(reply('стоит'));
    await box.send(reply('идёт', 'topic:2'));
    await settled();
    expect(box.entries().map((entry) => entry.lane)).toEqual([LANE]);
  });

  it('keeps a refused text and lets the next one pass', async () => {
    answers = [() => refuse('topic_locked')];
    const box = outbox();
    await box.open('ann');
    await box.send(reply('отказано'));
    await box.send(reply('второй'));
    await settled();
    expect(box.entries(LANE)).toMatchObject([
      { state: 'refused', body: { body: 'отказано' }, problem: { code: 'topic_locked' } },
    ]);
    expect(calls.map((call) => call.text)).toEqual(['отказано', 'второй']);
  });

  it('sends a refused text again, with the same key, when asked to', async () => {
    answers = [() => refuse('not_member')];
    const box = outbox();
    await box.open('ann');
    const entry = await box.send(reply('ещё раз'));
    await settled();
    box.retry(entry.key);
    await settled();
    expect(calls.map((call) => call.key)).toEqual([entry.key, entry.key]);
    expect(box.entries()).toEqual([]);
  });

  it('discards only when told', async () => {
    answers = [() => refuse('not_member')];
    const box = outbox();
    await box.open('ann');
    const entry = await box.send(reply('не надо'));
    await settled();
    await box.discard(entry.key);
    expect(box.entries()).toEqual([]);
    expect(await sends.of('ann')).toEqual([]);
  });

  it('waits as long as the server asks', async () => {
    answers = [() => Promise.reject(new Problem(429, { code: 'too_many_requests' }, 20))];
    const box = outbox();
    await box.open('ann');
    await box.send(reply('часто'));
    await settled();
    await later(19_000);
    expect(calls).toHaveLength(1);
    await later(2_000);
    expect(calls).toHaveLength(2);
  });

  it('goes on after a crash, and only for its owner', async () => {
    answers = [offline];
    const before = outbox();
    await before.open('ann');
    const entry = await before.send(reply('до сбоя'));
    await settled();
    before.close();

    const foreign = outbox();
    await foreign.open('boris');
    await settled();
    expect(foreign.entries()).toEqual([]);
    foreign.close();

    const after = outbox();
    await after.open('ann');
    await settled();
    expect(calls.at(-1)).toEqual({ text: 'до сбоя', key: entry.key });
    expect(await sends.of('ann')).toEqual([]);
  });

  it('remembers a refusal over a restart', async () => {
    answers = [() => refuse('topic_locked')];
    const before = outbox();
    await before.open('ann');
    await before.send(reply('отказано'));
    await settled();
    before.close();
    const after = outbox();
    await after.open('ann');
    expect(after.entries()).toMatchObject([
      { state: 'refused', problem: { code: 'topic_locked', status: 403 } },
    ]);
    expect(calls).toHaveLength(1);
  });

  it('does not send what another tab has sent', async () => {
    answers = [offline];
    const box = outbox();
    await box.open('ann');
    const entry = await box.send(reply('из двух вкладок'));
    await settled();
    await sends.delete(entry.key);
    await later(30_000);
    expect(calls).toHaveLength(1);
    expect(box.entries()).toEqual([]);
  });

  it('sends even where nothing can be stored', async () => {
    vi.spyOn(sends, 'put').mockRejectedValue(new Error('quota'));
    const box = outbox();
    await box.open('ann');
    await box.send(reply('без памяти'));
    await settled();
    expect(calls).toHaveLength(1);
    expect(box.entries()).toEqual([]);
    vi.restoreAllMocks();
  });
});

describe('drafts', () => {
  it('are written within a second and read by the next visit', async () => {
    const drafts = new Drafts();
    drafts.open('ann');
    drafts.keep('reply:1', { body: 'Коллеги, у нас' });
    drafts.keep('reply:1', { body: 'Коллеги, у нас так же' });
    await later(1_100);
    const next = new Drafts();
    next.open('ann');
    expect(await next.load('reply:1')).toMatchObject({ body: 'Коллеги, у нас так же', title: null });
  });

  it('belong to a person', async () => {
    const drafts = new Drafts();
    drafts.open('ann');
    drafts.keep('reply:1', { body: 'моё' });
    await drafts.flush();
    const other = new Drafts();
    other.open('boris');
    expect(await other.load('reply:1')).toBeNull();
  });

  it('disappear when emptied or dropped', async () => {
    const drafts = new Drafts();
    drafts.open('ann');
    drafts.keep('a', { body: 'текст' });
    drafts.keep('b', { body: 'текст' });
    await drafts.flush();
    drafts.keep('a', { body: '  ' });
    await drafts.flush();
    await drafts.drop('b');
    expect(await drafts.load('a')).toBeNull();
    expect(await drafts.load('b')).toBeNull();
  });
});
