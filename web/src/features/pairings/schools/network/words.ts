/** Where a pair is in its life, in a word. */
import { m } from '$paraglide/messages';
import type { PairingState } from '$shared/api';

export const PAIR_STATES: Record<PairingState, () => string> = {
  proposed: m.schools_pair_proposed,
  agreed: m.schools_pair_agreed,
  active: m.schools_pair_active,
  suspended: m.schools_pair_suspended,
  completed: m.schools_pair_completed,
  ended: m.schools_pair_ended,
  declined: m.schools_pair_declined,
  vetoed: m.schools_pair_vetoed,
  withdrawn: m.schools_pair_withdrawn,
};
