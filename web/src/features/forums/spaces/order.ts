/** How the directory of spaces is laid out: mine first, what is new first among them, then by kind. */
import type { SpaceCard, SpaceKind } from '$shared/api';

export const KIND_ORDER: readonly SpaceKind[] = ['open', 'association', 'municipality', 'school', 'group'];

export const isMine = (space: SpaceCard): boolean =>
  space.my.state === 'member' || space.my.state === 'invited' || space.my.state === 'requested';

export function layOut(spaces: readonly SpaceCard[]): {
  mine: SpaceCard[];
  others: [SpaceKind, SpaceCard[]][];
} {
  const mine = spaces.filter(isMine).sort(byNews);
  const others = KIND_ORDER.map((kind): [SpaceKind, SpaceCard[]] => [
    kind,
    spaces.filter((space) => space.kind === kind && !isMine(space)).sort(byTitle),
  ]).filter(([, list]) => list.length > 0);
  return { mine, others };
}

/** An invitation waits for an answer, so it stands above everything; muted spaces do not push themselves forward. */
function byNews(a: SpaceCard, b: SpaceCard): number {
  const weight = (space: SpaceCard) =>
    space.my.state === 'invited' ? 3 : loudUnread(space) > 0 ? 2 : space.my.state === 'member' ? 1 : 0;
  return weight(b) - weight(a) || (b.last_post_at ?? '').localeCompare(a.last_post_at ?? '') || byTitle(a, b);
}

export const loudUnread = (space: SpaceCard): number => (space.my.watch === 'muted' ? 0 : space.my.unread);

function byTitle(a: SpaceCard, b: SpaceCard): number {
  return a.title.localeCompare(b.title, 'ru', { numeric: true });
}
