/**
 * The access token, held in memory only, and its renewal from the HttpOnly cookie.
 *
 * Invariants: one renewal at a time in all tabs of the browser (Web Locks), because a rotating refresh
 * token that is sent twice looks like theft; a tab that waited takes the token its neighbour received.
 */
import { Problem, problemOf } from './problem';
import type { SessionOpened } from './types';

const LOCK = 'staffroom.refresh';
const CHANNEL = 'staffroom.session';
/** Renew this long before the end, so that requests and the live socket never meet an expired token. */
const MARGIN_MS = 45_000;

type Message =
  | { type: 'token'; token: string; expiresAt: number; person: string }
  | { type: 'opened'; person: string }
  | { type: 'ended' };

export interface TokenEvents {
  /** A new token for the same person, from this tab or another. */
  renewed: (token: string) => void;
  /** Nobody is signed in any more. */
  ended: () => void;
  /** Another tab signed in as somebody else. */
  replaced: () => void;
}

let token: string | null = null;
let person: string | null = null;
let expiresAt = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let renewing: Promise<SessionOpened | null> | null = null;
const listeners = new Set<Partial<TokenEvents>>();
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(CHANNEL);

if (channel) channel.onmessage = (message: MessageEvent<Message>) => receive(message.data);

export function onToken(events: Partial<TokenEvents>): () => void {
  listeners.add(events);
  return () => listeners.delete(events);
}

export function currentToken(): string | null {
  return token;
}

/** The token to send now; renewed first when it is about to end. */
export async function freshToken(): Promise<string | null> {
  if (token && expiresAt - Date.now() < 5_000) await renew(token);
  return token;
}

/** Signing in, or accepting an invitation, opened a session in this tab. */
export function adopt(opened: SessionOpened): void {
  const other = person !== opened.me.id;
  keep(opened.access_token, Date.now() + opened.expires_in * 1000, opened.me.id);
  if (other) channel?.postMessage({ type: 'opened', person: opened.me.id } satisfies Message);
  share();
}

/** Signing out in this tab: all tabs follow. */
export function forget(): void {
  drop();
  channel?.postMessage({ type: 'ended' } satisfies Message);
}

/**
 * Renews the session. `null`: there is none. Throws a Problem when the server cannot be reached.
 * `stale` is the token that was found wanting; when another tab has replaced it meanwhile, nothing is sent.
 */
export function renew(stale: string | null): Promise<SessionOpened | null> {
  renewing ??= underLock(stale).finally(() => (renewing = null));
  return renewing;
}

async function underLock(stale: string | null): Promise<SessionOpened | null> {
  const run = async () => {
    // Let a neighbour's message, posted just before it let the lock go, be delivered.
    await new Promise((done) => setTimeout(done, 0));
    if (stale && token && token !== stale) return null;
    return requestRenewal();
  };
  if (typeof navigator === 'undefined' || !navigator.locks) return run();
  return navigator.locks.request(LOCK, run);
}

async function requestRenewal(): Promise<SessionOpened | null> {
  let response: Response;
  try {
    response = await fetch('/api/v1/auth/refresh', { method: 'POST', credentials: 'same-origin' });
  } catch {
    throw Problem.offline();
  }
  if (response.status === 401) {
    // An answer that nobody reads keeps its connection.
    await response.text().catch(() => '');
    const had = token !== null || person !== null;
    drop();
    if (had) for (const listener of listeners) listener.ended?.();
    return null;
  }
  if (!response.ok) throw await problemOf(response, await response.json().catch(() => null));
  const opened = (await response.json()) as SessionOpened;
  keep(opened.access_token, Date.now() + opened.expires_in * 1000, opened.me.id);
  share();
  return opened;
}

function keep(next: string, until: number, who: string): void {
  token = next;
  expiresAt = until;
  person = who;
  clearTimeout(timer);
  timer = setTimeout(
    () => void renew(next).catch(() => undefined),
    Math.max(1_000, until - Date.now() - MARGIN_MS),
  );
  for (const listener of listeners) listener.renewed?.(next);
}

function drop(): void {
  token = null;
  person = null;
  expiresAt = 0;
  clearTimeout(timer);
}

function share(): void {
  if (token && person) channel?.postMessage({ type: 'token', token, expiresAt, person } satisfies Message);
}

function receive(message: Message): void {
  if (message.type === 'ended') {
    const had = person !== null;
    drop();
    if (had) for (const listener of listeners) listener.ended?.();
  } else if (message.type === 'opened') {
    if (person !== message.person) for (const listener of listeners) listener.replaced?.();
  } else if (message.person === person && message.expiresAt > expiresAt) {
    keep(message.token, message.expiresAt, message.person);
  }
}
