/**
 * The one WebSocket of a browser: keeps it open, proves that nothing was lost, asks again for what was.
 *
 * States: idle → connecting → live → probing → live; any → offline (after three failures, still trying)
 * → connecting; any → stopped (the server will not have us). Every attempt has a generation number and
 * callbacks of an older generation are dropped.
 */
import { CLOSE, type ClientFrame, type LinkState, type Output, type ServerFrame } from './frames';
import { Streams } from './streams';

/** `WebSocket.OPEN` */
const OPEN = 1;

export interface SocketLike {
  readonly readyState: number;
  onopen: (() => void) | null;
  onmessage: ((message: { data: unknown }) => void) | null;
  onclose: ((close: { code: number }) => void) | null;
  send(text: string): void;
  close(): void;
}

export interface Surroundings {
  open: () => SocketLike;
  /** `null`: nobody is signed in. Throws when that cannot be found out. */
  token: () => Promise<string | null>;
  random?: () => number;
}

const WELCOME_MS = 10_000;
const PROBE_MS = 4_000;
const SLACK_MS = 10_000;
const DELAY_MIN_MS = 500;
const DELAY_MAX_MS = 30_000;
const FAILURES_UNTIL_OFFLINE = 3;
const TYPING_MS = 3_000;

export class Engine {
  state: LinkState = 'idle';
  #streams = new Streams();
  #socket: SocketLike | null = null;
  #generation = 0;
  #failures = 0;
  #refusals = 0;
  #lostAt: number | null = null;
  #epoch: string | null = null;
  #pingMs = 25_000;
  #window: [number, number] | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #typedAt = new Map<string, number>();

  constructor(
    private readonly around: Surroundings,
    private readonly emit: (output: Output) => void,
  ) {}

  start(): void {
    if (this.state === 'idle' || this.state === 'stopped') void this.#connect();
  }

  /** The state as it is, for a tab that has just come. */
  now(): Output {
    return { kind: 'state', state: this.state, since: this.#lostAt, code: null };
  }

  stop(): void {
    this.#abandon();
    clearTimeout(this.#retry);
    this.#become('idle');
  }

  want(stream: string, since?: number): void {
    if (this.#streams.add(stream, since) && this.#isOpen()) this.#subscribe([stream]);
  }

  drop(stream: string): void {
    if (this.#streams.remove(stream) && this.#isOpen()) this.#send({ t: 'unsub', streams: [stream] });
  }

  typing(stream: string): void {
    const now = Date.now();
    if (!this.#isOpen() || now - (this.#typedAt.get(stream) ?? 0) < TYPING_MS) return;
    this.#typedAt.set(stream, now);
    this.#send({ t: 'typing', stream });
  }

  presence(stream: string, on: boolean): void {
    if (this.#isOpen()) this.#send({ t: 'presence', stream, on });
  }

  token(token: string): void {
    if (this.#isOpen()) this.#send({ t: 'token', token });
  }

  /** The network changed, the tab is shown again, the machine woke: is the link what it seems to be? */
  probe(): void {
    if (this.state === 'live') {
      this.#become('probing');
      this.#send({ t: 'ping' });
      this.#expect(PROBE_MS, this.#generation);
    } else if (this.#retry !== undefined) {
      clearTimeout(this.#retry);
      this.#retry = undefined;
      void this.#connect();
    }
  }

  async #connect(): Promise<void> {
    const generation = ++this.#generation;
    this.#retry = undefined;
    if (this.state !== 'offline') this.#become('connecting');
    let token: string | null;
    try {
      token = await this.around.token();
    } catch {
      if (generation === this.#generation) this.#failed();
      return;
    }
    if (generation !== this.#generation) return;
    if (!token) return this.#refused(CLOSE.sessionEnded);
    const socket = this.around.open();
    this.#socket = socket;
    this.#expect(WELCOME_MS, generation);
    socket.onopen = () => {
      if (generation === this.#generation) this.#send({ t: 'hello', token });
    };
    socket.onmessage = (message) => {
      if (generation === this.#generation) this.#read(message.data);
    };
    socket.onclose = ({ code }) => {
      if (generation === this.#generation) this.#closed(code);
    };
  }

  #read(data: unknown): void {
    if (typeof data !== 'string') return;
    for (const line of data.split('\n')) {
      if (!line) continue;
      let frame: ServerFrame;
      try {
        frame = JSON.parse(line) as ServerFrame;
      } catch {
        continue;
      }
      this.#heard();
      this.#take(frame);
    }
  }

  /** Any frame proves that the link lives. */
  #heard(): void {
    if (this.state === 'probing') this.#become('live');
    this.#expectPing();
  }

  #take(frame: ServerFrame): void {
    switch (frame.t) {
      case 'welcome':
        return this.#welcomed(frame.epoch, frame.ping);
      case 'subok': {
        for (const refused of frame.refused) {
          this.#streams.remove(refused.stream);
          this.emit({ kind: 'closed', ...refused });
        }
        const { position } = frame;
        const { joined, reload } = this.#streams.answered(frame.id, position, frame.resync);
        if (joined.length > 0) this.emit({ kind: 'joined', streams: joined, position });
        if (reload.length > 0) this.emit({ kind: 'resync', streams: reload, position });
        return;
      }
      case 'ev': {
        if (!this.#streams.has(frame.stream)) return;
        // The position moves before anyone is called: a handler that throws must not cause a second delivery.
        this.#streams.delivered(frame.stream, frame.seq);
        const { seq, stream, kind, data } = frame;
        return this.emit({ kind: 'event', event: { seq, stream, kind, data } });
      }
      case 'ping': {
        this.#send({ t: 'pong' });
        const { whole, torn } = this.#streams.compare(frame.position, frame.heads);
        if (whole.length > 0) this.emit({ kind: 'passed', streams: whole, position: frame.position });
        if (torn.length > 0) this.#subscribe(torn);
        return;
      }
      case 'dirty':
        return this.#subscribe([frame.stream]);
      case 'resync': {
        const streams = frame.streams.filter((stream) => this.#streams.has(stream));
        for (const stream of streams) this.#streams.reset(stream, frame.position);
        if (streams.length > 0) this.emit({ kind: 'resync', streams, position: frame.position });
        return;
      }
      case 'closed':
        this.#streams.remove(frame.stream);
        return this.emit({ kind: 'closed', stream: frame.stream, code: frame.code });
      case 'typing':
        return this.emit({ kind: 'typing', stream: frame.stream, people: frame.people, ttl: frame.ttl });
      case 'presence':
        return this.emit({
          kind: 'presence',
          stream: frame.stream,
          people: frame.people,
          count: frame.count,
        });
      case 'bye':
        this.#window = frame.retry ?? null;
    }
  }

  #welcomed(epoch: string, ping: number): void {
    this.#failures = 0;
    this.#refusals = 0;
    this.#lostAt = null;
    this.#pingMs = ping * 1000;
    this.#become('live');
    this.#expectPing();
    if (this.#epoch !== null && this.#epoch !== epoch) this.#streams.forgetPositions();
    this.#epoch = epoch;
    this.#subscribe(this.#streams.names());
  }

  #subscribe(streams: string[]): void {
    for (const { id, streams: group, since } of this.#streams.requests(streams)) {
      this.#send(
        since === undefined ? { t: 'sub', id, streams: group } : { t: 'sub', id, streams: group, since },
      );
    }
  }

  #expectPing(): void {
    clearTimeout(this.#silence);
    const generation = this.#generation;
    this.#silence = setTimeout(() => {
      if (generation === this.#generation) this.probe();
    }, this.#pingMs + SLACK_MS);
  }

  /** Without a frame by then the link counts as dead. */
  #expect(ms: number, generation: number): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      if (generation !== this.#generation) return;
      this.#abandon();
      this.#failed();
    }, ms);
  }

  #closed(code: number): void {
    this.#abandon();
    if (code === CLOSE.sessionEnded && this.#refusals === 0) {
      // Perhaps only the token had ended: once with a fresh one.
      this.#refusals = 1;
      void this.#connect();
    } else if (code === CLOSE.sessionEnded || code === CLOSE.forbidden || code === CLOSE.tooOld) {
      this.#refused(code);
    } else {
      this.#failed();
    }
  }

  #refused(code: number): void {
    this.#abandon();
    this.#become('stopped', code);
  }

  #failed(): void {
    this.#failures += 1;
    this.#lostAt ??= Date.now();
    this.#become(
      this.#failures >= FAILURES_UNTIL_OFFLINE || this.state === 'offline' ? 'offline' : 'connecting',
    );
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#connect(), this.#delay());
  }

  /** Full jitter, or within the window that a departing server asked for. */
  #delay(): number {
    const random = this.around.random ?? Math.random;
    const window = this.#window;
    this.#window = null;
    if (window) return window[0] + random() * Math.max(0, window[1] - window[0]);
    const ceiling = Math.min(DELAY_MAX_MS, DELAY_MIN_MS * 2 ** this.#failures);
    return Math.max(DELAY_MIN_MS, random() * ceiling);
  }

  /** Drops the socket and everything that may still come from it. */
  #abandon(): void {
    this.#generation += 1;
    clearTimeout(this.#silence);
    this.#streams.disconnected();
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  #isOpen(): boolean {
    return this.state === 'live' || this.state === 'probing';
  }

  #send(frame: ClientFrame): void {
    // A socket that is already closing tells so by its close event.
    if (this.#socket?.readyState === OPEN) this.#socket.send(JSON.stringify(frame));
  }

  #become(state: LinkState, code: number | null = null): void {
    if (state === this.state && code === null) return;
    this.state = state;
    this.emit({ kind: 'state', state, since: this.#lostAt, code });
  }
}
