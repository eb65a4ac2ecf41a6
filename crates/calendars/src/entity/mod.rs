//! Tables of the calendars.

pub mod attendance_mark;
pub mod calendar_day;
pub mod calendar_feed;
pub mod event;
pub mod event_change;
pub mod event_code;
pub mod event_counter;
pub mod event_grade;
pub mod event_guest;
pub mod event_host;
pub mod event_kept;
pub mod event_occurrence;
pub mod event_place;
pub mod event_registration;
pub mod event_reminder;
pub mod event_role;
pub mod event_seat;
pub mod event_series;
pub mod event_skill;
pub mod event_slot;
pub mod event_speaker;
pub mod event_subject;
pub mod event_template;
pub mod event_terms;
