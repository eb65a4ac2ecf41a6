//! Sheets as lists and pages show them.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use kernel::{Actor, DateTime, EventId, Page, PageQuery, PersonRef, Result, SkillId, Utc, VisitSheetId};
use platform::{App, ports::Names};
use sea_orm::{Condition, QueryOrder, QuerySelect, QueryTrait, entity::prelude::*};
use serde::{Deserialize, Serialize};
use skills::SkillChip;
use utoipa::{IntoParams, ToSchema};

use super::{Criteria, version};
use crate::entity::{visit_sheet, visit_sheet_reader};

/// A sheet in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct VisitSheetCard {
    pub id: VisitSheetId,
    pub event_id: Option<EventId>,
    pub visitor: PersonRef,
    pub teacher: PersonRef,
    pub subject: Option<String>,
    pub grade: Option<i32>,
    pub skill: Option<SkillChip>,
    pub topic: String,
    pub held_on: NaiveDate,
    /// Absent: nobody but the visitor knows of it.
    pub visitor_signed_at: Option<DateTime<Utc>>,
    pub teacher_signed_at: Option<DateTime<Utc>>,
}

/// Somebody whom one of the two let in.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct VisitSheetReader {
    pub person: PersonRef,
    pub by: PersonRef,
}

/// What the reader may do with a sheet now.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct VisitSheetCan {
    pub fill: bool,
    pub sign: bool,
    /// Lets others in, shows them out.
    pub share: bool,
}

/// A sheet.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct VisitSheet {
    #[serde(flatten)]
    pub card: VisitSheetCard,
    /// The criteria it was begun with.
    #[schema(inline)]
    pub criteria: Criteria,
    /// Key of a criterion and its mark; absent: not seen.
    pub marks: BTreeMap<String, i32>,
    pub notes: BTreeMap<String, String>,
    pub strengths: String,
    pub advice: String,
    /// The teacher's word.
    pub remark: String,
    /// Send it back with the next save.
    pub revision: i32,
    pub readers: Vec<VisitSheetReader>,
    pub can: VisitSheetCan,
}

/// `?event=…&cursor=…`
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct VisitSheetQuery {
    /// Of this event only.
    pub event: Option<EventId>,
    /// `next` of the previous page.
    pub cursor: Option<String>,
    /// Rows per page, 1 to 100; 30 unless told.
    pub limit: Option<u32>,
}

/// The rule of `visits::sees` in SQL.
fn mine(actor: &Actor) -> Condition {
    let let_in = visit_sheet_reader::Entity::find()
        .select_only()
        .column(visit_sheet_reader::Column::SheetId)
        .filter(visit_sheet_reader::Column::PersonId.eq(actor.person))
        .into_query();
    let reads = Condition::any()
        .add(visit_sheet::Column::TeacherId.eq(actor.person))
        .add(visit_sheet::Column::Id.in_subquery(let_in));
    Condition::any()
        .add(visit_sheet::Column::VisitorId.eq(actor.person))
        .add(Condition::all().add(visit_sheet::Column::VisitorSignedAt.is_not_null()).add(reads))
}

/// Sheets the reader may know of, the newest first.
pub async fn list(app: &App, actor: &Actor, query: &VisitSheetQuery) -> Result<Page<VisitSheetCard>> {
    let page = PageQuery { cursor: query.cursor.clone(), limit: query.limit };
    let mut found = visit_sheet::Entity::find().filter(mine(actor));
    if let Some(event) = query.event {
        found = found.filter(visit_sheet::Column::EventId.eq(event));
    }
    if let Some(before) = page.key::<VisitSheetId>()? {
        found = found.filter(visit_sheet::Column::Id.lt(before));
    }
    let rows = found.order_by_desc(visit_sheet::Column::Id).limit(page.limit() as u64 + 1).all(app.reader()).await?;
    let cut = Page::cut(rows, page.limit(), |row| row.id)?;
    Ok(Page { items: cards(app, cut.items).await?, next: cut.next })
}

async fn cards(app: &App, rows: Vec<visit_sheet::Model>) -> Result<Vec<VisitSheetCard>> {
    let names = Names::load(app, rows.iter().flat_map(|row| [row.visitor_id, row.teacher_id]).collect()).await?;
    let ids: Vec<SkillId> = rows.iter().filter_map(|row| row.skill_id).collect();
    let chips: HashMap<SkillId, SkillChip> = skills::chips(app.reader(), &ids).await?;
    let card = |row: visit_sheet::Model| VisitSheetCard {
        id: row.id,
        event_id: row.event_id,
        visitor: names.of(row.visitor_id),
        teacher: names.of(row.teacher_id),
        subject: row.subject,
        grade: row.grade,
        skill: row.skill_id.and_then(|id| chips.get(&id).cloned()),
        topic: row.topic,
        held_on: row.held_on,
        visitor_signed_at: row.visitor_signed_at,
        teacher_signed_at: row.teacher_signed_at,
    };
    Ok(rows.into_iter().map(card).collect())
}

/// The sheet as the reader sees it.
pub async fn sheet(app: &App, actor: &Actor, row: visit_sheet::Model) -> Result<VisitSheet> {
    let readers = visit_sheet_reader::Entity::find()
        .filter(visit_sheet_reader::Column::SheetId.eq(row.id))
        .order_by_asc(visit_sheet_reader::Column::CreatedAt)
        .all(app.reader())
        .await?;
    let names = Names::load(app, readers.iter().flat_map(|row| [row.person_id, row.by_id]).collect()).await?;
    let (visits, teaches) = (row.visitor_id == actor.person, row.teacher_id == actor.person);
    let may_write = actor.may_write().is_ok();
    let can = VisitSheetCan {
        fill: may_write && visits && row.visitor_signed_at.is_none(),
        sign: may_write && (visits && row.visitor_signed_at.is_none() || teaches && row.teacher_signed_at.is_none()),
        share: may_write && (visits || teaches) && row.visitor_signed_at.is_some(),
    };
    let shown = readers.iter().filter(|_| visits || teaches);
    Ok(VisitSheet {
        criteria: *version(row.criteria),
        marks: serde_json::from_str(&row.marks)?,
        notes: serde_json::from_str(&row.notes)?,
        strengths: row.strengths.clone(),
        advice: row.advice.clone(),
        remark: row.remark.clone(),
        revision: row.revision,
        readers: shown
            .map(|row| VisitSheetReader { person: names.of(row.person_id), by: names.of(row.by_id) })
            .collect(),
        can,
        card: cards(app, vec![row]).await?.pop().ok_or(kernel::Error::Hidden)?,
    })
}
