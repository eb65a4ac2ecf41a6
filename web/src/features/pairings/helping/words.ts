/** What is said of a school that is willing to help. */
import { m } from '$paraglide/messages';
import type { HelpingSchool } from '$shared/api';
import { wordOf } from '../schools/theme';
import { gradesWords } from '../schools/words';

const FEW = [
  m.schools_helping_free_none,
  m.schools_helping_free_one,
  m.schools_helping_free_two,
  m.schools_helping_free_three,
  m.schools_helping_free_four,
];

/** «есть место ещё для двух школ» */
export function placesLeft(free: number): string {
  return FEW[Math.max(free, 0)]?.() ?? m.schools_helping_free_many({ count: free });
}

/** «математика, 5–6 классы» */
export function inWhat({ theme, grade_from, grade_to }: HelpingSchool): string {
  return [wordOf(theme), gradesWords(grade_from, grade_to)].filter(Boolean).join(', ');
}

/** «очно, до 60 мин дороги, дистанционно» */
export function howTheyWork({ in_person, max_minutes, online }: HelpingSchool): string {
  const ways = [
    in_person && m.schools_offer_in_person(),
    in_person && max_minutes !== null && m.schools_offer_minutes({ minutes: max_minutes }),
    online && m.schools_offer_online(),
  ];
  return ways.filter(Boolean).join(', ');
}
