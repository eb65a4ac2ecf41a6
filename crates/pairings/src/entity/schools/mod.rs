//! Tables: what is known of a school: context by year, statuses, needs, offers.

pub mod need;
pub mod need_skill;
pub mod offer;
pub mod offer_skill;
pub mod offer_theme;
pub mod school_context;
pub mod school_context_level;
pub mod school_context_share;
pub mod school_status;
pub mod status_term;
