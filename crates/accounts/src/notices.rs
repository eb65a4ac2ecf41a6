//! Notices about belonging: somebody asks to be confirmed; you were confirmed.

use std::collections::{BTreeSet, HashMap};

use async_trait::async_trait;
use kernel::{Actor, FeedEvent, NoticeId, OrgId, PersonId, Result};
use platform::{
    App,
    ports::{NewNotice, NoticeAbout, NoticeSource, NoticeText},
};
use sea_orm::{ConnectionTrait, DatabaseTransaction, JoinType, QuerySelect, entity::prelude::*};

use crate::{
    directory,
    entity::{affiliation, organisation, person, role_grant},
    event::{AFFILIATION_ASKED, AFFILIATION_CONFIRMED, Joining},
    facts, policy, tree,
    words::{AffiliationStatus, PersonStatus},
};

const REQUEST: &str = "request";
const CONFIRMATION: &str = "confirmation";

pub struct Belonging;

#[async_trait]
impl NoticeSource for Belonging {
    fn kinds(&self) -> &'static [&'static str] {
        &[REQUEST, CONFIRMATION]
    }

    fn wants(&self, kind: &str) -> bool {
        matches!(kind, AFFILIATION_ASKED | AFFILIATION_CONFIRMED)
    }

    async fn notices(&self, app: &App, tx: &DatabaseTransaction, event: &FeedEvent) -> Result<Vec<NewNotice>> {
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
        Ok(Vec::new())
    }

    async fn describe(
        &self,
        app: &App,
        reader: &Actor,
        notices: &[(NoticeId, NoticeAbout)],
    ) -> Result<HashMap<NoticeId, NoticeText>> {
        let orgs: Vec<OrgId> = notices.iter().filter_map(|(_, about)| about.org).collect();
        let names = directory::org_refs(app.reader(), &orgs).await?;
        let mut told = HashMap::new();
        for (id, about) in notices {
            // Kinds are shared with other features; ours are about an organisation and nothing else.
            let Some(org) = about.org.filter(|_| about.space.is_none()).and_then(|org| names.get(&org)) else {
                continue;
            };
            let seen = about.kind == CONFIRMATION || policy::confirm(reader, org.id).allowed();
            if seen && matches!(about.kind.as_str(), REQUEST | CONFIRMATION) {
                told.insert(*id, NoticeText { title: org.short_name.clone(), ..NoticeText::default() });
            }
        }
        Ok(told)
    }
}

fn notice(person: PersonId, actor: Option<PersonId>, kind: &str, row: &affiliation::Model) -> NewNotice {
    let about =
        NoticeAbout { kind: kind.to_owned(), topic: None, post: None, space: None, org: Some(row.organisation_id) };
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
