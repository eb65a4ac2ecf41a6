//! Rules: what a pair does: plan, visits, reports, survey, effect.
