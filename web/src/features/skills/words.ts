/** How a skill is called: «МА-5 · 8 · проценты», as the reports of the works print it. */
import { m } from '$paraglide/messages';
import { subjectName } from '$shared/words/subjects';

/** What a chip needs to know of a skill. */
export interface SkillLike {
  id: string;
  subject: string;
  grade: number;
  code: string;
  short: string;
}

/** Letters that reports print before the grade. They are codes, the same in every language. */
const LETTERS: Record<string, string> = {
  russian: 'РУ',
  math: 'МА',
  world: 'ОМ',
  reading: 'ЧГ',
  biology: 'БИ',
  chemistry: 'ХИ',
  physics: 'ФИ',
  geography: 'ГГ',
  history: 'ИС',
  social_studies: 'ОБ',
  informatics: 'ИН',
  english: 'АЯ',
};

/** A colour per subject; neighbours in a list of subjects differ clearly. */
const HUES: Record<string, number> = {
  russian: 12,
  literature: 340,
  reading: 350,
  math: 255,
  algebra: 265,
  geometry: 280,
  statistics: 240,
  informatics: 215,
  english: 300,
  german: 310,
  french: 320,
  world: 130,
  history: 60,
  social_studies: 85,
  geography: 190,
  physics: 225,
  chemistry: 165,
  biology: 145,
  technology: 45,
};

export function subjectLetters(subject: string): string {
  return LETTERS[subject] ?? subjectName(subject).slice(0, 2).toUpperCase();
}

export function subjectHue(subject: string): number {
  return HUES[subject] ?? 30;
}

/** «4k1» is printed «4К1». */
export function codeText(code: string): string {
  return code.replaceAll('k', 'К').replaceAll('g', 'Г');
}

/** «МА-5 · 8». */
export function skillCode(skill: Pick<SkillLike, 'subject' | 'grade' | 'code'>): string {
  return `${subjectLetters(skill.subject)}-${skill.grade} · ${codeText(skill.code)}`;
}

/** The whole of it in words, for whoever does not know the codes. */
export function skillWords(skill: SkillLike): string {
  return m.skills_words({
    subject: subjectName(skill.subject),
    grade: skill.grade,
    code: codeText(skill.code),
    short: skill.short,
  });
}
