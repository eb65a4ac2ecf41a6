/** What the search box offers, in groups. */
import type { Suggestions, TextPiece } from '$shared/api';
import { searchFor } from '../address';

export interface Offer {
  href: string;
  title: TextPiece[];
  hint: string | null;
}
export interface OfferGroup {
  /** `query` for whole queries, else the kind of things. */
  kind: string;
  offers: Offer[];
}

/** Groups in this order; what else the server finds follows. Spaces are few, and found by their names only. */
const ORDER = ['query', 'space', 'practice', 'skill', 'topic', 'person', 'organisation', 'offer'];

type SpaceHit = { id: string; title: string; about: string; org: { short_name: string } | null };

export function grouped(found: Suggestions, spaces: SpaceHit[]): OfferGroup[] {
  const groups = new Map<string, Offer[]>();
  const add = (kind: string, offer: Offer) => {
    const known = groups.get(kind);
    if (!known) groups.set(kind, [offer]);
    else if (!known.some((one) => one.href === offer.href)) known.push(offer);
  };
  for (const q of found.queries)
    add('query', { href: searchFor(q), title: [{ text: q, hit: false }], hint: null });
  for (const thing of found.things)
    add(thing.kind, { href: thing.path, title: thing.title, hint: thing.hint });
  for (const space of spaces)
    add('space', {
      href: `/spaces/${space.id}`,
      title: [{ text: space.title, hit: false }],
      hint: space.org?.short_name ?? (space.about || null),
    });
  const place = (kind: string) => (ORDER.includes(kind) ? ORDER.indexOf(kind) : ORDER.length);
  return [...groups].sort(([a], [b]) => place(a) - place(b)).map(([kind, offers]) => ({ kind, offers }));
}
