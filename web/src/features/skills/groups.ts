/** Lists of skills cut into the works they belong to, and what stands near one of them. */
import type { Skill } from '$shared/api';

export interface Work {
  subject: string;
  grade: number;
  skills: Skill[];
}

/** The list comes ordered; here it is only cut. */
export function byWork(skills: readonly Skill[]): Work[] {
  const works: Work[] = [];
  for (const skill of skills) {
    const last = works.at(-1);
    if (last && last.subject === skill.subject && last.grade === skill.grade) last.skills.push(skill);
    else works.push({ subject: skill.subject, grade: skill.grade, skills: [skill] });
  }
  return works;
}

/** Of the same block: in the same work, and in the works of other grades from the nearest on. */
export function neighbours(of: Skill, skills: readonly Skill[]): { here: Skill[]; elsewhere: Skill[] } {
  const block = of.block.trim().toLowerCase();
  const near = skills.filter(
    (one) =>
      one.id !== of.id &&
      one.subject === of.subject &&
      block !== '' &&
      one.block.trim().toLowerCase() === block,
  );
  const far = (skill: Skill) => Math.abs(skill.grade - of.grade);
  return {
    here: near.filter((one) => one.grade === of.grade),
    elsewhere: near.filter((one) => one.grade !== of.grade).sort((a, b) => far(a) - far(b)),
  };
}

/**
 * How many practices treat each skill, out of the counts of a search. A list cut off by the server says nothing of
 * what it left out: then the rest is unknown, not none.
 */
export function countsOf(values: { value: string; count: number }[] | undefined, cutAt: number) {
  if (!values) return { of: () => null };
  const known = new Map(values.map(({ value, count }) => [value, count]));
  const rest = values.length < cutAt ? 0 : null;
  return { of: (id: string): number | null => known.get(id) ?? rest };
}
