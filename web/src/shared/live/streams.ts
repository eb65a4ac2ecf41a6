/**
 * What the connection knows of each stream: up to where the feed has been seen without a hole.
 *
 * Invariant: `position` of a stream never runs ahead of what was delivered. While a subscription is on its
 * way, events that still come from the former one do not move it, because the replay starts behind them.
 */
interface Entry {
  position: number | null;
  /** The server has answered for everything up to here; it arrives before anything sent later. */
  promised: number;
  /** Subscriptions sent and not yet answered. */
  pending: number;
  /** Positions were of another epoch: the answer to the next subscription is a reload. */
  stale: boolean;
}

interface Request {
  streams: string[];
  since: number | undefined;
}

export class Streams {
  #entries = new Map<string, Entry>();
  #requests = new Map<number, Request>();
  #next = 1;

  names(): string[] {
    return [...this.#entries.keys()];
  }

  has(stream: string): boolean {
    return this.#entries.has(stream);
  }

  /** Returns whether a subscription has to be sent. */
  add(stream: string, since: number | undefined): boolean {
    const entry = this.#entries.get(stream);
    if (!entry) {
      this.#entries.set(stream, { position: since ?? null, promised: 0, pending: 0, stale: false });
      return true;
    }
    if (since === undefined || (entry.position !== null && since >= entry.position)) return false;
    entry.position = since;
    return true;
  }

  remove(stream: string): boolean {
    return this.#entries.delete(stream);
  }

  /** One request for each distinct position. */
  requests(streams: string[]): { id: number; streams: string[]; since: number | undefined }[] {
    const bySince = new Map<number | undefined, string[]>();
    for (const stream of streams) {
      const entry = this.#entries.get(stream);
      if (!entry) continue;
      entry.pending += 1;
      const since = entry.position ?? undefined;
      bySince.set(since, [...(bySince.get(since) ?? []), stream]);
    }
    return [...bySince].map(([since, group]) => {
      const id = this.#next++;
      this.#requests.set(id, { streams: group, since });
      return { id, streams: group, since };
    });
  }

  /** The connection is gone, and with it every answer still awaited. */
  disconnected(): void {
    this.#requests.clear();
    for (const entry of this.#entries.values()) {
      entry.pending = 0;
      entry.promised = 0;
    }
  }

  /** Positions of another epoch mean nothing. */
  forgetPositions(): void {
    for (const entry of this.#entries.values()) {
      entry.stale ||= entry.position !== null;
      entry.position = null;
    }
  }

  /** An answer: returns the streams that begin here and those that have to be reloaded. */
  answered(id: number, position: number, resync: boolean): { joined: string[]; reload: string[] } {
    const joined: string[] = [];
    const reload: string[] = [];
    const request = this.#requests.get(id);
    if (!request) return { joined, reload };
    this.#requests.delete(id);
    for (const stream of request.streams) {
      const entry = this.#entries.get(stream);
      if (!entry) continue;
      entry.pending = Math.max(0, entry.pending - 1);
      entry.promised = position;
      if (resync || request.since === undefined) entry.position = position;
      else entry.position = Math.min(entry.position ?? request.since, request.since);
      if (resync || entry.stale) reload.push(stream);
      else if (request.since === undefined) joined.push(stream);
      entry.stale = false;
    }
    return { joined, reload };
  }

  delivered(stream: string, seq: number): void {
    const entry = this.#entries.get(stream);
    if (!entry || entry.pending > 0) return;
    if (entry.position === null || seq > entry.position) entry.position = seq;
  }

  reset(stream: string, position: number): void {
    const entry = this.#entries.get(stream);
    if (entry) entry.position = position;
  }

  /** Compares with the heads of a ping: what is whole moves up, what has a hole is returned. */
  compare(position: number, heads: Record<string, number>): { whole: string[]; torn: string[] } {
    const whole: string[] = [];
    const torn: string[] = [];
    for (const [stream, entry] of this.#entries) {
      const head = heads[stream];
      if (head === undefined || entry.pending > 0 || entry.position === null) continue;
      if (head > Math.max(entry.position, entry.promised)) {
        torn.push(stream);
      } else {
        entry.position = Math.max(entry.position, position);
        whole.push(stream);
      }
    }
    return { whole, torn };
  }
}
