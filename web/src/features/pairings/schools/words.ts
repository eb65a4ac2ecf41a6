/** The closed words about schools as people read them. */
import { m } from '$paraglide/messages';
import type {
  ContextLevelKey,
  ContextSchoolKind,
  ContextShareKey,
  LikenessValue,
  NeedSource,
  NeedState,
  OfferState,
  SchoolStatusKind,
} from '$shared/api';
import { locale } from '$shared/words/locale.svelte';
import type { NumberKey } from './context/filling';

type Words<K extends string> = Record<K, () => string>;

export const NUMBER_NAMES: Words<NumberKey> = {
  pupils: m.schools_pupils,
  shifts: m.schools_shifts,
  teachers: m.schools_teachers,
  vacancies: m.schools_vacancies,
  teachers_under_35: m.schools_teachers_under_35,
  teachers_over_60: m.schools_teachers_over_60,
  first_category: m.schools_first_category,
  highest_category: m.schools_highest_category,
  minutes_to_centre: m.schools_minutes_to_centre,
};
export const SHARE_NAMES: Words<ContextShareKey> = {
  complete_families: m.schools_share_complete_families,
  incomplete_families: m.schools_share_incomplete_families,
  on_record: m.schools_share_on_record,
  unemployed_parents: m.schools_share_unemployed_parents,
  guardianship: m.schools_share_guardianship,
  foreign_language: m.schools_share_foreign_language,
  part_time: m.schools_share_part_time,
};
export const LEVEL_NAMES: Words<ContextLevelKey> = {
  parents_education: m.schools_level_parents_education,
  housing: m.schools_level_housing,
  class_climate: m.schools_level_class_climate,
  health: m.schools_level_health,
  graduates_adaptation: m.schools_level_graduates_adaptation,
};
export const KIND_NAMES: Words<ContextSchoolKind> = {
  primary: m.schools_kind_primary,
  basic: m.schools_kind_basic,
  secondary: m.schools_kind_secondary,
  gymnasium: m.schools_kind_gymnasium,
  lyceum: m.schools_kind_lyceum,
};
/** Where the territory has no word of its own. */
export const STATUS_NAMES: Words<SchoolStatusKind> = {
  shnor: m.schools_status_shnor,
  shssu: m.schools_status_shssu,
  shnro: m.schools_status_shnro,
  shfnsu: m.schools_status_shfnsu,
  growth: m.schools_status_growth,
  mentor: m.schools_status_mentor,
};
/** As people say it in passing: «ШНОР». */
export const STATUS_SHORT: Words<SchoolStatusKind> = {
  shnor: m.schools_status_short_shnor,
  shssu: m.schools_status_short_shssu,
  shnro: m.schools_status_short_shnro,
  shfnsu: m.schools_status_short_shfnsu,
  growth: m.schools_status_growth,
  mentor: m.schools_status_mentor,
};
export const NEED_STATES: Words<NeedState> = {
  open: m.schools_need_open,
  matched: m.schools_need_matched,
  closed: m.schools_need_closed,
};
export const NEED_SOURCES: Words<NeedSource> = {
  school: m.schools_need_by_school,
  coordinator: m.schools_need_by_coordinator,
  results: m.schools_need_by_results,
};
export const OFFER_STATES: Words<OfferState> = {
  open: m.schools_offer_open,
  paused: m.schools_offer_paused,
  withdrawn: m.schools_offer_withdrawn,
};
export const PRIORITIES: (() => string)[] = [
  m.schools_priority_first,
  m.schools_priority_second,
  m.schools_priority_third,
];
export const keysOf = <K extends string>(words: Record<K, unknown>): K[] => Object.keys(words) as K[];

/** What is missing, by the server's key: numbers, shares, levels and the rest of the form. */
export function fieldName(key: string): string {
  const all: Partial<Record<string, () => string>> = {
    ...NUMBER_NAMES,
    ...SHARE_NAMES,
    ...LEVEL_NAMES,
    kind: m.schools_kind,
    rural: m.schools_rural,
    coordinates: m.schools_coordinates,
  };
  return all[key]?.() ?? key;
}

/** «татарский» by the code of the language. */
export function languageName(code: string): string {
  try {
    const names = new Intl.DisplayNames([locale.current], { type: 'language' });
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

/** «5–9 классы», «5 класс». */
export function gradesWords(from: number | null, to: number | null): string {
  if (from === null || to === null) return '';
  return from === to ? m.schools_grade({ grade: from }) : m.schools_grades({ from, to });
}

/** «слабо выражена», … by a strength of 1 to 100. */
export function strengthWord(strength: number): string {
  if (strength < 34) return m.schools_strength_low();
  return strength < 67 ? m.schools_strength_middle() : m.schools_strength_high();
}

const decimal = (value: number) => value.toLocaleString(locale.current === 'ru' ? 'ru-RU' : 'en-GB');
export const percentText = (value: number): string => `${decimal(value)}\u00a0%`;

/** A value schools are compared by: «35 %», «сельская», «менее 5 детей». */
export function valueText({ kind, number, school }: LikenessValue): string {
  switch (kind) {
    case 'percent':
      return m.schools_value_percent({ number: number ?? 0 });
    case 'few_children':
      return m.schools_value_few_children();
    case 'nearly_all':
      return m.schools_value_nearly_all();
    case 'few':
      return m.schools_value_few();
    case 'minutes':
      return m.schools_value_minutes({ number: number ?? 0 });
    case 'step':
      return m.schools_of_five({ level: number ?? 0 });
    case 'rural':
      return m.schools_value_rural();
    case 'urban':
      return m.schools_value_urban();
    case 'school':
      return school ? KIND_NAMES[school]().toLowerCase() : '';
    case 'count':
      return String(number ?? 0);
  }
}
