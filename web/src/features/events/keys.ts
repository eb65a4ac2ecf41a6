/** Names of what the calendar keeps in the query cache. Events go by their address: a number or an id. */
export const eventsKey = (query: object = {}) => ['events', query] as const;
export const eventKey = (address: string) => ['event', address] as const;
export const registrationsKey = (address: string) => ['event', address, 'registrations'] as const;
export const attendanceKey = (address: string) => ['event', address, 'attendance'] as const;
export const feedsKey = ['calendar-feeds'] as const;

export const guestsKey = (address: string) => ['event', address, 'guests'] as const;
export const certificatesKey = (address: string) => ['event', address, 'certificates'] as const;
export const materialsKey = (address: string) => ['event', address, 'materials'] as const;
export const minutesKey = (address: string) => ['event', address, 'minutes'] as const;
export const feedbackKey = (address: string) => ['event', address, 'feedback'] as const;
export const followUpKey = (address: string) => ['event', address, 'follow-up'] as const;
export const visitKey = (id: string) => ['visit-sheet', id] as const;
export const remindersKey = ['event-reminders'] as const;
export const daysKey = ['calendar-days'] as const;
export const planDraft = (address: string | null) => `event:${address ?? 'new'}`;
export const minutesDraft = (address: string) => `event-minutes:${address}`;
