/** A run in a few words. */
import { m } from '$paraglide/messages';
import { dayOf } from '$shared/words/time';
import type { RunHead } from './shapes';
import { MODES, yearText } from './words';

/** «№ 3 · 2026/27 · лучшее распределение · 3 октября» */
export const runName = ({ number, year, mode, created_at }: RunHead): string =>
  `${m.pairings_board_run_name({ number, year: yearText(year), mode: MODES[mode].word() })} · ${dayOf(new Date(created_at))}`;
