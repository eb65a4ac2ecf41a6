/** Words for people and organisations that more than one page of this feature says. */
import Building2 from '@lucide/svelte/icons/building-2';
import GraduationCap from '@lucide/svelte/icons/graduation-cap';
import Landmark from '@lucide/svelte/icons/landmark';
import MapPinned from '@lucide/svelte/icons/map-pinned';
import Network from '@lucide/svelte/icons/network';
import UsersRound from '@lucide/svelte/icons/users-round';
import type { Component } from 'svelte';
import { m } from '$paraglide/messages';
import type { AssociationLevel, Grant, Organisation, OrgKind, Role } from '$shared/api';
import { inWords } from '$shared/words/time';
import { orgKindName, roleName } from '$shared/words/roles';

export const ORG_ICONS: Record<OrgKind, Component<{ class?: string }>> = {
  region: MapPinned,
  municipality: Landmark,
  school: GraduationCap,
  centre: Building2,
  unit: Network,
  association: UsersRound,
};

const LEVELS: Record<AssociationLevel, () => string> = {
  school: m.accounts_level_school,
  municipal: m.accounts_level_municipal,
  regional: m.accounts_level_regional,
};
export const ASSOCIATION_LEVELS = Object.keys(LEVELS) as AssociationLevel[];

export function levelName(level: AssociationLevel): string {
  return LEVELS[level]();
}

/** «школьное объединение», «основная общеобразовательная школа», «муниципалитет». */
export function kindLine(org: Pick<Organisation, 'kind' | 'school_type' | 'level'>): string {
  if (org.kind === 'association' && org.level) return levelName(org.level);
  const type = org.school_type;
  return type ? (SCHOOL_TYPES[type]?.() ?? type) : orgKindName(org.kind);
}

/** Short types that documents use, in the words of people. */
const SCHOOL_TYPES: Record<string, () => string> = {
  СОШ: m.accounts_type_secondary,
  ООШ: m.accounts_type_basic,
  НОШ: m.accounts_type_primary,
};

/** What a form offers for the type of a school; any other may be typed. */
export const USUAL_TYPES = [
  'СОШ',
  'ООШ',
  'НОШ',
  'гимназия',
  'лицей',
  'начальная школа — детский сад',
  'школа-интернат',
  'открытая (сменная) школа',
  'коррекционная школа',
];

const KIND_PLURALS: Record<OrgKind, () => string> = {
  region: m.accounts_regions,
  municipality: m.accounts_municipalities,
  school: m.accounts_schools,
  centre: m.accounts_centres,
  unit: m.accounts_units,
  association: m.accounts_associations,
};

export function kindPlural(kind: OrgKind): string {
  return KIND_PLURALS[kind]();
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** In an association «teacher» means no more than taking part. */
export function roleIn(role: Role, kind: OrgKind | null): string {
  return role === 'teacher' && kind === 'association' ? m.accounts_member() : roleName(role);
}

/** A calendar day without a clock: «1 сентября 2025». */
export function dayText(day: string): string {
  const date = new Date(`${day.slice(0, 10)}T12:00:00Z`);
  return inWords(date, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
}

/** «с 1 сентября 2025», «с 1 сентября 2025 по 31 августа 2027». */
export function periodText(grant: Pick<Grant, 'since' | 'until'>): string {
  const since = dayText(grant.since);
  return grant.until
    ? m.accounts_period({ since, until: dayText(grant.until) })
    : m.accounts_period_open({ since });
}

/** What the server itself writes as the ground of a role; anything else was written by a person and stays as it is. */
const BASES: Record<string, () => string> = {
  Приглашение: m.accounts_basis_invitation,
  'Первый администратор': m.accounts_basis_first,
};
export const basisText = (basis: string): string => BASES[basis]?.() ?? basis;
