/**
 * One text being written: on the device each second, on the server a few seconds later, so that it can be
 * finished on another device. Two devices writing the same text is a conflict that the person decides.
 */
import { tick } from 'svelte';
import { api, isProblem, type Draft } from '$shared/api';
import { drafts } from '$shared/outbox';
import { filesIn } from './attached.svelte';
import { meet, type Held } from './meet';

export interface Text {
  title: string | null;
  body: string;
  extra: unknown;
}

const SERVER_MS = 3_000;
const RETRY_MS = 15_000;

export class DraftKeeper {
  /** What the server has and we do not agree with: shown beside ours until one is chosen. */
  conflict = $state.raw<Draft | null>(null);
  state = $state<'idle' | 'device' | 'saving' | 'server'>('idle');
  #text: Text | null = null;
  #revision = 0;
  #saved = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> = Promise.resolve();
  #ended = false;

  constructor(readonly key: string) {}

  /**
   * Shows what was written here before: the device's text at once, then the server's when it is newer and ours
   * untouched. Resolves when both were asked.
   */
  async load(show: (text: Text) => void): Promise<void> {
    // The drafts of the person are opened by the frame, whose effects run after those of the page inside it.
    await tick();
    const local = await drafts.load(this.key);
    const held = local && heldOf(local);
    if (held && !this.#text) {
      this.#revision = held.revision;
      this.#text = held.text;
      this.state = 'device';
      show(held.text);
    }
    let remote: Draft | undefined;
    try {
      remote = (await api.get('/drafts')).items.find((draft) => draft.key === this.key);
    } catch {
      // Without a line the device's text is what there is.
      return;
    }
    // Whoever began to type meanwhile keeps what she typed; the server's text is then shown beside it.
    const now = this.#text;
    const mine = now && {
      text: now,
      revision: this.#revision,
      dirty: held?.text === now ? held.dirty : true,
    };
    const met = meet(mine, remote ?? null);
    if (met.kind === 'theirs' && remote) show(this.adopt(remote));
    else if (met.kind === 'conflict' && remote) this.conflict = remote;
    else this.#revision = remote?.revision ?? 0;
  }

  /** The server's text instead of ours. */
  adopt(draft: Draft): Text {
    const text: Text = { title: draft.title, body: draft.body, extra: draft.extra ?? null };
    this.conflict = null;
    this.#revision = draft.revision;
    this.#saved = print(text);
    this.#text = text;
    this.state = 'server';
    this.#keep(text, false);
    return text;
  }

  /** Ours instead of the server's. */
  keepMine(): void {
    if (!this.conflict) return;
    this.#revision = this.conflict.revision;
    this.conflict = null;
    this.#plan(0);
  }

  change(text: Text): void {
    this.#ended = false;
    this.#text = text;
    if (print(text) === this.#saved) return;
    this.state = 'device';
    this.#keep(text, true);
    if (!this.conflict) this.#plan(SERVER_MS);
  }

  /** Sent or thrown away: gone from here and from the server. */
  async end(): Promise<void> {
    this.#ended = true;
    this.#text = null;
    this.conflict = null;
    this.state = 'idle';
    clearTimeout(this.#timer);
    await drafts.drop(this.key);
    // A save still on its way would bring it back.
    await this.#running;
    if (!this.#ended) return;
    const had = this.#revision > 0;
    this.#revision = 0;
    this.#saved = '';
    if (had)
      await api.delete('/drafts/{key}', { params: { path: { key: this.key } } }).catch(() => undefined);
  }

  /** The page is left: the device has the text; the server gets it now instead of in three seconds. */
  leave(): void {
    clearTimeout(this.#timer);
    if (this.#text && !this.conflict && print(this.#text) !== this.#saved) void this.#save();
  }

  #keep(text: Text, dirty: boolean): void {
    drafts.keep(this.key, {
      title: text.title,
      body: text.body,
      extra: { of: text.extra, revision: this.#revision, dirty },
      more: isWorth(text),
    });
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
    const text = this.#text;
    if (!text || this.#ended || this.conflict) return;
    if (!isWorth(text) && this.#revision === 0) return;
    this.state = 'saving';
    try {
      const saved = await api.put('/drafts/{key}', {
        params: { path: { key: this.key } },
        body: { ...text, extra: text.extra as Record<string, unknown> | null, revision: this.#revision },
      });
      this.#revision = saved.revision;
      this.#saved = print(text);
      if (this.#ended || this.#text !== text) return;
      this.state = 'server';
      this.#keep(text, false);
    } catch (thrown) {
      this.state = 'device';
      if (isProblem(thrown, 'version_conflict')) this.#refused(thrown.current as Draft | undefined, text);
      else if (!isProblem(thrown) || thrown.passing) this.#plan(RETRY_MS);
    }
  }

  #refused(theirs: Draft | undefined, mine: Text): void {
    if (!theirs) return;
    if (theirs.body === mine.body && (theirs.title ?? '') === (mine.title ?? '')) {
      this.#revision = theirs.revision;
      this.#saved = print(mine);
      this.state = 'server';
    } else this.conflict = theirs;
  }
}

function heldOf(local: { title: string | null; body: string; extra: unknown }): Held {
  const kept = (local.extra ?? {}) as { of?: unknown; revision?: number; dirty?: boolean };
  return {
    text: { title: local.title, body: local.body, extra: kept.of ?? null },
    revision: kept.revision ?? 0,
    dirty: kept.dirty ?? true,
  };
}

/** Words, or files without words yet. */
function isWorth(text: Text): boolean {
  return text.body.trim() !== '' || !!text.title?.trim() || filesIn(text.extra).length > 0;
}

function print(text: Text): string {
  return JSON.stringify([text.title ?? '', text.body, text.extra ?? null]);
}
