import type { PersonRef } from '$shared/api';
import { subjectWord } from '$shared/words/subjects';

/** «учитель математики»; «заместитель директора · физика»; «физика». Who is called a teacher of something has said it. */
export function workOf(person: Pick<PersonRef, 'position' | 'subjects'>, position = person.position): string {
  const subjects = person.subjects.filter((code) => !position || code !== 'management').map(subjectWord);
  const told = position ? /учител|педагог|преподавател|психолог|логопед/i.test(position) : false;
  return [position, told ? '' : subjects.join(', ')].filter(Boolean).join(' · ');
}
