/** A question that somebody brings along from elsewhere (a search, a weak spot), and the space that suits it. */
import type { SpaceCard } from '$shared/api';
import { subjectName } from '$shared/words/subjects';

export interface Asked {
  title: string;
  subject: string;
  grades: number[];
  skill: string | null;
}

export function readAsked(address: URLSearchParams): Asked | null {
  const grades = (address.get('grades') ?? '').split(',').map(Number);
  const asked = {
    title: (address.get('title') ?? '').trim().slice(0, 200),
    subject: address.get('subject') ?? '',
    grades: grades.filter((grade) => Number.isInteger(grade) && grade >= 1 && grade <= 11),
    skill: address.get('skill'),
  };
  return asked.title || asked.skill ? asked : null;
}

export function writeAsked({ title, subject, grades, skill }: Asked): string {
  const address = new URLSearchParams();
  if (title) address.set('title', title);
  if (subject) address.set('subject', subject);
  if (grades.length > 0) address.set('grades', grades.join(','));
  if (skill) address.set('skill', skill);
  return address.toString();
}

type Room = Pick<SpaceCard, 'id' | 'kind' | 'title' | 'archived' | 'my'>;

/**
 * Where a question is likely to be answered: the association of its subject, else the open staff room of the
 * network, else any space one writes in. `null` when one writes nowhere.
 */
export function bestSpace<S extends Room>(spaces: readonly S[], subject: string): S | null {
  const mine = spaces.filter(
    (space) => space.my.state === 'member' && space.my.role !== 'reader' && !space.archived,
  );
  // «математика» is in «РМО учителей математики» and «РМО математиков» alike, «химия» in «РМО химиков».
  const name = subject ? subjectName(subject).toLowerCase() : '';
  const stem = name.slice(0, Math.min(5, Math.max(3, name.length - 2)));
  const of = (kind: Room['kind']) => mine.filter((space) => space.kind === kind);
  const suits = (space: S) => stem !== '' && space.title.toLowerCase().includes(stem);
  return of('association').find(suits) ?? of('open').find(suits) ?? of('open')[0] ?? mine[0] ?? null;
}
