/** What the calendar asks the server, with the keys under which answers are kept. */
import { api, type EventCard, type EventKind } from '$shared/api';
import { keyset } from '$shared/api/queries';
import {
  attendanceKey,
  eventKey,
  eventsKey,
  feedsKey,
  registrationsKey,
  certificatesKey,
  guestsKey,
  materialsKey,
  minutesKey,
  feedbackKey,
  followUpKey,
  visitKey,
  remindersKey,
  daysKey,
} from './keys';
import { asked, type Filters, type ListQuery } from './list/filters';
import { midnight } from './month/dates';

const byId = (id: string) => ({ params: { path: { id } } });

export const eventsQuery = (query: ListQuery, limit = 30) => ({
  ...keyset,
  queryKey: eventsKey({ ...query, limit }),
  queryFn: ({ pageParam, signal }: { pageParam: string | undefined; signal: AbortSignal }) =>
    api.get('/events', { params: { query: { ...query, cursor: pageParam, limit } }, signal }),
});

/** More than so many a stretch of time does not hold; beyond that a filter helps more than a longer list. */
const MOST = 500;

/** All pages of these lists as one, in the order of time, each event once. Drafts are nobody's appointments. */
async function whole(queries: ListQuery[], signal: AbortSignal): Promise<EventCard[]> {
  const found = new Map<string, EventCard>();
  for (const query of queries) {
    let cursor: string | undefined;
    do {
      const page = await api.get('/events', { params: { query: { ...query, cursor, limit: 100 } }, signal });
      for (const event of page.items) if (event.state !== 'draft') found.set(event.id, event);
      cursor = page.next ?? undefined;
    } while (cursor && found.size < MOST);
  }
  const starts = (event: EventCard) => Date.parse(event.starts_at ?? '') || 0;
  return [...found.values()].sort((a, b) => starts(a) - starts(b));
}

/** Everything between two days of the reader's calendar. */
export const stretchQuery = ({ past: _past, ...filters }: Filters, from: string, to: string) => ({
  queryKey: eventsKey({ ...filters, view: undefined, date: undefined, from, to }),
  placeholderData: <T>(before: T) => before,
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    whole(
      asked(filters).map((query) => ({ ...query, from: midnight(from), to: midnight(to) })),
      signal,
    ),
});

/** What the reader has promised, from now on. */
export const mineQuery = (filters: Filters) => ({
  queryKey: eventsKey({ ...filters, filter: 'mine' }),
  queryFn: ({ signal }: { signal: AbortSignal }) => whole(asked({ ...filters, filter: 'mine' }), signal),
});

/** The nearest few, for a page about something else. */
export const someEvents = (query: ListQuery, limit: number) => ({
  queryKey: eventsKey({ ...query, limit, some: true }),
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    api.get('/events', { params: { query: { ...query, limit } }, signal }),
});

export const eventQuery = (id: string) => ({
  queryKey: eventKey(id),
  queryFn: () => api.get('/events/{id}', byId(id)),
});

export const eventKindsQuery = () => ({
  queryKey: ['event-kinds'],
  staleTime: 60 * 60_000,
  queryFn: () => api.get('/event-kinds'),
});

export const registrationsQuery = (id: string) => ({
  ...keyset,
  queryKey: registrationsKey(id),
  queryFn: ({ pageParam, signal }: { pageParam: string | undefined; signal: AbortSignal }) =>
    api.get('/events/{id}/registrations', {
      params: { path: { id }, query: { cursor: pageParam, limit: 50 } },
      signal,
    }),
});

/** Somebody else may be scanning at the other door: the list is asked for again and again. */
export const attendanceQuery = (id: string) => ({
  queryKey: attendanceKey(id),
  refetchInterval: 10_000,
  queryFn: () => api.get('/events/{id}/attendance', byId(id)),
});

interface Asked {
  from: string;
  to: string;
  subject?: string;
  kind?: EventKind;
}

export const coverageQuery = (org: string, query: Asked) => ({
  queryKey: ['event-coverage', org, query],
  queryFn: () => api.get('/organisations/{id}/event-coverage', { params: { path: { id: org }, query } }),
});

export const hoursQuery = (query: Asked) => ({
  queryKey: ['event-hours', query],
  queryFn: () => api.get('/me/event-hours', { params: { query } }),
});

/** What one came to, the latest first. */
export const attendedQuery = (query: Asked) => ({
  queryKey: eventsKey({ ...query, attended: true }),
  queryFn: async ({ signal }: { signal: AbortSignal }) => {
    const all = await whole([{ ...query, filter: 'registered' }], signal);
    return all.filter((event) => event.my?.attended_at).reverse();
  },
});

export const feedsQuery = () => ({
  queryKey: feedsKey,
  queryFn: () => api.get('/calendar-feeds'),
});

export const seriesQuery = (id: string) => ({
  queryKey: ['event-series', id],
  queryFn: () => api.get('/event-series/{id}', byId(id)),
});

/** People without an account, whose addresses are proved. */
export const guestsQuery = (id: string) => ({
  queryKey: guestsKey(id),
  queryFn: () => api.get('/events/{id}/guests', byId(id)),
});

/** Whom a head may send. */
export const colleaguesQuery = (id: string) => ({
  queryKey: ['event', id, 'colleagues'],
  queryFn: () => api.get('/events/{id}/colleagues', byId(id)),
});

/** Schools the event is for, with how many of each are in. */
export const schoolsQuery = (id: string) => ({
  queryKey: ['event', id, 'schools'],
  queryFn: () => api.get('/events/{id}/schools', byId(id)),
});

/** While they are being printed, the page asks how far it is. */
export const certificatesQuery = (id: string) => ({
  queryKey: certificatesKey(id),
  queryFn: () => api.get('/events/{id}/certificates', byId(id)),
  refetchInterval: ({
    state: { data },
  }: {
    state: { data?: { batch?: { finished_at?: string | null } | null } };
  }) => (data?.batch && !data.batch.finished_at ? 1_500 : (false as const)),
});

export const myCertificatesQuery = () => ({
  queryKey: ['event-certificates', 'mine'],
  queryFn: () => api.get('/me/event-certificates'),
});

export const materialsQuery = (id: string) => ({
  queryKey: materialsKey(id),
  queryFn: () => api.get('/events/{id}/materials', byId(id)),
});

export const minutesQuery = (id: string) => ({
  queryKey: minutesKey(id),
  queryFn: () => api.get('/events/{id}/minutes', byId(id)),
});

export const feedbackFormQuery = (id: string) => ({
  queryKey: [...feedbackKey(id), 'form'],
  queryFn: () => api.get('/events/{id}/feedback-form', byId(id)),
});

export const feedbackQuery = (id: string) => ({
  queryKey: [...feedbackKey(id), 'answers'],
  queryFn: () => api.get('/events/{id}/feedback', byId(id)),
});

export const followUpQuery = (id: string) => ({
  queryKey: followUpKey(id),
  queryFn: () => api.get('/events/{id}/follow-up', byId(id)),
});

export const visitsQuery = (event: string | undefined) => ({
  ...keyset,
  queryKey: ['visit-sheets', event ?? ''],
  queryFn: ({ pageParam, signal }: { pageParam: string | undefined; signal: AbortSignal }) =>
    api.get('/visit-sheets', { params: { query: { event, cursor: pageParam } }, signal }),
});

export const visitQuery = (id: string) => ({
  queryKey: visitKey(id),
  queryFn: () => api.get('/visit-sheets/{id}', byId(id)),
});

export const remindersQuery = () => ({
  queryKey: remindersKey,
  queryFn: () => api.get('/me/event-reminders'),
});

/** From today on, for a year. */
export const daysQuery = () => ({
  queryKey: daysKey,
  queryFn: () => api.get('/calendar-days'),
});

export const templatesQuery = () => ({
  queryKey: ['event-templates'],
  queryFn: () => api.get('/event-templates'),
});
