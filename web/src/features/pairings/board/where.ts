/** What the board shows, as its address says it. Runs go by their number. */
import type { Id } from '$shared/api';

export type View = 'list' | 'graph' | 'map' | 'sensitivity' | 'compare';

export interface Where {
  territory?: Id;
  run?: number;
  view: View;
  /** The run it is compared with. */
  with?: number;
  /** What is chosen in the picture: a need, or a mentor. */
  at?: Id;
}

const VIEWS: readonly string[] = ['graph', 'map', 'sensitivity', 'compare'];
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Nonsense in an address is left out, so that a broken link still shows the board. */
export function whereOf(search: URLSearchParams): Where {
  const id = (name: string) => {
    const value = search.get(name);
    return value && ID.test(value) ? value : undefined;
  };
  const number = (name: string) => {
    const value = Number(search.get(name));
    return Number.isInteger(value) && value > 0 ? value : undefined;
  };
  const view = search.get('view');
  return {
    territory: id('territory'),
    run: number('run'),
    view: view && VIEWS.includes(view) ? (view as View) : 'list',
    with: number('with'),
    at: id('at'),
  };
}

/** The address of the board with some of it changed; `undefined` takes a part away. */
export function addressOf(where: Where, change: Partial<Where> = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...where, ...change })) {
    if (value !== undefined && !(name === 'view' && value === 'list')) search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `/pairings/board?${text}` : '/pairings/board';
}
