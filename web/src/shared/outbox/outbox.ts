/**
 * Sends that survive everything: written to the device before the first attempt, repeated with the same
 * idempotency key until the server answers, in order inside a lane (a topic). A refusal keeps the text.
 *
 * Invariants: a send leaves the device only after the server's answer or by the person's will; inside a
 * lane the next one starts after the former one was answered; over all tabs a lane has one sender.
 */
import { asProblem, Problem } from '$shared/api/problem';
import { sends, type StoredSend } from './store';

export type SendState = 'sending' | 'waiting' | 'refused';
export interface Entry<B = unknown> {
  key: string;
  lane: string;
  body: B;
  state: SendState;
  problem: Problem | null;
  createdAt: number;
  shown: unknown;
}
export interface Send {
  lane: string;
  path: string;
  body: unknown;
  /** What the page needs to show it before it is sent: names of what the body names by ids. */
  shown?: unknown;
  method?: StoredSend['method'];
}
export type SentHandler = (reply: unknown, entry: Entry) => void;
type Transport = (
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string>,
) => Promise<unknown>;

interface Item {
  stored: StoredSend;
  state: SendState;
  problem: Problem | null;
  /** A device without storage (a private window, a full disk) still sends, it only does not remember. */
  durable: boolean;
}

const DELAY_MIN_MS = 1_000;
const DELAY_MAX_MS = 30_000;
const CHANNEL = 'staffroom.outbox';

type Note =
  | { type: 'added' | 'changed'; person: string }
  | { type: 'sent'; person: string; entry: Entry; reply: unknown }
  | { type: 'gone'; person: string; key: string };

export class Outbox {
  #items = new Map<string, Item>();
  #person: string | null = null;
  #running = new Set<string>();
  #failures = 0;
  #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #sent = new Map<string, Set<SentHandler>>();
  #changed = new Set<() => void>();
  #channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(CHANNEL);

  constructor(
    private readonly transport: Transport,
    private readonly random: () => number = Math.random,
  ) {
    if (this.#channel)
      this.#channel.onmessage = (message: MessageEvent<Note>) => void this.#hear(message.data);
  }

  /** Takes up what an earlier visit of this person left unsent. */
  async open(person: string): Promise<void> {
    this.#person = person;
    await this.#reload();
    this.flush();
  }

  close(): void {
    this.#person = null;
    this.#items.clear();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#tell();
  }

  /** Resolves once the text is safe on the device. */
  async send(send: Send): Promise<Entry> {
    if (!this.#person) throw new Error('nobody is signed in');
    const stored: StoredSend = {
      key: crypto.randomUUID(),
      person: this.#person,
      lane: send.lane,
      method: send.method ?? 'POST',
      path: send.path,
      body: send.body,
      shown: send.shown,
      createdAt: Date.now(),
      order: this.#nextOrder(),
      refused: null,
    };
    const durable = await sends.put(stored).then(
      () => true,
      () => false,
    );
    const item: Item = { stored, state: 'sending', problem: null, durable };
    this.#items.set(stored.key, item);
    this.#tell();
    this.#post({ type: 'added', person: stored.person });
    void this.#runLane(stored.lane);
    return entryOf(item);
  }

  /** What is not yet answered in a lane, in order. */
  entries(lane?: string): Entry[] {
    return this.#ordered()
      .filter((item) => lane === undefined || item.stored.lane === lane)
      .map(entryOf);
  }

  /** The network is back, or the person asked to try now. */
  flush(): void {
    this.#failures = 0;
    for (const lane of new Set([...this.#items.values()].map((item) => item.stored.lane)))
      void this.#runLane(lane);
  }

  retry(key: string): void {
    const item = this.#items.get(key);
    if (!item) return;
    item.state = 'waiting';
    item.problem = null;
    item.stored = { ...item.stored, refused: null };
    void sends.put(item.stored).catch(() => undefined);
    this.#tell();
    void this.#runLane(item.stored.lane);
  }

  async discard(key: string): Promise<void> {
    this.#items.delete(key);
    await sends.delete(key).catch(() => undefined);
    this.#tell();
    if (this.#person) this.#post({ type: 'gone', person: this.#person, key });
  }

  /** In every tab, whichever of them has sent it. */
  onSent(lane: string, handler: SentHandler): () => void {
    const all = this.#sent.get(lane) ?? new Set<SentHandler>();
    all.add(handler);
    this.#sent.set(lane, all);
    return () => {
      all.delete(handler);
      if (all.size === 0) this.#sent.delete(lane);
    };
  }

  onChange(handler: () => void): () => void {
    this.#changed.add(handler);
    return () => this.#changed.delete(handler);
  }

  async #runLane(lane: string): Promise<void> {
    if (this.#running.has(lane)) return;
    this.#running.add(lane);
    clearTimeout(this.#timers.get(lane));
    this.#timers.delete(lane);
    try {
      if (typeof navigator === 'undefined' || !navigator.locks) await this.#drain(lane);
      else await navigator.locks.request(`staffroom.outbox.${lane}`, () => this.#drain(lane));
    } finally {
      this.#running.delete(lane);
    }
    // Something may have been added while the last answer was handled.
    if (this.#head(lane) && !this.#timers.has(lane)) void this.#runLane(lane);
  }

  async #drain(lane: string): Promise<void> {
    for (let item = this.#head(lane); item; item = this.#head(lane)) {
      // Another tab may have sent it while we waited for the lock.
      if (await this.#isGone(item)) continue;
      item.state = 'sending';
      this.#tell();
      try {
        const { method, path, body, key } = item.stored;
        const reply = await this.transport(method, path, body, { 'Idempotency-Key': key });
        this.#failures = 0;
        await this.#settle(item, reply);
      } catch (thrown) {
        const problem = asProblem(thrown);
        if (problem.passing || problem.status === 401) return this.#wait(item, problem);
        await this.#refuse(item, problem);
      }
    }
  }

  async #isGone(item: Item): Promise<boolean> {
    if (!item.durable) return false;
    const there = await sends.get(item.stored.key).catch(() => item.stored);
    if (there) return false;
    this.#items.delete(item.stored.key);
    this.#tell();
    return true;
  }

  async #settle(item: Item, reply: unknown): Promise<void> {
    const entry = entryOf(item);
    await sends.delete(item.stored.key).catch(() => undefined);
    this.#items.delete(item.stored.key);
    this.#announce(entry, reply);
    this.#post({ type: 'sent', person: item.stored.person, entry: { ...entry, problem: null }, reply });
    this.#tell();
  }

  async #refuse(item: Item, problem: Problem): Promise<void> {
    item.state = 'refused';
    item.problem = problem;
    item.stored = { ...item.stored, refused: { code: problem.code, status: problem.status } };
    await sends.put(item.stored).catch(() => undefined);
    this.#tell();
    this.#post({ type: 'changed', person: item.stored.person });
  }

  #wait(item: Item, problem: Problem): void {
    item.state = 'waiting';
    item.problem = problem;
    this.#failures += 1;
    const ceiling = Math.min(DELAY_MAX_MS, DELAY_MIN_MS * 2 ** this.#failures);
    const delay = Math.max(DELAY_MIN_MS, (problem.retryAfter ?? 0) * 1000, this.random() * ceiling);
    const { lane } = item.stored;
    this.#timers.set(
      lane,
      setTimeout(() => {
        this.#timers.delete(lane);
        void this.#runLane(lane);
      }, delay),
    );
    this.#tell();
  }

  #head(lane: string): Item | undefined {
    return this.#ordered().find((item) => item.stored.lane === lane && item.state !== 'refused');
  }

  #ordered(): Item[] {
    return [...this.#items.values()].sort((a, b) => a.stored.order - b.stored.order);
  }

  #nextOrder(): number {
    const last = this.#ordered().at(-1)?.stored.order ?? 0;
    return Math.max(Date.now(), last + 1);
  }

  async #reload(): Promise<void> {
    const person = this.#person;
    if (!person) return;
    const stored = await sends.of(person).catch(() => []);
    if (person !== this.#person) return;
    for (const send of stored) {
      const item = this.#items.get(send.key);
      if (item && item.state !== 'refused' && !send.refused) continue;
      this.#items.set(send.key, {
        stored: send,
        state: send.refused ? 'refused' : 'waiting',
        problem: send.refused ? new Problem(send.refused.status, send.refused) : null,
        durable: true,
      });
    }
    this.#tell();
  }

  async #hear(note: Note): Promise<void> {
    if (note.person !== this.#person) return;
    if (note.type === 'sent') {
      this.#items.delete(note.entry.key);
      this.#announce(note.entry, note.reply);
      this.#tell();
    } else if (note.type === 'gone') {
      this.#items.delete(note.key);
      this.#tell();
    } else {
      await this.#reload();
      this.flush();
    }
  }

  #announce(entry: Entry, reply: unknown): void {
    for (const handler of this.#sent.get(entry.lane) ?? []) handler(reply, entry);
  }

  #tell(): void {
    for (const handler of this.#changed) handler();
  }

  #post(note: Note): void {
    this.#channel?.postMessage(note);
  }
}

function entryOf(item: Item): Entry {
  const { key, lane, body, createdAt, shown } = item.stored;
  return { key, lane, body, createdAt, shown, state: item.state, problem: item.problem };
}
