//! The rows of many practices, put straight into the tables of a server that stands still: writing them through the
//! product (drafts, checks, reviews) would take a day and is not what is measured. What follows is the product's own:
//! the server builds the index from these rows, and answers from them.

use std::path::Path;

use kernel::{OrgId, OrgKind, PersonId, PracticeId, PracticeVersionId};
use platform::ports::{Audience as Reach, Document};
use practices::{
    entity::{practice, practice_author, practice_grade, practice_skill, practice_subject, practice_version},
    kinds::{Audience, Kind, Level, Licence, Stage, VersionState},
};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseTransaction, IntoActiveModel, TransactionTrait,
    entity::prelude::*,
};

use super::{
    corpus::{Around, Corpus},
    random::Random,
};

/// Practices of one statement, and of one transaction.
const ROWS: usize = 200;
const COMMIT: usize = 10_000;

pub async fn open(file: &Path) -> anyhow::Result<DatabaseConnection> {
    let mut options = ConnectOptions::new(format!("sqlite://{}", file.display()));
    options.max_connections(1).sqlx_logging(false);
    Ok(Database::connect(options).await?)
}

/// People, schools and skills of the demo.
pub async fn around(db: &DatabaseConnection) -> anyhow::Result<(Around, Vec<PersonId>)> {
    let schools = accounts::entity::organisation::Entity::find()
        .filter(accounts::entity::organisation::Column::Kind.eq(OrgKind::School))
        .all(db)
        .await?;
    let skills = skills::entity::skill::Entity::find().all(db).await?;
    let people = accounts::entity::person::Entity::find().all(db).await?;
    let around = Around {
        schools: schools.into_iter().map(|org| (org.id, org.short_name)).collect(),
        skills: skills.into_iter().map(|skill| skill.id).collect(),
        authors: vec![String::new()],
    };
    Ok((around, people.into_iter().map(|person| person.id).collect()))
}

/// Puts so many practices into the tables.
pub async fn fill(db: &DatabaseConnection, corpus: &Corpus, people: &[PersonId], count: usize) -> anyhow::Result<()> {
    db.execute_unprepared("PRAGMA synchronous = OFF").await?;
    let first = practice::Entity::find().count(db).await?;
    let mut number = 0;
    while number < count {
        let tx = db.begin().await?;
        let end = count.min(number + COMMIT);
        while number < end {
            let until = end.min(number + ROWS);
            let rows = (number..until).map(|n| Row::of(n, &corpus.document(n), people, first));
            put(&tx, rows.collect()).await?;
            number = until;
        }
        tx.commit().await?;
    }
    db.execute_unprepared("ANALYZE").await?;
    db.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await?;
    Ok(())
}

struct Row {
    practice: practice::Model,
    version: practice_version::Model,
    author: practice_author::Model,
    subjects: Vec<practice_subject::Model>,
    grades: Vec<practice_grade::Model>,
    skills: Vec<practice_skill::Model>,
}

async fn many<E, M>(tx: &DatabaseTransaction, rows: Vec<M>) -> anyhow::Result<()>
where
    E: EntityTrait<Model = M>,
    M: ModelTrait<Entity = E> + IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: ActiveModelTrait<Entity = E> + Send,
{
    if !rows.is_empty() {
        let rows = rows.into_iter().map(IntoActiveModel::into_active_model);
        E::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

async fn put(tx: &DatabaseTransaction, rows: Vec<Row>) -> anyhow::Result<()> {
    let (mut practices, mut versions, mut authors) = (Vec::new(), Vec::new(), Vec::new());
    let (mut subjects, mut grades, mut skills) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        practices.push(row.practice);
        versions.push(row.version);
        authors.push(row.author);
        subjects.extend(row.subjects);
        grades.extend(row.grades);
        skills.extend(row.skills);
    }
    many::<practice::Entity, _>(tx, practices).await?;
    many::<practice_version::Entity, _>(tx, versions).await?;
    many::<practice_author::Entity, _>(tx, authors).await?;
    many::<practice_subject::Entity, _>(tx, subjects).await?;
    many::<practice_grade::Entity, _>(tx, grades).await?;
    many::<practice_skill::Entity, _>(tx, skills).await
}

fn kind(word: &str) -> Kind {
    match word {
        "technological_map" => Kind::TechnologicalMap,
        "worksheet" => Kind::Worksheet,
        "presentation" => Kind::Presentation,
        "diagnostics" => Kind::Diagnostics,
        "technique" => Kind::Technique,
        "programme" => Kind::Programme,
        "mentoring" => Kind::Mentoring,
        "parents" => Kind::Parents,
        "management" => Kind::Management,
        "extracurricular" => Kind::Extracurricular,
        "inclusive" => Kind::Inclusive,
        _ => Kind::LessonPlan,
    }
}

fn level(word: &str) -> Option<Level> {
    match word {
        "school" => Some(Level::School),
        "municipal" => Some(Level::Municipal),
        "regional" => Some(Level::Regional),
        _ => None,
    }
}

fn licence(word: &str) -> Licence {
    match word {
        "cc_by_sa" => Licence::CcBySa,
        "cc_by_nc" => Licence::CcByNc,
        "network" => Licence::Network,
        _ => Licence::CcBy,
    }
}

impl Row {
    fn of(number: usize, document: &Document, people: &[PersonId], first: u64) -> Self {
        let mut random = Random::new(number as u64 ^ 0x5eed);
        let owner = *random.of(people);
        let id = PracticeId(document.key.id);
        let version = PracticeVersionId(Uuid::from_u64_pair(random.next(), random.next()));
        let level = level(document.level.as_deref().unwrap_or_default());
        let author = practice_author::Model { practice_id: id, person_id: owner, position: 0, added_at: document.at };
        let subject = |code: &String| practice_subject::Model { version_id: version, subject: code.clone() };
        let grade = |grade: &i32| practice_grade::Model { version_id: version, grade: *grade };
        let mut skills = document.skills.clone();
        skills.sort();
        skills.dedup();
        Self {
            practice: shown(id, version, owner, level, document, first + number as u64),
            version: written(id, version, owner, level, document),
            author,
            subjects: document.subjects.iter().map(subject).collect(),
            grades: document.grades.iter().map(grade).collect(),
            skills: skills
                .into_iter()
                .map(|skill_id| practice_skill::Model { version_id: version, skill_id })
                .collect(),
        }
    }
}

fn shown(
    id: PracticeId,
    version: PracticeVersionId,
    owner: PersonId,
    level: Option<Level>,
    document: &Document,
    number: u64,
) -> practice::Model {
    let place = |reach: &Reach| if let Reach::Organisation(id) = reach { Some(*id) } else { None };
    let place: Option<OrgId> = document.audience.iter().find_map(place);
    let audience = match document.audience.first() {
        Some(Reach::Organisation(_)) => Audience::Place,
        Some(Reach::Network) => Audience::Network,
        _ => Audience::Everyone,
    };
    practice::Model {
        id,
        number: i32::try_from(number + 1_000).ok(),
        owner_id: owner,
        home_id: document.school,
        region_id: None,
        stage: Stage::None,
        audience,
        level,
        place_id: place,
        current_id: version,
        shown_id: Some(version),
        work_id: None,
        topic_id: None,
        score: level.map(|_| 400),
        useful: i32::try_from(document.uses).unwrap_or(0),
        apply: 0,
        thanks: 0,
        views: 0,
        downloads: 0,
        citations: 0,
        adoptions: 0,
        external_id: None,
        credit_author: None,
        credit_school: None,
        created_at: document.at,
        published_at: Some(document.at),
        touched_at: document.at,
        archived_at: None,
        archived_by: None,
        archive_reason: None,
    }
}

fn written(
    id: PracticeId,
    version: PracticeVersionId,
    owner: PersonId,
    level: Option<Level>,
    document: &Document,
) -> practice_version::Model {
    practice_version::Model {
        id: version,
        practice_id: id,
        no: 1,
        state: if level.is_some() { VersionState::Published } else { VersionState::Community },
        kind: kind(document.form.as_deref().unwrap_or_default()),
        title: document.title.clone(),
        summary: document.summary.clone(),
        problem: String::new(),
        goal: String::new(),
        body: document.body.clone(),
        html: String::new(),
        rendered_by: 1_000,
        resources: String::new(),
        conditions: String::new(),
        risks: String::new(),
        result_before: String::new(),
        result_after: String::new(),
        result_how: String::new(),
        licence: licence(document.licence.as_deref().unwrap_or_default()),
        employer_consent: true,
        keywords: serde_json::json!(document.keywords).to_string(),
        links: "[]".into(),
        search_key: String::new(),
        wanted_level: level,
        level,
        score: level.map(|_| 400),
        revision: 1,
        saved_by: owner,
        created_at: document.at,
        saved_at: document.at,
        submitted_at: None,
        checked_by: None,
        checked_at: None,
        decided_by: None,
        decided_at: Some(document.at),
    }
}
