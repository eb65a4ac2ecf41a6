/** Frames of the live protocol, as both sides speak them. */
export interface Colleague {
  id: string;
  surname: string;
  given_name: string;
}

export type ClientFrame =
  | { t: 'hello'; token: string }
  | { t: 'sub'; id: number; streams: string[]; since?: number }
  | { t: 'unsub'; streams: string[] }
  | { t: 'typing'; stream: string }
  | { t: 'presence'; stream: string; on: boolean }
  | { t: 'token'; token: string }
  | { t: 'ping' }
  | { t: 'pong' };

export interface LiveEvent {
  seq: number;
  stream: string;
  kind: string;
  // Each feature knows the data of its kinds; here they only pass through.
  data: unknown;
}

export type ServerFrame =
  | { t: 'welcome'; connection: string; position: number; ping: number; epoch: string }
  | {
      t: 'subok';
      id: number;
      streams: string[];
      refused: { stream: string; code: string }[];
      position: number;
      epoch: string;
      resync: boolean;
    }
  | ({ t: 'ev' } & LiveEvent)
  | { t: 'ping'; position: number; heads: Record<string, number> }
  | { t: 'pong' }
  | { t: 'typing'; stream: string; people: Colleague[]; ttl: number }
  | { t: 'presence'; stream: string; people: string[] | null; count: number }
  | { t: 'dirty'; stream: string; seq: number }
  | { t: 'resync'; streams: string[]; position: number }
  | { t: 'closed'; stream: string; code: string }
  | { t: 'bye'; code: number; retry?: [number, number] };

export const CLOSE = {
  deploy: 4001,
  slow: 4008,
  noPong: 4009,
  resync: 4010,
  sessionEnded: 4401,
  forbidden: 4403,
  tooOld: 4406,
} as const;

export type LinkState = 'idle' | 'connecting' | 'live' | 'probing' | 'offline' | 'stopped';

/** What comes out of the connection, for all tabs alike. Plain data: it crosses a BroadcastChannel. */
export type Output =
  | { kind: 'event'; event: LiveEvent }
  /** Everything up to `position` has been seen on these streams. */
  | { kind: 'passed'; streams: string[]; position: number }
  /** Who asked for these streams without a position begins here. */
  | { kind: 'joined'; streams: string[]; position: number }
  /** What lies between cannot be replayed: reload by HTTP. */
  | { kind: 'resync'; streams: string[]; position: number }
  | { kind: 'closed'; stream: string; code: string }
  | { kind: 'typing'; stream: string; people: Colleague[]; ttl: number }
  | { kind: 'presence'; stream: string; people: string[] | null; count: number }
  /** `since`: when the link was lost, in epoch milliseconds. `code`: why it stopped. */
  | { kind: 'state'; state: LinkState; since: number | null; code: number | null };
