//! Tables: what a pair does: plan, visits, reports, survey, effect.

pub mod effect_indicator;
pub mod effect_value;
pub mod pairing_report;
pub mod pairing_survey_answer;
pub mod pairing_visit;
pub mod pairing_visit_agreement;
pub mod plan_item;
pub mod plan_item_skill;
pub mod plan_template;
