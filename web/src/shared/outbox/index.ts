/** `outbox.send(…)` and `drafts.keep(…)`: nothing typed is ever lost. */
import { createSubscriber } from 'svelte/reactivity';
import { sendRaw } from '$shared/api/client';
import { Drafts } from './drafts';
import { Outbox, type Entry, type Send, type SentHandler } from './outbox';

export type { Draft, DraftInput } from './drafts';
export type { Entry, Send, SendState, SentHandler } from './outbox';

const box = new Outbox(sendRaw);
const subscribe = createSubscriber((update) => box.onChange(update));

export const drafts = new Drafts();

export const outbox = {
  send: (send: Send): Promise<Entry> => box.send(send),
  /** Reactive: what is not yet answered, in order. */
  entries(lane?: string): Entry[] {
    subscribe();
    return box.entries(lane);
  },
  onSent: (lane: string, handler: SentHandler): (() => void) => box.onSent(lane, handler),
  retry: (key: string): void => box.retry(key),
  discard: (key: string): Promise<void> => box.discard(key),
  flush: (): void => box.flush(),
};

/** For the frame of the application: from signing in to signing out. */
export function openOutbox(person: string): () => void {
  drafts.open(person);
  void box.open(person);
  const flush = () => box.flush();
  const leave = () => void drafts.flush();
  addEventListener('online', flush);
  addEventListener('pagehide', leave);
  document.addEventListener('visibilitychange', leave);
  return () => {
    removeEventListener('online', flush);
    removeEventListener('pagehide', leave);
    document.removeEventListener('visibilitychange', leave);
    void drafts.close();
    box.close();
  };
}
