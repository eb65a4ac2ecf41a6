/** Whether a school works with others, in words, with what that rests on. */
import { m } from '$paraglide/messages';
import type { SchoolPartnership } from '$shared/api';
import { dayText } from '../../pair/days';

export type Standing = 'present' | 'begun' | 'absent';

/** There, only an active pair, or nothing. */
export const standing = ({ present, pairs }: Pick<SchoolPartnership, 'present' | 'pairs'>): Standing =>
  present ? 'present' : pairs.length > 0 ? 'begun' : 'absent';

/** «1 пара, 4 встречи, последняя 12 ноября» */
export function restsOn({ pairs }: Pick<SchoolPartnership, 'pairs'>, now = Date.now()): string {
  const held = pairs.reduce((sum, pair) => sum + pair.held, 0);
  const last = pairs
    .map(({ last_on }) => last_on)
    .filter((day) => day !== null)
    .sort()
    .at(-1);
  return [
    m.schools_partner_pairs({ count: pairs.length }),
    m.schools_partner_held({ count: held }),
    last && m.schools_partner_last({ day: dayText(last, now) }),
  ]
    .filter(Boolean)
    .join(', ');
}
