/** Where a draft is gone on with, by its key. */
export function placeOf(key: string): { kind: 'reply' | 'topic' | 'edit'; href: string } | null {
  const [kind, id] = key.split(':');
  if (!id || !/^[0-9a-f-]{36}$/i.test(id)) return null;
  if (kind === 'reply') return { kind, href: `/t/${id}` };
  if (kind === 'topic') return { kind, href: `/spaces/${id}/new` };
  if (kind === 'edit') return { kind, href: `/p/${id}` };
  return null;
}

/** The first words of a text without the marks of its form. */
export function plainBeginning(markdown: string, length: number): string {
  const plain = markdown
    .replace(/^>\s*\[!quote[^\]]*\]\s*$/gm, '')
    .replace(/@\[([^\]]*)\]\(person:[^)]*\)/g, '@$1')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^[>#\-*|\s]+/gm, '')
    .replace(/\\([^\w\s])/g, '$1')
    .replace(/[*_`~\\]+/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return plain.length > length ? `${plain.slice(0, length).trimEnd()}…` : plain;
}
