/** The way from a search without an answer to a question for colleagues. */
import type { Search } from './address';

export interface Question {
  title: string;
  subject?: string;
  grades?: number[];
  skill?: string;
}

export function askAddress(search: Search): string {
  const { subject, grade, skill } = search.chosen;
  return questionAddress({
    title: search.q,
    subject: subject?.length === 1 ? subject[0] : undefined,
    grades: grade?.map(Number).filter((one) => Number.isInteger(one) && one >= 1 && one <= 11),
    skill: skill?.length === 1 ? skill[0] : undefined,
  });
}

/** The page that chooses the space and opens the question there. */
export function questionAddress({ title, subject, grades, skill }: Question): string {
  const address = new URLSearchParams();
  if (title) address.set('title', title);
  if (subject) address.set('subject', subject);
  if (grades && grades.length > 0) address.set('grades', grades.join(','));
  if (skill) address.set('skill', skill);
  const text = address.toString();
  return text ? `/ask?${text}` : '/ask';
}
