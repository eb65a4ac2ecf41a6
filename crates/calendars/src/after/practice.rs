//! An event goes into the bank: a draft with everything that is known of it, for whoever asks to finish.

use kernel::{Actor, EventId, PracticeId, Result};
use platform::{Tx, ports::NewPractice};
use sea_orm::{ActiveValue::Set, entity::prelude::*, sea_query::OnConflict};

use super::materials;
use crate::{
    access, dates,
    entity::{event_material, event_practice},
    events,
    kinds::MaterialKind,
    plan::EventPlan,
    view,
};

/// The draft of this person; begun now when they have none yet.
pub async fn draft(tx: &mut Tx, actor: &Actor, id: EventId) -> Result<PracticeId> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.attach(&desk.facts).or_refuse()?;
    let app = tx.app().clone();
    let bank = app.bank()?;
    let known = event_practice::Entity::find_by_id((id, actor.person)).one(tx.db()).await?;
    if let Some(known) = known
        && bank.has(tx, known.practice_id).await?
    {
        return Ok(known.practice_id);
    }
    let plan = events::stored(tx.db(), &desk.row).await?;
    let all = materials::of(tx.db(), id).await?;
    let path = app.address(&view::path(&desk.row));
    let body = body(&plan, &format!("{}, {}", desk.row.kind.russian(), dates::days(&desk.row)), &path);
    let practice = bank.draft(tx, new(actor, plan, body, &all)).await?;
    let row =
        event_practice::ActiveModel { event_id: Set(id), person_id: Set(actor.person), practice_id: Set(practice) };
    let over = OnConflict::columns([event_practice::Column::EventId, event_practice::Column::PersonId])
        .update_column(event_practice::Column::PracticeId)
        .to_owned();
    event_practice::Entity::insert(row).on_conflict(over).exec_without_returning(tx.db()).await?;
    Ok(practice)
}

fn new(actor: &Actor, plan: EventPlan, body: String, all: &[event_material::Model]) -> NewPractice {
    let called = |row: &event_material::Model| match row.kind {
        MaterialKind::Recording if row.title.is_empty() => "Запись".to_owned(),
        MaterialKind::File | MaterialKind::Link | MaterialKind::Recording => row.title.clone(),
    };
    let links = all.iter().filter(|row| row.kind != MaterialKind::File);
    let files = all.iter().filter(|row| row.kind == MaterialKind::File);
    NewPractice {
        author: actor.person,
        title: plan.title,
        summary: plan.summary,
        body,
        subjects: plan.subjects,
        grades: plan.grades,
        skills: plan.skills,
        links: links.map(|row| (called(row), row.url.clone())).collect(),
        files: files.map(|row| materials::owner(row.id)).collect(),
    }
}

/// What was said of the event and how it went, as a text to be finished.
fn body(plan: &EventPlan, about: &str, address: &str) -> String {
    let mut body = plan.body.trim().to_owned();
    if !plan.programme.is_empty() {
        body.push_str("\n\n## Ход\n");
        for item in &plan.programme {
            let who = if item.who.is_empty() { String::new() } else { format!(" — {}", item.who) };
            body.push_str(&format!("\n- {} мин: {}{who}", item.minutes, item.title));
        }
    }
    body.push_str(&format!("\n\nПоказано: [{about}]({address})."));
    body.trim().to_owned()
}
