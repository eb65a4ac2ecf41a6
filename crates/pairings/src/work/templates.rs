//! Plans a pair may begin with: those that come with the house, by theme, and those that schools and territories keep.

use std::{collections::BTreeSet, sync::OnceLock};

use anyhow::anyhow;
use chrono::{Days, NaiveDate};
use kernel::{Actor, Error, PairingId, PlanTemplateId, Result};
use platform::Tx;
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    items::{self, ItemPlan},
    own_templates,
    room::{self, Room},
};
use crate::{
    entity::work::plan_item,
    event::work::kind,
    kinds::{PlanForm, ThemeKind},
    life,
    policy::work::Act,
};

/// As they stand in the repository.
const SHIPPED: &str = include_str!("templates.toml");

/// A line of a template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PlanTemplateItem)]
pub struct TemplateItem {
    pub form: PlanForm,
    pub title: String,
    #[serde(default)]
    pub goal: String,
    /// So many weeks after the beginning; absent: without a date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub week: Option<u32>,
}

/// One that comes with the house.
#[derive(Clone, Debug, Deserialize)]
pub struct Shipped {
    pub key: String,
    /// Absent: it suits every theme.
    pub theme_kind: Option<ThemeKind>,
    pub theme: Option<String>,
    pub title: String,
    pub about: String,
    pub items: Vec<TemplateItem>,
}

#[derive(Deserialize)]
struct Book {
    template: Vec<Shipped>,
}

/// Everything that comes with the house.
///
/// # Errors
/// `Internal` when the file cannot be read, which a test would have said.
pub fn shipped() -> Result<&'static [Shipped]> {
    static READ: OnceLock<Result<Vec<Shipped>, String>> = OnceLock::new();
    let read =
        READ.get_or_init(|| toml::from_str::<Book>(SHIPPED).map(|book| book.template).map_err(|e| e.to_string()));
    match read {
        Ok(all) => Ok(all),
        Err(error) => Err(Error::Internal(anyhow!("templates.toml: {error}"))),
    }
}

/// Suits this theme: made for it, or for every theme.
pub fn suits(
    (theme_kind, theme): (Option<ThemeKind>, Option<&str>),
    (asked_kind, asked): (Option<ThemeKind>, Option<&str>),
) -> bool {
    let kind = theme_kind.is_none() || asked_kind.is_none() || theme_kind == asked_kind;
    kind && (theme.is_none() || asked.is_none() || theme == asked)
}

/// Lines of the template meant: the key of one that comes with the house, or the id of one that is kept.
async fn lines<C: ConnectionTrait>(db: &C, actor: &Actor, name: &str) -> Result<Vec<TemplateItem>> {
    if let Some(found) = shipped()?.iter().find(|one| one.key == name) {
        return Ok(found.items.clone());
    }
    let unknown = || Error::invalid("template", "unknown");
    let id: PlanTemplateId = name.parse().map_err(|_| unknown())?;
    let row = own_templates::one(db, actor, id).await?.ok_or_else(unknown)?;
    Ok(serde_json::from_str(&row.items)?)
}

/// Writes a template into the plan of a pair. What would be late for the pair is due on its last day; what stands in the
/// plan already under the same form and title is not written twice.
pub async fn take(
    tx: &mut Tx,
    actor: &Actor,
    pairing: PairingId,
    (name, since): (&str, Option<NaiveDate>),
) -> Result<Vec<plan_item::Model>> {
    let room = room::locked(tx, actor, pairing, Act::Plan).await?;
    let since = since.unwrap_or_else(|| tx.now().date_naive());
    if !room.period.holds(since) {
        return Err(Error::invalid("since", "invalid"));
    }
    let lines = lines(tx.db(), actor, name).await?;
    let known: BTreeSet<(PlanForm, String)> =
        items::of(tx.db(), pairing).await?.into_iter().map(|row| (row.form, row.title)).collect();
    let fresh = lines.into_iter().filter(|line| !known.contains(&(line.form, line.title.clone())));
    let plans: Vec<_> = fresh.map(|line| (plan(&room, line, since), None)).collect();
    let rows = items::put(tx, actor.person, &room, plans).await?;
    life::touch(tx, pairing).await?;
    if let Some(first) = rows.first() {
        items::tell(tx, kind::PLAN_CHANGED, &room, actor, first.id);
    }
    Ok(rows)
}

fn plan(room: &Room, line: TemplateItem, since: NaiveDate) -> ItemPlan {
    let due = line.week.and_then(|weeks| since.checked_add_days(Days::new(u64::from(weeks.min(200)) * 7)));
    ItemPlan {
        form: line.form,
        title: line.title,
        goal: line.goal,
        due: due.map(|due| room.period.nearest(due)),
        skills: Vec::new(),
        mentor_person: None,
        mentee_person: None,
    }
}
