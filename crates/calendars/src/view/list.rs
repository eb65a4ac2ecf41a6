//! Lists of events. Every one carries the SQL twin of the policy.

use kernel::{Actor, DateTime, Error, EventId, OrgId, Page, PageQuery, Result, SkillId, Utc};
use platform::App;
use sea_orm::{
    Condition, QueryOrder, QuerySelect, QueryTrait, Select,
    entity::prelude::*,
    sea_query::{ExprTrait, SelectStatement, SimpleExpr},
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{EventCard, cards};
use crate::{
    entity::{event, event_grade, event_host, event_seat, event_skill, event_subject},
    kinds::{EventKind, EventLevel, EventState, RegistrationState, Way},
    plan::key,
    policy,
};

/// Whose desk a list lies on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EventFilter {
    /// The reader is registered, waits or has applied.
    Registered,
    /// The reader began it or leads a school that holds it; drafts included.
    Hosting,
    /// The reader speaks there.
    Speaking,
    /// Drafts of the reader and of schools they lead, the last changed first.
    Drafts,
    /// Announced without a date yet, the last changed first.
    Planned,
}

/// `?from=…&kind=…&skill=…` of the agenda.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EventQuery {
    /// What ends after this moment; now unless told.
    pub from: Option<DateTime<Utc>>,
    /// What starts before this moment.
    pub to: Option<DateTime<Utc>>,
    /// What is over, the latest first: from `to`, or from now, backwards.
    #[serde(default)]
    pub past: bool,
    pub kind: Option<EventKind>,
    /// A subject code.
    pub subject: Option<String>,
    pub grade: Option<i32>,
    pub skill: Option<SkillId>,
    pub level: Option<EventLevel>,
    /// Holds it, alone or with others.
    pub host: Option<OrgId>,
    pub association: Option<OrgId>,
    /// One comes into a room, or connects.
    pub way: Option<Way>,
    /// Only of subjects the reader teaches.
    #[serde(default)]
    pub for_me: bool,
    /// Only where places are left.
    #[serde(default)]
    pub free: bool,
    #[param(inline)]
    pub filter: Option<EventFilter>,
    /// Words of the title.
    pub q: Option<String>,
    /// `next` of the previous page.
    pub cursor: Option<String>,
    /// Rows per page, 1 to 100; 30 unless told.
    pub limit: Option<u32>,
}

type Key = (DateTime<Utc>, EventId);

/// Events the reader may know of, in the order of time.
pub async fn events(app: &App, actor: &Actor, query: &EventQuery) -> Result<Page<EventCard>> {
    let page = PageQuery { cursor: query.cursor.clone(), limit: query.limit };
    let key = page.key::<Key>()?;
    let undated = matches!(query.filter, Some(EventFilter::Drafts | EventFilter::Planned));
    if query.from.zip(query.to).is_some_and(|(from, to)| from > to) {
        return Err(Error::invalid("to", "invalid"));
    }
    let mut found = event::Entity::find().filter(policy::visible(Some(actor))).filter(desk(actor, query.filter));
    found = narrowed(found, actor, query);
    let (column, back) = if undated { (event::Column::ChangedAt, true) } else { (event::Column::StartsAt, query.past) };
    if !undated {
        found = found.filter(period(app, query));
    }
    if let Some((at, id)) = key {
        let (beyond, next) =
            if back { (column.lt(at), event::Column::Id.lt(id)) } else { (column.gt(at), event::Column::Id.gt(id)) };
        found = found.filter(Condition::any().add(beyond).add(Condition::all().add(column.eq(at)).add(next)));
    }
    found = if back {
        found.order_by_desc(column).order_by_desc(event::Column::Id)
    } else {
        found.order_by_asc(column).order_by_asc(event::Column::Id)
    };
    let rows = found.limit(page.limit() as u64 + 1).all(app.reader()).await?;
    let at = |row: &event::Model| if undated { row.changed_at } else { row.starts_at.unwrap_or(row.changed_at) };
    let cut = Page::cut(rows, page.limit(), |row| (at(row), row.id))?;
    Ok(Page { items: cards(app, Some(actor), &cut.items).await?, next: cut.next })
}

/// The stretch of time that is asked for. What has no date is in none.
fn period(app: &App, query: &EventQuery) -> Condition {
    let mut period = Condition::all().add(event::Column::StartsAt.is_not_null());
    if query.past {
        period = period.add(event::Column::EndsAt.lte(query.to.unwrap_or_else(|| app.now())));
        return match query.from {
            Some(from) => period.add(event::Column::StartsAt.gte(from)),
            None => period,
        };
    }
    period = period.add(event::Column::EndsAt.gt(query.from.unwrap_or_else(|| app.now())));
    match query.to {
        Some(to) => period.add(event::Column::StartsAt.lt(to)),
        None => period,
    }
}

fn desk(actor: &Actor, filter: Option<EventFilter>) -> Condition {
    let shown = || Condition::all().add(event::Column::State.ne(EventState::Draft));
    match filter {
        None => shown(),
        Some(EventFilter::Registered) => Condition::all().add(policy::registered(actor, RegistrationState::LIVE)),
        Some(EventFilter::Hosting) => policy::hosting(actor),
        Some(EventFilter::Speaking) => shown().add(policy::speaking(actor)),
        Some(EventFilter::Drafts) => {
            Condition::all().add(event::Column::State.eq(EventState::Draft)).add(policy::hosting(actor))
        }
        Some(EventFilter::Planned) => {
            Condition::all().add(event::Column::State.eq(EventState::Published)).add(event::Column::StartsAt.is_null())
        }
    }
}

fn among(ids: SelectStatement) -> SimpleExpr {
    Expr::col((event::Entity, event::Column::Id)).in_subquery(ids)
}

fn narrowed(mut found: Select<event::Entity>, actor: &Actor, query: &EventQuery) -> Select<event::Entity> {
    for word in key(query.q.as_deref().unwrap_or_default()).split(' ').filter(|w| !w.is_empty()).take(8) {
        found = found.filter(event::Column::SearchKey.into_expr().like(platform::db::contains(word)));
    }
    if let Some(kind) = query.kind {
        found = found.filter(event::Column::Kind.eq(kind));
    }
    if let Some(level) = query.level {
        found = found.filter(event::Column::Level.eq(level));
    }
    if let Some(association) = query.association {
        found = found.filter(event::Column::AssociationId.eq(association));
    }
    let subjects: Option<Vec<String>> = match (&query.subject, query.for_me) {
        (Some(subject), _) => Some(vec![subject.clone()]),
        (None, true) => Some(actor.subjects.clone()),
        (None, false) => None,
    };
    if let Some(subjects) = subjects {
        let ids = event_subject::Entity::find().select_only().column(event_subject::Column::EventId);
        found = found.filter(among(ids.filter(event_subject::Column::Subject.is_in(subjects)).into_query()));
    }
    if let Some(grade) = query.grade {
        let ids = event_grade::Entity::find().select_only().column(event_grade::Column::EventId);
        found = found.filter(among(ids.filter(event_grade::Column::Grade.eq(grade)).into_query()));
    }
    if let Some(skill) = query.skill {
        let ids = event_skill::Entity::find().select_only().column(event_skill::Column::EventId);
        found = found.filter(among(ids.filter(event_skill::Column::SkillId.eq(skill)).into_query()));
    }
    if let Some(host) = query.host {
        let ids = event_host::Entity::find().select_only().column(event_host::Column::EventId);
        let with = among(ids.filter(event_host::Column::OrgId.eq(host)).into_query());
        found = found.filter(Condition::any().add(event::Column::HostId.eq(host)).add(with));
    }
    if query.way.is_some() || query.free {
        let mut ids = event_seat::Entity::find().select_only().column(event_seat::Column::EventId);
        if let Some(way) = query.way {
            ids = ids.filter(event_seat::Column::Way.eq(way));
        }
        if query.free {
            let left = Expr::col(event_seat::Column::Taken).lt(Expr::col(event_seat::Column::Capacity));
            ids = ids.filter(event_seat::Column::Capacity.is_null().or(left));
        }
        found = found.filter(among(ids.into_query()));
    }
    found
}
