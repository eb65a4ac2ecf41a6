import { api, type Id } from '$shared/api';

export interface DraftPlace {
  kind: 'reply' | 'topic' | 'edit';
  id: Id;
  href: string;
}

/** Where a draft is gone on with, by its key. */
export function placeOf(key: string): DraftPlace | null {
  const [kind, id] = key.split(':');
  if (!id || !/^[0-9a-f-]{36}$/i.test(id)) return null;
  if (kind === 'reply') return { kind, id, href: `/t/${id}` };
  if (kind === 'topic') return { kind, id, href: `/spaces/${id}/new` };
  if (kind === 'edit') return { kind, id, href: `/p/${id}` };
  return null;
}

/** What the topic or space of a draft is called. */
export async function placeTitle({ kind, id }: DraftPlace): Promise<string> {
  const to = { params: { path: { id } } };
  if (kind === 'topic') return (await api.get('/spaces/{id}', to)).title;
  if (kind === 'reply') return (await api.get('/topics/{id}', to)).title;
  return (await api.get('/posts/{id}', to)).topic.title;
}
