/** Names of what the bank keeps in the query cache. Practices go by their address: a number or an id. */
import type { Id } from '$shared/api';

export const practicesKey = (query: object = {}) => ['practices', query] as const;
export const practiceKey = (address: string) => ['practice', address] as const;
export const workKey = (address: string) => ['practice', address, 'work'] as const;
export const reviewsKey = (address: string) => ['practice', address, 'reviews'] as const;
export const adoptionsKey = (address: string) => ['practice', address, 'adoptions'] as const;
export const versionsKey = (address: string) => ['practice', address, 'versions'] as const;
export const similarKey = (address: string) => ['practice', address, 'similar'] as const;
export const citationKey = (address: string) => ['practice', address, 'citation'] as const;
export const certificateKey = (number: string) => ['certificate', number] as const;
export const collectionsKey = (query: object = {}) => ['collections', query] as const;
export const collectionKey = (id: Id) => ['collection', id] as const;

export const workDraft = (address: string | null) => `practice:${address ?? 'new'}`;
export const sheetDraft = (review: Id) => `review:${review}`;
