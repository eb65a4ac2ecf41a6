//! What people thought of an event, together. Of an anonymous form, numbers under three stay hidden, and so does
//! whatever would tell them by subtraction.

use kernel::{PersonRef, Result};
use platform::{App, ports::Names};
use sea_orm::{QueryOrder, entity::prelude::*};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::feedback::{self, Form, QuestionKind};
use crate::{
    access::Desk,
    entity::{event_feedback, event_registration},
};

/// Fewer than these say who they are.
const FEW: usize = 3;

/// A question with what was answered.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EventQuestionSummary {
    pub title: String,
    pub kind: QuestionKind,
    pub answers: Option<usize>,
    pub mean: Option<f64>,
    /// How often 1, 2, 3, 4 and 5; absent: fewer than three, or told by the others.
    pub counts: Vec<Option<usize>>,
    pub texts: Vec<String>,
}

/// One answer with its giver.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EventNamedAnswer {
    pub person: PersonRef,
    pub rating: i32,
    pub answers: Vec<Option<Value>>,
}

/// What people thought of an event.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EventFeedbackSummary {
    pub anonymous: bool,
    /// Absent while too few answered.
    pub answers: Option<usize>,
    /// Too few answered: nothing is shown.
    pub hidden: bool,
    pub mean: Option<f64>,
    pub ratings: Vec<Option<usize>>,
    pub questions: Vec<EventQuestionSummary>,
    /// Of a form that is not anonymous.
    pub named: Vec<EventNamedAnswer>,
}

pub async fn of(app: &App, desk: &Desk) -> Result<EventFeedbackSummary> {
    let form = feedback::form(app.reader(), desk.row.id).await?;
    // In the order of ids, which for an anonymous form is no order at all.
    let rows = event_feedback::Entity::find()
        .filter(event_feedback::Column::EventId.eq(desk.row.id))
        .order_by_asc(event_feedback::Column::Id)
        .all(app.reader())
        .await?;
    let named = if form.anonymous { Vec::new() } else { named(app, &rows).await? };
    let read = |row: &event_feedback::Model| serde_json::from_str(&row.answers).unwrap_or_default();
    let answers: Vec<Vec<Option<Value>>> = rows.iter().map(read).collect();
    Ok(EventFeedbackSummary { named, ..summed(&form, &rows, &answers) })
}

fn summed(form: &Form, rows: &[event_feedback::Model], answers: &[Vec<Option<Value>>]) -> EventFeedbackSummary {
    let hidden = form.anonymous && rows.len() < FEW;
    let marks: Vec<i64> = if hidden { Vec::new() } else { rows.iter().map(|row| row.rating.into()).collect() };
    let given = |index: usize| answers.iter().filter_map(move |list| list.get(index).cloned().flatten());
    let question = |(index, question): (usize, &feedback::Question)| {
        let said: Vec<Value> = if hidden { Vec::new() } else { given(index).collect() };
        let marks: Vec<i64> = said.iter().filter_map(Value::as_i64).collect();
        let few = form.anonymous && said.len() < FEW;
        let mut texts: Vec<String> =
            said.iter().filter_map(Value::as_str).map(str::trim).map(str::to_owned).filter(|t| !t.is_empty()).collect();
        texts.sort_unstable();
        EventQuestionSummary {
            title: question.title.clone(),
            kind: question.kind,
            answers: (!few).then_some(said.len()),
            mean: mean(&marks).filter(|_| !few),
            counts: match question.kind {
                QuestionKind::Scale => counts(&marks, form.anonymous),
                QuestionKind::Text => Vec::new(),
            },
            texts,
        }
    };
    EventFeedbackSummary {
        anonymous: form.anonymous,
        answers: (!hidden).then_some(rows.len()),
        hidden,
        mean: mean(&marks),
        ratings: counts(&marks, form.anonymous),
        questions: form.questions.iter().enumerate().map(question).collect(),
        named: Vec::new(),
    }
}

/// One place behind the point.
#[expect(clippy::cast_precision_loss, reason = "marks of one event are far fewer than a float counts exactly")]
fn mean(marks: &[i64]) -> Option<f64> {
    let sum: i64 = marks.iter().sum();
    (!marks.is_empty()).then(|| (sum as f64 / marks.len() as f64 * 10.0).round() / 10.0)
}

/// How often each of 1 to 5 was given. A single hidden number would follow of the total, so the smallest that may be
/// told goes with it.
fn counts(marks: &[i64], anonymous: bool) -> Vec<Option<usize>> {
    let count = |mark: i64| marks.iter().filter(|given| **given == mark).count();
    let all: Vec<usize> = (1..=5).map(count).collect();
    let few = |n: usize| anonymous && (1..FEW).contains(&n);
    let mut told: Vec<Option<usize>> = all.iter().map(|n| (!few(*n)).then_some(*n)).collect();
    if told.iter().filter(|n| n.is_none()).count() == 1 {
        let least = (0..5).filter(|index| told[*index].is_some_and(|n| n > 0)).min_by_key(|index| all[*index]);
        if let Some(index) = least.or_else(|| (0..5).find(|index| told[*index].is_some())) {
            told[index] = None;
        }
    }
    told
}

async fn named(app: &App, rows: &[event_feedback::Model]) -> Result<Vec<EventNamedAnswer>> {
    let ids = rows.iter().filter_map(|row| row.registration_id);
    let entries = event_registration::Entity::find().filter(event_registration::Column::Id.is_in(ids));
    let people: std::collections::HashMap<_, _> =
        entries.all(app.reader()).await?.into_iter().map(|row| (row.id, row.person_id)).collect();
    let names = Names::load(app, people.values().copied().collect()).await?;
    let line = |row: &event_feedback::Model| {
        let person = people.get(&row.registration_id?)?;
        Some(EventNamedAnswer {
            person: names.of(*person),
            rating: row.rating,
            answers: serde_json::from_str(&row.answers).unwrap_or_default(),
        })
    };
    Ok(rows.iter().filter_map(line).collect())
}
