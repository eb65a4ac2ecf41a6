//! Tables: what is known of a school: context by year, statuses, needs, offers, schools like it.
