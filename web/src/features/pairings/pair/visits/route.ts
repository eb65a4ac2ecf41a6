import { m } from '$paraglide/messages';
import type { Pair, Visit } from '../types';

/** «Гимназия № 2 едет в СОШ с. Увал» */
export function route(pair: Pick<Pair, 'mentor' | 'mentee'>, { by_side }: Pick<Visit, 'by_side'>): string {
  const [from, to] = by_side === 'mentor' ? [pair.mentor, pair.mentee] : [pair.mentee, pair.mentor];
  return m.pair_visit_route({ from: from?.short_name ?? '—', to: to?.short_name ?? '—' });
}
