/** Which hit was opened from which search, for coming back. Lives as long as the tab. */
const MOST = 30;
const opened = new Map<string, string>();

export const left = {
  at(search: string, hit: string): void {
    opened.delete(search);
    opened.set(search, hit);
    const oldest = opened.keys().next();
    if (opened.size > MOST && !oldest.done) opened.delete(oldest.value);
  },
  of: (search: string): string | undefined => opened.get(search),
};
