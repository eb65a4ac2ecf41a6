/**
 * Live events: `live.subscribe('topic:…', handler, { since, onResync })`. Writes go over HTTP.
 * One socket serves all tabs of the browser; see tabs.ts, engine.ts, hub.ts.
 */
import { freshToken, onToken } from '$shared/api/token';
import { connection } from './connection.svelte';
import { Engine, type SocketLike } from './engine';
import type { Output } from './frames';
import { Hub } from './hub';
import { Tabs } from './tabs';

export { connection } from './connection.svelte';
export type { Colleague, LinkState, LiveEvent } from './frames';
export type { Handler, Options } from './hub';

const TICK_MS = 2_000;
/** A timer that comes this much late means that the machine slept. */
const GAP_MS = 5_000;

let tabs: Tabs | null = null;

const hub = new Hub({
  want: (stream, since) => tabs?.tell({ do: 'want', stream, since }),
  drop: (stream) => tabs?.tell({ do: 'drop', stream }),
});

function receive(output: Output): void {
  if (output.kind === 'state') connection.take(output);
  else hub.take(output);
}

function openSocket(): SocketLike {
  const url = new URL('/api/v1/live', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return new WebSocket(url) as SocketLike;
}

function watchForWaking(probe: () => void): () => void {
  let at = Date.now();
  const timer = setInterval(() => {
    const now = Date.now();
    if (now - at > TICK_MS + GAP_MS) probe();
    at = now;
  }, TICK_MS);
  const shown = () => document.visibilityState === 'visible' && probe();
  addEventListener('online', probe);
  addEventListener('offline', probe);
  document.addEventListener('visibilitychange', shown);
  return () => {
    clearInterval(timer);
    removeEventListener('online', probe);
    removeEventListener('offline', probe);
    document.removeEventListener('visibilitychange', shown);
  };
}

export const live = {
  subscribe: hub.subscribe.bind(hub),
  onTyping: hub.onTyping.bind(hub),
  onPresence: hub.onPresence.bind(hub),

  /** «I am typing here»; as often as one likes, it goes out at most each three seconds. */
  typing(stream: string): void {
    tabs?.tell({ do: 'typing', stream });
  },

  presence(stream: string, on: boolean): void {
    tabs?.tell({ do: 'presence', stream, on });
  },

  /** Tries at once instead of at the next turn. */
  retry(): void {
    tabs?.tell({ do: 'probe' });
  },

  /** For the frame of the application: from signing in to signing out. */
  open(person: string): () => void {
    const mine = new Tabs(
      person,
      (emit) => new Engine({ open: openSocket, token: freshToken }, emit),
      receive,
      () => hub,
    );
    tabs = mine;
    mine.open();
    const stopToken = onToken({ renewed: (token) => mine.token(token) });
    const stopWaking = watchForWaking(() => mine.tell({ do: 'probe' }));
    return () => {
      stopToken();
      stopWaking();
      mine.close();
      if (tabs === mine) tabs = null;
      connection.take({ kind: 'state', state: 'idle', since: null, code: null });
    };
  },
};
