//! Queries behind the lists of spaces and topics. Every one of them carries the SQL twin of the policy.

use kernel::{Actor, DateTime, Error, Page, PageQuery, Result, SectionId, SkillId, SpaceId, TopicId, Utc};
use platform::{App, db::condition};
use sea_orm::{
    Condition, ConnectionTrait, Order, QueryOrder, QuerySelect, QueryTrait, Select,
    entity::prelude::*,
    sea_query::{ExprTrait, Query, SimpleExpr},
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{SpaceCard, TopicCard, space::cards as space_cards, topic::cards as topic_cards};
use crate::{
    access,
    entity::{space, topic, topic_grade, topic_skill, topic_tag},
    kinds::{SpaceKind, TopicKind},
    people,
    policy::visible,
    unread::UNREAD,
    watches::EFFECTIVE,
    words,
};

/// What the reader looks for in a list of topics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TopicFilter {
    Unread,
    Watched,
    /// Questions without an accepted answer.
    Unanswered,
    /// Started by the reader.
    Mine,
}

/// `?space=…&section=…&kind=…` of the list of topics.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TopicQuery {
    pub space: Option<SpaceId>,
    pub section: Option<SectionId>,
    pub kind: Option<TopicKind>,
    /// A subject code.
    pub subject: Option<String>,
    pub grade: Option<i32>,
    pub tag: Option<String>,
    /// About this weak spot.
    pub skill: Option<SkillId>,
    #[param(inline)]
    pub filter: Option<TopicFilter>,
    /// Words of the title and the tags.
    pub q: Option<String>,
    /// `next` of the previous page.
    pub cursor: Option<String>,
    /// Rows per page, 1 to 100; 30 unless told.
    pub limit: Option<u32>,
}

/// Spaces `allowed` names, as a condition on a column that holds a space's id.
fn in_spaces(column: topic::Column, allowed: Condition) -> SimpleExpr {
    let spaces =
        Query::select().column((space::Entity, space::Column::Id)).from(space::Entity).cond_where(allowed).take();
    Expr::col((topic::Entity, column)).in_subquery(spaces)
}

fn each_word<C: ColumnTrait>(column: C, q: Option<&str>) -> Condition {
    words::wanted(q.unwrap_or_default())
        .iter()
        .fold(Condition::all(), |all, word| all.add(column.into_expr().like(platform::db::contains(word))))
}

fn pinned() -> SimpleExpr {
    Expr::cust("CASE WHEN topic.pinned_at IS NULL THEN 0 ELSE 1 END")
}

/// Topics the actor may read, newest first; inside one space the pinned ones come before the rest.
pub async fn topics(app: &App, actor: &Actor, query: &TopicQuery) -> Result<Page<TopicCard>> {
    let db = app.reader();
    let mut found = topic::Entity::find().filter(topic::Column::DeletedAt.is_null());
    found = match query.space {
        Some(id) => {
            access::readable_room(db, actor, id).await?;
            found.filter(topic::Column::SpaceId.eq(id))
        }
        None => {
            let personal = matches!(query.filter, Some(TopicFilter::Unread));
            let allowed = if personal { visible::mine(actor) } else { visible::readable(actor) };
            found.filter(in_spaces(topic::Column::SpaceId, allowed))
        }
    };
    if let Some(id) = query.section {
        access::section(db, actor, id).await?;
        found = found.filter(topic::Column::SectionId.eq(id));
    }
    found = by_words(found, query);
    if let Some(filter) = query.filter {
        found = found.filter(filtered(db, actor, filter).await?);
    }
    let page = PageQuery { cursor: query.cursor.clone(), limit: query.limit };
    let pinned_first = query.space.is_some() && query.filter.is_none();
    let rows = page_of(db, found, &page, pinned_first).await?;
    let limit = page.limit();
    let cut = Page::cut(rows, limit, |t| (pinned_first && t.pinned_at.is_some(), t.last_post_at, t.id))?;
    Ok(Page { items: topic_cards(app, db, actor, cut.items).await?, next: cut.next })
}

fn by_words(mut found: Select<topic::Entity>, query: &TopicQuery) -> Select<topic::Entity> {
    if let Some(kind) = query.kind {
        found = found.filter(topic::Column::Kind.eq(kind));
    }
    if let Some(subject) = &query.subject {
        found = found.filter(topic::Column::Subject.eq(subject.as_str()));
    }
    if let Some(grade) = query.grade {
        let graded = topic_grade::Entity::find()
            .select_only()
            .column(topic_grade::Column::TopicId)
            .filter(topic_grade::Column::Grade.eq(grade));
        found = found.filter(topic::Column::Id.in_subquery(graded.into_query()));
    }
    if let Some(tag) = &query.tag {
        let tagged = topic_tag::Entity::find()
            .select_only()
            .column(topic_tag::Column::TopicId)
            .filter(topic_tag::Column::TagKey.eq(words::key(tag)));
        found = found.filter(topic::Column::Id.in_subquery(tagged.into_query()));
    }
    if let Some(skill) = query.skill {
        let about = topic_skill::Entity::find()
            .select_only()
            .column(topic_skill::Column::TopicId)
            .filter(topic_skill::Column::SkillId.eq(skill));
        found = found.filter(topic::Column::Id.in_subquery(about.into_query()));
    }
    found.filter(each_word(topic::Column::SearchKey, query.q.as_deref()))
}

async fn filtered<C: ConnectionTrait>(db: &C, actor: &Actor, filter: TopicFilter) -> Result<Condition> {
    let me = || sea_orm::Value::from(actor.person);
    Ok(match filter {
        TopicFilter::Unread => {
            let joined = people::joined(db, actor.person).await?;
            let sql = format!("topic.id IN (SELECT t.id FROM {UNREAD} AND {EFFECTIVE} <> 'muted')");
            Condition::all().add(condition(db.get_database_backend(), &sql, &[me(), joined.into()]))
        }
        TopicFilter::Watched => Condition::all().add(condition(db.get_database_backend(), &watched(), &[me()])),
        TopicFilter::Unanswered => Condition::all()
            .add(topic::Column::Kind.eq(TopicKind::Question))
            .add(topic::Column::AcceptedPostId.is_null()),
        TopicFilter::Mine => Condition::all().add(topic::Column::AuthorId.eq(actor.person)),
    })
}

/// Topics whose effective level is watching or following. The first part is what an index can answer.
fn watched() -> String {
    let on = |kind: &str| {
        format!(
            "(SELECT w.target_id FROM watch w WHERE w.person_id = $1 AND w.target_kind = '{kind}' \
             AND w.level IN ('watching', 'following'))"
        )
    };
    format!(
        "topic.id IN (SELECT t.id FROM topic t WHERE (t.id IN {} OR t.section_id IN {} OR t.space_id IN {}) \
         AND {EFFECTIVE} IN ('watching', 'following'))",
        on("topic"),
        on("section"),
        on("space")
    )
}

type TopicKey = (bool, DateTime<Utc>, TopicId);

async fn page_of<C: ConnectionTrait>(
    db: &C,
    mut found: Select<topic::Entity>,
    page: &PageQuery,
    pinned_first: bool,
) -> Result<Vec<topic::Model>> {
    if let Some((was_pinned, at, id)) = page.key::<TopicKey>()? {
        let older = Condition::any()
            .add(topic::Column::LastPostAt.lt(at))
            .add(Condition::all().add(topic::Column::LastPostAt.eq(at)).add(topic::Column::Id.lt(id)));
        found = found.filter(match (pinned_first, was_pinned) {
            (false, _) => older,
            (true, false) => Condition::all().add(topic::Column::PinnedAt.is_null()).add(older),
            (true, true) => Condition::any()
                .add(topic::Column::PinnedAt.is_null())
                .add(Condition::all().add(topic::Column::PinnedAt.is_not_null()).add(older)),
        });
    }
    if pinned_first {
        found = found.order_by(pinned(), Order::Desc);
    }
    Ok(found
        .order_by_desc(topic::Column::LastPostAt)
        .order_by_desc(topic::Column::Id)
        .limit(page.limit() as u64 + 1)
        .all(db)
        .await?)
}

/// `?q=…&kind=…&mine=true` of the list of spaces.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SpaceQuery {
    /// Words of the title and the description.
    pub q: Option<String>,
    pub kind: Option<SpaceKind>,
    /// Only spaces the reader belongs to.
    #[serde(default)]
    pub mine: bool,
    /// Spaces put away instead of those in use.
    #[serde(default)]
    pub archived: bool,
    /// `next` of the previous page.
    pub cursor: Option<String>,
    /// Rows per page, 1 to 100; 30 unless told.
    pub limit: Option<u32>,
}

/// Spaces the actor may know of, by title.
pub async fn spaces(app: &App, actor: &Actor, query: &SpaceQuery) -> Result<Page<SpaceCard>> {
    let db = app.reader();
    let allowed = if query.mine { visible::mine(actor) } else { visible::listed(actor) };
    let mut found =
        space::Entity::find().filter(allowed).filter(each_word(space::Column::SearchKey, query.q.as_deref()));
    if let Some(kind) = query.kind {
        found = found.filter(space::Column::Kind.eq(kind));
    }
    found = found.filter(match query.archived {
        true => space::Column::ArchivedAt.is_not_null(),
        false => space::Column::ArchivedAt.is_null(),
    });
    let page = PageQuery { cursor: query.cursor.clone(), limit: query.limit };
    if let Some((key, id)) = page.key::<(String, SpaceId)>()? {
        found = found.filter(
            Condition::any()
                .add(space::Column::SearchKey.gt(key.as_str()))
                .add(Condition::all().add(space::Column::SearchKey.eq(key.as_str())).add(space::Column::Id.gt(id))),
        );
    }
    let rows = found
        .order_by_asc(space::Column::SearchKey)
        .order_by_asc(space::Column::Id)
        .limit(page.limit() as u64 + 1)
        .all(db)
        .await?;
    let cut = Page::cut(rows, page.limit(), |s| (s.search_key.clone(), s.id))?;
    Ok(Page { items: space_cards(db, actor, cut.items).await?, next: cut.next })
}

/// At most this many spaces of one person are counted at home.
const MANY: u64 = 500;

/// Spaces the actor belongs to, those with unread first, then by newest post.
pub async fn my_spaces(app: &App, actor: &Actor) -> Result<Vec<SpaceCard>> {
    let db = app.reader();
    let rows = space::Entity::find()
        .filter(visible::mine(actor))
        .filter(space::Column::ArchivedAt.is_null())
        .limit(MANY)
        .all(db)
        .await?;
    let mut cards = space_cards(db, actor, rows).await?;
    cards.sort_by(|a, b| {
        let key = |c: &SpaceCard| (c.my.unread == 0, std::cmp::Reverse(c.last_post_at));
        key(a).cmp(&key(b)).then_with(|| a.id.cmp(&b.id))
    });
    Ok(cards)
}

/// Questions without an accepted answer in the actor's subjects, of others, newest first.
pub async fn questions(app: &App, actor: &Actor, limit: u64) -> Result<Vec<TopicCard>> {
    if actor.subjects.is_empty() {
        return Ok(Vec::new());
    }
    let db = app.reader();
    let rows = topic::Entity::find()
        .filter(topic::Column::DeletedAt.is_null())
        .filter(topic::Column::LockedAt.is_null())
        // Nobody can answer in a space that was put away.
        .filter(in_spaces(topic::Column::SpaceId, visible::mine(actor).add(space::Column::ArchivedAt.is_null())))
        .filter(filtered(db, actor, TopicFilter::Unanswered).await?)
        .filter(topic::Column::Subject.is_in(actor.subjects.iter().map(String::as_str)))
        .filter(topic::Column::AuthorId.ne(actor.person))
        .order_by_desc(topic::Column::LastPostAt)
        .order_by_desc(topic::Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    topic_cards(app, db, actor, rows).await
}

/// Tags of topics the actor may read that hold every word of `q`; the most used first.
pub async fn tags(app: &App, actor: &Actor, q: &str, limit: u64) -> Result<Vec<String>> {
    let readable = topic::Entity::find()
        .select_only()
        .column(topic::Column::Id)
        .filter(topic::Column::DeletedAt.is_null())
        .filter(in_spaces(topic::Column::SpaceId, visible::readable(actor)));
    let rows: Vec<(String, i64)> = topic_tag::Entity::find()
        .select_only()
        .expr_as(Expr::cust("min(topic_tag.tag)"), "tag")
        .expr_as(Expr::cust("count(*)"), "uses")
        .filter(topic_tag::Column::TopicId.in_subquery(readable.into_query()))
        .filter(each_word(topic_tag::Column::TagKey, Some(q)))
        .group_by(topic_tag::Column::TagKey)
        .order_by(Expr::cust("count(*)"), Order::Desc)
        .order_by_asc(topic_tag::Column::TagKey)
        .limit(limit)
        .into_tuple()
        .all(app.reader())
        .await?;
    Ok(rows.into_iter().map(|(tag, _)| tag).collect())
}

/// Topic cards of a list that home shows.
pub async fn some_topics(app: &App, actor: &Actor, filter: TopicFilter, limit: u32) -> Result<Vec<TopicCard>> {
    let query = TopicQuery { filter: Some(filter), limit: Some(limit), ..TopicQuery::default() };
    Ok(topics(app, actor, &query).await?.items)
}

/// The space's row, for those who may know of it.
pub async fn space_row<C: ConnectionTrait>(db: &C, id: SpaceId) -> Result<space::Model> {
    space::Entity::find_by_id(id).one(db).await?.ok_or(Error::Hidden)
}
