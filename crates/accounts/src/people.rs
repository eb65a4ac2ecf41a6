//! People: their record, made and changed.

use kernel::{Actor, Error, PersonId, Result, error::Checks, subject};
use platform::Tx;
use sea_orm::{ConnectionTrait, QuerySelect, Set, entity::prelude::*};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::{
    entity::{person, person_subject},
    event::What,
    names,
    words::PersonStatus,
};

pub const NAME_LIMIT: usize = 80;
const POSITION_LIMIT: usize = 160;
const ABOUT_LIMIT: usize = 2000;

/// What a person says about themselves when the record is made.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    pub surname: String,
    pub given_name: String,
    pub patronymic: Option<String>,
    pub position: Option<String>,
    pub about: Option<String>,
    pub subjects: Vec<String>,
    pub grades: Vec<i32>,
}

/// A record to be made.
#[derive(Clone, Debug)]
pub struct NewPerson {
    pub profile: Profile,
    pub email: Option<String>,
    pub email_confirmed: bool,
    pub status: PersonStatus,
    pub time_zone: String,
    pub external_key: Option<String>,
}

/// What a person changes about themselves. Absent: stays; `null`: emptied.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = MeChange)]
pub struct Change {
    pub version: i32,
    pub surname: Option<String>,
    pub given_name: Option<String>,
    #[serde(default, deserialize_with = "kept")]
    pub patronymic: Option<Option<String>>,
    #[serde(default, deserialize_with = "kept")]
    pub position: Option<Option<String>>,
    #[serde(default, deserialize_with = "kept")]
    pub about: Option<Option<String>>,
    pub subjects: Option<Vec<String>>,
    pub grades: Option<Vec<i32>>,
    pub time_zone: Option<String>,
    pub locale: Option<String>,
}

/// Tells `null` from absence.
pub(crate) fn kept<'de, D, T>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::<T>::deserialize(deserializer).map(Some)
}

impl Profile {
    /// Adds what is wrong; trims what is right.
    pub fn check(&mut self, checks: &mut Checks) {
        tidy(&mut self.surname);
        tidy(&mut self.given_name);
        for text in [&mut self.patronymic, &mut self.position, &mut self.about] {
            tidy_option(text);
        }
        check_name(checks, &self.surname, "surname");
        check_name(checks, &self.given_name, "given_name");
        if let Some(patronymic) = &self.patronymic {
            check_name(checks, patronymic, "patronymic");
        }
        checks.up_to(self.position.as_deref().unwrap_or_default(), POSITION_LIMIT, "position");
        checks.up_to(self.about.as_deref().unwrap_or_default(), ABOUT_LIMIT, "about");
        check_subjects(checks, &self.subjects);
        check_grades(checks, &self.grades);
        self.subjects = distinct(std::mem::take(&mut self.subjects));
        self.grades = distinct(std::mem::take(&mut self.grades));
    }
}

fn tidy(text: &mut String) {
    *text = text.split_whitespace().collect::<Vec<_>>().join(" ");
}

fn tidy_option(text: &mut Option<String>) {
    if let Some(inner) = text {
        *inner = inner.trim().to_owned();
    }
    text.take_if(|inner| inner.is_empty());
}

fn distinct<T: PartialEq>(values: Vec<T>) -> Vec<T> {
    let mut kept = Vec::with_capacity(values.len());
    for value in values {
        if !kept.contains(&value) {
            kept.push(value);
        }
    }
    kept
}

fn check_name(checks: &mut Checks, name: &str, field: &str) {
    checks.text(name, NAME_LIMIT, field);
    let good = name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’' | '.' | '(' | ')'));
    checks.require(good, field, "invalid");
}

fn check_subjects(checks: &mut Checks, subjects: &[String]) {
    checks.require(subjects.len() <= 12, "subjects", "too_many");
    for (index, code) in subjects.iter().enumerate() {
        checks.require(subject::is_known(code), &format!("subjects[{index}]"), "unknown");
    }
}

fn check_grades(checks: &mut Checks, grades: &[i32]) {
    checks.require(grades.len() <= 12, "grades", "too_many");
    for (index, grade) in grades.iter().enumerate() {
        checks.require(subject::is_grade(*grade), &format!("grades[{index}]"), "unknown");
    }
}

pub(crate) fn check_zone(checks: &mut Checks, zone: &str) {
    checks.require(zone.parse::<chrono_tz::Tz>().is_ok(), "time_zone", "unknown");
}

/// Grades as stored, read back.
pub fn grades(stored: &str) -> Vec<i32> {
    stored.split(',').filter_map(|g| g.parse().ok()).collect()
}

fn stored_grades(grades: &[i32]) -> String {
    let mut sorted = grades.to_vec();
    sorted.sort_unstable();
    sorted.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

/// Makes a person. The profile must have been checked.
///
/// # Errors
/// `Internal` when the external key or the proved address is taken: callers look first.
pub async fn create(tx: &mut Tx, by: Option<PersonId>, new: NewPerson) -> Result<person::Model> {
    let profile = new.profile;
    let confirmed = new.status == PersonStatus::Confirmed;
    let row = person::ActiveModel {
        id: Set(tx.id()),
        search_key: Set(names::person_key(&profile.surname, &profile.given_name, profile.patronymic.as_deref())),
        surname: Set(profile.surname),
        given_name: Set(profile.given_name),
        patronymic: Set(profile.patronymic),
        position: Set(profile.position),
        about: Set(profile.about),
        email: Set(new.email),
        email_confirmed_at: Set(new.email_confirmed.then(|| tx.now())),
        status: Set(new.status),
        grades: Set(stored_grades(&profile.grades)),
        time_zone: Set(new.time_zone),
        locale: Set("ru".to_owned()),
        external_key: Set(new.external_key),
        version: Set(1),
        created_at: Set(tx.now()),
        confirmed_at: Set(confirmed.then(|| tx.now())),
    };
    let row = row.insert(tx.db()).await?;
    set_subjects(tx, row.id, &profile.subjects).await?;
    let by = by.unwrap_or(row.id);
    tx.emit(What::PersonCreated { person: row.id }.by(by));
    if confirmed {
        tx.emit(What::PersonConfirmed { person: row.id }.by(by));
    }
    Ok(row)
}

async fn set_subjects(tx: &Tx, person: PersonId, subjects: &[String]) -> Result<()> {
    person_subject::Entity::delete_many().filter(person_subject::Column::PersonId.eq(person)).exec(tx.db()).await?;
    let rows: Vec<_> = subjects
        .iter()
        .map(|code| person_subject::ActiveModel { person_id: Set(person), subject: Set(code.clone()) })
        .collect();
    if !rows.is_empty() {
        person_subject::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// The row behind its lock. Nothing is done any more to those who left for good.
pub(crate) async fn lock(tx: &Tx, id: PersonId) -> Result<person::Model> {
    let row = person::Entity::find_by_id(id).lock_exclusive().one(tx.db()).await?;
    row.filter(|p| p.status != PersonStatus::Erased).ok_or(Error::Hidden)
}

/// Changes one's own record.
///
/// # Errors
/// `Stale` when somebody changed it meanwhile (the handler adds the current state); `Invalid` for wrong fields.
pub async fn change(tx: &mut Tx, actor: &Actor, change: Change) -> Result<person::Model> {
    let row = lock(tx, actor.person).await?;
    if row.version != change.version {
        return Err(Error::Stale(Value::Null));
    }
    let mut profile = Profile {
        surname: change.surname.unwrap_or_else(|| row.surname.clone()),
        given_name: change.given_name.unwrap_or_else(|| row.given_name.clone()),
        patronymic: change.patronymic.unwrap_or_else(|| row.patronymic.clone()),
        position: change.position.unwrap_or_else(|| row.position.clone()),
        about: change.about.unwrap_or_else(|| row.about.clone()),
        subjects: change.subjects.clone().unwrap_or_default(),
        grades: change.grades.unwrap_or_else(|| grades(&row.grades)),
    };
    let zone = change.time_zone.unwrap_or_else(|| row.time_zone.clone());
    let locale = change.locale.unwrap_or_else(|| row.locale.clone());
    let mut checks = Checks::default();
    profile.check(&mut checks);
    check_zone(&mut checks, &zone);
    checks.require(matches!(locale.as_str(), "ru" | "en"), "locale", "unknown");
    checks.done()?;
    if change.subjects.is_some() {
        set_subjects(tx, row.id, &profile.subjects).await?;
    }
    let (id, version) = (row.id, row.version);
    // Grants begin and end at midnight where the person is, so the zone and the subjects are rights too.
    let rights = change.subjects.is_some() || zone != row.time_zone;
    let mut new: person::ActiveModel = row.into();
    new.search_key = Set(names::person_key(&profile.surname, &profile.given_name, profile.patronymic.as_deref()));
    new.surname = Set(profile.surname);
    new.given_name = Set(profile.given_name);
    new.patronymic = Set(profile.patronymic);
    new.position = Set(profile.position);
    new.about = Set(profile.about);
    new.grades = Set(stored_grades(&profile.grades));
    new.time_zone = Set(zone);
    new.locale = Set(locale);
    new.version = Set(version + 1);
    let row = new.update(tx.db()).await?;
    tx.emit(What::PersonChanged { person: id }.by(actor.person));
    if rights {
        tx.emit(What::RightsChanged { person: id }.by(actor.person));
    }
    Ok(row)
}

/// Writes a checked profile over a record: an imported person corrects what somebody else typed. What they left
/// empty stays.
pub(crate) async fn rewrite(tx: &mut Tx, row: &person::Model, profile: Profile) -> Result<()> {
    if !profile.subjects.is_empty() {
        set_subjects(tx, row.id, &profile.subjects).await?;
    }
    let (id, version) = (row.id, row.version);
    let mut new: person::ActiveModel = row.clone().into();
    new.search_key = Set(names::person_key(&profile.surname, &profile.given_name, profile.patronymic.as_deref()));
    new.surname = Set(profile.surname);
    new.given_name = Set(profile.given_name);
    new.patronymic = Set(profile.patronymic);
    if profile.position.is_some() {
        new.position = Set(profile.position);
    }
    if !profile.grades.is_empty() {
        new.grades = Set(stored_grades(&profile.grades));
    }
    new.version = Set(version + 1);
    new.update(tx.db()).await?;
    tx.emit(What::PersonChanged { person: id }.by(id));
    Ok(())
}

/// The person with this key of another system.
pub async fn by_external_key<C: ConnectionTrait>(db: &C, key: &str) -> Result<Option<person::Model>> {
    Ok(person::Entity::find().filter(person::Column::ExternalKey.eq(key)).one(db).await?)
}
