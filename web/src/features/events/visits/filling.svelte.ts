/** A sheet being filled in: the device keeps each press at once, the server is told when the hand rests. */
import { api, isProblem, type VisitSheet } from '$shared/api';
import { drafts } from '$shared/outbox';

export interface Filled {
  marks: Record<string, number | null>;
  notes: Record<string, string>;
  strengths: string;
  advice: string;
  topic: string;
  subject: string | null;
  grade: number | null;
  skill_id: string | null;
  held_on: string;
}
export type Kept = 'server' | 'device' | 'saving';

const REST_MS = 1_200;

const filledOf = ({
  marks,
  notes,
  strengths,
  advice,
  topic,
  subject,
  grade,
  skill,
  held_on,
}: VisitSheet): Filled => ({
  marks: { ...marks },
  notes: { ...notes },
  strengths,
  advice,
  topic,
  subject,
  grade,
  skill_id: skill?.id ?? null,
  held_on,
});

export class Filling {
  filled = $state<Filled>() as Filled;
  kept = $state<Kept>('server');
  /** Another device has saved a newer sheet. */
  stale = $state.raw<VisitSheet | null>(null);
  #id: string;
  #revision: number;
  #saved: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | null = null;

  constructor(sheet: VisitSheet) {
    this.#id = sheet.id;
    this.#revision = sheet.revision;
    this.filled = filledOf(sheet);
    this.#saved = JSON.stringify(this.filled);
  }

  get #draft(): string {
    return `visit:${this.#id}`;
  }

  /** What this device could not send before. */
  async recall(): Promise<void> {
    const stored = await drafts.load(this.#draft);
    if (!stored || stored.extra !== this.#revision) return;
    this.filled = { ...this.filled, ...(JSON.parse(stored.body) as Filled) };
    this.changed();
  }

  changed(): void {
    const body = JSON.stringify(this.filled);
    if (body === this.#saved) return;
    this.kept = 'device';
    drafts.keep(this.#draft, { body, extra: this.#revision });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save().catch(() => undefined), REST_MS);
  }

  /** Throws when the server does not take it; the device keeps it all the same. */
  async save(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#running?.catch(() => undefined);
    if (JSON.stringify(this.filled) === this.#saved || this.stale) return;
    this.#running = this.#send();
    try {
      await this.#running;
    } finally {
      this.#running = null;
    }
  }

  async #send(): Promise<void> {
    const body = $state.snapshot(this.filled) as Filled;
    const sent = JSON.stringify(body);
    this.kept = 'saving';
    try {
      const sheet = await api.put('/visit-sheets/{id}', {
        params: { path: { id: this.#id } },
        body: { ...body, revision: this.#revision },
      });
      this.#revision = sheet.revision;
      this.#saved = sent;
      const more = JSON.stringify(this.filled) !== sent;
      this.kept = more ? 'device' : 'server';
      if (more) this.changed();
      else await drafts.drop(this.#draft);
    } catch (thrown) {
      this.kept = 'device';
      if (isProblem(thrown, 'version_conflict')) this.stale = thrown.current as VisitSheet;
      throw thrown;
    }
  }

  /** One of two devices goes on: this one over the other, or with what the other has. */
  async settle(mine: boolean): Promise<void> {
    const theirs = this.stale;
    if (!theirs) return;
    this.stale = null;
    this.#revision = theirs.revision;
    if (mine) return this.save();
    this.filled = filledOf(theirs);
    this.#saved = JSON.stringify(this.filled);
    this.kept = 'server';
    await drafts.drop(this.#draft);
  }

  leave(): void {
    void this.save().catch(() => undefined);
  }
}
