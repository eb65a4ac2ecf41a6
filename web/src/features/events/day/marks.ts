/** Who is there, of what the server knows and of what this device has not sent yet. */
import type { Attendance, AttendanceMethod, Id, Instant } from '$shared/api';

/** A mark as it is sent. */
export interface Mark {
  registration_id: Id;
  method: Exclude<AttendanceMethod, 'code' | 'log'>;
  present: boolean;
  at: Instant;
  /** Number in the programme, from one; absent: the event as a whole. */
  session?: number;
}

/** Somebody with a place, as the list of the day shows them. */
export interface Line {
  row: Attendance;
  /** When they came; absent: not yet. */
  at: Instant | null;
  how: AttendanceMethod | null;
  /** What is shown is not yet known to the server. */
  waiting: boolean;
}

type Word = Pick<Mark, 'method' | 'present' | 'at' | 'session'> | Attendance['marks'][number];
type Seen = { at: Instant; how: AttendanceMethod } | null;

const time = (word: { at: Instant }) => Date.parse(word.at);

/** What words about the whole, or about one part, say: the host's last word, before it the earliest scan or code. */
function together(words: readonly Word[]): Seen {
  const first = words.find((word) => word.method !== 'list' && word.present);
  const last = words.findLast((word) => word.method === 'list');
  if (last && !last.present) return null;
  const seen = first ?? last;
  return seen ? { at: seen.at, how: seen.method } : null;
}

/**
 * The same as the server decides. Of a part: what was said of it. Of the whole: the host's word about the whole;
 * before it whoever was at a part was there.
 */
export function follows(words: readonly Word[], session = 0): Seen {
  const ordered = [...words].sort((a, b) => time(a) - time(b));
  const of = (part: number) => ordered.filter((word) => (word.session ?? 0) === part);
  const said = together(of(session));
  if (session > 0 || of(0).some((word) => word.method === 'list')) return said;
  const parts = [...new Set(ordered.map((word) => word.session ?? 0))].map((part) => together(of(part)));
  return parts.filter((seen) => seen !== null).sort((a, b) => time(a) - time(b))[0] ?? null;
}

const same = (mark: Mark, word: Word) =>
  word.method === mark.method &&
  word.present === mark.present &&
  (word.session ?? 0) === (mark.session ?? 0) &&
  time(word) === time(mark);

/**
 * `here`: marks of this device that the server's list may not hold yet; `session`: a part of the programme, 0 for the
 * whole.
 */
export function linesOf(list: readonly Attendance[], here: readonly Mark[], session = 0): Line[] {
  return list.map((row) => {
    const unheard = here.filter(
      (mark) => mark.registration_id === row.registration_id && !row.marks.some((word) => same(mark, word)),
    );
    const seen = follows([...row.marks, ...unheard], session);
    return { row, at: seen?.at ?? null, how: seen?.how ?? null, waiting: unheard.length > 0 };
  });
}

/** By the clock of this device. */
export const thisMoment = (): Instant => new Date().toISOString();

/** «ё» is typed as «е», and nobody looks at capitals. */
const folded = (text: string) => text.toLocaleLowerCase('ru').replaceAll('ё', 'е');

export type Shown = 'all' | 'absent' | 'here';

export function narrowed(lines: readonly Line[], shown: Shown, typed: string): Line[] {
  const words = folded(typed).split(/\s+/).filter(Boolean);
  return lines.filter(({ row, at }) => {
    if (shown !== 'all' && (shown === 'here') !== (at !== null)) return false;
    const { surname, given_name, patronymic, school } = row.person;
    const said = folded([surname, given_name, patronymic, school?.short_name].filter(Boolean).join(' '));
    return words.every((word) => said.includes(word));
  });
}

const EARLY_MS = 60 * 60_000;
const LATE_MS = 14 * 24 * EARLY_MS;

export type Window = 'early' | 'open' | 'late' | 'none';

/** When the list may be written: from an hour before the beginning to two weeks after the end. */
export function windowOf(
  event: { state: string; starts_at: Instant | null; ends_at: Instant | null },
  now: number,
): Window {
  const running = event.state === 'published' || event.state === 'held';
  if (!running || !event.starts_at || !event.ends_at) return 'none';
  if (now < Date.parse(event.starts_at) - EARLY_MS) return 'early';
  return now > Date.parse(event.ends_at) + LATE_MS ? 'late' : 'open';
}
