//! The schema that migrations make is the schema that entities expect, on whichever engine the suite runs.

use std::collections::{BTreeMap, BTreeSet};

use kit::Town;
use sea_orm::{ConnectionTrait, EntityTrait, IdenStatic, Iterable, Statement, entity::prelude::*};

/// Column name → may be null.
type Columns = BTreeMap<String, bool>;

fn expected<E: EntityTrait>() -> (String, Columns) {
    let columns = E::Column::iter().map(|c| (c.as_str().to_owned(), c.def().is_null())).collect();
    (E::default().table_name().to_owned(), columns)
}

macro_rules! entities {
    ($($path:path),* $(,)?) => {{
        use $crate::drift::expected;
        let mut all = BTreeMap::new();
        $({
            use $path as module;
            let (table, columns) = expected::<module::Entity>();
            all.insert(table, columns);
        })*
        all
    }};
}

fn all_expected() -> BTreeMap<String, Columns> {
    entities!(
        platform::feed::entity,
        platform::feed::clock,
        platform::cursors::entity,
        platform::jobs::entity,
        staffroom::setting::entity,
        accounts::entity::affiliation,
        accounts::entity::consent,
        accounts::entity::credential,
        accounts::entity::invitation,
        accounts::entity::one_time_token,
        accounts::entity::organisation,
        accounts::entity::person,
        accounts::entity::person_subject,
        accounts::entity::purge_log,
        accounts::entity::refresh_token,
        accounts::entity::registration,
        accounts::entity::role_grant,
        accounts::entity::session,
        accounts::entity::sign_in_delay,
        accounts::entity::signing_key,
        calendars::entity::attendance_mark,
        calendars::entity::calendar_day,
        calendars::entity::calendar_feed,
        calendars::entity::event,
        calendars::entity::event_certificate,
        calendars::entity::event_certificate_batch,
        calendars::entity::event_certificate_form,
        calendars::entity::event_certificate_name,
        calendars::entity::event_change,
        calendars::entity::event_code,
        calendars::entity::event_counter,
        calendars::entity::event_decision,
        calendars::entity::event_feedback,
        calendars::entity::event_feedback_form,
        calendars::entity::event_follow_up,
        calendars::entity::event_grade,
        calendars::entity::event_guest,
        calendars::entity::event_host,
        calendars::entity::event_kept,
        calendars::entity::event_material,
        calendars::entity::event_minutes,
        calendars::entity::event_occurrence,
        calendars::entity::event_outcome,
        calendars::entity::event_place,
        calendars::entity::event_practice,
        calendars::entity::event_registration,
        calendars::entity::event_reminder,
        calendars::entity::event_role,
        calendars::entity::event_seat,
        calendars::entity::event_series,
        calendars::entity::event_skill,
        calendars::entity::event_slot,
        calendars::entity::event_speaker,
        calendars::entity::event_subject,
        calendars::entity::event_template,
        calendars::entity::event_terms,
        calendars::entity::visit_sheet,
        calendars::entity::visit_sheet_reader,
        pairings::entity::life::agreement,
        pairings::entity::life::pairing,
        pairings::entity::life::pairing_counter,
        pairings::entity::life::pairing_person,
        pairings::entity::life::pairing_skill,
        pairings::entity::life::pairing_step,
        pairings::entity::life::pairing_tie,
        pairings::entity::life::school_curator,
        pairings::entity::matching::match_decision,
        pairings::entity::matching::match_run,
        pairings::entity::matching::match_weights,
        pairings::entity::matching::school_wish,
        pairings::entity::schools::need,
        pairings::entity::schools::need_skill,
        pairings::entity::schools::offer,
        pairings::entity::schools::offer_skill,
        pairings::entity::schools::offer_theme,
        pairings::entity::schools::school_context,
        pairings::entity::schools::school_context_level,
        pairings::entity::schools::school_context_share,
        pairings::entity::schools::school_status,
        pairings::entity::schools::status_term,
        pairings::entity::work::effect_indicator,
        pairings::entity::work::effect_value,
        pairings::entity::work::pairing_report,
        pairings::entity::work::pairing_survey_answer,
        pairings::entity::work::pairing_visit,
        pairings::entity::work::pairing_visit_agreement,
        pairings::entity::work::plan_item,
        pairings::entity::work::plan_item_skill,
        pairings::entity::work::plan_template,
        files::entity::blob,
        files::entity::file,
        files::entity::link_key,
        files::entity::quota,
        files::entity::text,
        files::entity::upload,
        files::entity::upload_part,
        forums::entity::bookmark,
        forums::entity::draft,
        forums::entity::mention,
        forums::entity::post,
        forums::entity::post_version,
        forums::entity::reaction,
        forums::entity::read_mark,
        forums::entity::section,
        forums::entity::space,
        forums::entity::space_mark,
        forums::entity::space_member,
        forums::entity::topic,
        forums::entity::topic_grade,
        forums::entity::topic_skill,
        forums::entity::topic_tag,
        forums::entity::watch,
        notices::entity::notice,
        practices::entity::adoption,
        practices::entity::certificate,
        practices::entity::collection,
        practices::entity::collection_item,
        practices::entity::practice,
        practices::entity::practice_author,
        practices::entity::practice_counter,
        practices::entity::practice_grade,
        practices::entity::practice_reaction,
        practices::entity::practice_record,
        practices::entity::practice_remark,
        practices::entity::practice_skill,
        practices::entity::practice_subject,
        practices::entity::practice_use,
        practices::entity::practice_version,
        practices::entity::review,
        skills::entity::skill,
        skills::entity::skill_synonym,
        search::entity::saved_match,
        search::entity::saved_search,
        search::entity::search_miss,
        search::entity::synonym_line,
    )
}

async fn migrated<C: ConnectionTrait>(db: &C, postgres: bool) -> BTreeMap<String, Columns> {
    let rows = |sql: String| db.query_all_raw(Statement::from_string(db.get_database_backend(), sql));
    let tables = if postgres {
        "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'"
    } else {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    };
    let mut all = BTreeMap::new();
    for row in rows(tables.into()).await.unwrap() {
        let table: String = row.try_get("", "name").unwrap();
        let columns = if postgres {
            format!(
                "SELECT column_name AS name, CASE WHEN is_nullable = 'YES' THEN 0 ELSE 1 END AS required \
                 FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '{table}'"
            )
        } else {
            format!(
                "SELECT name, CASE WHEN pk > 0 THEN 1 ELSE \"notnull\" END AS required FROM pragma_table_info('{table}')"
            )
        };
        let columns = rows(columns).await.unwrap().into_iter().map(|row| {
            let required: i32 = row.try_get("", "required").unwrap();
            (row.try_get("", "name").unwrap(), required == 0)
        });
        all.insert(table, columns.collect::<Columns>());
    }
    all.remove("seaql_migrations");
    all
}

#[tokio::test]
async fn entities_are_what_the_migrations_make() {
    let town = Town::empty().await;
    let actual = migrated(town.app.reader(), kit::engine::is_postgres()).await;
    let expected = all_expected();
    let tables = |all: &BTreeMap<String, Columns>| all.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(tables(&actual), tables(&expected), "tables");
    for (table, columns) in expected {
        assert_eq!(actual[&table], columns, "columns of {table}");
    }
}
