//! Authors send a version on its way: to the experts, or straight into their school or association.

use kernel::{Actor, Code, Error, OrgId, OrgKind, PracticeId, Result, TopicId};
use platform::{Tx, ports::NewDiscussion};
use sea_orm::{ActiveValue::Set, entity::prelude::*, sea_query::ExprTrait};

use crate::{
    access::{self, Desk},
    drafts::{self, step},
    entity::{practice, practice_counter, practice_version},
    event::{Detail, Event, kind},
    kinds::{Audience, Level, Licence, Stage, VersionState},
    policy::{Act, after},
};

/// Sends the version in work to the technical check; `wanted` is the level its authors hope for.
pub async fn submit(tx: &mut Tx, actor: &Actor, id: PracticeId, wanted: Option<Level>) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.edit(&desk.facts).or_refuse()?;
    let stage = after(desk.row.stage, Act::Submit)?;
    let work = desk.work(tx.db()).await?;
    drafts::stored(tx.db(), &work).await?.complete()?;
    let version = practice_version::ActiveModel {
        id: Set(work.id),
        wanted_level: Set(wanted),
        submitted_at: Set(Some(tx.now())),
        decided_by: Set(None),
        decided_at: Set(None),
        ..Default::default()
    };
    step(tx, &desk, stage, version).await?;
    tx.emit(about(kind::SUBMITTED, &desk, actor));
    Ok(())
}

/// Takes it back before anybody has checked it.
pub async fn withdraw(tx: &mut Tx, actor: &Actor, id: PracticeId) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.edit(&desk.facts).or_refuse()?;
    let stage = after(desk.row.stage, Act::Withdraw)?;
    let work = desk.work(tx.db()).await?;
    step(tx, &desk, stage, practice_version::ActiveModel { id: Set(work.id), ..Default::default() }).await?;
    tx.emit(about(kind::WITHDRAWN, &desk, actor));
    Ok(())
}

/// Lets it live in one of the author's organisations without review, marked so.
pub async fn share(tx: &mut Tx, actor: &Actor, id: PracticeId, place: OrgId) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.edit(&desk.facts).or_refuse()?;
    after(desk.row.stage, Act::Share)?;
    if desk.facts.level.is_some() {
        // A recommended practice does not fall back: its new version is reviewed too.
        return Err(Error::Conflict(Code::WrongState));
    }
    let org = accounts::directory::org_refs(tx.db(), &[place]).await?.remove(&place);
    let org = org.filter(|org| actor.orgs.contains(&org.id)).ok_or_else(|| Error::invalid("place", "unknown"))?;
    if !matches!(org.kind, OrgKind::School | OrgKind::Association) {
        return Err(Error::invalid("place", "invalid"));
    }
    let work = desk.work(tx.db()).await?;
    drafts::stored(tx.db(), &work).await?.readable()?;
    let audience = match org.kind {
        OrgKind::Association => Audience::Network,
        _ => Audience::Place,
    };
    show(tx, &desk, &work, Shown { audience, level: None, score: None, place: Some(place) }).await?;
    tx.emit(about(kind::SHARED, &desk, actor));
    Ok(())
}

/// How a version is shown from now on.
pub(crate) struct Shown {
    pub audience: Audience,
    pub level: Option<Level>,
    pub score: Option<i32>,
    pub place: Option<OrgId>,
}

/// Makes the version in work the one shown. The first time it gets its number and its topic.
pub(crate) async fn show(tx: &mut Tx, desk: &Desk, work: &practice_version::Model, shown: Shown) -> Result<()> {
    let row = &desk.row;
    let state = if shown.level.is_some() { VersionState::Published } else { VersionState::Community };
    let version = practice_version::ActiveModel {
        id: Set(work.id),
        state: Set(state),
        level: Set(shown.level),
        score: Set(shown.score),
        decided_at: Set(Some(tx.now())),
        ..Default::default()
    };
    version.update(tx.db()).await?;
    let number = match row.number {
        Some(number) => number,
        None => next_number(tx).await?,
    };
    // Talk in a school's room stays there; a practice that leaves it begins a new one.
    let moved = row.topic_id.is_some() && row.audience == Audience::Place && shown.audience != Audience::Place;
    let topic = match row.topic_id.filter(|_| !moved) {
        Some(topic) => topic,
        None => {
            let discussion = discussion(tx, desk, work, number, shown.place).await?;
            let app = tx.app().clone();
            app.discussions()?.open(tx, discussion).await?
        }
    };
    let change = practice::ActiveModel {
        id: Set(row.id),
        number: Set(Some(number)),
        stage: Set(Stage::None),
        audience: Set(shown.audience),
        level: Set(shown.level),
        place_id: Set(shown.place),
        current_id: Set(work.id),
        shown_id: Set(Some(work.id)),
        work_id: Set(None),
        topic_id: Set(Some(topic)),
        score: Set(shown.score),
        published_at: Set(row.published_at.or(Some(tx.now()))),
        touched_at: Set(tx.now()),
        ..Default::default()
    };
    change.update(tx.db()).await?;
    Ok(())
}

/// Who reads a published version.
pub(crate) fn audience_of(licence: Licence) -> Audience {
    match licence {
        Licence::Network => Audience::Network,
        Licence::CcBy | Licence::CcBySa | Licence::CcByNc => Audience::Everyone,
    }
}

/// The practice's talk. Its first post leads back; of what stays inside the network it repeats the title only.
async fn discussion(
    tx: &Tx,
    desk: &Desk,
    work: &practice_version::Model,
    number: i32,
    place: Option<OrgId>,
) -> Result<NewDiscussion> {
    let passport = drafts::stored(tx.db(), work).await?;
    let summary = if work.licence == Licence::Network { "" } else { passport.summary.as_str() };
    Ok(NewDiscussion {
        place,
        title: format!("Практика: {}", passport.title).chars().take(MAX_TOPIC).collect(),
        body: format!("{summary}\n\n[Открыть практику](/b/{number})").trim().to_owned(),
        author: desk.row.owner_id,
        subject: passport.subjects.first().cloned(),
        grades: passport.grades,
        skills: passport.skills,
    })
}

/// The practice's topic; opened when there is none yet, as with what was imported.
pub async fn talk(tx: &mut Tx, actor: &Actor, id: PracticeId) -> Result<TopicId> {
    let desk = access::locked(tx, actor, id).await?;
    let shown = desk.shown(tx.db()).await?;
    if let Some(topic) = desk.row.topic_id {
        return Ok(topic);
    }
    crate::policy::may_write(actor)?;
    let number = desk.row.number.ok_or(Error::Hidden)?;
    let discussion = discussion(tx, &desk, &shown, number, desk.row.place_id).await?;
    let app = tx.app().clone();
    let topic = app.discussions()?.open(tx, discussion).await?;
    let change = practice::ActiveModel { id: Set(id), topic_id: Set(Some(topic)), ..Default::default() };
    change.update(tx.db()).await?;
    Ok(topic)
}

/// Titles of topics are not longer.
const MAX_TOPIC: usize = 200;

/// The next permanent number: the counter's row is locked until the commit, so numbers have no gaps.
pub(crate) async fn next_number(tx: &Tx) -> Result<i32> {
    practice_counter::Entity::update_many()
        .col_expr(practice_counter::Column::Last, Expr::col(practice_counter::Column::Last).add(1))
        .filter(practice_counter::Column::Id.eq(1))
        .exec(tx.db())
        .await?;
    let row = practice_counter::Entity::find_by_id(1).one(tx.db()).await?;
    Ok(row.ok_or_else(|| Error::Internal(anyhow::anyhow!("practice_counter is empty")))?.last)
}

pub(crate) fn about(kind: &'static str, desk: &Desk, actor: &Actor) -> Event {
    Event::new(kind, desk.row.id, actor.person).with(Detail { version: desk.row.work_id, ..Detail::default() })
}
