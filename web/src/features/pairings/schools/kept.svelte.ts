/**
 * A form of one record: what differs from the stored one is kept on the device until it is saved. When somebody else
 * saved first, both are shown, and a person decides.
 */
import { tick } from 'svelte';
import { isProblem } from '$shared/api';
import { drafts } from '$shared/outbox';

export interface Stored<T> {
  value: T;
  revision: number;
}

export class Kept<T extends object> {
  value: T = $state({} as T);
  /** Something typed earlier and never saved was put back. */
  restored = $state(false);
  /** What somebody else saved meanwhile. */
  theirs = $state.raw<Stored<T> | null>(null);
  #began = $state.raw('');
  #revision: number;
  readonly #key: string;
  #ready = $state(false);

  constructor(key: string, stored: Stored<T>) {
    this.#key = key;
    this.#began = JSON.stringify(stored.value);
    this.#revision = stored.revision;
    this.value = structuredClone(stored.value);
  }

  get touched(): boolean {
    return JSON.stringify($state.snapshot(this.value)) !== this.#began;
  }

  async restore(): Promise<void> {
    // The shell opens the drafts of this person after its pages are there.
    await tick();
    const draft = await drafts.load(this.#key);
    this.#ready = true;
    const kept = draft?.extra as T | null | undefined;
    if (!kept || this.touched) return;
    this.value = { ...this.value, ...kept };
    this.restored = this.touched;
  }

  /** Call it when something changed. */
  keep(): void {
    const extra = $state.snapshot(this.value) as T;
    if (!this.#ready) return;
    if (this.touched) drafts.keep(this.#key, { body: 'changed', extra });
    else void drafts.drop(this.#key);
  }

  revert(): void {
    this.value = JSON.parse(this.#began) as T;
    this.restored = false;
    void drafts.drop(this.#key);
  }

  /** `false`: somebody else saved first; then theirs is in `theirs`. Other refusals are thrown. */
  async save(
    send: (value: T, revision: number) => Promise<unknown>,
    read: (current: unknown) => Stored<T> | null,
  ): Promise<boolean> {
    try {
      await send($state.snapshot(this.value) as T, this.#revision);
    } catch (thrown) {
      const current = isProblem(thrown, 'version_conflict') ? read(thrown.current) : null;
      if (!current) throw thrown;
      this.theirs = current;
      return false;
    }
    this.#ready = false;
    this.restored = false;
    await drafts.drop(this.#key);
    return true;
  }

  /** What I typed stands; the next save goes over theirs. */
  keepMine(): void {
    if (this.theirs) this.#revision = this.theirs.revision;
    this.theirs = null;
  }

  takeTheirs(): void {
    if (!this.theirs) return;
    this.#revision = this.theirs.revision;
    this.#began = JSON.stringify(this.theirs.value);
    this.theirs = null;
    this.revert();
  }
}
