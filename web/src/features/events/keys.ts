/** Names of what the calendar keeps in the query cache. Events go by their address: a number or an id. */
export const eventsKey = (query: object = {}) => ['events', query] as const;
export const eventKey = (address: string) => ['event', address] as const;
export const registrationsKey = (address: string) => ['event', address, 'registrations'] as const;
export const attendanceKey = (address: string) => ['event', address, 'attendance'] as const;
export const feedsKey = ['calendar-feeds'] as const;

export const planDraft = (address: string | null) => `event:${address ?? 'new'}`;
