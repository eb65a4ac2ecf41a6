/** The device's text meets the server's: which one goes on. */
import type { Draft } from '$shared/api';

export interface Held {
  text: { title: string | null; body: string; extra: unknown };
  /** The server's revision that this text was written on. */
  revision: number;
  /** Changed since then. */
  dirty: boolean;
}

export function meet(
  held: Held | null,
  remote: Draft | null,
): { kind: 'mine' | 'theirs' | 'conflict' | 'nothing' } {
  if (!held && !remote) return { kind: 'nothing' };
  if (!remote) return { kind: 'mine' };
  if (!held) return { kind: 'theirs' };
  const same = held.text.body === remote.body && (held.text.title ?? '') === (remote.title ?? '');
  if (same || remote.revision === held.revision) return { kind: 'mine' };
  if (!held.dirty && remote.revision > held.revision) return { kind: 'theirs' };
  return { kind: 'conflict' };
}
