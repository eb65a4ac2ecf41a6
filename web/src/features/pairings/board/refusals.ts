/** Why a decision was refused, and what to do about it. */
import { m } from '$paraglide/messages';
import { asProblem } from '$shared/api';
import { fieldText, problemText } from '$shared/words/problems';

const WORDS: Record<string, () => string> = {
  already_exists: m.pairings_board_said,
  wrong_state: m.pairings_board_need_taken,
  mentor_full: m.pairings_board_no_places,
  no_offer: m.pairings_board_no_offer,
};

export function refusalText(thrown: unknown): string {
  const problem = asProblem(thrown);
  if (problem.errors.some(({ field }) => field === 'territory')) return m.pairings_board_too_many();
  const mentor = problem.errors.find(({ field }) => field === 'mentor_id');
  return mentor ? fieldText(mentor.code) : (WORDS[problem.code]?.() ?? problemText(problem));
}
