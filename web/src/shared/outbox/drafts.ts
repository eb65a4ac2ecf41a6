/** What is being typed, kept on the device at most a second behind; a crash loses no more than that. */
import { draftsStore } from './store';

export interface Draft {
  title: string | null;
  body: string;
  extra: unknown;
  updatedAt: number;
}
export interface DraftInput {
  title?: string | null;
  body: string;
  extra?: unknown;
  /** Something besides words is worth keeping. */
  more?: boolean;
}

const EVERY_MS = 1_000;

export class Drafts {
  #person: string | null = null;
  #pending = new Map<string, DraftInput>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  open(person: string): void {
    this.#person = person;
  }

  async close(): Promise<void> {
    await this.flush();
    this.#person = null;
  }

  async load(key: string): Promise<Draft | null> {
    const pending = this.#pending.get(key);
    if (pending) {
      const { title = null, body, extra = null } = pending;
      return { title, body, extra, updatedAt: Date.now() };
    }
    const stored = await draftsStore.get(this.#id(key)).catch(() => undefined);
    if (!stored) return null;
    const { title, body, extra, updatedAt } = stored;
    return { title, body, extra, updatedAt };
  }

  /** Call it at every change; it writes once a second. An empty text is no draft, unless there is more to it. */
  keep(key: string, input: DraftInput): void {
    this.#pending.set(key, input);
    this.#timer ??= setTimeout(() => void this.flush(), EVERY_MS);
  }

  async drop(key: string): Promise<void> {
    this.#pending.delete(key);
    await draftsStore.delete(this.#id(key)).catch(() => undefined);
  }

  /** Writes at once; called when the page is left. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const pending = [...this.#pending];
    this.#pending.clear();
    await Promise.all(pending.map(([key, input]) => this.#write(key, input)));
  }

  async #write(key: string, input: DraftInput): Promise<void> {
    const id = this.#id(key);
    const empty = !input.body.trim() && !input.title?.trim() && !input.more;
    const { body, title = null, extra = null } = input;
    const written = empty
      ? draftsStore.delete(id)
      : draftsStore.put({ id, title, body, extra, updatedAt: Date.now() });
    await Promise.resolve(written).catch(() => undefined);
  }

  #id(key: string): string {
    return `${this.#person ?? ''}/${key}`;
  }
}
