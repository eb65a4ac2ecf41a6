//! Feed events: what a pair does: plan, visits, reports, survey, effect.
