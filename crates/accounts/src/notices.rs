//! Notices about belonging: somebody asks to be confirmed; you were confirmed or refused; a role of yours was taken.

use std::collections::{BTreeSet, HashMap};

use async_trait::async_trait;
use kernel::{Actor, FeedEvent, NoticeId, OrgId, PersonId, Result};
use platform::{
    App,
    ports::{NewNotice, NoticeAbout, NoticeSource, NoticeText},
};
use sea_orm::{ConnectionTrait, DatabaseTransaction, JoinType, QueryOrder, QuerySelect, entity::prelude::*};

use crate::{
    directory,
    entity::{affiliation, organisation, person, role_grant},
    event::{AFFILIATION_ASKED, AFFILIATION_CONFIRMED, AFFILIATION_REFUSED, Granting, Joining, ROLE_REVOKED},
    facts, policy, tree,
    words::{AffiliationStatus, PersonStatus},
};

const REQUEST: &str = "request";
const CONFIRMATION: &str = "confirmation";
const REFUSAL: &str = "refusal";
const ROLE_TAKEN: &str = "role_taken";

pub struct Belonging;

#[async_trait]
impl NoticeSource for Belonging {
    fn kinds(&self) -> &'static [&'static str] {
        &[REQUEST, CONFIRMATION, REFUSAL, ROLE_TAKEN]
    }

    fn wants(&self, kind: &str) -> bool {
        matches!(kind, AFFILIATION_ASKED | AFFILIATION_CONFIRMED | AFFILIATION_REFUSED | ROLE_REVOKED)
    }

    async fn notices(&self, app: &App, tx: &DatabaseTransaction, event: &FeedEvent) -> Result<Vec<NewNotice>> {
        if event.kind == ROLE_REVOKED {
            return Ok(role_taken(event)?.into_iter().collect());
        }
        let body: Joining = event.body()?;
        let Some(row) = affiliation::Entity::find_by_id(body.affiliation).one(tx).await? else { return Ok(Vec::new()) };
        if event.kind == AFFILIATION_ASKED && row.status == AffiliationStatus::Pending {
            let asker = row.person_id;
            let to = answering(tx, row.organisation_id, asker, app.now()).await?;
            return Ok(to.into_iter().map(|person| notice(person, Some(asker), REQUEST, &row)).collect());
        }
        // Whoever came by an invitation knows; only an answer to a request is news.
        let answered = row.status == AffiliationStatus::Confirmed && body.asked;
        if event.kind == AFFILIATION_CONFIRMED && answered && row.confirmed_by != Some(row.person_id) {
            return Ok(vec![notice(row.person_id, row.confirmed_by, CONFIRMATION, &row)]);
        }
        if event.kind == AFFILIATION_REFUSED && event.actor != Some(row.person_id) {
            return Ok(vec![notice(row.person_id, event.actor, REFUSAL, &row)]);
        }
        Ok(Vec::new())
    }

    async fn describe(
        &self,
        app: &App,
        reader: &Actor,
        notices: &[(NoticeId, NoticeAbout)],
    ) -> Result<HashMap<NoticeId, NoticeText>> {
        let db = app.reader();
        let orgs: Vec<OrgId> = notices.iter().filter_map(|(_, about)| about.org).collect();
        let names = directory::org_refs(db, &orgs).await?;
        let mut told = HashMap::new();
        for (id, about) in notices {
            // Kinds are shared with other features; ours are about an organisation and nothing else.
            let Some(org) = about.org.filter(|_| about.space.is_none()).and_then(|org| names.get(&org)) else {
                continue;
            };
            let excerpt = match about.kind.as_str() {
                REQUEST if policy::confirm(reader, org.id).allowed() => None,
                CONFIRMATION => None,
                REFUSAL => refusal_reason(db, reader.person, org.id).await?,
                ROLE_TAKEN => revoke_reason(db, reader.person, org.id).await?,
                _ => continue,
            };
            told.insert(*id, NoticeText { title: org.short_name.clone(), excerpt, ..NoticeText::default() });
        }
        Ok(told)
    }
}

/// Somebody else took a role with a place away.
fn role_taken(event: &FeedEvent) -> Result<Option<NewNotice>> {
    let body: Granting = event.body()?;
    let Some(org) = body.scope.filter(|_| event.actor.is_some_and(|by| by != body.person)) else { return Ok(None) };
    let about = NoticeAbout { kind: ROLE_TAKEN.to_owned(), org: Some(org), ..NoticeAbout::default() };
    let dedup = format!("{ROLE_TAKEN}:{}", body.grant);
    Ok(Some(NewNotice { person: body.person, actor: event.actor, about, dedup }))
}

/// What the organisation said when it refused the person last.
async fn refusal_reason<C: ConnectionTrait>(db: &C, person: PersonId, org: OrgId) -> Result<Option<String>> {
    let row = affiliation::Entity::find()
        .filter(affiliation::Column::PersonId.eq(person))
        .filter(affiliation::Column::OrganisationId.eq(org))
        .filter(affiliation::Column::Status.eq(AffiliationStatus::Refused))
        .order_by_desc(affiliation::Column::EndedAt)
        .one(db)
        .await?;
    Ok(row.and_then(|row| row.reason))
}

/// Why the last role there was taken.
async fn revoke_reason<C: ConnectionTrait>(db: &C, person: PersonId, org: OrgId) -> Result<Option<String>> {
    let row = role_grant::Entity::find()
        .filter(role_grant::Column::PersonId.eq(person))
        .filter(role_grant::Column::ScopeId.eq(org))
        .filter(role_grant::Column::RevokedBy.is_not_null())
        .order_by_desc(role_grant::Column::RevokedAt)
        .one(db)
        .await?;
    Ok(row.and_then(|row| row.revoke_reason))
}

fn notice(person: PersonId, actor: Option<PersonId>, kind: &str, row: &affiliation::Model) -> NewNotice {
    let about = NoticeAbout { kind: kind.to_owned(), org: Some(row.organisation_id), ..NoticeAbout::default() };
    NewNotice { person, actor, about, dedup: format!("{kind}:{}", row.id) }
}

/// Who is asked to answer: whoever looks after the organisation, or the nearest one above that has somebody.
async fn answering<C: ConnectionTrait>(
    db: &C,
    org: OrgId,
    asker: PersonId,
    now: kernel::Timestamp,
) -> Result<BTreeSet<PersonId>> {
    let above = tree::ancestors(db, &[org]).await?.remove(&org).unwrap_or_default();
    let rows = organisation::Entity::find().filter(organisation::Column::Id.is_in(above)).all(db).await?;
    let parents: HashMap<OrgId, Option<OrgId>> = rows.into_iter().map(|o| (o.id, o.parent_id)).collect();
    let mut level = Some(org);
    for _ in 0..parents.len() {
        let Some(scope) = level else { break };
        let mut people = holders(db, scope, now).await?;
        people.remove(&asker);
        if !people.is_empty() {
            return Ok(people);
        }
        level = parents.get(&scope).copied().flatten();
    }
    Ok(BTreeSet::new())
}

async fn holders<C: ConnectionTrait>(db: &C, scope: OrgId, now: kernel::Timestamp) -> Result<BTreeSet<PersonId>> {
    let people: Vec<PersonId> = role_grant::Entity::find()
        .select_only()
        .column(role_grant::Column::PersonId)
        .join(JoinType::InnerJoin, role_grant::Relation::Person.def())
        .filter(role_grant::Column::ScopeId.eq(scope))
        .filter(role_grant::Column::Role.is_in(policy::ADMINISTERING.iter().copied()))
        .filter(facts::in_force_somewhere(now))
        .filter(person::Column::Status.eq(PersonStatus::Confirmed))
        .into_tuple()
        .all(db)
        .await?;
    Ok(people.into_iter().collect())
}
