//! Organisations: founded, changed, closed, found.

use std::collections::HashMap;

use kernel::{Actor, Error, OrgId, OrgKind, PersonId, Result, Role, error::Checks, subject};
use platform::Tx;
use sea_orm::{ConnectionTrait, FromQueryResult, QuerySelect, Set, Statement, entity::prelude::*};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::{
    entity::{organisation, role_grant},
    event::What,
    facts, names,
    people::{check_zone, kept},
    policy::{self, Place},
    tree,
    words::AssociationLevel,
};

/// An organisation to be founded.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct NewOrganisation {
    pub kind: OrgKind,
    pub parent_id: Option<OrgId>,
    pub legal_name: String,
    pub short_name: String,
    pub place: Option<String>,
    pub school_type: Option<String>,
    /// IANA name; that of the parent when absent.
    pub time_zone: Option<String>,
    pub code: Option<String>,
    /// Of an association.
    pub subject: Option<String>,
    /// Of an association; follows from the parent when absent.
    pub level: Option<AssociationLevel>,
    pub about: Option<String>,
    /// Key in another system, for import.
    #[serde(skip)]
    pub external_key: Option<String>,
}

/// A change. Absent: stays; `null`: emptied. Kind and parent never change: rights hang on them.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = OrganisationChange)]
pub struct Change {
    pub version: i32,
    pub legal_name: Option<String>,
    pub short_name: Option<String>,
    #[serde(default, deserialize_with = "kept")]
    pub place: Option<Option<String>>,
    #[serde(default, deserialize_with = "kept")]
    pub school_type: Option<Option<String>>,
    pub time_zone: Option<String>,
    #[serde(default, deserialize_with = "kept")]
    pub code: Option<Option<String>>,
    #[serde(default, deserialize_with = "kept")]
    pub subject: Option<Option<String>>,
    #[serde(default, deserialize_with = "kept")]
    pub about: Option<Option<String>>,
    /// A closed organisation takes nobody in.
    pub closed: Option<bool>,
}

/// What is written about an organisation.
struct Card {
    legal_name: String,
    short_name: String,
    place: Option<String>,
    school_type: Option<String>,
    time_zone: String,
    code: Option<String>,
    subject: Option<String>,
    about: Option<String>,
}

impl Card {
    fn check(&mut self, kind: OrgKind) -> Result<()> {
        for text in [&mut self.legal_name, &mut self.short_name] {
            *text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        let optional = [&mut self.place, &mut self.school_type, &mut self.code, &mut self.subject, &mut self.about];
        for text in optional {
            *text = text.take().map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
        }
        let mut checks = Checks::default();
        checks.text(&self.legal_name, 400, "legal_name").text(&self.short_name, 160, "short_name");
        for (text, limit, field) in [
            (&self.place, 160, "place"),
            (&self.school_type, 60, "school_type"),
            (&self.code, 40, "code"),
            (&self.about, 4000, "about"),
        ] {
            checks.up_to(text.as_deref().unwrap_or_default(), limit, field);
        }
        check_zone(&mut checks, &self.time_zone);
        if let Some(code) = &self.subject {
            checks.require(subject::is_known(code), "subject", "unknown");
            checks.require(kind == OrgKind::Association, "subject", "invalid");
        }
        checks.done()
    }

    fn search_key(&self) -> String {
        names::org_key(&self.short_name, &self.legal_name, self.place.as_deref())
    }
}

/// The row behind its lock.
pub(crate) async fn lock(tx: &Tx, id: OrgId) -> Result<organisation::Model> {
    organisation::Entity::find_by_id(id).lock_exclusive().one(tx.db()).await?.ok_or(Error::Hidden)
}

pub(crate) fn place(org: &organisation::Model) -> Place {
    Place { id: org.id, kind: org.kind, closed: org.closed_at.is_some() }
}

/// Founds an organisation if the actor may.
///
/// # Errors
/// `Refused` outside the actor's territory; `Invalid` for wrong fields.
pub async fn create(tx: &mut Tx, actor: &Actor, new: NewOrganisation) -> Result<organisation::Model> {
    let actor = facts::fresh(tx, actor).await?;
    let parent = match new.parent_id {
        Some(id) => Some(
            organisation::Entity::find_by_id(id).one(tx.db()).await?.ok_or(Error::invalid("parent_id", "unknown"))?,
        ),
        None => None,
    };
    policy::found_organisation(&actor, new.kind, parent.as_ref().map(place).as_ref()).or_refuse()?;
    found(tx, Some(actor.person), new).await
}

/// Founds an organisation for whoever needs no permission: `create`, import, the demo loader.
///
/// # Errors
/// `Invalid` for wrong fields or a parent that cannot hold such an organisation.
pub async fn found(tx: &mut Tx, by: Option<PersonId>, new: NewOrganisation) -> Result<organisation::Model> {
    let parent = match new.parent_id {
        Some(id) => Some(lock(tx, id).await.map_err(|_| Error::invalid("parent_id", "unknown"))?),
        None => None,
    };
    if !policy::stands_under(new.kind, parent.as_ref().map(|p| p.kind)) {
        return Err(Error::invalid("parent_id", "invalid"));
    }
    let zone = new.time_zone.or_else(|| parent.as_ref().map(|p| p.time_zone.clone()));
    let mut card = Card {
        legal_name: new.legal_name,
        short_name: new.short_name,
        place: new.place,
        school_type: new.school_type,
        time_zone: zone.unwrap_or_else(|| "Europe/Moscow".to_owned()),
        code: new.code,
        subject: new.subject,
        about: new.about,
    };
    card.check(new.kind)?;
    let level = level(new.kind, new.level, parent.as_ref().map(|p| p.kind));
    let row = organisation::ActiveModel {
        id: Set(tx.id()),
        kind: Set(new.kind),
        parent_id: Set(new.parent_id),
        search_key: Set(card.search_key()),
        legal_name: Set(card.legal_name),
        short_name: Set(card.short_name),
        place: Set(card.place),
        school_type: Set(card.school_type),
        time_zone: Set(card.time_zone),
        code: Set(card.code),
        subject: Set(card.subject),
        level: Set(level),
        about: Set(card.about),
        external_key: Set(new.external_key),
        closed_at: Set(None),
        version: Set(1),
        created_at: Set(tx.now()),
    };
    let row = row.insert(tx.db()).await?;
    let what = What::OrganisationCreated { org: row.id };
    tx.emit(by.map_or(what.by_house(), |by| what.by(by)));
    widen_territories(tx, row.id, by).await?;
    Ok(row)
}

fn level(kind: OrgKind, asked: Option<AssociationLevel>, parent: Option<OrgKind>) -> Option<AssociationLevel> {
    let follows = match parent {
        Some(OrgKind::Region) => AssociationLevel::Regional,
        Some(OrgKind::Municipality) => AssociationLevel::Municipal,
        _ => AssociationLevel::School,
    };
    (kind == OrgKind::Association).then(|| asked.unwrap_or(follows))
}

/// Roles over anything above now reach the new organisation too.
async fn widen_territories(tx: &mut Tx, org: OrgId, by: Option<PersonId>) -> Result<()> {
    let above: Vec<OrgId> =
        tree::ancestors(tx.db(), &[org]).await?.remove(&org).unwrap_or_default().into_iter().collect();
    let holders: Vec<PersonId> = role_grant::Entity::find()
        .select_only()
        .column(role_grant::Column::PersonId)
        .distinct()
        .filter(role_grant::Column::ScopeId.is_in(above))
        .filter(role_grant::Column::RevokedAt.is_null())
        .filter(role_grant::Column::Role.is_in(policy::ADMINISTERING.iter().copied().chain([Role::Curator])))
        .into_tuple()
        .all(tx.db())
        .await?;
    for person in holders {
        let what = What::RightsChanged { person };
        tx.emit(by.map_or(what.by_house(), |by| what.by(by)));
    }
    Ok(())
}

/// Changes an organisation.
///
/// # Errors
/// `Stale` when somebody changed it meanwhile (the handler adds the current state).
pub async fn change(tx: &mut Tx, actor: &Actor, id: OrgId, change: Change) -> Result<organisation::Model> {
    policy::consented(actor).or_refuse()?;
    let row = lock(tx, id).await?;
    let actor = facts::fresh(tx, actor).await?;
    policy::edit_organisation(&actor, id).or_refuse()?;
    if change.closed.is_some_and(|closed| closed != row.closed_at.is_some()) {
        let parent = match row.parent_id {
            Some(parent) => organisation::Entity::find_by_id(parent).one(tx.db()).await?,
            None => None,
        };
        policy::found_organisation(&actor, row.kind, parent.as_ref().map(place).as_ref()).or_refuse()?;
    }
    if row.version != change.version {
        return Err(Error::Stale(Value::Null));
    }
    rewrite(tx, Some(actor.person), row, change).await
}

/// Writes a change for whoever needs no permission: `change`, import.
///
/// # Errors
/// `Invalid` for wrong fields.
pub(crate) async fn rewrite(
    tx: &mut Tx,
    by: Option<PersonId>,
    row: organisation::Model,
    change: Change,
) -> Result<organisation::Model> {
    let mut card = Card {
        legal_name: change.legal_name.unwrap_or_else(|| row.legal_name.clone()),
        short_name: change.short_name.unwrap_or_else(|| row.short_name.clone()),
        place: change.place.unwrap_or_else(|| row.place.clone()),
        school_type: change.school_type.unwrap_or_else(|| row.school_type.clone()),
        time_zone: change.time_zone.unwrap_or_else(|| row.time_zone.clone()),
        code: change.code.unwrap_or_else(|| row.code.clone()),
        subject: change.subject.unwrap_or_else(|| row.subject.clone()),
        about: change.about.unwrap_or_else(|| row.about.clone()),
    };
    card.check(row.kind)?;
    let closed_at = match change.closed {
        Some(true) => row.closed_at.or(Some(tx.now())),
        Some(false) => None,
        None => row.closed_at,
    };
    let row = store(tx, row, card, closed_at).await?;
    let what = What::OrganisationChanged { org: row.id };
    tx.emit(by.map_or(what.by_house(), |by| what.by(by)));
    Ok(row)
}

async fn store(
    tx: &Tx,
    row: organisation::Model,
    card: Card,
    closed_at: Option<kernel::Timestamp>,
) -> Result<organisation::Model> {
    let version = row.version + 1;
    let mut new: organisation::ActiveModel = row.into();
    new.search_key = Set(card.search_key());
    new.legal_name = Set(card.legal_name);
    new.short_name = Set(card.short_name);
    new.place = Set(card.place);
    new.school_type = Set(card.school_type);
    new.time_zone = Set(card.time_zone);
    new.code = Set(card.code);
    new.subject = Set(card.subject);
    new.about = Set(card.about);
    new.closed_at = Set(closed_at);
    new.version = Set(version);
    Ok(new.update(tx.db()).await?)
}

/// The organisation with this key of another system.
pub async fn by_external_key<C: ConnectionTrait>(db: &C, key: &str) -> Result<Option<organisation::Model>> {
    Ok(organisation::Entity::find().filter(organisation::Column::ExternalKey.eq(key)).one(db).await?)
}

#[derive(FromQueryResult)]
struct Count {
    root: OrgId,
    people: i64,
}

/// How many confirmed people belong to each organisation or anything below it.
pub async fn people_counts<C: ConnectionTrait>(db: &C, ids: &[OrgId]) -> Result<HashMap<OrgId, i64>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let marks: Vec<String> = (1..=ids.len()).map(|n| format!("${n}")).collect();
    let sql = format!(
        "WITH RECURSIVE way(root, id) AS (SELECT id, id FROM organisation WHERE id IN ({}) \
         UNION SELECT way.root, o.id FROM organisation o JOIN way ON o.parent_id = way.id) \
         SELECT way.root AS root, COUNT(DISTINCT a.person_id) AS people FROM way \
         JOIN affiliation a ON a.organisation_id = way.id AND a.status = 'confirmed' \
         JOIN person p ON p.id = a.person_id AND p.status = 'confirmed' GROUP BY way.root",
        marks.join(", ")
    );
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, ids.iter().map(|id| id.0.into()));
    Ok(Count::find_by_statement(statement).all(db).await?.into_iter().map(|c| (c.root, c.people)).collect())
}
