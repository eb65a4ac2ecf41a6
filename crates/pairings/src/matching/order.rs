//! The order of a territory that lists its pairs, for somebody to sign.

use accounts::{directory, entity::organisation};
use chrono::NaiveDate;
use kernel::{Error, OrgId, Result, error::Checks, russian_day};
use sea_orm::{ConnectionTrait, QueryOrder, entity::prelude::*};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    codes,
    entity::{
        life::pairing,
        matching::{match_decision, match_run},
    },
    kinds::DecisionKind,
    schools::years,
};

const MAX_NUMBER: usize = 40;
const MAX_TITLE: usize = 200;
const USUAL: &str = "О закреплении школ-наставников";

/// What stands at the head of the order; what is not told is left to be written in.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OrderQuery {
    #[serde(default)]
    pub number: String,
    /// `2026-12-01`
    #[serde(default)]
    pub date: String,
    #[serde(default)]
    pub title: String,
}

/// An order as it is printed.
pub struct Order {
    pub title: String,
    /// Markdown.
    pub text: String,
    /// Nobody has given it a number and a day yet.
    pub draft: bool,
}

/// What stands on an order that has no number or no date.
const DRAFT: &str = "Проект. Приказ ещё не подписан: впишите номер и дату.";

impl Order {
    fn notice(&self) -> Option<&'static str> {
        self.draft.then_some(DRAFT)
    }

    /// # Errors
    /// When the archive cannot be written.
    pub fn docx(&self) -> anyhow::Result<Vec<u8>> {
        papers::docx::with_notice(&self.title, self.notice(), &self.text)
    }

    /// # Errors
    /// When it is longer than anybody prints.
    pub fn pdf(&self) -> anyhow::Result<Vec<u8>> {
        papers::pdf::with_notice(&self.title, self.notice(), &self.text)
    }
}

/// The order on what was accepted in this territory and year.
///
/// # Errors
/// `Invalid` for what cannot stand there.
pub async fn text<C: ConnectionTrait>(db: &C, run: &match_run::Model, query: &OrderQuery) -> Result<Order> {
    let (number, date) = (query.number.trim(), query.date.trim());
    let day = date.parse::<NaiveDate>().ok();
    let mut checks = Checks::default();
    checks.up_to(number, MAX_NUMBER, "number").up_to(query.title.trim(), MAX_TITLE, "title");
    checks.require(date.is_empty() || day.is_some(), "date", "invalid");
    checks.done()?;
    let territory = organisation::Entity::find_by_id(run.territory_id).one(db).await?.ok_or(Error::Hidden)?;
    let draft = number.is_empty() || day.is_none();
    let title = if query.title.trim().is_empty() { USUAL } else { query.title.trim() };
    let day = day.map_or_else(|| "«____» ______________ 20____ г.".to_owned(), |day| russian_day(&day));
    let number = if number.is_empty() { "________" } else { number };
    let body = format!(
        "{}\n\n**ПРИКАЗ № {}**\n\nот {}\n\nВ целях методической поддержки школ в {} учебном году ПРИКАЗЫВАЮ:\n\n\
         1. Закрепить школы-наставники за школами по списку (приложение).\n\
         2. Руководителям школ заключить соглашения о сотрудничестве, утвердить совместные планы и назначить кураторов пар.\n\
         3. Руководителям школ-наставников представлять отчёт о работе пары по итогам каждого полугодия.\n\
         4. Контроль за исполнением приказа оставляю за собой.\n\n\
         Руководитель ____________________ / ____________________\n\n\
         ## Приложение. Список пар\n\n{}\n",
        plain(&territory.legal_name),
        plain(number),
        day,
        years::shown(run.year),
        table(db, run).await?,
    );
    Ok(Order { title: title.to_owned(), text: body, draft })
}

async fn table<C: ConnectionTrait>(db: &C, run: &match_run::Model) -> Result<String> {
    let accepted = match_decision::Entity::find()
        .filter(match_decision::Column::TerritoryId.eq(run.territory_id))
        .filter(match_decision::Column::Year.eq(run.year))
        .filter(match_decision::Column::Kind.eq(DecisionKind::Accept))
        .filter(match_decision::Column::UndoneAt.is_null());
    let ids: Vec<_> = accepted.all(db).await?.into_iter().filter_map(|row| row.pairing_id).collect();
    let pairs = pairing::Entity::find().filter(pairing::Column::Id.is_in(ids)).order_by_asc(pairing::Column::Number);
    let pairs: Vec<pairing::Model> = pairs.all(db).await?.into_iter().filter(|pair| pair.state.live()).collect();
    if pairs.is_empty() {
        return Ok("Принятых пар пока нет.".to_owned());
    }
    let orgs: Vec<OrgId> = pairs.iter().flat_map(|pair| [pair.mentor_id, pair.mentee_id]).collect();
    let names = directory::org_refs(db, &orgs).await?;
    let name = |id: OrgId| names.get(&id).map_or_else(String::new, |org| plain(&org.short_name));
    let mut rows = vec![
        "| № | Школа-наставник | Школа, которой оказывается помощь | Направление |".to_owned(),
        "| --- | --- | --- | --- |".to_owned(),
    ];
    for (at, pair) in pairs.iter().enumerate() {
        let (mentor, mentee) = (name(pair.mentor_id), name(pair.mentee_id));
        let theme = plain(codes::theme(pair.theme_kind, &pair.theme));
        rows.push(format!("| {} | {mentor} | {mentee} | {theme} |", at + 1));
    }
    Ok(rows.join("\n"))
}

/// Words that mean nothing but themselves.
fn plain(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii_punctuation() {
            shown.push('\\');
        }
        shown.push(if letter.is_control() { ' ' } else { letter });
    }
    shown
}
