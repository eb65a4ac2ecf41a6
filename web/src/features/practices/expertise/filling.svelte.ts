/** One's own sheet while it is filled: on the device each second, on the server a moment later. */
import { tick } from 'svelte';
import { api, asProblem, type Id, type Problem, type Review } from '$shared/api';
import { drafts } from '$shared/outbox';
import { sheetDraft } from '../keys';
import { sheetOf, spoken, type Sheet } from './sheet';

const SERVER_MS = 1_500;
const RETRY_MS = 15_000;

export class Filling {
  value: Sheet = $state() as Sheet;
  state = $state<'saved' | 'device' | 'saving'>('saved');
  problem = $state.raw<Problem | null>(null);
  readonly #id: Id;
  /** A sheet that is handed in is corrected in one go, not letter by letter. */
  readonly #handed: boolean;
  #saved: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(review: Review) {
    this.#id = review.id;
    this.#handed = review.state === 'done';
    this.value = sheetOf(review);
    this.#saved = JSON.stringify(this.#sendable);
  }

  get touched(): boolean {
    return JSON.stringify(this.#sendable) !== this.#saved;
  }

  async restore(): Promise<void> {
    // The shell opens the drafts of this person after its pages are there.
    await tick();
    const kept = (await drafts.load(sheetDraft(this.#id)))?.extra as { value?: Sheet } | null | undefined;
    if (!kept?.value || this.touched) return;
    this.value = kept.value;
    this.change();
  }

  change(): void {
    if (!this.touched) return;
    this.problem = null;
    this.state = 'device';
    drafts.keep(sheetDraft(this.#id), { body: 'sheet', extra: { value: $state.snapshot(this.value) } });
    if (!this.#handed) this.#plan(SERVER_MS);
  }

  leave(): void {
    clearTimeout(this.#timer);
    if (this.touched && !this.#handed) void this.#save();
  }

  /** Throws what the server refused. */
  async handIn(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#running;
    try {
      await this.#put(true);
    } catch (thrown) {
      this.problem = asProblem(thrown);
      throw thrown;
    }
  }

  get #sendable() {
    const sheet = $state.snapshot(this.value) as Sheet;
    return { ...sheet, remarks: spoken(sheet.remarks) };
  }

  #plan(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#save(), ms);
  }

  #save(): Promise<void> {
    this.#running = this.#running.then(async () => {
      if (!this.touched) return;
      try {
        await this.#put(false);
      } catch (thrown) {
        const problem = asProblem(thrown);
        this.state = 'device';
        if (problem.passing) this.#plan(RETRY_MS);
        else this.problem = problem;
      }
    });
    return this.#running;
  }

  async #put(done: boolean): Promise<void> {
    const body = this.#sendable;
    this.state = 'saving';
    await api.put('/reviews/{id}', { params: { path: { id: this.#id } }, body: { ...body, done } });
    this.#saved = JSON.stringify(body);
    if (this.touched) return this.change();
    this.state = 'saved';
    await drafts.drop(sheetDraft(this.#id));
  }
}
