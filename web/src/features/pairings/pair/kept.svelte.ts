/**
 * Something long that is being written: the device keeps each key at once, the server is told when the hand rests.
 * Whoever writes on another device meanwhile is not overwritten without a question.
 */
import { isProblem } from '$shared/api';
import { drafts } from '$shared/outbox';

export type Where = 'server' | 'device' | 'saving';

const REST_MS = 1_200;

/** `S`: what the server answers with; `T`: what is written. */
export interface Writing<T, S> {
  draft: string;
  read: (stored: S) => T;
  revision: (stored: S) => number;
  send: (value: T, revision: number) => Promise<S>;
  saved?: (stored: S) => void;
}

export class Kept<T extends object, S> {
  value = $state<T>() as T;
  where = $state<Where>('server');
  /** Another device has saved something newer. */
  stale = $state.raw<S | null>(null);
  /** Why the server does not take it. */
  refused = $state.raw<unknown>(null);
  #how: Writing<T, S>;
  #revision: number;
  #saved: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | null = null;

  constructor(stored: S, how: Writing<T, S>) {
    this.#how = how;
    this.#revision = how.revision(stored);
    this.value = how.read(stored);
    this.#saved = JSON.stringify(this.value);
  }

  get revision(): number {
    return this.#revision;
  }

  get touched(): boolean {
    return JSON.stringify(this.value) !== this.#saved;
  }

  /** What this device could not send before. */
  async recall(): Promise<void> {
    const stored = await drafts.load(this.#how.draft);
    if (!stored?.body || stored.extra !== this.#revision || this.touched) return;
    this.value = { ...this.value, ...(JSON.parse(stored.body) as T) };
    this.changed();
  }

  /** The other side has saved while nothing was typed here. */
  take(stored: S): void {
    if (this.#how.revision(stored) <= this.#revision || this.#running) return;
    if (this.touched) {
      this.stale = stored;
      return;
    }
    this.#settle(stored);
  }

  changed(): void {
    if (!this.touched) return;
    this.where = 'device';
    drafts.keep(this.#how.draft, { body: JSON.stringify(this.value), extra: this.#revision });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save().catch(() => undefined), REST_MS);
  }

  /** Throws when the server does not take it; the device keeps it all the same. */
  async save(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#running?.catch(() => undefined);
    if (!this.touched || this.stale) return;
    this.#running = this.#send();
    try {
      await this.#running;
    } finally {
      this.#running = null;
    }
  }

  async #send(): Promise<void> {
    const value = $state.snapshot(this.value) as T;
    const sent = JSON.stringify(value);
    this.where = 'saving';
    try {
      const stored = await this.#how.send(value, this.#revision);
      this.#revision = this.#how.revision(stored);
      this.#saved = sent;
      this.refused = null;
      this.#how.saved?.(stored);
      if (this.touched) this.changed();
      else {
        this.where = 'server';
        await drafts.drop(this.#how.draft);
      }
    } catch (thrown) {
      this.where = 'device';
      if (isProblem(thrown, 'version_conflict')) this.stale = thrown.current as S;
      else this.refused = thrown;
      throw thrown;
    }
  }

  #settle(stored: S): void {
    this.#revision = this.#how.revision(stored);
    this.value = this.#how.read(stored);
    this.#saved = JSON.stringify(this.value);
    this.where = 'server';
    void drafts.drop(this.#how.draft);
  }

  /** One of two devices goes on: this one over the other, or with what the other has. */
  async settle(mine: boolean): Promise<void> {
    const theirs = this.stale;
    if (!theirs) return;
    this.stale = null;
    if (!mine) return this.#settle(theirs);
    this.#revision = this.#how.revision(theirs);
    await this.save().catch(() => undefined);
  }

  leave(): void {
    void this.save().catch(() => undefined);
  }
}
