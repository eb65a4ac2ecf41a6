/** Under which keys answers about schools are kept. */
export const contextsKey = (school: string) => ['school', school, 'contexts'] as const;
export const contextKey = (school: string, year: number) => [...contextsKey(school), year] as const;
export const statusesKey = (school: string) => ['school', school, 'statuses'] as const;
export const needsKey = (school: string) => ['school', school, 'needs'] as const;
export const offerKey = (school: string) => ['school', school, 'offer'] as const;
export const partnershipKey = (school: string) => ['school', school, 'partnership'] as const;
export const likesKey = (school: string) => ['school', school, 'likes'] as const;
export const helpingKey = (skill: string) => ['helping-schools', skill] as const;
export const termsKey = (territory: string) => ['status-terms', territory] as const;
export const tableKey = (territory: string) => ['needs-and-offers', territory] as const;
export const curatorsKey = (territory: string) => ['school-curators', territory] as const;
