/**
 * The version in work while somebody writes it: on the device each second, on the server a moment later. Two
 * authors at once: fields they changed apart are joined, a field both changed waits for a choice.
 */
import { tick } from 'svelte';
import {
  api,
  asProblem,
  isProblem,
  Problem,
  type FileRef,
  type Passport,
  type PracticeWork,
} from '$shared/api';
import { drafts } from '$shared/outbox';
import { byAddress } from '../acts';
import { workDraft } from '../keys';
import { meet, sendable, standing } from './passport';

const SERVER_MS = 1_500;
const RETRY_MS = 15_000;

export type SaveState = 'saved' | 'device' | 'saving' | 'refused' | 'conflict';
type Clash = ReturnType<typeof meet>['clashes'][number];
interface Kept {
  value: Passport;
  began: Passport;
  revision: number;
}

export class WorkKeeper {
  value: Passport = $state() as Passport;
  files: FileRef[] = $state.raw([]);
  /** Files are on their way. */
  attaching = $state(false);
  work: PracticeWork = $state.raw() as PracticeWork;
  clashes = $state.raw<Clash[]>([]);
  restored = $state(false);
  #state = $state<'saved' | 'device' | 'saving'>('saved');
  #refusal = $state.raw<{ problem: Problem; then: Passport } | null>(null);
  #began: Passport;
  #revision: number;
  #saved: string;
  /** Files as the server has them. */
  #stored: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> = Promise.resolve();
  #ended = false;

  constructor(
    readonly address: string,
    work: PracticeWork,
  ) {
    this.work = work;
    this.value = structuredClone(work.passport);
    this.#began = work.passport;
    this.#revision = work.revision;
    this.#saved = print(work.passport);
    this.files = work.files;
    this.#stored = ids(work.files);
  }

  get state(): SaveState {
    if (this.clashes.length > 0) return 'conflict';
    if (this.problem) return 'refused';
    return this.#state;
  }

  /** What the server refused and nobody has mended yet. */
  get problem(): Problem | null {
    if (!this.#refusal) return null;
    const { problem, then } = this.#refusal;
    if (problem.errors.length === 0) return problem;
    const errors = standing(problem.errors, then, this.value);
    return errors.length > 0 ? new Problem(problem.status, { code: problem.code, errors }) : null;
  }

  /** Puts back what was typed on this device and never reached the server. */
  async restore(): Promise<void> {
    // The shell opens the drafts of this person after its pages are there.
    await tick();
    const kept = (await drafts.load(this.#key))?.extra as Kept | null | undefined;
    if (!kept?.value || print(kept.value) === this.#saved || this.#dirty) return;
    if (kept.revision === this.#revision) this.value = kept.value;
    else {
      const met = meet(kept.began, kept.value, this.#began);
      this.value = met.value;
      this.clashes = met.clashes;
    }
    this.restored = this.#dirty;
    this.change();
  }

  /** Call it when something changed. */
  change(): void {
    if (this.#ended || !this.#dirty) return;
    this.#state = 'device';
    this.#keep();
    if (this.clashes.length === 0) this.#plan(SERVER_MS);
  }

  choose(field: Clash['field'], value: unknown): void {
    this.value = { ...this.value, [field]: value };
    this.clashes = this.clashes.filter((clash) => clash.field !== field);
    this.change();
  }

  /** Shows a refusal of another act (sending, sharing) at the fields. */
  refuse(thrown: unknown): Problem {
    const problem = asProblem(thrown);
    this.#refusal = { problem, then: this.#snapshot };
    return problem;
  }

  /** Everything typed is on the server, or it throws what stands in the way. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#refusal = null;
    await this.#save();
    if (this.clashes.length > 0) throw new Problem(409, { code: 'version_conflict' });
    if (this.problem) throw this.problem;
    if (this.#dirty) throw Problem.offline();
  }

  /** The page is left: the device has everything; the server gets it now. */
  leave(): void {
    clearTimeout(this.#timer);
    if (this.#dirty && this.clashes.length === 0) void this.#save();
  }

  /** Sent or thrown away. */
  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    void drafts.drop(this.#key);
  }

  get #key(): string {
    return workDraft(this.work.version_id);
  }

  get #snapshot(): Passport {
    return $state.snapshot(this.value) as Passport;
  }

  get #dirty(): boolean {
    return print(this.#snapshot) !== this.#saved || ids(this.files) !== this.#stored;
  }

  #keep(): void {
    const extra: Kept = { value: this.#snapshot, began: this.#began, revision: this.#revision };
    drafts.keep(this.#key, { title: extra.value.title, body: 'passport', extra });
  }

  #plan(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#save(), ms);
  }

  #save(): Promise<void> {
    this.#running = this.#running.then(() => this.#put());
    return this.#running;
  }

  async #put(): Promise<void> {
    const value = this.#snapshot;
    const { files } = this;
    if (this.#ended || this.clashes.length > 0 || !this.#dirty) return;
    this.#state = 'saving';
    try {
      const work = await api.put('/practices/{id}/draft', {
        ...byAddress(this.address),
        body: {
          revision: this.#revision,
          passport: sendable(value),
          files: ids(files) === this.#stored ? null : files.map((file) => file.id),
        },
      });
      this.#settle(work, value, files);
    } catch (thrown) {
      this.#state = 'device';
      if (isProblem(thrown, 'version_conflict')) this.#meet(thrown.current as PracticeWork);
      else if (isProblem(thrown) && thrown.passing) this.#plan(RETRY_MS);
      else this.#refusal = { problem: asProblem(thrown), then: value };
    }
  }

  #settle(work: PracticeWork, sent: Passport, files: FileRef[]): void {
    this.work = work;
    this.#revision = work.revision;
    this.#began = work.passport;
    this.#saved = print(sent);
    this.#stored = ids(files);
    this.#refusal = null;
    if (this.#ended) return;
    if (this.#dirty) {
      this.#keep();
      this.#plan(SERVER_MS);
    } else {
      this.#state = 'saved';
      void drafts.drop(this.#key);
    }
  }

  #meet(theirs: PracticeWork): void {
    const met = meet(this.#began, this.#snapshot, theirs.passport);
    this.work = theirs;
    this.#revision = theirs.revision;
    this.#began = theirs.passport;
    this.#saved = print(theirs.passport);
    this.value = met.value;
    this.clashes = met.clashes;
    // Files of two authors: mine when I changed them, theirs otherwise.
    if (ids(this.files) === this.#stored) this.files = theirs.files;
    this.#stored = ids(theirs.files);
    this.#keep();
    if (met.clashes.length === 0) this.#plan(0);
  }
}

const ids = (files: readonly FileRef[]): string => files.map((file) => file.id).join();
const print = (passport: Passport): string =>
  JSON.stringify(Object.entries(passport).sort(([a], [b]) => a.localeCompare(b)));
