/** What each of five steps means, by the server's key of what is told in steps. */
import { m } from '$paraglide/messages';
import type { ContextLevelKey } from '$shared/api';

type Five = readonly [() => string, () => string, () => string, () => string, () => string];

const ANCHORS: Record<ContextLevelKey, Five> = {
  parents_education: [
    m.schools_anchor_parents_education_1,
    m.schools_anchor_parents_education_2,
    m.schools_anchor_parents_education_3,
    m.schools_anchor_parents_education_4,
    m.schools_anchor_parents_education_5,
  ],
  housing: [
    m.schools_anchor_housing_1,
    m.schools_anchor_housing_2,
    m.schools_anchor_housing_3,
    m.schools_anchor_housing_4,
    m.schools_anchor_housing_5,
  ],
  class_climate: [
    m.schools_anchor_class_climate_1,
    m.schools_anchor_class_climate_2,
    m.schools_anchor_class_climate_3,
    m.schools_anchor_class_climate_4,
    m.schools_anchor_class_climate_5,
  ],
  health: [
    m.schools_anchor_health_1,
    m.schools_anchor_health_2,
    m.schools_anchor_health_3,
    m.schools_anchor_health_4,
    m.schools_anchor_health_5,
  ],
  graduates_adaptation: [
    m.schools_anchor_graduates_adaptation_1,
    m.schools_anchor_graduates_adaptation_2,
    m.schools_anchor_graduates_adaptation_3,
    m.schools_anchor_graduates_adaptation_4,
    m.schools_anchor_graduates_adaptation_5,
  ],
};

export const anchorsOf = (key: ContextLevelKey): string[] => ANCHORS[key].map((word) => word());
/** Of a step of one to five. */
export const anchorOf = (key: ContextLevelKey, level: number): string => ANCHORS[key][level - 1]?.() ?? '';
