/** The plan of an event as the form holds it. */
import type { EventPlan, Me, OrgRef, Role } from '$shared/api';

export const STEPS = [1, 2, 3] as const;
export type Step = (typeof STEPS)[number];

export const stepAt = (search: URLSearchParams): Step =>
  STEPS.find((step) => String(step) === search.get('step')) ?? 1;

export function blank(host: string | null, zone: string): EventPlan {
  return {
    kind: 'seminar',
    title: '',
    summary: '',
    body: '',
    host,
    co_hosts: [],
    association: null,
    speakers: [],
    subjects: [],
    grades: [],
    skills: [],
    programme: [],
    starts: null,
    ends: null,
    time_zone: zone,
    slot: '',
    place: '',
    link: '',
    level: 'school',
    audience: 'network',
    places: [],
    roles: [],
    registration: 'open',
    register_until: null,
    month: null,
    yearly: false,
    room: { capacity: null, waiting: null, kept: null },
    online: null,
    guests: false,
    per_school: null,
    kept_for: [],
    kept_until: null,
  };
}

/** As it is sent: without terms that no longer hold after other choices. */
export function settled(plan: EventPlan): EventPlan {
  const guests = plan.guests && plan.audience === 'everyone' && plan.registration === 'open';
  if (plan.kept_for.length > 0) return { ...plan, guests };
  const free = (seats: EventPlan['room']) => seats && { ...seats, kept: null };
  return { ...plan, guests, room: free(plan.room), online: free(plan.online), kept_until: null };
}

const LEADS: readonly Role[] = [
  'school_head',
  'deputy_head',
  'association_leader',
  'mentor_coordinator',
  'methodist',
  'municipal_coordinator',
  'regional_coordinator',
];

/** Leads somebody: what they keep is offered to others. */
export const leads = (me: Pick<Me, 'grants'>): boolean => me.grants.some(({ role }) => LEADS.includes(role));

/** Organisations that may hold it: where one works, and those one leads. The server decides about each. */
export function hosts(me: Pick<Me, 'affiliations' | 'grants'>, known: (OrgRef | null)[]): OrgRef[] {
  const all = [
    ...me.affiliations.filter(({ status }) => status === 'confirmed').map(({ org }) => org),
    ...me.grants.filter(({ role }) => LEADS.includes(role)).map(({ scope }) => scope),
    ...known,
  ].filter((org) => org !== null);
  return all.filter((org, i) => all.findIndex((one) => one.id === org.id) === i);
}

/** A line of the programme begins where the one before ends. */
export function chained(items: EventPlan['programme']): EventPlan['programme'] {
  let minute = items[0]?.minute ?? 0;
  return items.map((item) => {
    const placed = { ...item, minute };
    minute += Math.max(0, item.minutes);
    return placed;
  });
}

/** What a field of a number holds; empty is nothing. */
export const numberOf = (text: string): number | null => {
  const number = Number.parseInt(text, 10);
  return Number.isNaN(number) ? null : number;
};
