import { Problem } from '$shared/api';

/** Says what is missing before the server has to; in the same shape, so that it is shown in the same place. */
export function requireFilled(fields: Record<string, unknown>): void {
  const errors = Object.entries(fields)
    .filter(([, value]) => (typeof value === 'string' ? !value.trim() : !value))
    .map(([field]) => ({ field, code: 'required' }));
  if (errors.length > 0) throw new Problem(422, { code: 'invalid', errors });
}

/** An empty field is no value. */
export function given(text: string): string | null {
  return text.trim() || null;
}

/** Where to go after the door: only inside our own house. */
export function nextPath(url: URL): string {
  const next = url.searchParams.get('next') ?? '/';
  return next.startsWith('/') && !next.startsWith('//') && !next.includes('\\') ? next : '/';
}
