/** What the search box offers while one types: asked after a pause, the newest answer wins. */
import { api, asProblem } from '$shared/api';
import { searchFor } from '../address';
import { layoutRepaired } from '../layout';
import { grouped, type OfferGroup } from './offers';

const PAUSE_MS = 160;
const SPACES = 3;
export class Suggest {
  typed = $state('');
  groups = $state.raw<OfferGroup[]>([]);
  /** The words were read in the other keyboard layout. */
  repaired = $state<string | null>(null);
  phase = $state<'idle' | 'asking' | 'ready' | 'offline' | 'failed'>('idle');
  active = $state(-1);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: AbortController | null = null;

  readonly offers = $derived(this.groups.flatMap((group) => group.offers));
  readonly q = $derived(this.typed.trim());

  ask(): void {
    clearTimeout(this.#timer);
    this.#running?.abort();
    this.active = -1;
    if (!/[\p{L}\p{N}]/u.test(this.typed)) return this.forget();
    if (this.phase !== 'ready') this.phase = 'asking';
    this.#timer = setTimeout(() => void this.#fetch(), PAUSE_MS);
  }

  forget(): void {
    clearTimeout(this.#timer);
    this.#running?.abort();
    this.groups = [];
    this.repaired = null;
    this.active = -1;
    this.phase = 'idle';
  }

  move(step: 1 | -1): void {
    const count = this.offers.length;
    // One place more than there are offers: the words as typed.
    if (count > 0) this.active = ((this.active + 1 + step + count + 1) % (count + 1)) - 1;
  }

  /** Where Enter leads. */
  get target(): string {
    return this.offers[this.active]?.href ?? searchFor(this.q);
  }

  async #fetch(): Promise<void> {
    const mine = (this.#running = new AbortController());
    const q = this.q;
    try {
      const [found, spaces] = await Promise.all([
        api.get('/search/suggest', { params: { query: { q: this.typed } }, signal: mine.signal }),
        // Spaces are few and found by name; without them the rest is still good.
        api
          .get('/spaces', { params: { query: { q, limit: SPACES } }, signal: mine.signal })
          .then((page) => page.items)
          .catch(() => []),
      ]);
      if (mine.signal.aborted) return;
      this.groups = grouped(found, spaces);
      this.repaired = layoutRepaired(
        q,
        found.queries,
        found.things.map((thing) => thing.title.map((piece) => piece.text).join('')),
      );
      this.phase = 'ready';
    } catch (thrown) {
      if (mine.signal.aborted) return;
      this.groups = [];
      this.repaired = null;
      this.phase = asProblem(thrown).status === 0 ? 'offline' : 'failed';
    }
  }
}
