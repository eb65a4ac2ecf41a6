//! What people thought of an event: a mark and a few short questions, by whoever was there, once.
//!
//! Where the form is anonymous, of an answer is kept what it says and nothing else: no person, no time, an id of chance;
//! and of the person only that they have answered, on a row that was there before. The feed says that somebody answered,
//! not who.

use kernel::{Actor, Code, Error, EventFeedbackId, EventId, Result, error::Checks};
use platform::Tx;
use sea_orm::{ActiveValue::Set, ConnectionTrait, entity::prelude::*, sea_query::OnConflict};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::was_there;
use crate::{
    access::{self, Desk},
    certificates,
    entity::{event_feedback, event_feedback_form, event_registration},
    event::{Event, kind},
};

const MOST: usize = 5;
const MAX_QUESTION: usize = 200;
const MAX_ANSWER: usize = 2_000;

/// What kind of answer a question wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = EventQuestionKind)]
pub enum QuestionKind {
    Text,
    /// 1 to 5.
    Scale,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = EventQuestion)]
pub struct Question {
    pub kind: QuestionKind,
    pub title: String,
}

/// What is asked at an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    pub anonymous: bool,
    pub questions: Vec<Question>,
}

impl Default for Form {
    fn default() -> Self {
        let text = |title: &str| Question { kind: QuestionKind::Text, title: title.to_owned() };
        Self {
            anonymous: true, questions: vec![text("Что возьмёте в работу?"), text("Что стоило бы сделать иначе?")]
        }
    }
}

/// The form of an event; the usual one while the host wrote none.
pub async fn form<C: ConnectionTrait>(db: &C, id: EventId) -> Result<Form> {
    match event_feedback_form::Entity::find_by_id(id).one(db).await? {
        Some(row) => Ok(Form { anonymous: row.anonymous, questions: serde_json::from_str(&row.questions)? }),
        None => Ok(Form::default()),
    }
}

/// Another form, until the first answer.
pub async fn save(tx: &Tx, actor: &Actor, id: EventId, form: Form) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.manage(&desk.facts).or_refuse()?;
    let mut checks = Checks::default();
    checks.require(form.questions.len() <= MOST, "questions", "too_many");
    for (index, question) in form.questions.iter().enumerate() {
        checks.text(&question.title, MAX_QUESTION, &format!("questions[{index}].title"));
    }
    checks.done()?;
    let answered = event_feedback::Entity::find().filter(event_feedback::Column::EventId.eq(id));
    if answered.count(tx.db()).await? > 0 {
        return Err(Error::Conflict(Code::InUse));
    }
    keep(tx, id, &form).await
}

async fn keep(tx: &Tx, id: EventId, form: &Form) -> Result<()> {
    let questions = form.questions.iter().map(|question| Question {
        kind: question.kind,
        title: question.title.split_whitespace().collect::<Vec<_>>().join(" "),
    });
    let row = event_feedback_form::Model {
        event_id: id,
        anonymous: form.anonymous,
        questions: serde_json::to_string(&questions.collect::<Vec<_>>())?,
    };
    use event_feedback_form::Column;
    let over = OnConflict::column(Column::EventId).update_columns([Column::Anonymous, Column::Questions]).to_owned();
    event_feedback_form::Entity::insert(event_feedback_form::ActiveModel::from(row).reset_all())
        .on_conflict(over)
        .exec_without_returning(tx.db())
        .await?;
    Ok(())
}

/// May this reader say now what they think?
pub fn may_answer(desk: &Desk, now: kernel::Timestamp) -> bool {
    certificates::over(desk, now).is_ok() && was_there(desk).is_some_and(|row| !row.answered)
}

/// Takes an answer.
///
/// # Errors
/// `wrong_state` for whoever was not there or comes too early, `already_exists` the second time.
pub async fn answer(tx: &mut Tx, actor: &Actor, id: EventId, rating: i32, answers: Vec<Option<Value>>) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    let mine = was_there(&desk).cloned().ok_or(Error::Conflict(Code::WrongState))?;
    certificates::over(&desk, tx.now())?;
    if mine.answered {
        return Err(Error::Conflict(Code::AlreadyExists));
    }
    let form = form(tx.db(), id).await?;
    check(&form, rating, &answers)?;
    // From now on the questions stay what they were when somebody answered them.
    keep(tx, id, &form).await?;
    let id_of = |anonymous: bool| {
        if anonymous { uuid::Builder::from_random_bytes(rand::random()).into_uuid() } else { tx.id() }
    };
    let row = event_feedback::Model {
        id: EventFeedbackId(id_of(form.anonymous)),
        event_id: id,
        registration_id: (!form.anonymous).then_some(mine.id),
        rating,
        answers: serde_json::to_string(&answers)?,
    };
    event_feedback::Entity::insert(event_feedback::ActiveModel::from(row).reset_all())
        .exec_without_returning(tx.db())
        .await?;
    let change = event_registration::ActiveModel { id: Set(mine.id), answered: Set(true), ..Default::default() };
    change.update(tx.db()).await?;
    tx.emit(Event::by_clock(kind::RATED, id));
    Ok(())
}

fn check(form: &Form, rating: i32, answers: &[Option<Value>]) -> Result<()> {
    let mut checks = Checks::default();
    checks.require((1..=5).contains(&rating), "rating", "invalid").require(
        answers.len() <= form.questions.len(),
        "answers",
        "too_many",
    );
    for (index, (question, answer)) in form.questions.iter().zip(answers).enumerate() {
        let Some(answer) = answer else { continue };
        let good = match question.kind {
            QuestionKind::Text => answer.as_str().is_some_and(|text| text.chars().count() <= MAX_ANSWER),
            QuestionKind::Scale => answer.as_i64().is_some_and(|mark| (1..=5).contains(&mark)),
        };
        checks.require(good, &format!("answers[{index}]"), "invalid");
    }
    checks.done()
}
