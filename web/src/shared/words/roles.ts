import { m } from '$paraglide/messages';
import type { OrgKind, Role } from '$shared/api';

const ROLE_NAMES: Record<Role, () => string> = {
  teacher: m.role_teacher,
  school_head: m.role_school_head,
  deputy_head: m.role_deputy_head,
  association_leader: m.role_association_leader,
  mentor_coordinator: m.role_mentor_coordinator,
  curator: m.role_curator,
  municipal_coordinator: m.role_municipal_coordinator,
  regional_coordinator: m.role_regional_coordinator,
  expert: m.role_expert,
  methodist: m.role_methodist,
  tutor: m.role_tutor,
  psychologist: m.role_psychologist,
  inspector: m.role_inspector,
  observer: m.role_observer,
  administrator: m.role_administrator,
};

const KIND_NAMES: Record<OrgKind, () => string> = {
  region: m.org_kind_region,
  municipality: m.org_kind_municipality,
  school: m.org_kind_school,
  centre: m.org_kind_centre,
  unit: m.org_kind_unit,
  association: m.org_kind_association,
};

export const ROLES = Object.keys(ROLE_NAMES) as Role[];

export function roleName(role: Role): string {
  return ROLE_NAMES[role]();
}

export function orgKindName(kind: OrgKind): string {
  return KIND_NAMES[kind]();
}
