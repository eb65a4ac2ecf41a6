/** The list of who joined a webinar, on its way to the server. */
import { m } from '$paraglide/messages';
import type { EventPage, JoinLogRow } from '$shared/api';

/** The file as it is, in base64. */
export async function contentsOf(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const STEP = 0x8000;
  let text = '';
  for (let at = 0; at < bytes.length; at += STEP)
    text += String.fromCharCode(...bytes.subarray(at, at + STEP));
  return btoa(text);
}

/** Half of the event, as most hosts count. */
export function usualLeast({ starts_at, ends_at }: Pick<EventPage, 'starts_at' | 'ends_at'>): number {
  if (!starts_at || !ends_at) return 0;
  const minutes = (Date.parse(ends_at) - Date.parse(starts_at)) / 60_000;
  return Math.max(0, Math.min(180, Math.round(minutes / 2)));
}

const waits = ({ match }: JoinLogRow) => match === 'none' || match === 'ambiguous';

/** What waits for a hand comes first; otherwise as people came. */
export const inOrder = (rows: JoinLogRow[]): JoinLogRow[] => [
  ...rows.filter(waits),
  ...rows.filter((row) => !waits(row)),
];

/** What is wrong with the file, in words. */
export function logProblem(code: string | null | undefined): string | null {
  if (code === 'too_large') return m.events_log_too_large();
  if (code === 'nonsense') return m.events_log_nonsense();
  return code === 'invalid' ? m.events_log_no_table() : null;
}
