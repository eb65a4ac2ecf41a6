/** Kinds of things that are found, and the words of their facets. */
import Building2 from '@lucide/svelte/icons/building-2';
import CalendarDays from '@lucide/svelte/icons/calendar-days';
import CircleHelp from '@lucide/svelte/icons/circle-question-mark';
import Crosshair from '@lucide/svelte/icons/crosshair';
import FileText from '@lucide/svelte/icons/file-text';
import HandHeart from '@lucide/svelte/icons/hand-heart';
import Lightbulb from '@lucide/svelte/icons/lightbulb';
import MessageSquare from '@lucide/svelte/icons/message-square';
import MessagesSquare from '@lucide/svelte/icons/messages-square';
import UserRound from '@lucide/svelte/icons/user-round';
import type { Component } from 'svelte';
import { m } from '$paraglide/messages';
import { subjectName } from '$shared/words/subjects';
import type { Facet } from './address';

interface Kind {
  /** On a tab and over a group. */
  many: () => string;
  one: () => string;
  icon: Component<{ class?: string }>;
}

const KINDS: Record<string, Kind> = {
  practice: { many: m.search_kind_practices, one: m.search_kind_practice, icon: Lightbulb },
  topic: { many: m.search_kind_topics, one: m.search_kind_topic, icon: MessagesSquare },
  post: { many: m.search_kind_posts, one: m.search_kind_post, icon: MessageSquare },
  event: { many: m.search_kind_events, one: m.search_kind_event, icon: CalendarDays },
  offer: { many: m.search_kind_offers, one: m.search_kind_offer, icon: HandHeart },
  skill: { many: m.search_kind_skills, one: m.search_kind_skill, icon: Crosshair },
  person: { many: m.search_kind_people, one: m.search_kind_person, icon: UserRound },
  organisation: { many: m.search_kind_orgs, one: m.search_kind_org, icon: Building2 },
  space: { many: m.search_spaces, one: m.search_kind_space, icon: MessagesSquare },
};
const OTHER: Kind = { many: m.search_kind_others, one: m.search_kind_other, icon: FileText };

export const kindOf = (kind: string): Kind => KINDS[kind] ?? OTHER;

export function iconOf(kind: string, form: string | null): Kind['icon'] {
  return kind === 'topic' && form === 'question' ? CircleHelp : kindOf(kind).icon;
}

const FORMS: Record<string, () => string> = {
  lesson_plan: m.search_form_lesson_plan,
  technological_map: m.search_form_technological_map,
  worksheet: m.search_form_worksheet,
  presentation: m.search_form_presentation,
  diagnostics: m.search_form_diagnostics,
  technique: m.search_form_technique,
  programme: m.search_form_programme,
  mentoring: m.search_form_mentoring,
  parents: m.search_form_parents,
  management: m.search_form_management,
  extracurricular: m.search_form_extracurricular,
  inclusive: m.search_form_inclusive,
  seminar: m.events_kind_seminar,
  webinar: m.events_kind_webinar,
  master_class: m.events_kind_master_class,
  open_lesson: m.events_kind_open_lesson,
  round_table: m.events_kind_round_table,
  council: m.events_kind_council,
  association_meeting: m.events_kind_association_meeting,
  conference: m.events_kind_conference,
  internship: m.events_kind_internship,
  consultation: m.events_kind_consultation,
  lesson_visit: m.events_kind_lesson_visit,
  parent_meeting: m.events_kind_parent_meeting,
  question: m.search_form_question,
  discussion: m.search_form_discussion,
  announcement: m.search_form_announcement,
  region: m.search_form_region,
  municipality: m.search_form_municipality,
  school: m.search_form_school,
  centre: m.search_form_centre,
  unit: m.search_form_unit,
  association: m.search_form_association,
};

export const formName = (form: string): string => FORMS[form]?.() ?? form;

const LEVELS: Record<string, () => string> = {
  school: m.search_level_school,
  municipal: m.search_level_municipal,
  regional: m.search_level_regional,
  community: m.search_level_community,
};

export const levelName = (level: string): string => LEVELS[level]?.() ?? level;

const LICENCES: Record<string, () => string> = {
  cc_by: m.search_licence_cc_by,
  cc_by_sa: m.search_licence_cc_by_sa,
  cc_by_nc: m.search_licence_cc_by_nc,
  network: m.search_licence_network,
};

const NAMES: Record<Facet, () => string> = {
  kind: m.search_facet_kind,
  skill: m.search_facet_skill,
  subject: m.search_facet_subject,
  grade: m.search_facet_grade,
  form: m.search_facet_form,
  level: m.search_facet_level,
  school: m.search_facet_school,
  licence: m.search_facet_licence,
  year: m.search_facet_year,
};

export const facetName = (facet: Facet): string => NAMES[facet]();

/** How a value of a facet is called. Ids bring their names from the server. */
export function valueName(facet: Facet, value: string, label?: string | null): string {
  if (label) return label;
  if (facet === 'kind') return kindOf(value).many();
  if (facet === 'subject') return subjectName(value);
  if (facet === 'grade') return m.search_grade({ grade: value });
  if (facet === 'form') return formName(value);
  if (facet === 'level') return levelName(value);
  if (facet === 'licence') return LICENCES[value]?.() ?? value;
  return value;
}
