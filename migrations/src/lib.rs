//! The schema, as Rust migrations for both engines. Additive first; imports none of our crates.

use sea_orm_migration::prelude::*;

mod m0001_platform;
mod m0002_accounts;
mod m0003_forums;
mod m0004_notices;
mod m0005_skills;
mod m0006_files;
mod m0007_practices;
mod m0008_search;
mod m0009_forum_joins;
mod m0010_leaving;
mod m0011_open;
mod m0012_certificates;
mod m0013_calendars;
mod m0014_calendar_feeds;
mod m0015_attendance;
mod m0016_series;
mod m0017_event_certificates;
mod m0018_calendar_days;
mod m0019_event_after;
mod m0020_terms;
mod m0021_sessions;
mod m0022_reminders;
mod m0023_visit_sheets;
mod m0024_pairing_schools;
mod m0025_matching;
mod m0026_pairings;
mod m0027_pairing_work;
mod parts;

pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_platform::Migration),
            Box::new(m0002_accounts::Migration),
            Box::new(m0003_forums::Migration),
            Box::new(m0004_notices::Migration),
            Box::new(m0005_skills::Migration),
            Box::new(m0006_files::Migration),
            Box::new(m0007_practices::Migration),
            Box::new(m0008_search::Migration),
            Box::new(m0009_forum_joins::Migration),
            Box::new(m0010_leaving::Migration),
            Box::new(m0011_open::Migration),
            Box::new(m0012_certificates::Migration),
            Box::new(m0013_calendars::Migration),
            Box::new(m0014_calendar_feeds::Migration),
            Box::new(m0015_attendance::Migration),
            Box::new(m0016_series::Migration),
            Box::new(m0017_event_certificates::Migration),
            Box::new(m0018_calendar_days::Migration),
            Box::new(m0019_event_after::Migration),
            Box::new(m0020_terms::Migration),
            Box::new(m0021_sessions::Migration),
            Box::new(m0022_reminders::Migration),
            Box::new(m0023_visit_sheets::Migration),
            Box::new(m0024_pairing_schools::Migration),
            Box::new(m0025_matching::Migration),
            Box::new(m0026_pairings::Migration),
            Box::new(m0027_pairing_work::Migration),
        ]
    }
}
