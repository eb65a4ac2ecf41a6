//! Tables of the calendars.

pub mod attendance_mark;
pub mod calendar_feed;
pub mod event;
pub mod event_code;
pub mod event_counter;
pub mod event_grade;
pub mod event_host;
pub mod event_place;
pub mod event_registration;
pub mod event_role;
pub mod event_seat;
pub mod event_skill;
pub mod event_speaker;
pub mod event_subject;
