/** The files of an editor: those that are attached and those on their way. */
import type { FileRef } from '$shared/api';
import { abandon, line, transport, withdraw } from './queries';
import { Sending } from './upload';

export type State = 'queued' | 'sending' | 'waiting' | 'checking' | 'refused';

export interface Coming {
  key: number;
  name: string;
  size: number;
  sent: number;
  state: State;
  problem: unknown;
}

/** Two at once: more would only share the same line. */
const AT_ONCE = 2;

export class Attaching {
  coming = $state<Coming[]>([]);
  // Nothing on the screen depends on it.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  private sendings = new Map<number, { sending: Sending; stop: AbortController }>();
  private keys = 0;

  constructor(private readonly done: (file: FileRef) => void) {}

  get busy(): boolean {
    return this.coming.some((one) => one.state !== 'refused');
  }

  add(files: Iterable<File>): void {
    for (const file of files) {
      const key = ++this.keys;
      this.coming.push({ key, name: file.name, size: file.size, sent: 0, state: 'queued', problem: null });
      const sending = new Sending(file, transport, line, ({ sent, waiting }) => {
        const one = this.of(key);
        if (!one) return;
        one.sent = sent;
        one.state = waiting ? 'waiting' : sent >= one.size ? 'checking' : 'sending';
      });
      this.sendings.set(key, { sending, stop: new AbortController() });
    }
    this.next();
  }

  retry(key: number): void {
    const one = this.of(key);
    const kept = this.sendings.get(key);
    if (!one || !kept) return;
    one.state = 'queued';
    one.problem = null;
    // A refused file is gone on the server; one whose line broke goes on.
    this.next();
  }

  drop(key: number): void {
    const kept = this.sendings.get(key);
    kept?.stop.abort();
    this.forget(key);
    const upload = kept?.sending.upload;
    // Nobody waits for this: what is left over is collected after a day.
    if (upload && !upload.file) abandon(upload.id).catch(() => undefined);
  }

  /** Everything on its way is given up, say when the editor closes without sending. */
  stop(): void {
    for (const one of [...this.coming]) this.drop(one.key);
  }

  private of(key: number): Coming | undefined {
    return this.coming.find((one) => one.key === key);
  }

  private forget(key: number): void {
    this.coming = this.coming.filter((one) => one.key !== key);
    this.sendings.delete(key);
    this.next();
  }

  private next(): void {
    const running = this.coming.filter((one) => one.state !== 'queued' && one.state !== 'refused').length;
    for (const one of this.coming.filter((c) => c.state === 'queued').slice(0, AT_ONCE - running)) {
      one.state = 'sending';
      void this.send(one.key);
    }
  }

  private async send(key: number): Promise<void> {
    const kept = this.sendings.get(key);
    if (!kept) return;
    try {
      const upload = await kept.sending.run(kept.stop.signal);
      if (upload.file) this.done(upload.file);
      this.forget(key);
    } catch (thrown) {
      if (kept.stop.signal.aborted) return;
      const one = this.of(key);
      if (one) {
        one.state = 'refused';
        one.problem = thrown;
      }
      this.next();
    }
  }
}

/** Takes a file off the list; what hangs on nothing yet is taken back at once. */
export function release(file: FileRef): void {
  // Attached ones answer 409: they go when the change is saved.
  withdraw(file.id).catch(() => undefined);
}
