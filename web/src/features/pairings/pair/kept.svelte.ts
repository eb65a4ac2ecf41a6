/**
 * Something long that is being written: the device keeps each key at once, the server is told when the hand rests.
 * When somebody else has saved meanwhile, fields that were changed apart are joined, and a field both changed waits for a
 * choice between the two texts.
 */
import { merge, settled, type Choice, type Clash } from '$features/accounts/conflict';
import { isProblem } from '$shared/api';
import { drafts } from '$shared/outbox';

export type Where = 'server' | 'device' | 'saving';
type Field<T> = Extract<keyof T, string>;

const REST_MS = 1_200;
const MEETINGS = 3;

/** `S`: what the server answers with; `T`: what is written. */
export interface Writing<T, S> {
  draft: string;
  read: (stored: S) => T;
  revision: (stored: S) => number;
  send: (value: T, revision: number) => Promise<S>;
  saved?: (stored: S) => void;
}

/** What stood on the server when the words of a draft were typed. */
interface Begun<T> {
  began: T;
  revision: number;
}

export class Kept<T extends object, S> {
  value = $state<T>() as T;
  where = $state<Where>('server');
  /** What only a person can decide; saving waits for it. */
  clashes = $state.raw<Clash<Field<T>>[]>([]);
  /** Why the server does not take it. */
  refused = $state.raw<unknown>(null);
  #how: Writing<T, S>;
  #revision: number;
  #began: T;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | null = null;

  constructor(stored: S, how: Writing<T, S>) {
    this.#how = how;
    this.#revision = how.revision(stored);
    this.#began = how.read(stored);
    this.value = structuredClone(this.#began);
  }

  get revision(): number {
    return this.#revision;
  }

  get touched(): boolean {
    return JSON.stringify(this.value) !== JSON.stringify(this.#began);
  }

  /** Nothing typed here waits for anything. */
  get done(): boolean {
    return !this.touched && this.clashes.length === 0 && !this.refused;
  }

  get #typed(): T {
    return $state.snapshot(this.value) as T;
  }

  /** What this device could not send before. */
  async recall(): Promise<void> {
    const stored = await drafts.load(this.#how.draft);
    const begun = stored?.extra as Begun<T> | null | undefined;
    if (!stored?.body || !begun?.began || this.touched) return;
    const typed = { ...this.value, ...(JSON.parse(stored.body) as T) };
    if (begun.revision === this.#revision) this.value = typed;
    else this.#join(begun.began, typed, this.#began);
    this.changed();
  }

  /** The other side has saved. */
  take(stored: S): void {
    if (this.#how.revision(stored) <= this.#revision || this.#running) return;
    this.#meet(stored);
    this.changed();
  }

  changed(): void {
    if (!this.touched) return;
    this.where = 'device';
    this.#keep();
    clearTimeout(this.#timer);
    if (this.clashes.length === 0)
      this.#timer = setTimeout(() => void this.save().catch(() => undefined), REST_MS);
  }

  #keep(): void {
    const extra: Begun<T> = { began: this.#began, revision: this.#revision };
    drafts.keep(this.#how.draft, { body: JSON.stringify(this.value), extra });
  }

  /** Throws when the server does not take it; the device keeps it all the same. */
  async save(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#running?.catch(() => undefined);
    if (!this.touched || this.clashes.length > 0) return;
    this.#running = this.#send();
    try {
      await this.#running;
    } finally {
      this.#running = null;
    }
  }

  async #send(meetings = 0): Promise<void> {
    const value = this.#typed;
    this.where = 'saving';
    try {
      const stored = await this.#how.send(value, this.#revision);
      this.#revision = this.#how.revision(stored);
      this.#began = value;
      this.refused = null;
      this.#how.saved?.(stored);
      if (this.touched) this.changed();
      else {
        this.where = 'server';
        await drafts.drop(this.#how.draft);
      }
    } catch (thrown) {
      this.where = 'device';
      if (!isProblem(thrown, 'version_conflict')) this.refused = thrown;
      else {
        this.#meet(thrown.current as S);
        if (this.touched && this.clashes.length === 0 && meetings < MEETINGS) return this.#send(meetings + 1);
      }
      throw thrown;
    }
  }

  #meet(stored: S): void {
    this.#revision = this.#how.revision(stored);
    this.#join(this.#began, this.#typed, this.#how.read(stored));
    if (!this.touched) {
      this.where = 'server';
      void drafts.drop(this.#how.draft);
    } else this.#keep();
  }

  #join(began: T, mine: T, theirs: T): void {
    const met = merge(began, mine, theirs);
    this.#began = theirs;
    this.value = structuredClone(met.value);
    this.clashes = met.clashes;
  }

  choose(field: Field<T>, choice: Choice): void {
    const clash = this.clashes.find((one) => one.field === field);
    if (clash) this.value[field] = settled(clash, choice) as T[typeof field];
    this.clashes = this.clashes.filter((one) => one.field !== field);
    if (this.touched) this.changed();
    else if (this.clashes.length === 0) {
      this.where = 'server';
      void drafts.drop(this.#how.draft);
    }
  }

  leave(): void {
    void this.save().catch(() => undefined);
  }
}
