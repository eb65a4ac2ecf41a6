//! What the calendars put into inboxes: participants hear that date, place or link are others, that it is postponed or
//! called off, that a place is theirs; hosts of those who apply; colleagues of being registered or named as speakers.
//! Nobody hears of their own doing.

use std::collections::{BTreeSet, HashMap};

use async_trait::async_trait;
use chrono::TimeDelta;
use kernel::{Actor, EventId, FeedEvent, NoticeId, PersonId, Result};
use platform::{
    App,
    ports::{NewNotice, NoticeAbout, NoticeSource, NoticeText},
};
use sea_orm::{DatabaseTransaction, entity::prelude::*};

use crate::{
    access, after, dates,
    entity::{event, event_registration},
    event::{Detail, kind},
    kinds::{EventState, RegistrationMode, RegistrationState},
    policy::Seat,
    view::path,
    visits,
};

const MOVED: &str = "event_moved";
const POSTPONED: &str = "event_postponed";
const CANCELLED: &str = "event_cancelled";
const PLACE: &str = "event_place";
const REFUSED: &str = "event_refused";
const REGISTERED: &str = "event_registered";
const APPLIED: &str = "event_applied";
const SPEAKER: &str = "event_speaker";
const SOON: &str = "event_soon";
const CERTIFICATE: &str = "event_certificate";
const CERTIFICATE_REVOKED: &str = "event_certificate_revoked";
const FEEDBACK: &str = "event_feedback";
const FOLLOW_UP: &str = "event_follow_up";
const DECISION: &str = "event_decision";

/// After so long news are none.
const STALE: TimeDelta = TimeDelta::days(14);

pub struct EventNotices;

#[async_trait]
impl NoticeSource for EventNotices {
    fn kinds(&self) -> &'static [&'static str] {
        const {
            &[
                MOVED,
                POSTPONED,
                CANCELLED,
                PLACE,
                REFUSED,
                REGISTERED,
                APPLIED,
                SPEAKER,
                SOON,
                CERTIFICATE,
                CERTIFICATE_REVOKED,
                FEEDBACK,
                FOLLOW_UP,
                DECISION,
                visits::KINDS[0],
                visits::KINDS[1],
            ]
        }
    }

    fn wants(&self, event: &str) -> bool {
        let visit = visits::wants(event);
        visit
            || matches!(
                event,
                kind::PUBLISHED
                    | kind::MOVED
                    | kind::POSTPONED
                    | kind::CANCELLED
                    | kind::PROMOTED
                    | kind::DECIDED
                    | kind::REGISTERED
                    | kind::SOON
                    | kind::CERTIFIED
                    | kind::CERTIFICATE_REVOKED
                    | kind::HELD
                    | kind::FOLLOW_UP
                    | kind::DECISION
            )
    }

    async fn notices(&self, app: &App, tx: &DatabaseTransaction, event: &FeedEvent) -> Result<Vec<NewNotice>> {
        if visits::wants(&event.kind) {
            return visits::told(event);
        }
        // Of what happened long ago nobody is asked, nor told: old events were brought in.
        let asked = matches!(event.kind.as_str(), kind::HELD | kind::CERTIFIED | kind::DECISION);
        if asked && event.at < app.now() - STALE {
            return Ok(Vec::new());
        }
        let id = EventId(event.subject);
        let Some(row) = event::Entity::find_by_id(id).one(tx).await? else { return Ok(Vec::new()) };
        let Some((kind, people)) = told(tx, &row, event).await? else { return Ok(Vec::new()) };
        let facts = access::facts(tx, &row).await?;
        let mut notices = Vec::new();
        for person in people.into_iter().filter(|person| Some(*person) != event.actor) {
            let Some(actor) = app.people()?.actor(app, person).await? else { continue };
            let live = access::live(tx, id, person).await?;
            // Whoever was just refused knows of it all the same, if they are among those it is for.
            if !Seat::take(&actor, &facts, live.is_some()).see(&facts).allowed() {
                continue;
            }
            let about = NoticeAbout { kind: kind.to_owned(), thing: Some(id.0), ..NoticeAbout::default() };
            let named = event.actor.filter(|_| matches!(kind, REGISTERED | APPLIED));
            notices.push(NewNotice { person, actor: named, about, dedup: format!("{kind}:{id}:{}", event.seq) });
        }
        Ok(notices)
    }

    async fn describe(
        &self,
        app: &App,
        reader: &Actor,
        notices: &[(NoticeId, NoticeAbout)],
    ) -> Result<HashMap<NoticeId, NoticeText>> {
        let person = accounts::entity::person::Entity::find_by_id(reader.person).one(app.reader()).await?;
        let zone = person.map(|person| person.time_zone).unwrap_or_default();
        let mut texts = HashMap::new();
        for (notice, about) in notices {
            if visits::KINDS.contains(&about.kind.as_str()) {
                texts.extend(visits::describe(app, reader, (*notice, about)).await);
                continue;
            }
            let Some(id) = about.thing.map(EventId) else { continue };
            let Ok(desk) = access::desk(app.reader(), reader, id).await else { continue };
            let excerpt = match about.kind.as_str() {
                CANCELLED | POSTPONED => desk.row.reason.clone(),
                _ => dates::seen_from(&desk.row, &zone),
            };
            let base = path(&desk.row);
            let place = match about.kind.as_str() {
                APPLIED => format!("{base}#participants"),
                FEEDBACK => format!("{base}#feedback"),
                FOLLOW_UP => format!("{base}#follow-up"),
                DECISION => format!("{base}#minutes"),
                CERTIFICATE | CERTIFICATE_REVOKED => "/events/certificates".to_owned(),
                _ => base,
            };
            let text = NoticeText {
                title: desk.row.title,
                excerpt: Some(excerpt).filter(|text| !text.is_empty()),
                path: Some(place),
                ..NoticeText::default()
            };
            texts.insert(*notice, text);
        }
        Ok(texts)
    }
}

/// What kind of notice an event makes, and for whom.
async fn told(
    tx: &DatabaseTransaction,
    row: &event::Model,
    event: &FeedEvent,
) -> Result<Option<(&'static str, BTreeSet<PersonId>)>> {
    let detail: Detail = event.body()?;
    let one = || detail.person.into_iter().collect::<BTreeSet<_>>();
    let mine = match detail.registration {
        Some(id) => event_registration::Entity::find_by_id(id).one(tx).await?,
        None => None,
    };
    Ok(Some(match event.kind.as_str() {
        kind::PUBLISHED => (SPEAKER, access::facts(tx, row).await?.speakers.into_iter().collect()),
        kind::MOVED => (MOVED, concerned(tx, row).await?),
        kind::POSTPONED => (POSTPONED, concerned(tx, row).await?),
        kind::CANCELLED => (CANCELLED, concerned(tx, row).await?),
        kind::PROMOTED => (PLACE, one()),
        kind::CERTIFIED => (CERTIFICATE, one()),
        kind::CERTIFICATE_REVOKED => (CERTIFICATE_REVOKED, one()),
        kind::HELD => (FEEDBACK, after::present(tx, row.id).await?.into_iter().map(|row| row.person_id).collect()),
        kind::FOLLOW_UP => (FOLLOW_UP, one()),
        kind::DECISION => (DECISION, one()),
        kind::SOON if row.state == EventState::Published => (SOON, one()),
        kind::DECIDED if detail.held => (PLACE, one()),
        kind::DECIDED => match mine.map(|row| row.state) {
            Some(RegistrationState::Rejected) => (REFUSED, one()),
            _ => return Ok(None),
        },
        kind::REGISTERED if detail.person != event.actor => (REGISTERED, one()),
        kind::REGISTERED if row.registration == RegistrationMode::Approval => {
            let applied = mine.is_some_and(|row| row.state == RegistrationState::Applied);
            (APPLIED, if applied { [row.owner_id].into() } else { BTreeSet::new() })
        }
        _ => return Ok(None),
    }))
}

/// Those who have a place or wait for one, and those who speak.
async fn concerned(tx: &DatabaseTransaction, row: &event::Model) -> Result<BTreeSet<PersonId>> {
    let live = event_registration::Entity::find()
        .filter(event_registration::Column::EventId.eq(row.id))
        .filter(event_registration::Column::State.is_in(RegistrationState::LIVE));
    let mut people: BTreeSet<PersonId> = live.all(tx).await?.into_iter().map(|row| row.person_id).collect();
    people.extend(access::facts(tx, row).await?.speakers);
    Ok(people)
}
