//! What the work of a pair puts into inboxes: the other school hears of a plan that changed (once a day), of visits that
//! are planned, wait for its signature or were missed, of what is done; coordinators of reports. Nobody hears of their
//! own doing, and nobody of what they may not read.

use std::collections::{BTreeSet, HashMap};

use accounts::{directory, entity::role_grant, facts};
use async_trait::async_trait;
use kernel::{Actor, FeedEvent, NoticeId, OrgId, PairingId, PersonId, Result, russian_day};
use platform::{
    App,
    ports::{NewNotice, NoticeAbout, NoticeSource, NoticeText},
};
use sea_orm::{DatabaseTransaction, entity::prelude::*};
use uuid::Uuid;

use super::room;
use crate::{
    codes,
    entity::{
        life::{pairing, pairing_person},
        work::{pairing_report, pairing_visit, plan_item},
    },
    event::work::{Detail, kind},
    kinds::Side,
    life,
    policy::{COORDINATORS, RUNNERS},
};

const PLAN: &str = "pairing_plan";
const DONE: &str = "pairing_item_done";
const FREED: &str = "pairing_item_freed";
const VISIT: &str = "pairing_visit";
const SIGN: &str = "pairing_visit_sign";
const MISSED: &str = "pairing_visit_missed";
const REPORT: &str = "pairing_report";

/// Kinds of notices of this room.
pub const KINDS: [&str; 7] = [PLAN, DONE, FREED, VISIT, SIGN, MISSED, REPORT];

/// What a kind of event becomes, and whether it is told once a day only.
fn notice(kind: &str) -> Option<&'static str> {
    match kind {
        kind::PLAN_CHANGED | kind::ITEM_CANCELLED => Some(PLAN),
        kind::ITEM_DONE => Some(DONE),
        kind::ITEM_FREED => Some(FREED),
        kind::VISIT_PLANNED => Some(VISIT),
        kind::VISIT_HELD | kind::VISIT_SIGNED | kind::VISIT_UNSIGNED => Some(SIGN),
        kind::VISIT_MISSED => Some(MISSED),
        kind::REPORT_SUBMITTED => Some(REPORT),
        _ => None,
    }
}

pub struct WorkNotices;

#[async_trait]
impl NoticeSource for WorkNotices {
    fn kinds(&self) -> &'static [&'static str] {
        &KINDS
    }

    fn wants(&self, event: &str) -> bool {
        notice(event).is_some()
    }

    async fn notices(&self, app: &App, tx: &DatabaseTransaction, event: &FeedEvent) -> Result<Vec<NewNotice>> {
        let Some(kind) = notice(&event.kind) else { return Ok(Vec::new()) };
        let id = PairingId(event.subject);
        let Some(row) = pairing::Entity::find_by_id(id).one(tx).await? else { return Ok(Vec::new()) };
        let detail: Detail = event.body()?;
        let mut people = BTreeSet::new();
        for side in Side::BOTH {
            // Whoever did it tells their own school themselves.
            if event.actor.is_none() || detail.side != Some(side) {
                people.extend(of_side(app, tx, &row, side).await?);
            }
        }
        if kind == REPORT {
            people.extend(coordinators(app, tx, &row).await?);
        }
        let thing = thing(kind, &detail).unwrap_or(id.0);
        let dedup = match kind {
            // Plans are written line by line: once a day is enough.
            PLAN => format!("{kind}:{id}:{}", event.at.date_naive()),
            _ => format!("{kind}:{thing}:{}", event.seq),
        };
        let mut notices = Vec::new();
        for person in people.into_iter().filter(|person| Some(*person) != event.actor) {
            let Some(actor) = app.people()?.actor(app, person).await? else { continue };
            if life::desk(tx, &actor, id).await.is_err() {
                continue;
            }
            let about = NoticeAbout { kind: kind.to_owned(), thing: Some(thing), ..NoticeAbout::default() };
            notices.push(NewNotice { person, actor: event.actor, about, dedup: dedup.clone() });
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
            if let Some(text) = words(app, reader, about).await? {
                texts.insert(*notice, text);
            }
        }
        Ok(texts)
    }
}

fn thing(kind: &str, detail: &Detail) -> Option<Uuid> {
    match kind {
        DONE | FREED => detail.item.map(|id| id.0),
        VISIT | SIGN | MISSED => detail.visit.map(|id| id.0),
        REPORT => detail.report.map(|id| id.0),
        _ => None,
    }
}

/// People of the pair on this side, and those who act for the school.
async fn of_side(app: &App, tx: &DatabaseTransaction, row: &pairing::Model, side: Side) -> Result<BTreeSet<PersonId>> {
    let school = match side {
        Side::Mentor => row.mentor_id,
        Side::Mentee => row.mentee_id,
    };
    let among = pairing_person::Entity::find()
        .filter(pairing_person::Column::PairingId.eq(row.id))
        .filter(pairing_person::Column::Side.eq(side))
        .filter(pairing_person::Column::Until.is_null())
        .all(tx)
        .await?;
    let runs = role_grant::Entity::find()
        .filter(role_grant::Column::ScopeId.eq(school))
        .filter(role_grant::Column::Role.is_in(RUNNERS))
        .filter(facts::in_force_somewhere(app.now()))
        .all(tx)
        .await?;
    Ok(among.into_iter().map(|one| one.person_id).chain(runs.into_iter().map(|grant| grant.person_id)).collect())
}

/// Those who answer for the school that is helped.
async fn coordinators(app: &App, tx: &DatabaseTransaction, row: &pairing::Model) -> Result<BTreeSet<PersonId>> {
    let above = directory::ancestors(tx, &[row.mentee_id]).await?;
    let above: BTreeSet<OrgId> = above.into_values().flatten().chain([row.territory_id]).collect();
    let held = role_grant::Entity::find()
        .filter(role_grant::Column::ScopeId.is_in(above))
        .filter(role_grant::Column::Role.is_in(COORDINATORS))
        .filter(facts::in_force_somewhere(app.now()))
        .all(tx)
        .await?;
    Ok(held.into_iter().map(|grant| grant.person_id).collect())
}

/// Words for a notice, while its reader may still read what it is about.
async fn words(app: &App, reader: &Actor, about: &NoticeAbout) -> Result<Option<NoticeText>> {
    let Some(thing) = about.thing else { return Ok(None) };
    let db = app.reader();
    let (pairing, title, tab) = match about.kind.as_str() {
        PLAN => (Some(PairingId(thing)), String::new(), "plan"),
        DONE | FREED => {
            let row = plan_item::Entity::find_by_id(kernel::PlanItemId(thing)).one(db).await?;
            (row.as_ref().map(|row| row.pairing_id), row.map(|row| row.title).unwrap_or_default(), "plan")
        }
        VISIT | SIGN | MISSED => {
            let row = pairing_visit::Entity::find_by_id(kernel::PairingVisitId(thing)).one(db).await?;
            let day = row.as_ref().map(|row| russian_day(&row.held_on.unwrap_or(row.planned_on)));
            (row.map(|row| row.pairing_id), day.unwrap_or_default(), "visits")
        }
        _ => {
            let row = pairing_report::Entity::find_by_id(kernel::PairingReportId(thing)).one(db).await?;
            let half = row.as_ref().map(|row| format!("{} полугодие {}/{}", row.half, row.year, (row.year + 1) % 100));
            (row.map(|row| row.pairing_id), half.unwrap_or_default(), "reports")
        }
    };
    let Some(id) = pairing else { return Ok(None) };
    let Ok(found) = room::enter(db, reader, id).await else { return Ok(None) };
    let theme = codes::theme(found.row.theme_kind, &found.row.theme);
    Ok(Some(NoticeText {
        title: format!("Пара № {}: {theme}", found.row.number),
        excerpt: Some(title).filter(|title| !title.is_empty()),
        path: Some(format!("/pairings/{id}#{tab}")),
        ..NoticeText::default()
    }))
}
