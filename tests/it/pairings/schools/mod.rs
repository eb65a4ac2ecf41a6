//! What is known of a school, over HTTP.

mod announced;
mod bad_input;
mod contexts;
mod doors;
mod helping;
mod import;
mod import_files;
mod landscape;
mod likes;
mod needs;
mod offers;
mod policy;
mod statuses;
mod territory;

use accounts::{
    affiliations,
    grants::{self, NewGrant},
    organisations::{self, NewOrganisation},
};
use kernel::{OrgId, OrgKind, Role};
use kit::{Person, Town, Value, json};
use pairings::{
    entity::life::pairing,
    kinds::{PairState, ThemeKind},
};
use sea_orm::entity::prelude::*;

/// A form with everything in it; none of its cells is small but `on_record` and `guardianship`.
pub fn full() -> Value {
    json!({
        "revision": 0,
        "pupils": 160,
        "kind": "secondary",
        "rural": true,
        "shifts": 1,
        "teachers": 20,
        "vacancies": 2,
        "teachers_under_35": 6,
        "teachers_over_60": 5,
        "first_category": 8,
        "highest_category": 4,
        "minutes_to_centre": 35,
        "latitude": 51.5406,
        "longitude": 115.125,
        "languages": ["ru"],
        "source_note": "Социальный паспорт школы",
        "shares": [
            {"key": "complete_families", "numerator": 110, "denominator": 160},
            {"key": "incomplete_families", "numerator": 50, "denominator": 160},
            {"key": "on_record", "numerator": 3, "denominator": 160},
            {"key": "unemployed_parents", "numerator": 12, "denominator": 150},
            {"key": "guardianship", "numerator": 4, "denominator": 160},
            {"key": "foreign_language", "numerator": 9, "denominator": 160},
            {"key": "part_time", "numerator": 0, "denominator": 160}
        ],
        "levels": [
            {"key": "parents_education", "level": 2, "source": "Анкета родителей"},
            {"key": "housing", "level": 3, "source": "Акты обследования"},
            {"key": "class_climate", "level": 4, "source": "Опрос психолога"},
            {"key": "health", "level": 3, "source": "Группы здоровья"},
            {"key": "graduates_adaptation", "level": 4, "source": "Сведения о выпускниках"}
        ]
    })
}

/// A value with some fields changed.
pub fn with(mut base: Value, change: Value) -> Value {
    for (field, value) in change.as_object().unwrap() {
        base[field] = value.clone();
    }
    base
}

/// Gives somebody of the town a role.
pub async fn grant(town: &Town, who: &str, role: Role, scope: &str) {
    let (person, scope) = (town.id(who).await.parse().unwrap(), town.org(scope).await.parse().unwrap());
    let mut tx = town.app.begin().await.unwrap();
    let new =
        NewGrant {
            person_id: person, role, scope_id: Some(scope), since: None, until: None, basis: "приказ".into()
        };
    grants::record(&mut tx, None, new).await.unwrap();
    tx.commit().await.unwrap();
    town.settle().await;
}

/// Founds a school under an organisation of the town.
pub async fn school(town: &Town, parent: &str, name: &str) -> String {
    let parent: OrgId = town.org(parent).await.parse().unwrap();
    found(town, OrgKind::School, Some(parent), name).await.to_string()
}

async fn found(town: &Town, kind: OrgKind, parent_id: Option<OrgId>, name: &str) -> OrgId {
    let mut tx = town.app.begin().await.unwrap();
    let new = NewOrganisation {
        kind,
        parent_id,
        legal_name: name.into(),
        short_name: name.into(),
        place: None,
        school_type: None,
        time_zone: None,
        code: None,
        subject: None,
        level: None,
        about: None,
        external_key: None,
    };
    let id = organisations::found(&mut tx, None, new).await.unwrap().id;
    tx.commit().await.unwrap();
    town.settle().await;
    id
}

/// Somebody of the town begins to work in a school of another region.
pub async fn foreigner(town: &Town, who: &str) -> Person {
    let region = found(town, OrgKind::Region, None, "Заречная область").await;
    let district = found(town, OrgKind::Municipality, Some(region), "Заречный округ").await;
    let school = found(town, OrgKind::School, Some(district), "Заречная школа").await;
    let person = town.id(who).await.parse().unwrap();
    let mut tx = town.app.begin().await.unwrap();
    affiliations::place(&mut tx, None, person, school, None).await.unwrap();
    tx.commit().await.unwrap();
    town.settle().await;
    town.person(who).await
}

/// Closes a school of the town.
pub async fn close(town: &Town, key: &str) {
    let admin = town.person("admin").await;
    let path = format!("/organisations/{}", town.org(key).await);
    admin.patch(&path, json!({"version": 1, "closed": true})).await.ok();
}

/// Two schools of the town work together in mathematics.
pub async fn pair(town: &Town, mentor: &str, mentee: &str) {
    let mentor: OrgId = town.org(mentor).await.parse().unwrap();
    let mentee: OrgId = town.org(mentee).await.parse().unwrap();
    let by = town.id("mun").await.parse().unwrap();
    let tx = town.app.begin().await.unwrap();
    let row = pairing::Model {
        id: tx.id(),
        number: 900,
        territory_id: town.org("district").await.parse().unwrap(),
        mentor_id: mentor,
        mentee_id: mentee,
        duo: format!("{} {}", mentor.min(mentee), mentor.max(mentee)),
        need_id: None,
        offer_id: None,
        theme_kind: ThemeKind::Subject,
        theme: "math".into(),
        year: 2026,
        run_id: None,
        score: None,
        parts: None,
        explanation: String::new(),
        state: PairState::Active,
        reason: String::new(),
        debrief: String::new(),
        mentor_agreed_by: None,
        mentor_agreed_at: None,
        mentee_agreed_by: None,
        mentee_agreed_at: None,
        active_since: None,
        until: None,
        space_id: None,
        last_active_at: tx.now(),
        silence: 0,
        by_id: by,
        revision: 1,
        created_at: tx.now(),
        changed_at: tx.now(),
    };
    pairing::Entity::insert(pairing::ActiveModel::from(row).reset_all()).exec_without_returning(tx.db()).await.unwrap();
    tx.commit().await.unwrap();
}

/// `/organisations/<id of the key><rest>`
pub async fn of(town: &Town, key: &str, rest: &str) -> String {
    format!("/organisations/{}{rest}", town.org(key).await)
}

/// A skill of mathematics in the fifth grade.
pub async fn skill(town: &Town, place: usize) -> String {
    let skills = town.stranger().get("/skills?subject=math&grade=5").await.ok();
    skills["items"][place]["id"].as_str().unwrap().to_owned()
}

/// Somebody whom a town knows, signed in, with a role more.
pub async fn with_role(town: &Town, who: &str, role: Role, scope: &str) -> Person {
    grant(town, who, role, scope).await;
    town.person(who).await
}
