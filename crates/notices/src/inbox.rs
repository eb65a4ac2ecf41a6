//! Reading the inbox and marking it read.

use std::collections::{HashMap, HashSet};

use kernel::{
    Actor, DateTime, NoticeId, OrgId, Page, PageCursor, PageQuery, PersonId, PersonRef, PostId, Result, SpaceId,
    TopicId, Utc,
};
use platform::{
    App, Tx,
    ports::{NoticeAbout, NoticeText},
};
use sea_orm::{ConnectionTrait, QueryOrder, QuerySelect, Select, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    entity::notice::{Column, Entity, Model},
    event::Event,
};

/// The count looks no further, and shows no more.
pub const COUNTED: u64 = 100;

/// Reads for one page. Somebody who lost a large space gets a short page instead of a long wait.
const ROUNDS: u32 = 10;

/// Why somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    Mention,
    Reply,
    Accepted,
    Watched,
    Invitation,
    Request,
    Confirmation,
    Refusal,
    RoleTaken,
    PracticeSubmitted,
    PracticeReturned,
    PracticePublished,
    PracticeAdopted,
    PracticeAuthor,
    ReviewAssigned,
    ReviewDue,
    ReviewLate,
    ReviewDeclined,
    ReviewsReady,
    EventMoved,
    EventPostponed,
    EventCancelled,
    /// A place at it is the reader's now.
    EventPlace,
    EventRefused,
    /// Somebody registered the reader.
    EventRegistered,
    /// Somebody asks the host for a place.
    EventApplied,
    EventSpeaker,
    EventSoon,
    EventCertificate,
    EventCertificateRevoked,
    EventFeedback,
    EventFollowUp,
    EventDecision,
    VisitSheetSigned,
    VisitSheetShared,
    /// A pair of schools is proposed; both are asked.
    PairingProposed,
    /// The other school agrees.
    PairingConsented,
    PairingAgreed,
    PairingRefused,
    PairingActive,
    PairingSuspended,
    PairingOver,
    /// The reader is one of the people of a pair.
    PairingPerson,
    /// Nothing was heard of a pair for long.
    PairingSilent,
    /// The agreement of a pair waits for a head's word.
    AgreementSent,
    AgreementSigned,
    AgreementEnds,
    AgreementOver,
    /// The reader looks after a school from now on, or no longer.
    SchoolCurator,
    /// The joint plan of a pair was written on.
    PairingPlan,
    PairingItemDone,
    /// What an item of the plan had become was called off.
    PairingItemFreed,
    PairingVisit,
    /// A visit waits for a signature.
    PairingVisitSign,
    PairingVisitMissed,
    PairingReport,
    /// Kept searches have something new.
    Found,
}

impl NoticeKind {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        serde_json::from_value(text.into()).ok()
    }
}

/// An entry of the inbox, worded with the reader's rights of now.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Notice {
    pub id: NoticeId,
    pub kind: NoticeKind,
    pub actor: Option<PersonRef>,
    /// Title of the topic, space or organisation.
    pub title: String,
    pub topic_id: Option<TopicId>,
    pub post_id: Option<PostId>,
    pub post_no: Option<i32>,
    pub space_id: Option<SpaceId>,
    pub org_id: Option<OrgId>,
    /// Where it leads within the site, when no id says it.
    pub path: Option<String>,
    pub excerpt: Option<String>,
    pub created_at: DateTime<Utc>,
    pub read: bool,
}

/// What to mark read.
#[derive(Clone, Debug, Default)]
pub struct Which {
    pub ids: Vec<NoticeId>,
    pub all: bool,
    pub topic: Option<TopicId>,
}

/// Notices of a person, newest first. What they may no longer see is left out, so the page is filled from further on.
///
/// # Errors
/// `Invalid` for a cursor that is not ours.
pub async fn page(app: &App, actor: &Actor, unread: bool, query: &PageQuery) -> Result<Page<Notice>> {
    let limit = query.limit();
    let mut before: Option<NoticeId> = query.key()?;
    let mut items = Vec::new();
    for round in 1.. {
        let mut select = mine(actor.person).order_by_desc(Column::Id).limit(limit as u64 + 1);
        if unread {
            select = select.filter(Column::ReadAt.is_null());
        }
        if let Some(id) = before {
            select = select.filter(Column::Id.lt(id));
        }
        let mut rows = select.all(app.reader()).await?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        before = rows.last().map(|row| row.id);
        items.extend(worded(app, actor, rows).await?);
        if items.len() > limit {
            items.truncate(limit);
            before = items.last().map(|notice: &Notice| notice.id);
        } else if !more {
            before = None;
        } else if items.len() < limit && round < ROUNDS {
            continue;
        }
        break;
    }
    let next = before.map(|id| PageCursor::encode(&id)).transpose()?;
    Ok(Page { items, next })
}

/// Unread notices among the newest hundred that the person may see.
pub async fn unread(app: &App, actor: &Actor) -> Result<usize> {
    let select = mine(actor.person).filter(Column::ReadAt.is_null()).order_by_desc(Column::Id).limit(COUNTED);
    let rows = select.all(app.reader()).await?;
    let texts = texts(app, actor, &rows).await?;
    Ok(rows.iter().filter(|row| texts.contains_key(&row.id)).count())
}

/// Marks as read what is not yet; answers what stays unread.
pub async fn mark_read(app: &App, actor: &Actor, which: &Which) -> Result<usize> {
    let mut tx = app.begin().await?;
    let mut scope = sea_orm::Condition::any();
    if which.all {
        scope = scope.add(Column::PersonId.eq(actor.person));
    }
    if let Some(topic) = which.topic {
        scope = scope.add(Column::TopicId.eq(topic));
    }
    if !which.ids.is_empty() {
        scope = scope.add(Column::Id.is_in(which.ids.iter().copied()));
    }
    if !scope.is_empty() && clear(&tx, actor.person, scope).await? {
        tx.emit(Event::UnreadChanged { person: actor.person });
    }
    tx.commit().await?;
    unread(app, actor).await
}

/// True when anything was unread.
pub(crate) async fn clear(tx: &Tx, person: PersonId, scope: sea_orm::Condition) -> Result<bool> {
    let cleared = Entity::update_many()
        .col_expr(Column::ReadAt, Expr::value(tx.now()))
        .filter(Column::PersonId.eq(person))
        .filter(Column::ReadAt.is_null())
        .filter(scope)
        .exec(tx.db())
        .await?;
    Ok(cleared.rows_affected > 0)
}

/// Clears notices whose place the person has read.
pub(crate) async fn clear_seen(tx: &Tx, person: PersonId, scope: sea_orm::Condition) -> Result<bool> {
    let rows = unread_rows(tx.db(), person, scope).await?;
    if rows.is_empty() {
        return Ok(false);
    }
    let app = tx.app();
    let Some(actor) = app.people()?.actor(app, person).await? else { return Ok(false) };
    let texts = texts(app, &actor, &rows).await?;
    let seen: Vec<NoticeId> = texts.into_iter().filter(|(_, text)| text.seen).map(|(id, _)| id).collect();
    if seen.is_empty() {
        return Ok(false);
    }
    clear(tx, person, sea_orm::Condition::all().add(Column::Id.is_in(seen))).await
}

async fn unread_rows<C: ConnectionTrait>(db: &C, person: PersonId, scope: sea_orm::Condition) -> Result<Vec<Model>> {
    let select = mine(person).filter(Column::ReadAt.is_null()).filter(scope).order_by_desc(Column::Id).limit(1_000);
    Ok(select.all(db).await?)
}

/// One notice for its person, and the unread count with it; `None` when it is read already or not to be seen.
pub(crate) async fn news(app: &App, id: NoticeId) -> Result<Option<(Notice, usize)>> {
    let Some(row) = Entity::find_by_id(id).one(app.reader()).await? else { return Ok(None) };
    if row.read_at.is_some() {
        return Ok(None);
    }
    let Some(actor) = app.people()?.actor(app, row.person_id).await? else { return Ok(None) };
    match worded(app, &actor, vec![row]).await?.pop() {
        Some(notice) => Ok(Some((notice, unread(app, &actor).await?))),
        None => Ok(None),
    }
}

fn mine(person: PersonId) -> Select<Entity> {
    Entity::find().filter(Column::PersonId.eq(person))
}

/// Rows in words, in their order, without what the reader may not see.
async fn worded(app: &App, reader: &Actor, rows: Vec<Model>) -> Result<Vec<Notice>> {
    let mut texts = texts(app, reader, &rows).await?;
    let actors: HashSet<PersonId> = rows.iter().filter_map(|row| row.actor_id).collect();
    let actors: Vec<PersonId> = actors.into_iter().collect();
    let names = app.people()?.names(app, &actors).await?;
    let word = |row: Model| {
        let text = texts.remove(&row.id)?;
        Some(Notice {
            id: row.id,
            kind: NoticeKind::parse(&row.kind)?,
            actor: row.actor_id.and_then(|id| names.get(&id).cloned()),
            title: text.title,
            topic_id: row.topic_id,
            post_id: row.post_id,
            post_no: text.post_no,
            space_id: row.space_id,
            org_id: row.organisation_id,
            path: text.path,
            excerpt: text.excerpt,
            created_at: row.created_at,
            read: row.read_at.is_some(),
        })
    };
    Ok(rows.into_iter().filter_map(word).collect())
}

/// What the features say of these notices to this reader; absent: not to be seen.
async fn texts(app: &App, reader: &Actor, rows: &[Model]) -> Result<HashMap<NoticeId, NoticeText>> {
    let mut texts = HashMap::new();
    for source in app.notice_sources() {
        let about: Vec<(NoticeId, NoticeAbout)> = rows
            .iter()
            .filter(|row| source.kinds().contains(&row.kind.as_str()) && !texts.contains_key(&row.id))
            .map(|row| (row.id, about(row)))
            .collect();
        if !about.is_empty() {
            texts.extend(source.describe(app, reader, &about).await?);
        }
    }
    Ok(texts)
}

fn about(row: &Model) -> NoticeAbout {
    NoticeAbout {
        kind: row.kind.clone(),
        topic: row.topic_id,
        post: row.post_id,
        space: row.space_id,
        org: row.organisation_id,
        thing: row.thing_id,
    }
}
