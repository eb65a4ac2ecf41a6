/** The reader's place on the screen: measures the posts and keeps the line being read where it is. */
import { anchorsOf, shiftOf, type Edge } from './anchor';

export type NumberedEdge = Edge & { no: number };

/** The frame's bar covers the top of the window, the reply box its foot. */
export const viewTop = () => 3.6 * parseFloat(getComputedStyle(document.documentElement).fontSize);
export const viewBottom = () => window.innerHeight - 60;

export class Place {
  /**
   * The posts on the screen as they last stood, measured from the beginning of the page: a scroll does not
   * change that, so whatever does is a change above the reader.
   */
  #steady: Edge[] = [];

  constructor(private readonly stream: HTMLElement) {}

  edges(): NumberedEdge[] {
    return [...this.stream.querySelectorAll<HTMLElement>('[data-no]')].map((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return { id: element.id, no: Number(element.dataset.no), top, bottom };
    });
  }

  remember(): void {
    this.#steady = anchorsOf(this.edges(), viewTop(), window.innerHeight).map((edge) => ({
      ...edge,
      top: edge.top + window.scrollY,
    }));
  }

  /** After the page changed. `grown`: whether posts themselves came or went, not only something's height. */
  restore(grown: boolean): void {
    // At the very top the head is being read; what grows there must not push it away.
    const atHead = !grown && this.stream.getBoundingClientRect().top > viewTop();
    const topNow = (id: string) => {
      const element = document.getElementById(id);
      return element && element.getBoundingClientRect().top + window.scrollY;
    };
    const shift = atHead ? 0 : shiftOf(this.#steady, topNow);
    if (Math.abs(shift) >= 1) window.scrollBy({ top: shift, behavior: 'instant' });
    this.remember();
  }

  /** Fonts that come late, a table that unfolds: heights change without the posts changing. */
  watch(busy: () => boolean): () => void {
    const watcher = new ResizeObserver(() => {
      if (!busy()) this.restore(false);
    });
    watcher.observe(this.stream);
    watcher.observe(document.body);
    return () => watcher.disconnect();
  }
}
