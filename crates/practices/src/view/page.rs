//! One practice in full, and its version in work.

use kernel::{Actor, DateTime, PersonRef, PracticeVersionId, Result, ReviewId, TopicId, Utc};
use platform::ports::Names;
use platform::{App, ports::FileRef};
use sea_orm::{QueryOrder, entity::prelude::*};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Counts, PracticeCard, Remark, cards};
use crate::{
    access::Desk,
    attached, certificates, drafts,
    entity::{adoption, practice_reaction, practice_remark, practice_version, review},
    kinds::{Level, Outcome, Reaction, ReviewState, Stage, VersionState},
    passport::{Link, Passport, list},
    policy::{Act, after, ceiling},
};

/// «Было → стало» and how it was measured.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PracticeResults)]
pub struct Results {
    pub before: String,
    pub after: String,
    pub how: String,
}

/// What the reader did with it.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct PracticeMine {
    pub author: bool,
    pub owner: bool,
    pub reactions: Vec<Reaction>,
    /// Reported a use.
    pub adopted: bool,
    /// The reader's task as an expert of the version in work.
    pub review: Option<ReviewId>,
    /// Number of the reader's certificate for the version shown.
    pub certificate: Option<String>,
}

/// What the reader may do now.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
pub struct PracticeCan {
    /// Save the version in work.
    pub edit: bool,
    /// Begin a new version of what is shown.
    pub revise: bool,
    pub submit: bool,
    pub withdraw: bool,
    /// Let it live in a school or association without review.
    pub share: bool,
    pub discard: bool,
    pub name_authors: bool,
    /// The technical check.
    pub check: bool,
    /// Assign experts, return.
    pub decide: bool,
    /// Publish, up to `publish_up_to`.
    pub publish: bool,
    pub archive: bool,
    pub restore: bool,
    pub adopt: bool,
    pub react: bool,
    /// Take a certificate of publication.
    pub certify: bool,
}

/// A practice in full.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Practice {
    #[serde(flatten)]
    pub card: PracticeCard,
    /// Number of the version shown here.
    pub version: i32,
    /// The version shown here is in work: nobody else reads it yet.
    pub in_work: bool,
    pub problem: String,
    pub goal: String,
    /// Rendered Markdown.
    pub html: String,
    pub resources: String,
    pub conditions: String,
    pub risks: String,
    pub results: Option<Results>,
    pub employer_consent: bool,
    pub keywords: Vec<String>,
    pub links: Vec<Link>,
    pub files: Vec<FileRef>,
    /// Where it is talked about.
    pub topic_id: Option<TopicId>,
    pub archive_reason: Option<String>,
    /// How it is called where it was imported from.
    pub external_id: Option<String>,
    /// Reports «применил(а)» that say it helped, partly, not.
    pub helped: Outcomes,
    pub my: PracticeMine,
    pub can: PracticeCan,
}

/// How reports of use ended.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
pub struct Outcomes {
    pub helped: u64,
    pub partly: u64,
    pub no: u64,
}

/// The version in work, for its authors, coordinators and experts.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PracticeWork)]
pub struct Work {
    pub version_id: PracticeVersionId,
    pub version: i32,
    pub stage: Stage,
    /// Send it back with the next save.
    pub revision: i32,
    pub passport: Passport,
    pub html: String,
    pub files: Vec<FileRef>,
    pub wanted_level: Option<Level>,
    pub saved_by: PersonRef,
    pub saved_at: DateTime<Utc>,
    pub submitted_at: Option<DateTime<Utc>>,
    /// What is to be mended, by field; names of experts stay hidden from authors.
    pub remarks: Vec<Remark>,
}

/// A practice as the reader sees it.
pub async fn page(app: &App, actor: &Actor, desk: &Desk, version: practice_version::Model) -> Result<Practice> {
    let mut row = desk.row.clone();
    row.current_id = version.id;
    let card = cards(app, Some(actor), vec![row]).await?.pop().ok_or(kernel::Error::Hidden)?;
    let card = PracticeCard { counts: Counts::of(&desk.row), level: version.level.or(card.level), ..card };
    let measured = [&version.result_before, &version.result_after].iter().any(|text| !text.trim().is_empty());
    Ok(Practice {
        version: version.no,
        in_work: !matches!(version.state, VersionState::Published | VersionState::Community),
        results: measured.then(|| Results {
            before: version.result_before.clone(),
            after: version.result_after.clone(),
            how: version.result_how.clone(),
        }),
        files: attached::files(app, version.id).await?,
        helped: outcomes(app, desk).await?,
        my: mine(app, actor, desk).await?,
        can: can(app, desk).await?,
        topic_id: desk.row.topic_id,
        archive_reason: desk.row.archive_reason.clone(),
        external_id: desk.row.external_id.clone(),
        keywords: list(&version.keywords),
        links: list(&version.links),
        problem: version.problem,
        goal: version.goal,
        html: version.html,
        resources: version.resources,
        conditions: version.conditions,
        risks: version.risks,
        employer_consent: version.employer_consent,
        card,
    })
}

async fn outcomes(app: &App, desk: &Desk) -> Result<Outcomes> {
    let mut counted = Outcomes::default();
    for (outcome, count) in
        [(Outcome::Helped, &mut counted.helped), (Outcome::Partly, &mut counted.partly), (Outcome::No, &mut counted.no)]
    {
        *count = adoption::Entity::find()
            .filter(adoption::Column::PracticeId.eq(desk.row.id))
            .filter(adoption::Column::Outcome.eq(outcome))
            .count(app.reader())
            .await?;
    }
    Ok(counted)
}

async fn mine(app: &App, actor: &Actor, desk: &Desk) -> Result<PracticeMine> {
    let db = app.reader();
    let reactions = practice_reaction::Entity::find()
        .filter(practice_reaction::Column::PracticeId.eq(desk.row.id))
        .filter(practice_reaction::Column::PersonId.eq(actor.person))
        .all(db)
        .await?;
    let adopted = adoption::Entity::find()
        .filter(adoption::Column::PracticeId.eq(desk.row.id))
        .filter(adoption::Column::PersonId.eq(actor.person))
        .count(db)
        .await?;
    let review = match desk.row.work_id.filter(|_| desk.seat.expert) {
        Some(work) => {
            review::Entity::find()
                .filter(review::Column::VersionId.eq(work))
                .filter(review::Column::ExpertId.eq(actor.person))
                .filter(review::Column::State.ne(ReviewState::Declined))
                .one(db)
                .await?
        }
        None => None,
    };
    let certificate = match desk.row.shown_id.filter(|_| desk.seat.author) {
        Some(shown) => certificates::held(db, shown, actor.person).await?.map(|row| row.number),
        None => None,
    };
    Ok(PracticeMine {
        author: desk.seat.author,
        owner: desk.seat.owner,
        reactions: reactions.into_iter().map(|row| row.kind).collect(),
        adopted: adopted > 0,
        review: review.map(|row| row.id),
        certificate,
    })
}

async fn can(app: &App, desk: &Desk) -> Result<PracticeCan> {
    let (seat, facts) = (&desk.seat, &desk.facts);
    let now = |act: Act| after(facts.stage, act).is_ok();
    let edits = seat.edit(facts).allowed();
    let coordinates = seat.coordinate(facts).allowed();
    let archives = seat.archive(facts).allowed();
    let publish = match desk.row.work_id.filter(|_| coordinates && now(Act::Publish)) {
        Some(work) => {
            let work = crate::access::version(app.reader(), work).await?;
            let totals = crate::deciding::totals(app.reader(), &work).await?;
            totals.len() >= crate::rubric::needed(&totals)
                && crate::rubric::score(&totals).and_then(ceiling).min(seat.coordinates).is_some()
        }
        None => false,
    };
    Ok(PracticeCan {
        edit: edits && now(Act::Save),
        revise: edits && facts.shown && now(Act::Revise),
        submit: edits && now(Act::Submit),
        withdraw: edits && now(Act::Withdraw),
        share: edits && facts.level.is_none() && now(Act::Share),
        discard: edits && now(Act::Discard),
        name_authors: seat.name_authors(facts).allowed(),
        check: coordinates && now(Act::Admit),
        decide: coordinates && now(Act::Assign),
        publish,
        archive: archives && !facts.archived,
        restore: archives && facts.archived,
        adopt: seat.adopt(facts).allowed(),
        react: seat.react(facts).allowed(),
        certify: seat.certify(facts).allowed(),
    })
}

/// The version in work as the reader may see it.
pub async fn work(app: &App, desk: &Desk, version: practice_version::Model) -> Result<Work> {
    let db = app.reader();
    let names = Names::load(app, vec![version.saved_by]).await?;
    let remarks = practice_remark::Entity::find()
        .filter(practice_remark::Column::VersionId.eq(version.id))
        .order_by_asc(practice_remark::Column::At)
        .all(db)
        .await?;
    // Remarks on a sheet are the expert's own until the coordinator decides.
    let told = desk.facts.stage == Stage::Revision || desk.seat.coordinates.is_some();
    Ok(Work {
        version_id: version.id,
        version: version.no,
        stage: desk.row.stage,
        revision: version.revision,
        passport: drafts::stored(db, &version).await?,
        files: attached::files(app, version.id).await?,
        wanted_level: version.wanted_level,
        saved_by: names.of(version.saved_by),
        saved_at: version.saved_at,
        submitted_at: version.submitted_at,
        remarks: remarks
            .into_iter()
            .filter(|remark| told || remark.review_id.is_none())
            .map(|remark| Remark { field: remark.field, text: remark.text, by_expert: remark.review_id.is_some() })
            .collect(),
        html: version.html,
    })
}
