/** Names of school subjects by the server's codes, in the order in which lists show them. */
import { m } from '$paraglide/messages';
import { locale } from './locale.svelte';

const NAMES: Record<string, () => string> = {
  russian: m.subject_russian,
  literature: m.subject_literature,
  native_language: m.subject_native_language,
  reading: m.subject_reading,
  math: m.subject_math,
  algebra: m.subject_algebra,
  geometry: m.subject_geometry,
  statistics: m.subject_statistics,
  informatics: m.subject_informatics,
  english: m.subject_english,
  german: m.subject_german,
  french: m.subject_french,
  world: m.subject_world,
  history: m.subject_history,
  social_studies: m.subject_social_studies,
  odnknr: m.subject_odnknr,
  orkse: m.subject_orkse,
  geography: m.subject_geography,
  physics: m.subject_physics,
  chemistry: m.subject_chemistry,
  biology: m.subject_biology,
  art: m.subject_art,
  music: m.subject_music,
  technology: m.subject_technology,
  pe: m.subject_pe,
  obzr: m.subject_obzr,
  project: m.subject_project,
  extracurricular: m.subject_extracurricular,
  class_teacher: m.subject_class_teacher,
  psychology: m.subject_psychology,
  management: m.subject_management,
};

export const SUBJECTS = Object.keys(NAMES);

export function subjectName(code: string): string {
  return NAMES[code]?.() ?? code;
}

/** Inside a Russian sentence or after a name: «математика», but «ОБЗР» stays as it is. */
export function subjectWord(code: string): string {
  const name = subjectName(code);
  const abbreviation = name === name.toUpperCase();
  return abbreviation || locale.current !== 'ru' ? name : name.charAt(0).toLowerCase() + name.slice(1);
}
