//! Carries out what was decided for one person.

use kernel::{PersonId, Result};
use platform::Tx;
use sea_orm::{Set, entity::prelude::*};

use super::{
    Order,
    decide::Step,
    draft::Draft,
    known::{Known, live_links},
    links::Link,
    people::last_day,
    places::Places,
};
use crate::{
    affiliations,
    entity::{invitation, person},
    event::What,
    grants::{self, NewGrant},
    invitations::{self, NewInvitation},
    letters,
    people::{self, NewPerson},
    words::{InvitationKind, PersonStatus},
};

/// How long an imported person may take to come in: lists travel through districts and schools.
const DAYS: u32 = 60;

pub async fn person(
    tx: &mut Tx,
    order: &Order,
    draft: &Draft,
    known: Option<&Known>,
    step: &Step,
    places: &Places,
) -> Result<Option<Link>> {
    let row = match known {
        Some(known) => {
            change(tx, order, known, step).await?;
            known.person.clone()
        }
        None => create(tx, order, draft, step, places).await?,
    };
    let position = draft.position.clone().or_else(|| row.position.clone());
    for org in &step.join {
        let work = draft.work.contains(org);
        affiliations::place(tx, order.by, row.id, *org, position.clone().filter(|_| work)).await?;
    }
    for (role, scope) in &step.roles {
        let new = NewGrant {
            person_id: row.id,
            role: *role,
            scope_id: Some(*scope),
            since: None,
            until: None,
            basis: order.basis(),
        };
        grants::record(tx, order.by, new).await?;
    }
    link(tx, order, draft, &row, step, places).await
}

async fn create(tx: &mut Tx, order: &Order, draft: &Draft, step: &Step, places: &Places) -> Result<person::Model> {
    let main = draft.places().next().or_else(|| draft.roles.first().map(|(_, scope)| *scope));
    let zone = main.and_then(|id| places.get(id)).map(|org| org.time_zone.clone());
    let new = NewPerson {
        profile: step.profile.clone().unwrap_or_default(),
        email: step.email.clone(),
        email_confirmed: false,
        status: PersonStatus::Confirmed,
        time_zone: zone.unwrap_or_else(|| "Europe/Moscow".to_owned()),
        external_key: Some(draft.key.clone()),
    };
    people::create(tx, order.by, new).await
}

async fn change(tx: &mut Tx, order: &Order, known: &Known, step: &Step) -> Result<()> {
    let id = known.person.id;
    if let Some(mut profile) = step.profile.clone() {
        if !step.subjects_change {
            profile.subjects.clear();
        }
        people::rewrite(tx, &known.person, profile).await?;
    }
    if let Some(email) = &step.email {
        person::Entity::update_many()
            .col_expr(person::Column::Email, Expr::value(email.clone()))
            .filter(person::Column::Id.eq(id))
            .filter(person::Column::EmailConfirmedAt.is_null())
            .exec(tx.db())
            .await?;
        emit(tx, order, What::PersonChanged { person: id });
    }
    if step.subjects_change && step.profile.is_some() {
        emit(tx, order, What::RightsChanged { person: id });
    }
    Ok(())
}

fn emit(tx: &mut Tx, order: &Order, what: What) {
    tx.emit(order.by.map_or(what.by_house(), |by| what.by(by)));
}

/// The person's own way in. Older ones stop working, so that one person has one.
async fn link(
    tx: &mut Tx,
    order: &Order,
    draft: &Draft,
    row: &person::Model,
    step: &Step,
    places: &Places,
) -> Result<Option<Link>> {
    let Some((org_id, role)) = step.link else { return Ok(None) };
    if step.person.is_some() {
        withdraw(tx, order, row.id).await?;
    }
    let profile = step.profile.as_ref();
    let surname = profile.map_or(&row.surname, |p| &p.surname);
    let given_name = profile.map_or(&row.given_name, |p| &p.given_name);
    let patronymic = profile.map_or(&row.patronymic, |p| &p.patronymic);
    let new = NewInvitation {
        org_id,
        role,
        kind: InvitationKind::Single,
        max_uses: None,
        days: Some(DAYS),
        surname: Some(surname.clone()),
        given_name: Some(given_name.clone()),
        patronymic: patronymic.clone(),
        position: draft.position.clone().or_else(|| row.position.clone()),
        person_id: Some(row.id),
    };
    let (made, token) = invitations::issue(tx, order.by, new).await?;
    let name = [Some(surname), Some(given_name), patronymic.as_ref()];
    Ok(Some(Link {
        key: draft.key.clone(),
        name: name.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" "),
        organisation: places.get(org_id).map(|org| org.short_name.clone()).unwrap_or_default(),
        address: letters::link(tx, "/i/", &token),
        until: last_day(made.expires_at, &row.time_zone),
    }))
}

async fn withdraw(tx: &mut Tx, order: &Order, person: PersonId) -> Result<()> {
    let live = invitation::Entity::find().filter(live_links(vec![person], tx.now())).all(tx.db()).await?;
    for row in live {
        let (invitation, org) = (row.id, row.organisation_id);
        let mut change: invitation::ActiveModel = row.into();
        change.revoked_at = Set(Some(tx.now()));
        change.update(tx.db()).await?;
        emit(tx, order, What::InvitationRevoked { invitation, org });
    }
    Ok(())
}
