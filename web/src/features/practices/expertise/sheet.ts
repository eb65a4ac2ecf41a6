/** The experts' sheet: five marks, advice, words, remarks. */
import { m } from '$paraglide/messages';
import type { Remark, Review, Verdict } from '$shared/api';

export const TOP = 10;

export const CRITERIA = [
  { field: 'result', name: m.practices_criterion_result, help: m.practices_criterion_result_help },
  {
    field: 'efficiency',
    name: m.practices_criterion_efficiency,
    help: m.practices_criterion_efficiency_help,
  },
  { field: 'novelty', name: m.practices_criterion_novelty, help: m.practices_criterion_novelty_help },
  { field: 'transfer', name: m.practices_criterion_transfer, help: m.practices_criterion_transfer_help },
  { field: 'scale', name: m.practices_criterion_scale, help: m.practices_criterion_scale_help },
] as const;
export type Criterion = (typeof CRITERIA)[number]['field'];

export interface Said {
  field: string;
  text: string;
}
export type Sheet = Record<Criterion, number | null> & {
  verdict: Verdict | null;
  text: string;
  remarks: Said[];
};

export function sheetOf(review: Review): Sheet {
  const { result, efficiency, novelty, transfer, scale, verdict, text } = review;
  return { result, efficiency, novelty, transfer, scale, verdict, text, remarks: saidOf(review.remarks) };
}

export const saidOf = (remarks: readonly Remark[]): Said[] =>
  remarks.map(({ field, text }) => ({ field, text }));

/** The sum of five marks; nothing while one is missing. */
export function total(sheet: Sheet): number | null {
  let sum = 0;
  for (const { field } of CRITERIA) {
    const mark = sheet[field];
    if (mark === null) return null;
    sum += mark;
  }
  return sum;
}

/** A remark without words says nothing and is not sent. */
export const spoken = (remarks: readonly Said[]): Said[] =>
  remarks.map(({ field, text }) => ({ field, text: text.trim() })).filter((remark) => remark.text !== '');
