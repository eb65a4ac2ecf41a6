/** The words of a skill as they stand in a form, and what of them differs from what is stored. */
import type { Skill } from '$shared/api';

export interface Texts {
  short: string;
  text: string;
  block: string;
  max: string;
  source: string;
  /** Separated by commas. */
  synonyms: string;
}

type Words = Pick<Skill, 'short' | 'text' | 'block' | 'max' | 'source' | 'synonyms'>;

export function textsOf(skill: Words): Texts {
  const { short, text, block, max, source } = skill;
  return { short, text, block, max: String(max), source, synonyms: wordsOf(skill) };
}

export const wordsOf = (skill: Pick<Skill, 'synonyms'>): string => skill.synonyms.join(', ');

export function wordList(typed: string): string[] {
  const words = typed.split(/[,;\n]/).map((word) => word.trim().replace(/\s+/g, ' ').toLowerCase());
  return [...new Set(words.filter(Boolean))].sort();
}

export function filled(texts: Texts): Words {
  return {
    short: texts.short.trim(),
    text: texts.text.trim(),
    block: texts.block.trim(),
    max: Number.parseInt(texts.max, 10) || 0,
    source: texts.source.trim(),
    synonyms: wordList(texts.synonyms),
  };
}

export function changesOf(
  skill: Skill,
  texts: Texts,
  archived: boolean,
): Partial<Words & { archived: boolean }> {
  const now = { ...filled(texts), archived };
  const before = { ...skill, synonyms: [...skill.synonyms].sort() };
  const differ = (name: keyof typeof now) => String(now[name]) !== String(before[name]);
  const names = (Object.keys(now) as (keyof typeof now)[]).filter(differ);
  return Object.fromEntries(names.map((name) => [name, now[name]]));
}
