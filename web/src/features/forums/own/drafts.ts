/** Where a draft is gone on with, by its key. */
export function placeOf(key: string): { kind: 'reply' | 'topic' | 'edit'; href: string } | null {
  const [kind, id] = key.split(':');
  if (!id || !/^[0-9a-f-]{36}$/i.test(id)) return null;
  if (kind === 'reply') return { kind, href: `/t/${id}` };
  if (kind === 'topic') return { kind, href: `/spaces/${id}/new` };
  if (kind === 'edit') return { kind, href: `/p/${id}` };
  return null;
}
