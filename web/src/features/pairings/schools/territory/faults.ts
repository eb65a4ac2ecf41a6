/** What is wrong with a cell, a row or a file, by the server's code; its own Russian words where there is no other. */
import { m } from '$paraglide/messages';
import type { ContextImportError } from '$shared/api';

const PLAIN: Partial<Record<string, () => string>> = {
  no_school: m.schools_fault_no_school,
  staff: m.schools_fault_staff,
  share: m.schools_fault_share,
  level_source: m.schools_fault_level_source,
  level: m.schools_fault_level,
  languages: m.schools_fault_languages,
  note: m.schools_fault_note,
  half_place: m.schools_fault_half_place,
  no_place: m.schools_fault_no_place,
  over_hundred: m.schools_fault_over_hundred,
  negative: m.schools_fault_negative,
  over_pupils: m.schools_fault_over_pupils,
  zero: m.schools_fault_zero,
  share_twice: m.schools_fault_share_twice,
  no_part: m.schools_fault_no_part,
  no_whole: m.schools_fault_no_whole,
  no_headings: m.schools_fault_no_headings,
  no_rows: m.schools_fault_no_rows,
};
/** Of what stands in the cell. */
const OF_CELL: Partial<Record<string, (said: { value: string }) => string>> = {
  not_whole: m.schools_fault_not_whole,
  too_big: m.schools_fault_too_big,
  not_degrees: m.schools_fault_not_degrees,
  not_yes: m.schools_fault_not_yes,
  not_kind: m.schools_fault_not_kind,
  language: m.schools_fault_language,
  not_year: m.schools_fault_not_year,
  foreign_school: m.schools_fault_foreign_school,
  closed_school: m.schools_fault_closed_school,
};
const OF_HEADING: Partial<Record<string, (said: { heading: string }) => string>> = {
  people: m.schools_fault_people,
  unknown_column: m.schools_fault_unknown_column,
  column_twice: m.schools_fault_column_twice,
};

type Fault = Pick<ContextImportError, 'code' | 'params' | 'text'>;

export function faultText({ code, params, text }: Fault): string {
  const {
    value = '',
    heading = '',
    one = '',
    other = '',
    row = '',
    min = '',
    max = '',
    year = '',
    mb = '',
  } = params;
  switch (code) {
    case 'two_schools':
      return m.schools_fault_two_schools({ one, other });
    case 'same_row':
      return m.schools_fault_same_row({ row });
    case 'range':
      return m.schools_fault_range({ min, max });
    case 'year_out':
      return m.schools_fault_year_out({ year });
    case 'too_large':
      return m.schools_fault_too_large({ mb });
    case 'unreadable':
      return m.schools_fault_unreadable({ text });
    default:
      return PLAIN[code]?.() ?? OF_CELL[code]?.({ value }) ?? OF_HEADING[code]?.({ heading }) ?? text;
  }
}
