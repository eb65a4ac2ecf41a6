/**
 * The subscribers of one tab. Each has its own position, so whatever is delivered twice (a replay for a
 * neighbour, two tabs) reaches it once; while it reloads, events wait and those inside the new snapshot are dropped.
 */
import type { Colleague, LiveEvent, Output } from './frames';

export type Handler = (event: LiveEvent) => void;
export interface Options {
  /** Position of the HTTP snapshot that the subscriber already shows. */
  since?: number;
  /** Reload by HTTP; answer the position of the new snapshot. */
  onResync?: () => Promise<number | void> | number | void;
  /** The stream is closed for us: not there, or rights were taken away. */
  onClosed?: (code: string) => void;
}
interface Subscriber extends Options {
  handler: Handler;
  last: number | null;
  held: LiveEvent[] | null;
  /** Counts reloads, so that an older answer cannot end a newer one. */
  round: number;
}

/** Where the wishes of the tab go: the connection itself, or the tab that has it. */
export interface Link {
  want(stream: string, since?: number): void;
  drop(stream: string): void;
}

type TypingHandler = (people: Colleague[]) => void;
type PresenceHandler = (people: string[] | null, count: number) => void;

const RELOAD_AGAIN_MS = 3_000;

export class Hub {
  #subscribers = new Map<string, Set<Subscriber>>();
  #typing = new Map<string, Set<TypingHandler>>();
  #typingEnd = new Map<string, ReturnType<typeof setTimeout>>();
  #presence = new Map<string, Set<PresenceHandler>>();

  constructor(private readonly link: Link) {}

  subscribe(stream: string, handler: Handler, options: Options = {}): () => void {
    const subscriber: Subscriber = { ...options, handler, last: options.since ?? null, held: null, round: 0 };
    const all = this.#subscribers.get(stream) ?? new Set<Subscriber>();
    all.add(subscriber);
    this.#subscribers.set(stream, all);
    this.link.want(stream, options.since);
    return () => {
      subscriber.round += 1;
      if (!all.delete(subscriber) || all.size > 0) return;
      this.#subscribers.delete(stream);
      this.link.drop(stream);
    };
  }

  onTyping(stream: string, handler: TypingHandler): () => void {
    return listen(this.#typing, stream, handler);
  }

  onPresence(stream: string, handler: PresenceHandler): () => void {
    return listen(this.#presence, stream, handler);
  }

  /** What a new connection has to be asked for, and from where. */
  wishes(): { stream: string; since: number | undefined }[] {
    return [...this.#subscribers].map(([stream, all]) => {
      const known = [...all].map((one) => one.last).filter((last) => last !== null);
      return { stream, since: known.length > 0 ? Math.min(...known) : undefined };
    });
  }

  take(output: Output): void {
    switch (output.kind) {
      case 'event':
        for (const one of this.#of(output.event.stream)) this.#deliver(one, output.event);
        return;
      case 'passed':
        for (const stream of output.streams)
          for (const one of this.#of(stream))
            if (!one.held) one.last = Math.max(one.last ?? 0, output.position);
        return;
      case 'joined':
        for (const stream of output.streams) for (const one of this.#of(stream)) one.last ??= output.position;
        return;
      case 'resync':
        for (const stream of output.streams)
          for (const one of this.#of(stream)) void this.#reload(one, output.position);
        return;
      case 'closed':
        for (const one of this.#of(output.stream)) one.onClosed?.(output.code);
        return;
      case 'typing':
        return this.#type(output.stream, output.people, output.ttl);
      case 'presence':
        for (const handler of this.#presence.get(output.stream) ?? []) handler(output.people, output.count);
    }
  }

  #of(stream: string): Subscriber[] {
    return [...(this.#subscribers.get(stream) ?? [])];
  }

  #deliver(one: Subscriber, event: LiveEvent): void {
    if (one.held) {
      one.held.push(event);
    } else if (one.last === null || event.seq > one.last) {
      one.last = event.seq;
      try {
        one.handler(event);
      } catch (fault) {
        // One broken view must not keep events from the others.
        console.error(fault);
      }
    }
  }

  async #reload(one: Subscriber, position: number): Promise<void> {
    const round = ++one.round;
    one.held ??= [];
    let reached: number | void;
    try {
      reached = await one.onResync?.();
    } catch {
      setTimeout(() => {
        if (round === one.round) void this.#reload(one, position);
      }, RELOAD_AGAIN_MS);
      return;
    }
    if (round !== one.round) return;
    const held = one.held;
    one.held = null;
    one.last = reached ?? position;
    for (const event of held) this.#deliver(one, event);
  }

  #type(stream: string, people: Colleague[], ttl: number): void {
    const tell = (now: Colleague[]) => {
      for (const handler of this.#typing.get(stream) ?? []) handler(now);
    };
    clearTimeout(this.#typingEnd.get(stream));
    this.#typingEnd.set(
      stream,
      setTimeout(() => tell([]), ttl * 1000),
    );
    tell(people);
  }
}

function listen<H>(map: Map<string, Set<H>>, stream: string, handler: H): () => void {
  const all = map.get(stream) ?? new Set<H>();
  all.add(handler);
  map.set(stream, all);
  return () => {
    all.delete(handler);
    if (all.size === 0) map.delete(stream);
  };
}
