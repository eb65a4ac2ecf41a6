//! What the life of pairs puts into inboxes: heads are asked for a word, both schools hear what became of it, curators and
//! coordinators of silence and of agreements that end. Nobody hears of their own doing.

use std::collections::{BTreeSet, HashMap};

use async_trait::async_trait;
use kernel::{Actor, FeedEvent, NoticeId, OrgId, PairingId, PersonId, Result, Role, russian_day};
use platform::{
    App,
    ports::{NewNotice, NoticeAbout, NoticeSource, NoticeText},
};
use sea_orm::{ConnectionTrait, DatabaseTransaction, entity::prelude::*};

use super::{access, people, schools, silence};
use crate::{
    codes,
    entity::life::{agreement, pairing, school_curator},
    event::life::{CuratorDetail, Detail, kind},
    kinds::{AgreementState, Duty, PairState, Side},
    policy::{COORDINATORS, HEADS},
};

const PROPOSED: &str = "pairing_proposed";
const CONSENTED: &str = "pairing_consented";
const AGREED: &str = "pairing_agreed";
const REFUSED: &str = "pairing_refused";
const ACTIVE: &str = "pairing_active";
const SUSPENDED: &str = "pairing_suspended";
const OVER: &str = "pairing_over";
const PERSON: &str = "pairing_person";
const SILENT: &str = "pairing_silent";
const AGREEMENT_SENT: &str = "agreement_sent";
const AGREEMENT_SIGNED: &str = "agreement_signed";
const AGREEMENT_ENDS: &str = "agreement_ends";
const AGREEMENT_OVER: &str = "agreement_over";
const CURATOR: &str = "school_curator";

pub struct PairNotices;

#[async_trait]
impl NoticeSource for PairNotices {
    fn kinds(&self) -> &'static [&'static str] {
        &[
            PROPOSED,
            CONSENTED,
            AGREED,
            REFUSED,
            ACTIVE,
            SUSPENDED,
            OVER,
            PERSON,
            SILENT,
            AGREEMENT_SENT,
            AGREEMENT_SIGNED,
            AGREEMENT_ENDS,
            AGREEMENT_OVER,
            CURATOR,
        ]
    }

    fn wants(&self, event: &str) -> bool {
        matches!(
            event,
            kind::PROPOSED
                | kind::CONSENTED
                | kind::STEPPED
                | kind::PERSON_ADDED
                | kind::SILENT
                | kind::AGREEMENT_SENT
                | kind::AGREEMENT_SIGNED
                | kind::AGREEMENT_ENDS
                | kind::AGREEMENT_EXPIRED
                | kind::AGREEMENT_TERMINATED
                | kind::CURATOR
        )
    }

    async fn notices(&self, app: &App, tx: &DatabaseTransaction, event: &FeedEvent) -> Result<Vec<NewNotice>> {
        if event.kind == kind::CURATOR {
            return looked_after(tx, event).await;
        }
        let id = PairingId(event.subject);
        let Some(row) = pairing::Entity::find_by_id(id).one(tx).await? else { return Ok(Vec::new()) };
        let Some((kind, people)) = told(app, tx, &row, event).await? else { return Ok(Vec::new()) };
        let mut notices = Vec::new();
        for person in people.into_iter().filter(|person| Some(*person) != event.actor) {
            let Some(actor) = app.people()?.actor(app, person).await? else { continue };
            if !access::seat(tx, &actor, &row).await?.see().allowed() {
                continue;
            }
            let about = NoticeAbout { kind: kind.to_owned(), thing: Some(id.0), ..NoticeAbout::default() };
            notices.push(NewNotice { person, actor: None, about, dedup: format!("{kind}:{id}:{}", event.seq) });
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
            let Some(thing) = about.thing else { continue };
            let text = if about.kind == CURATOR {
                school_text(app, reader, thing).await?
            } else {
                pair_text(app, reader, PairingId(thing), &about.kind).await?
            };
            texts.extend(text.map(|text| (*notice, text)));
        }
        Ok(texts)
    }
}

/// What kind of notice an event makes, and for whom.
async fn told(
    app: &App,
    tx: &DatabaseTransaction,
    row: &pairing::Model,
    event: &FeedEvent,
) -> Result<Option<(&'static str, BTreeSet<PersonId>)>> {
    let detail: Detail = event.body()?;
    let circle = Circle { app, tx, row };
    Ok(Some(match event.kind.as_str() {
        kind::PROPOSED => (PROPOSED, circle.heads(&Side::BOTH).await?),
        kind::CONSENTED => (CONSENTED, circle.heads(&other(detail.side)).await?),
        kind::STEPPED => match detail.to {
            Some(PairState::Agreed) => (AGREED, circle.answering().await?),
            Some(PairState::Declined | PairState::Vetoed | PairState::Withdrawn) => {
                (REFUSED, circle.answering().await?)
            }
            Some(PairState::Active) => (ACTIVE, circle.everybody().await?),
            Some(PairState::Suspended) => (SUSPENDED, circle.everybody().await?),
            Some(PairState::Completed | PairState::Ended) => (OVER, circle.everybody().await?),
            Some(PairState::Proposed) | None => return Ok(None),
        },
        kind::PERSON_ADDED => (PERSON, detail.person.into_iter().collect()),
        kind::SILENT if detail.days == Some(silence::STAGES[0]) => (SILENT, circle.curators().await?),
        kind::SILENT => (SILENT, circle.coordinators().await?),
        kind::AGREEMENT_SENT => (AGREEMENT_SENT, circle.heads(&Side::BOTH).await?),
        kind::AGREEMENT_SIGNED => match signed(tx, detail).await? {
            true => (AGREEMENT_SIGNED, circle.answering().await?),
            false => (AGREEMENT_SIGNED, circle.heads(&other(detail.side)).await?),
        },
        kind::AGREEMENT_ENDS => (AGREEMENT_ENDS, circle.answering().await?),
        kind::AGREEMENT_EXPIRED | kind::AGREEMENT_TERMINATED => (AGREEMENT_OVER, circle.answering().await?),
        _ => return Ok(None),
    }))
}

fn other(side: Option<Side>) -> Vec<Side> {
    Side::BOTH.into_iter().filter(|one| Some(*one) != side).collect()
}

async fn signed(tx: &DatabaseTransaction, detail: Detail) -> Result<bool> {
    let Some(id) = detail.agreement else { return Ok(false) };
    let row = agreement::Entity::find_by_id(id).one(tx).await?;
    Ok(row.is_some_and(|row| row.state == AgreementState::Signed))
}

/// Those around a pair.
struct Circle<'a> {
    app: &'a App,
    tx: &'a DatabaseTransaction,
    row: &'a pairing::Model,
}

impl Circle<'_> {
    async fn heads(&self, sides: &[Side]) -> Result<BTreeSet<PersonId>> {
        let scopes: BTreeSet<OrgId> = sides.iter().map(|side| people::school(self.row, *side)).collect();
        schools::holders(self.tx, &HEADS, &scopes, self.app.now()).await
    }

    /// Those who answer for the school that is helped.
    async fn coordinators(&self) -> Result<BTreeSet<PersonId>> {
        let above = schools::above(self.tx, &[self.row.mentee_id]).await?;
        schools::holders(self.tx, &COORDINATORS, &above, self.app.now()).await
    }

    /// Curators of the pair on both sides, and of either school.
    async fn curators(&self) -> Result<BTreeSet<PersonId>> {
        let above = schools::above(self.tx, &[self.row.mentor_id, self.row.mentee_id]).await?;
        let mut found = schools::holders(self.tx, &[Role::Curator], &above, self.app.now()).await?;
        let own = people::with_duty(self.tx, self.row.id, Duty::Curator).await?;
        found.extend(own.into_iter().map(|person| person.person_id));
        Ok(found)
    }

    /// Both heads, their coordinators, and whoever proposed it.
    async fn answering(&self) -> Result<BTreeSet<PersonId>> {
        let mut found = self.heads(&Side::BOTH).await?;
        found.extend(self.coordinators().await?);
        found.insert(self.row.by_id);
        Ok(found)
    }

    async fn everybody(&self) -> Result<BTreeSet<PersonId>> {
        let mut found = self.answering().await?;
        found.extend(people::live(self.tx, self.row.id).await?.into_iter().map(|person| person.person_id));
        Ok(found)
    }
}

async fn looked_after(tx: &DatabaseTransaction, event: &FeedEvent) -> Result<Vec<NewNotice>> {
    let CuratorDetail { person } = event.body()?;
    let row = school_curator::Entity::find_by_id(event.subject).one(tx).await?;
    if Some(person) == event.actor || row.is_none() {
        return Ok(Vec::new());
    }
    let about = NoticeAbout { kind: CURATOR.to_owned(), thing: Some(event.subject), ..NoticeAbout::default() };
    let dedup = format!("{CURATOR}:{}:{}", event.subject, event.seq);
    Ok(vec![NewNotice { person, actor: None, about, dedup }])
}

async fn names<C: ConnectionTrait>(db: &C, ids: &[OrgId]) -> Result<Vec<String>> {
    let known = accounts::directory::org_refs(db, ids).await?;
    Ok(ids.iter().filter_map(|id| known.get(id).map(|org| org.short_name.clone())).collect())
}

async fn pair_text(app: &App, reader: &Actor, id: PairingId, kind: &str) -> Result<Option<NoticeText>> {
    let db = app.reader();
    let Ok(desk) = access::desk(db, reader, id).await else { return Ok(None) };
    let row = &desk.row;
    let both = names(db, &[row.mentor_id, row.mentee_id]).await?.join(" и ");
    let excerpt = match kind {
        REFUSED | SUSPENDED | OVER => Some(row.reason.clone()),
        SILENT => Some(format!("Последнее дело пары: {}", russian_day(&row.last_active_at))),
        _ => None,
    };
    Ok(Some(NoticeText {
        title: format!("{both}: {}", codes::theme(row.theme_kind, &row.theme)),
        excerpt: excerpt.filter(|text| !text.is_empty()),
        path: Some(format!("/pairings/{id}")),
        ..NoticeText::default()
    }))
}

async fn school_text(app: &App, reader: &Actor, id: Uuid) -> Result<Option<NoticeText>> {
    let db = app.reader();
    let row = school_curator::Entity::find_by_id(id).one(db).await?;
    let Some(row) = row.filter(|row| row.person_id == reader.person) else { return Ok(None) };
    let excerpt = match (row.ended_at, row.until) {
        (Some(at), _) => format!("До {}", russian_day(&at)),
        (None, Some(until)) => format!("С {} по {}", russian_day(&row.since), russian_day(&until)),
        (None, None) => format!("С {}", russian_day(&row.since)),
    };
    Ok(Some(NoticeText {
        title: names(db, &[row.school_id]).await?.join(""),
        excerpt: Some(excerpt),
        path: Some(format!("/organisations/{}", row.school_id)),
        ..NoticeText::default()
    }))
}
