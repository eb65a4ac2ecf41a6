/**
 * One connection for all tabs: the tab that holds a Web Lock has the Engine, the others send it their wishes
 * over a BroadcastChannel and hear everything that comes out. When it goes, the next tab takes over and all
 * tell it from which positions. Without Web Locks every tab has its own connection.
 */
import type { Engine } from './engine';
import type { Output } from './frames';
import type { Hub } from './hub';

type Wish =
  | { do: 'want'; stream: string; since?: number }
  | { do: 'drop'; stream: string }
  | { do: 'typing'; stream: string }
  | { do: 'presence'; stream: string; on: boolean }
  | { do: 'probe' }
  | { do: 'hello' };
type Message =
  | { from: 'tab'; tab: string; wish: Wish }
  | { from: 'leader'; output: Output }
  | { from: 'leader'; took: true }
  | { from: 'leader'; beat: true };

const BEAT_MS = 10_000;
/** A leader that is frozen holds its lock and does nothing: after this long a visible tab takes it away. */
const LEADER_LOST_MS = 35_000;

export class Tabs {
  readonly id = crypto.randomUUID();
  #engine: Engine | null = null;
  #channel: BroadcastChannel | null = null;
  /** In the leader: who wants each stream. */
  #wanted = new Map<string, Set<string>>();
  #known = new Set<string>();
  #heardAt = Date.now();
  #beat: ReturnType<typeof setInterval> | undefined;
  #closing = new AbortController();
  #waiting = new AbortController();

  constructor(
    private readonly name: string,
    private readonly makeEngine: (emit: (output: Output) => void) => Engine,
    private readonly receive: (output: Output) => void,
    private readonly hub: () => Hub,
  ) {}

  open(): void {
    if (typeof navigator === 'undefined' || !navigator.locks || typeof BroadcastChannel === 'undefined') {
      return this.#lead();
    }
    this.#channel = new BroadcastChannel(`staffroom.live.${this.name}`);
    this.#channel.onmessage = (message: MessageEvent<Message>) => this.#hear(message.data);
    // Held as long as the tab lives: the leader waits for it to learn of our end.
    void navigator.locks
      .request(`staffroom.tab.${this.id}`, () => this.#untilClosed())
      .catch(() => undefined);
    void this.#queue();
    this.#beat = setInterval(() => this.#tick(), BEAT_MS);
    for (const wish of this.hub().wishes()) this.tell({ do: 'want', ...wish });
    this.tell({ do: 'hello' });
  }

  close(): void {
    this.#closing.abort();
    this.#waiting.abort();
    clearInterval(this.#beat);
    this.#engine?.stop();
    this.#engine = null;
    this.#channel?.close();
    this.#channel = null;
  }

  tell(wish: Wish): void {
    if (this.#engine) this.#obey(this.id, wish);
    else this.#post({ from: 'tab', tab: this.id, wish });
  }

  /** A renewed token goes to the server through whoever has the socket. */
  token(token: string): void {
    this.#engine?.token(token);
  }

  /** Waits for the lead and keeps it until the tab closes or, having slept, is robbed of it. */
  async #queue(steal = false): Promise<void> {
    this.#waiting.abort();
    const waiting = (this.#waiting = new AbortController());
    try {
      const options: LockOptions = steal ? { steal } : { signal: waiting.signal };
      await navigator.locks.request(`staffroom.live.${this.name}`, options, () => {
        this.#lead();
        return this.#untilClosed();
      });
    } catch {
      if (waiting.signal.aborted) return;
    }
    if (this.#closing.signal.aborted) return;
    this.#engine?.stop();
    this.#engine = null;
    this.#heardAt = Date.now();
    void this.#queue();
  }

  #untilClosed(): Promise<void> {
    return new Promise((done) =>
      this.#closing.signal.addEventListener('abort', () => done(), { once: true }),
    );
  }

  #lead(): void {
    this.#wanted.clear();
    this.#known.clear();
    this.#engine = this.makeEngine((output) => {
      this.receive(output);
      this.#post({ from: 'leader', output });
    });
    for (const wish of this.hub().wishes()) this.#obey(this.id, { do: 'want', ...wish });
    this.#engine.start();
    this.#post({ from: 'leader', took: true });
  }

  #hear(message: Message): void {
    if (message.from === 'tab') {
      if (this.#engine) this.#obey(message.tab, message.wish);
      return;
    }
    if (this.#engine) return;
    this.#heardAt = Date.now();
    if ('output' in message) this.receive(message.output);
    else if ('took' in message) for (const wish of this.hub().wishes()) this.tell({ do: 'want', ...wish });
  }

  #obey(tab: string, wish: Wish): void {
    const engine = this.#engine;
    if (!engine) return;
    if (tab !== this.id && !this.#known.has(tab)) this.#watch(tab);
    if (wish.do === 'want') {
      this.#wanted.set(wish.stream, (this.#wanted.get(wish.stream) ?? new Set()).add(tab));
      engine.want(wish.stream, wish.since);
    } else if (wish.do === 'drop') {
      this.#unwant(tab, wish.stream);
    } else if (wish.do === 'typing') {
      engine.typing(wish.stream);
    } else if (wish.do === 'presence') {
      engine.presence(wish.stream, wish.on);
    } else if (wish.do === 'probe') {
      engine.probe();
    } else {
      this.#post({ from: 'leader', output: engine.now() });
    }
  }

  #unwant(tab: string, stream: string): void {
    const tabs = this.#wanted.get(stream);
    if (!tabs?.delete(tab) || tabs.size > 0) return;
    this.#wanted.delete(stream);
    this.#engine?.drop(stream);
  }

  /** When the tab's own lock becomes free, the tab is gone. */
  #watch(tab: string): void {
    this.#known.add(tab);
    const gone = () => {
      this.#known.delete(tab);
      for (const stream of [...this.#wanted.keys()]) this.#unwant(tab, stream);
    };
    void navigator.locks
      .request(`staffroom.tab.${tab}`, { signal: this.#closing.signal }, gone)
      .catch(() => undefined);
  }

  #tick(): void {
    if (this.#engine) this.#post({ from: 'leader', beat: true });
    else if (document.visibilityState === 'visible' && Date.now() - this.#heardAt > LEADER_LOST_MS) {
      this.#heardAt = Date.now();
      void this.#queue(true);
    }
  }

  #post(message: Message): void {
    this.#channel?.postMessage(message);
  }
}
