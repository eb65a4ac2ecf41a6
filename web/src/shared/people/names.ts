import type { PersonRef } from '$shared/api';
import { kept } from '$shared/words/breaks';
import { subjectWord } from '$shared/words/subjects';

type Named = Pick<PersonRef, 'surname' | 'given_name' | 'patronymic'>;

/** «Иванова М. П.» */
export function shortName(person: Named): string {
  const initials = [person.given_name, person.patronymic]
    .filter(Boolean)
    .map((part) => `${part?.charAt(0)}.`);
  // Initials never part from one another or from the surname at a line's end.
  return [person.surname, ...initials].join('\u00a0');
}

/** «Иванова Мария Петровна» */
export function fullName(person: Named): string {
  return [person.surname, person.given_name, person.patronymic].filter(Boolean).join(' ');
}

/** «Мария Петровна»: how a colleague is addressed. */
export function address(person: Named): string {
  return [person.given_name, person.patronymic].filter(Boolean).join(' ');
}

export function initials(person: Named): string {
  return (person.surname.charAt(0) + person.given_name.charAt(0)).toUpperCase();
}

/** «математика, алгебра», or the post of who teaches nothing. */
export const workOf = (person: PersonRef): string =>
  person.subjects.length > 0
    ? person.subjects.slice(0, 2).map(subjectWord).join(', ')
    : (person.position ?? '');

/** «математика, СОШ № 6»: what stands beside a name. A post in the school says more than the subject. */
export function standing(person: PersonRef): string {
  return kept([workOf(person), person.school?.short_name].filter(Boolean).join(', '));
}

/** A calm hue that stays with the person; the tokens give the tone, so that white letters are readable. */
export function hueOf(id: string): number {
  let hash = 2166136261;
  for (const char of id) hash = Math.imul(hash ^ char.charCodeAt(0), 16777619);
  return HUES[(hash >>> 0) % HUES.length] ?? 160;
}

const HUES = [12, 28, 44, 88, 142, 164, 186, 204, 222, 252, 282, 318, 340];
