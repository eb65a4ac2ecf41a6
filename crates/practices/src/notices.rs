//! What the bank puts into inboxes: coordinators hear of submissions and finished reviews, experts of tasks and deadlines,
//! authors of decisions and of colleagues who used their work. Nobody hears of their own doing.

use std::collections::{BTreeSet, HashMap};

use accounts::entity::role_grant;
use async_trait::async_trait;
use kernel::{Actor, FeedEvent, NoticeId, PersonId, PracticeId, Result, Role};
use platform::{
    App,
    ports::{NewNotice, NoticeAbout, NoticeSource, NoticeText},
};
use sea_orm::{ConnectionTrait, DatabaseTransaction, entity::prelude::*};

use crate::{
    access,
    deciding::totals,
    entity::{adoption, practice, practice_version, review},
    event::{Detail, kind},
    policy::{MUNICIPAL, Seat},
    rubric,
    view::path,
};

const SUBMITTED: &str = "practice_submitted";
const RETURNED: &str = "practice_returned";
const PUBLISHED: &str = "practice_published";
const ADOPTED: &str = "practice_adopted";
const CO_AUTHOR: &str = "practice_author";
const ASSIGNED: &str = "review_assigned";
const DUE: &str = "review_due";
const LATE: &str = "review_late";
const DECLINED: &str = "review_declined";
const READY: &str = "reviews_ready";

const EXCERPT: usize = 200;

pub struct BankNotices;

#[async_trait]
impl NoticeSource for BankNotices {
    fn kinds(&self) -> &'static [&'static str] {
        &[SUBMITTED, RETURNED, PUBLISHED, ADOPTED, CO_AUTHOR, ASSIGNED, DUE, LATE, DECLINED, READY]
    }

    fn wants(&self, event: &str) -> bool {
        matches!(
            event,
            kind::SUBMITTED
                | kind::RETURNED
                | kind::PUBLISHED
                | kind::ADOPTED
                | kind::AUTHOR_ADDED
                | kind::REVIEW_ASSIGNED
                | kind::REVIEW_DUE
                | kind::REVIEW_LATE
                | kind::REVIEW_DECLINED
                | kind::REVIEW_DONE
        )
    }

    async fn notices(&self, app: &App, tx: &DatabaseTransaction, event: &FeedEvent) -> Result<Vec<NewNotice>> {
        let id = PracticeId(event.subject);
        let Some(row) = practice::Entity::find_by_id(id).one(tx).await? else { return Ok(Vec::new()) };
        let detail: Detail = event.body()?;
        let Some((kind, people, thing)) = told(app, tx, &row, event, detail).await? else { return Ok(Vec::new()) };
        let facts = access::facts(tx, &row).await?;
        let mut notices = Vec::new();
        for person in people.into_iter().filter(|person| Some(*person) != event.actor) {
            let Some(actor) = app.people()?.actor(app, person).await? else { continue };
            if !Seat::take(&actor, &facts).see(&facts).allowed() {
                continue;
            }
            let about = NoticeAbout { kind: kind.to_owned(), thing: Some(id.0), ..NoticeAbout::default() };
            let named = event.actor.filter(|_| !matches!(kind, RETURNED | PUBLISHED));
            notices.push(NewNotice { person, actor: named, about, dedup: format!("{kind}:{thing}:{}", event.seq) });
        }
        Ok(notices)
    }

    async fn describe(
        &self,
        app: &App,
        reader: &Actor,
        notices: &[(NoticeId, NoticeAbout)],
    ) -> Result<HashMap<NoticeId, NoticeText>> {
        let mut texts = HashMap::new();
        for (notice, about) in notices {
            let Some(id) = about.thing.map(PracticeId) else { continue };
            let Ok(desk) = access::desk(app.reader(), reader, id).await else { continue };
            let Ok(version) = desk.current(app.reader()).await else { continue };
            let base = path(&desk.row);
            let place = match about.kind.as_str() {
                ASSIGNED | DUE | LATE | DECLINED | READY | SUBMITTED => format!("{base}/review"),
                RETURNED => format!("{base}/edit"),
                ADOPTED => format!("{base}#adoptions"),
                _ => base,
            };
            let excerpt = match about.kind.as_str() {
                ADOPTED => last_report(app, id).await?,
                _ => None,
            };
            texts.insert(
                *notice,
                NoticeText { title: version.title, excerpt, path: Some(place), ..NoticeText::default() },
            );
        }
        Ok(texts)
    }
}

/// What kind of notice an event makes, for whom, and about which thing once only.
async fn told(
    app: &App,
    tx: &DatabaseTransaction,
    row: &practice::Model,
    event: &FeedEvent,
    detail: Detail,
) -> Result<Option<(&'static str, BTreeSet<PersonId>, Uuid)>> {
    let authors = || async { Ok::<_, kernel::Error>(access::authors(tx, row.id).await?.into_iter().collect()) };
    let version = detail.version.map_or(row.id.0, |version| version.0);
    let expert = || detail.person.into_iter().collect::<BTreeSet<_>>();
    let task = detail.review.map_or(version, |review| review.0);
    Ok(Some(match event.kind.as_str() {
        kind::SUBMITTED => (SUBMITTED, coordinators(app, tx, row).await?, version),
        kind::RETURNED => (RETURNED, authors().await?, version),
        kind::PUBLISHED => (PUBLISHED, authors().await?, version),
        kind::ADOPTED => (ADOPTED, authors().await?, detail.adoption.map_or(version, |adoption| adoption.0)),
        kind::AUTHOR_ADDED => (CO_AUTHOR, expert(), row.id.0),
        kind::REVIEW_ASSIGNED => (ASSIGNED, expert(), task),
        kind::REVIEW_DUE => (DUE, expert(), task),
        kind::REVIEW_LATE => {
            let mut people = expert();
            people.extend(assigner(tx, task).await?);
            (LATE, people, task)
        }
        kind::REVIEW_DECLINED => (DECLINED, assigner(tx, task).await?.into_iter().collect(), task),
        kind::REVIEW_DONE => {
            let Some(work) = row.work_id else { return Ok(None) };
            let Some(work) = practice_version::Entity::find_by_id(work).one(tx).await? else { return Ok(None) };
            let totals = totals(tx, &work).await?;
            // The last sheet is news; so are two that differ, since somebody must ask a third expert.
            if totals.len() < rubric::TWO {
                return Ok(None);
            }
            (READY, assigner(tx, task).await?.into_iter().collect(), work.id.0)
        }
        _ => return Ok(None),
    }))
}

async fn assigner<C: ConnectionTrait>(db: &C, review: Uuid) -> Result<Option<PersonId>> {
    let row = review::Entity::find_by_id(kernel::ReviewId(review)).one(db).await?;
    Ok(row.map(|row| row.assigned_by))
}

/// Those nearest to the home: municipal coordinators and methodists, else regional coordinators.
async fn coordinators<C: ConnectionTrait>(app: &App, db: &C, row: &practice::Model) -> Result<BTreeSet<PersonId>> {
    let Some(home) = row.home_id else { return Ok(BTreeSet::new()) };
    let above = accounts::directory::ancestors(db, &[home]).await?.remove(&home).unwrap_or_default();
    for roles in [&MUNICIPAL[..], &[Role::RegionalCoordinator]] {
        let grants = role_grant::Entity::find()
            .filter(role_grant::Column::ScopeId.is_in(above.iter().copied()))
            .filter(role_grant::Column::Role.is_in(roles.iter().copied()))
            .filter(accounts::facts::in_force_somewhere(app.now()))
            .all(db)
            .await?;
        if !grants.is_empty() {
            return Ok(grants.into_iter().map(|grant| grant.person_id).collect());
        }
    }
    Ok(BTreeSet::new())
}

async fn last_report(app: &App, id: PracticeId) -> Result<Option<String>> {
    use sea_orm::QueryOrder;
    let row = adoption::Entity::find()
        .filter(adoption::Column::PracticeId.eq(id))
        .order_by_desc(adoption::Column::Id)
        .one(app.reader())
        .await?;
    Ok(row.map(|row| {
        let short: String = row.text.chars().take(EXCERPT).collect();
        if short.len() < row.text.len() { format!("{short}…") } else { short }
    }))
}
