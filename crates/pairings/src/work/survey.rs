//! What both sides think of the work: a short survey in the middle and at the end, and what it gave to one's own school.
//!
//! Answers are shown as averages of a side, from three answers on; what somebody wrote is shown without a name.

use std::collections::BTreeMap;

use kernel::{Actor, PairingId, Result, error::Checks};
use platform::{App, Tx};
use sea_orm::{QueryOrder, entity::prelude::*, sea_query::OnConflict};
use serde::Serialize;
use utoipa::ToSchema;

use super::{MAX_TEXT, room};
use crate::{
    entity::work::pairing_survey_answer,
    event::{
        pair::PairEvent,
        work::{Detail, kind},
    },
    kinds::{Side, SurveyRound},
    life,
    policy::work::Act,
};

/// Fewer answers would tell who answered what.
const LEAST: usize = 3;

/// Something both sides are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PairingSurveyQuestion {
    pub key: &'static str,
    pub text: &'static str,
}

const fn question(key: &'static str, text: &'static str) -> PairingSurveyQuestion {
    PairingSurveyQuestion { key, text }
}

/// The mentor's side is asked this. One means «совсем нет», five «вполне».
pub const MENTOR: &[PairingSurveyQuestion] = &[
    question("goal", "Мы знаем, что именно хотим изменить в подопечной школе"),
    question("heard", "Коллеги пробуют на уроках то, о чём договорились"),
    question("time", "Работа в паре посильна по времени"),
    question("support", "Нам хватает поддержки муниципалитета и методистов"),
    question("own", "Работа в паре полезна и нашей школе"),
];

/// The side that is helped is asked this.
pub const MENTEE: &[PairingSurveyQuestion] = &[
    question("goal", "Мы знаем, что именно хотим изменить с помощью наставника"),
    question("fit", "То, что показывает наставник, подходит нашей школе"),
    question("time", "Работа в паре посильна по времени"),
    question("respect", "С нами говорят на равных"),
    question("change", "На наших уроках что-то уже изменилось"),
];

pub fn questions(side: Side) -> &'static [PairingSurveyQuestion] {
    match side {
        Side::Mentor => MENTOR,
        Side::Mentee => MENTEE,
    }
}

/// What somebody answers.
#[derive(Clone, Debug)]
pub struct Answer {
    pub round: SurveyRound,
    pub side: Option<Side>,
    /// Key of a question and 1 to 5.
    pub answers: BTreeMap<String, i32>,
    pub benefit: String,
}

/// What one side says together.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PairingSurveySide {
    pub side: Side,
    pub questions: Vec<PairingSurveyQuestion>,
    /// How many have answered.
    pub answered: usize,
    /// Averages in tenths by question; absent while fewer than three have answered.
    pub average_tenths: Option<BTreeMap<String, i32>>,
    /// What it gave to their own school, in their words.
    pub benefits: Vec<String>,
}

/// What the reader has answered.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PairingSurveyOwn {
    pub side: Side,
    pub answers: BTreeMap<String, i32>,
    pub benefit: String,
}

/// The survey of one round.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PairingSurvey {
    pub round: SurveyRound,
    pub sides: Vec<PairingSurveySide>,
    pub own: Option<PairingSurveyOwn>,
    pub can_answer: bool,
}

/// Answers, or answers anew.
pub async fn answer(tx: &mut Tx, actor: &Actor, pairing: PairingId, answer: Answer) -> Result<()> {
    let room = room::locked(tx, actor, pairing, Act::Answer).await?;
    let side = room.hands.meant(answer.side)?;
    let asked = questions(side);
    let mut checks = Checks::default();
    for (key, value) in &answer.answers {
        let known = asked.iter().any(|question| question.key == key);
        checks.require(known && (1..=5).contains(value), &format!("answers.{key}"), "invalid");
    }
    for question in asked {
        let there = answer.answers.contains_key(question.key);
        checks.require(there, &format!("answers.{}", question.key), "required");
    }
    checks.up_to(&answer.benefit, MAX_TEXT, "benefit");
    checks.done()?;
    let row = pairing_survey_answer::Model {
        pairing_id: pairing,
        round: answer.round,
        person_id: actor.person,
        side,
        answers: serde_json::to_string(&answer.answers)?,
        benefit: answer.benefit.trim().to_owned(),
        answered_at: tx.now(),
    };
    use pairing_survey_answer::Column;
    let over = OnConflict::columns([Column::PairingId, Column::Round, Column::PersonId])
        .update_columns([Column::Side, Column::Answers, Column::Benefit, Column::AnsweredAt])
        .to_owned();
    pairing_survey_answer::Entity::insert(pairing_survey_answer::ActiveModel::from(row).reset_all())
        .on_conflict(over)
        .exec_without_returning(tx.db())
        .await?;
    life::touch(tx, pairing).await?;
    let detail = Detail { side: Some(side), ..Detail::default() };
    // Who answered, the feed does not say.
    tx.emit(PairEvent::by_itself(kind::SURVEY_ANSWERED, pairing).with(detail));
    Ok(())
}

/// The survey as the reader sees it.
pub async fn read(app: &App, actor: &Actor, pairing: PairingId, round: SurveyRound) -> Result<PairingSurvey> {
    let room = room::enter(app.reader(), actor, pairing).await?;
    let rows = pairing_survey_answer::Entity::find()
        .filter(pairing_survey_answer::Column::PairingId.eq(pairing))
        .filter(pairing_survey_answer::Column::Round.eq(round))
        // By what they wrote, so that the order does not tell who was first.
        .order_by_asc(pairing_survey_answer::Column::Benefit)
        .all(app.reader())
        .await?;
    let own = rows.iter().find(|row| row.person_id == actor.person).map(|row| PairingSurveyOwn {
        side: row.side,
        answers: answers(row),
        benefit: row.benefit.clone(),
    });
    Ok(PairingSurvey {
        round,
        sides: Side::BOTH.into_iter().map(|side| together(side, &rows)).collect(),
        own,
        can_answer: room.can(Act::Answer),
    })
}

fn answers(row: &pairing_survey_answer::Model) -> BTreeMap<String, i32> {
    serde_json::from_str(&row.answers).unwrap_or_default()
}

fn together(side: Side, rows: &[pairing_survey_answer::Model]) -> PairingSurveySide {
    let mine: Vec<_> = rows.iter().filter(|row| row.side == side).collect();
    let average = |key: &str| {
        let said: Vec<i32> = mine.iter().filter_map(|row| answers(row).get(key).copied()).collect();
        let count = i32::try_from(said.len()).ok().filter(|count| *count > 0)?;
        Some((key.to_owned(), (said.iter().sum::<i32>() * 10 + count / 2) / count))
    };
    let enough = mine.len() >= LEAST;
    PairingSurveySide {
        side,
        questions: questions(side).to_vec(),
        answered: mine.len(),
        average_tenths: enough.then(|| questions(side).iter().filter_map(|one| average(one.key)).collect()),
        benefits: mine.iter().map(|row| row.benefit.clone()).filter(|text| !text.is_empty()).collect(),
    }
}
