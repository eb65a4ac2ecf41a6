/**
 * A record on the screen while somebody changes it: what differs is kept on the device until it is saved, and
 * a save that met another one is merged field by field.
 */
import { tick } from 'svelte';
import { isProblem } from '$shared/api';
import { drafts } from '$shared/outbox';
import { changes, merge, settled, type Choice, type Clash } from './conflict';

interface Stored<T> {
  value: T;
  version: number;
}

export class Edited<T extends object> {
  value: T = $state({} as T);
  /** What only a person can decide; saving waits for it. */
  clashes = $state.raw<Clash<Extract<keyof T, string>>[]>([]);
  /** Something typed earlier and never saved was put back. */
  restored = $state(false);
  #began = $state.raw({} as T);
  #version: number;
  readonly #key: string;
  #ready = $state(false);

  constructor(key: string, stored: Stored<T>) {
    this.#key = key;
    this.#began = stored.value;
    this.#version = stored.version;
    this.value = { ...stored.value };
  }

  get changed(): Partial<T> {
    return changes(this.#began, $state.snapshot(this.value) as T);
  }

  get touched(): boolean {
    return Object.keys(this.changed).length > 0;
  }

  /** Puts back what was typed and not saved; from then on `keep` writes. */
  async restore(): Promise<void> {
    // The shell opens the drafts of this person after its pages are there.
    await tick();
    const draft = await drafts.load(this.#key);
    this.#ready = true;
    const kept = draft?.extra as Partial<T> | null | undefined;
    if (!kept || Object.keys(kept).length === 0 || this.touched) return;
    this.value = { ...this.value, ...kept };
    this.restored = this.touched;
  }

  /** Call it when something changed. */
  keep(): void {
    const changed = this.changed;
    if (!this.#ready) return;
    if (Object.keys(changed).length === 0) void drafts.drop(this.#key);
    else drafts.keep(this.#key, { body: 'changed', extra: changed });
  }

  /** Back to what is stored. */
  revert(): void {
    this.value = { ...this.#began };
    this.clashes = [];
    this.restored = false;
    void drafts.drop(this.#key);
  }

  choose(field: Extract<keyof T, string>, choice: Choice): void {
    const clash = this.clashes.find((one) => one.field === field);
    if (clash) this.value[field] = settled(clash, choice) as T[typeof field];
    this.clashes = this.clashes.filter((one) => one.field !== field);
  }

  /**
   * Sends what differs. `false`: somebody else saved first and a field needs a choice; then it is in `clashes`.
   * Other refusals are thrown.
   */
  async save(
    send: (changed: Partial<T>, version: number) => Promise<Stored<T>>,
    read: (current: unknown) => Stored<T>,
  ): Promise<boolean> {
    for (let attempt = 0; ; attempt++) {
      try {
        this.#settle(await send(this.changed, this.#version));
        return true;
      } catch (thrown) {
        if (!isProblem(thrown, 'version_conflict') || attempt >= 3) throw thrown;
        const current = read(thrown.current);
        const merged = merge(this.#began, $state.snapshot(this.value) as T, current.value);
        this.#began = current.value;
        this.#version = current.version;
        this.value = merged.value;
        this.clashes = merged.clashes;
        if (merged.clashes.length > 0) return false;
      }
    }
  }

  #settle(stored: Stored<T>): void {
    this.#began = stored.value;
    this.#version = stored.version;
    this.value = { ...stored.value };
    this.clashes = [];
    this.restored = false;
    void drafts.drop(this.#key);
  }
}
