//! What a pair has written that a stranger must never hear of.

use kernel::PersonId;
use pairings::{
    entity::work::{effect_indicator, pairing_report, pairing_visit, plan_item},
    kinds::{PlanForm, PlanState, ReportState, Side, VisitState},
};
use sea_orm::{IntoActiveModel, entity::prelude::*};

use crate::{Town, town::SECRET};

/// Ids of private things of a pair.
pub struct Work {
    pub item: String,
    pub visit: String,
    pub report: String,
    pub indicator: String,
}

/// Writes them below the policy: the pair itself is only proposed.
pub async fn work(town: &Town, pairing: &str) -> Work {
    let pairing_id = pairing.parse().unwrap();
    let by_id: PersonId = town.id("head").await.parse().unwrap();
    let tx = town.app.begin().await.unwrap();
    let (now, said) = (tx.now(), || SECRET.to_owned());
    let item = plan_item::Model {
        id: tx.id(),
        pairing_id,
        form: PlanForm::Seminar,
        title: said(),
        goal: said(),
        due: None,
        state: PlanState::Planned,
        mentor_person_id: None,
        mentee_person_id: None,
        minutes: None,
        present: None,
        done_on: None,
        outcome: said(),
        reason: said(),
        event_id: None,
        visit_id: None,
        practice_id: None,
        link: String::new(),
        agreed_at_id: None,
        position: 0,
        by_id,
        done_by_id: None,
        revision: 1,
        created_at: now,
        changed_at: now,
    };
    let visit = pairing_visit::Model {
        id: tx.id(),
        pairing_id,
        item_id: None,
        by_side: Side::Mentor,
        planned_on: now.date_naive(),
        held_on: None,
        minutes: None,
        state: VisitState::Planned,
        met: said(),
        findings: said(),
        reason: said(),
        mentor_signed_by_id: None,
        mentor_signed_at: None,
        mentee_signed_by_id: None,
        mentee_signed_at: None,
        by_id,
        revision: 1,
        created_at: now,
        changed_at: now,
    };
    let report = pairing_report::Model {
        id: tx.id(),
        pairing_id,
        year: 2026,
        half: 1,
        state: ReportState::Draft,
        facts: "{}".to_owned(),
        text: said(),
        by_id,
        submitted_by_id: None,
        submitted_at: None,
        revision: 1,
        created_at: now,
        changed_at: now,
    };
    let indicator = effect_indicator::Model {
        id: tx.id(),
        pairing_id,
        skill_id: None,
        title: said(),
        unit: said(),
        less: false,
        by_id,
        created_at: now,
    };
    let ids = Work {
        item: item.id.to_string(),
        visit: visit.id.to_string(),
        report: report.id.to_string(),
        indicator: indicator.id.to_string(),
    };
    let db = tx.db();
    plan_item::Entity::insert(item.into_active_model().reset_all()).exec_without_returning(db).await.unwrap();
    pairing_visit::Entity::insert(visit.into_active_model().reset_all()).exec_without_returning(db).await.unwrap();
    pairing_report::Entity::insert(report.into_active_model().reset_all()).exec_without_returning(db).await.unwrap();
    effect_indicator::Entity::insert(indicator.into_active_model().reset_all())
        .exec_without_returning(db)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    ids
}
