/** The closed words of the calendar as people read them. */
import { m } from '$paraglide/messages';
import type {
  AttendanceMethod,
  EventAudience,
  EventCertificate,
  EventKind,
  EventLevel,
  EventSeats,
  EventState,
  RegistrationMode,
  RegistrationState,
  Way,
} from '$shared/api';

type Words<K extends string> = Record<K, () => string>;

export const KINDS: Words<EventKind> = {
  seminar: m.events_kind_seminar,
  webinar: m.events_kind_webinar,
  master_class: m.events_kind_master_class,
  open_lesson: m.events_kind_open_lesson,
  round_table: m.events_kind_round_table,
  council: m.events_kind_council,
  association_meeting: m.events_kind_association_meeting,
  conference: m.events_kind_conference,
  internship: m.events_kind_internship,
  consultation: m.events_kind_consultation,
  lesson_visit: m.events_kind_lesson_visit,
  parent_meeting: m.events_kind_parent_meeting,
};
/** What is not simply coming. */
export const STATES: Words<Exclude<EventState, 'published'>> = {
  draft: m.events_state_draft,
  held: m.events_state_held,
  closed: m.events_state_held,
  postponed: m.events_state_postponed,
  cancelled: m.events_state_cancelled,
};
export const LEVELS: Words<EventLevel> = {
  school: m.events_level_school,
  municipal: m.events_level_municipal,
  regional: m.events_level_regional,
  national: m.events_level_national,
};
export const AUDIENCES: Words<EventAudience> = {
  everyone: m.events_audience_everyone,
  network: m.events_audience_network,
  association: m.events_audience_association,
  places: m.events_audience_places,
};
export const MODES: Words<RegistrationMode> = {
  open: m.events_mode_open,
  approval: m.events_mode_approval,
  none: m.events_mode_none,
};
export const WAYS: Words<Way> = { room: m.events_way_room, online: m.events_way_online };
export const REGISTRATIONS: Words<RegistrationState> = {
  applied: m.events_registration_applied,
  confirmed: m.events_registration_confirmed,
  waiting: m.events_registration_waiting,
  rejected: m.events_registration_rejected,
  cancelled: m.events_registration_cancelled,
};

/** How it became known that somebody is there. */
export const HOW: Words<AttendanceMethod> = {
  scan: m.events_how_scan,
  code: m.events_how_code,
  list: m.events_how_list,
  log: m.events_how_log,
};

/** Fields that an event may not lack when others hear of it, with the step that asks for them. */
const FIELDS: Record<string, { name: () => string; step: 1 | 2 | 3 }> = {
  title: { name: m.events_field_title, step: 1 },
  summary: { name: m.events_field_summary, step: 1 },
  host: { name: m.events_field_host, step: 1 },
  association: { name: m.events_field_association, step: 1 },
  subjects: { name: m.events_field_subjects, step: 1 },
  grades: { name: m.events_field_grades, step: 1 },
  skills: { name: m.events_field_skills, step: 1 },
  starts: { name: m.events_field_starts, step: 2 },
  month: { name: m.events_month, step: 2 },
  ends: { name: m.events_field_ends, step: 2 },
  time_zone: { name: m.events_field_zone, step: 2 },
  room: { name: m.events_field_ways, step: 2 },
  place: { name: m.events_field_place, step: 2 },
  link: { name: m.events_field_link, step: 2 },
  register_until: { name: m.events_field_until, step: 2 },
  places: { name: m.events_field_places, step: 3 },
  programme: { name: m.events_field_programme, step: 3 },
  guests: { name: m.events_terms_guests, step: 3 },
  per_school: { name: m.events_per_school, step: 3 },
  kept_for: { name: m.events_kept_for, step: 3 },
  kept_until: { name: m.events_kept_until, step: 3 },
};

export function fieldOf(field: string): { name: string; step: 1 | 2 | 3 } {
  const known = FIELDS[field.split(/[.[]/)[0] ?? ''];
  return { name: known?.name() ?? field, step: known?.step ?? 1 };
}

/** «свободно 5 из 12», «мест нет, в очереди 3», «сколько придёт». */
export function seatsText(seats: EventSeats): string {
  if (seats.capacity === null || seats.left === null) return m.events_seats_any();
  if (seats.left > 0) {
    const left = m.events_seats_left({ left: seats.left, of: seats.capacity });
    return seats.kept > 0 ? `${left}, ${m.events_seats_kept({ count: seats.kept })}` : left;
  }
  return seats.waiting > 0 ? m.events_seats_queue({ count: seats.waiting }) : m.events_seats_none();
}

export const fullUp = (seats: EventSeats | null): boolean => seats?.left === 0;
/** Not even a place in the queue. */
export const queueFull = (seats: EventSeats): boolean =>
  seats.left === 0 && seats.waiting_limit !== null && seats.waiting >= seats.waiting_limit;

export const keysOf = <K extends string>(table: Record<K, unknown>): K[] => Object.keys(table) as K[];

/** «12 ч», «1 ч 30 мин», «45 мин» */
export function hoursText(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return m.events_minutes({ count: rest });
  return rest === 0 ? m.events_hours_n({ hours }) : m.events_hours_minutes({ hours, minutes: rest });
}

export const CERTIFICATES: Words<EventCertificate['state']> = {
  genuine: m.events_certificate_genuine,
  revoked: m.events_certificate_revoked,
  replaced: m.events_certificate_replaced,
};
