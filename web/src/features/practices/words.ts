/** The closed words of the bank as people read them. */
import { m } from '$paraglide/messages';
import type { Licence, Outcome, PracticeKind, PracticeLevel, PracticeStage, Verdict } from '$shared/api';

type Words<K extends string> = Record<K, () => string>;

export const KINDS: Words<PracticeKind> = {
  lesson_plan: m.practices_kind_lesson_plan,
  technological_map: m.practices_kind_technological_map,
  worksheet: m.practices_kind_worksheet,
  presentation: m.practices_kind_presentation,
  diagnostics: m.practices_kind_diagnostics,
  technique: m.practices_kind_technique,
  programme: m.practices_kind_programme,
  mentoring: m.practices_kind_mentoring,
  parents: m.practices_kind_parents,
  management: m.practices_kind_management,
  extracurricular: m.practices_kind_extracurricular,
  inclusive: m.practices_kind_inclusive,
};
export const LEVELS: Words<PracticeLevel> = {
  school: m.practices_level_school,
  municipal: m.practices_level_municipal,
  regional: m.practices_level_regional,
};
export const STAGES: Words<Exclude<PracticeStage, 'none'>> = {
  draft: m.practices_stage_draft,
  submitted: m.practices_stage_submitted,
  review: m.practices_stage_review,
  revision: m.practices_stage_revision,
};
export const LICENCES: Record<Licence, { name: () => string; text: () => string; href: string | null }> = {
  cc_by: {
    name: m.practices_licence_cc_by,
    text: m.practices_licence_cc_by_text,
    href: 'https://creativecommons.org/licenses/by/4.0/deed.ru',
  },
  cc_by_sa: {
    name: m.practices_licence_cc_by_sa,
    text: m.practices_licence_cc_by_sa_text,
    href: 'https://creativecommons.org/licenses/by-sa/4.0/deed.ru',
  },
  cc_by_nc: {
    name: m.practices_licence_cc_by_nc,
    text: m.practices_licence_cc_by_nc_text,
    href: 'https://creativecommons.org/licenses/by-nc/4.0/deed.ru',
  },
  network: { name: m.practices_licence_network, text: m.practices_licence_network_text, href: null },
};
export const OUTCOMES: Words<Outcome> = {
  helped: m.practices_outcome_helped,
  partly: m.practices_outcome_partly,
  no: m.practices_outcome_no,
};
export const VERDICTS: Words<Verdict> = {
  recommend: m.practices_verdict_recommend,
  revise: m.practices_verdict_revise,
  reject: m.practices_verdict_reject,
};

/** Names of the fields that remarks point at, in the order of the form. */
export const FIELDS = {
  kind: m.practices_field_kind,
  title: m.practices_field_title,
  summary: m.practices_field_summary,
  problem: m.practices_field_problem,
  skills: m.practices_field_skills,
  subjects: m.practices_field_subjects,
  grades: m.practices_field_grades,
  goal: m.practices_field_goal,
  body: m.practices_field_body,
  resources: m.practices_field_resources,
  conditions: m.practices_field_conditions,
  files: m.practices_field_files,
  result_before: m.practices_field_result_before,
  result_after: m.practices_field_result_after,
  result_how: m.practices_field_result_how,
  risks: m.practices_field_risks,
  keywords: m.practices_field_keywords,
  links: m.practices_field_links,
  authors: m.practices_field_authors,
  licence: m.practices_field_licence,
  employer_consent: m.practices_field_employer_consent,
  whole: m.practices_field_whole,
} satisfies Record<string, () => string>;
export type FieldName = keyof typeof FIELDS;

export function fieldName(field: string): string {
  return (FIELDS[field as FieldName] ?? FIELDS.whole)();
}

export const keysOf = <K extends string>(table: Record<K, unknown>): K[] => Object.keys(table) as K[];
