/**
 * Keeping the reader's place while the page changes above it. The browser's own anchoring does nothing at the
 * very top and does not exist everywhere, so it is switched off for the stream and done here.
 */
export interface Edge {
  id: string;
  top: number;
  bottom: number;
}

/** The posts whose place must not change, best first: what is being read, then what follows it. */
export function anchorsOf(edges: readonly Edge[], viewTop: number, viewBottom: number): Edge[] {
  return edges.filter((edge) => edge.bottom > viewTop && edge.top < viewBottom);
}

/** By how much to scroll so that the first surviving anchor stands where it stood; both measured alike. */
export function shiftOf(before: readonly Edge[], topNow: (id: string) => number | null): number {
  for (const edge of before) {
    const now = topNow(edge.id);
    if (now !== null) return now - edge.top;
  }
  return 0;
}

/**
 * The highest number that has been read: a post counts once its end was on the screen, or once it fills
 * the screen (one that is longer than the screen must not stay unread for ever).
 */
export function lastSeen(
  edges: readonly (Edge & { no: number })[],
  viewTop: number,
  viewBottom: number,
): number {
  let seen = 0;
  for (const { no, top, bottom } of edges) {
    const ended = bottom <= viewBottom + 1 && bottom > viewTop;
    const fills = top <= viewTop && bottom >= viewBottom;
    if (ended || fills) seen = Math.max(seen, no);
  }
  return seen;
}

/** The post at the reader's eye: the first one that reaches below the top of the view. */
export function currentNo(edges: readonly (Edge & { no: number })[], viewTop: number): number | null {
  return edges.find((edge) => edge.bottom > viewTop + 8)?.no ?? edges.at(-1)?.no ?? null;
}
