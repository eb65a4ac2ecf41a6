//! Lists of practices. Every one carries the SQL twin of the policy.

use kernel::{Actor, DateTime, OrgId, Page, PageQuery, PersonId, PracticeId, Result, SkillId, Utc};
use platform::App;
use sea_orm::{
    Condition, QueryOrder, QuerySelect, QueryTrait, Select,
    entity::prelude::*,
    sea_query::{ExprTrait, SelectStatement},
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{PracticeCard, cards};
use crate::{
    entity::{
        collection_item, practice, practice_author, practice_grade, practice_skill, practice_subject, practice_version,
    },
    kinds::{Kind, Level, Licence},
    passport::key,
    policy,
};

/// Whose desk a list lies on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PracticeFilter {
    /// The reader wrote it.
    Mine,
    /// Waits for the reader's review.
    ToReview,
    /// Waits for the reader's check or decision.
    ToCheck,
    /// Taken out of the lists, among those the reader wrote or coordinates.
    Archived,
}

/// `?kind=…&subject=…&skill=…` of the list of practices.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PracticeQuery {
    pub kind: Option<Kind>,
    /// A subject code.
    pub subject: Option<String>,
    pub grade: Option<i32>,
    pub skill: Option<SkillId>,
    pub level: Option<Level>,
    /// Only what nobody reviewed.
    #[serde(default)]
    pub community: bool,
    pub licence: Option<Licence>,
    /// Where the owner works.
    pub school: Option<OrgId>,
    /// Where it lives without review.
    pub place: Option<OrgId>,
    pub author: Option<PersonId>,
    #[param(inline)]
    pub filter: Option<PracticeFilter>,
    /// Words of the title and the keywords.
    pub q: Option<String>,
    /// `next` of the previous page.
    pub cursor: Option<String>,
    /// Rows per page, 1 to 100; 30 unless told.
    pub limit: Option<u32>,
}

type Key = (DateTime<Utc>, PracticeId);

/// Practices the reader may know of, the last changed first.
pub async fn practices(app: &App, actor: &Actor, query: &PracticeQuery) -> Result<Page<PracticeCard>> {
    let page = PageQuery { cursor: query.cursor.clone(), limit: query.limit };
    let mut found = practice::Entity::find().filter(desk(actor, query.filter));
    found = narrowed(found, query);
    if let Some((at, id)) = page.key::<Key>()? {
        found = found.filter(
            Condition::any()
                .add(practice::Column::TouchedAt.lt(at))
                .add(Condition::all().add(practice::Column::TouchedAt.eq(at)).add(practice::Column::Id.lt(id))),
        );
    }
    let rows = found
        .order_by_desc(practice::Column::TouchedAt)
        .order_by_desc(practice::Column::Id)
        .limit(page.limit() as u64 + 1)
        .all(app.reader())
        .await?;
    let cut = Page::cut(rows, page.limit(), |row| (row.touched_at, row.id))?;
    Ok(Page { items: cards(app, Some(actor), cut.items).await?, next: cut.next })
}

fn desk(actor: &Actor, filter: Option<PracticeFilter>) -> Condition {
    let visible = policy::visible(Some(actor));
    match filter {
        None => policy::shown(Some(actor)).add(practice::Column::ArchivedAt.is_null()),
        Some(PracticeFilter::Mine) => Condition::all().add(visible).add(policy::authored(actor)),
        Some(PracticeFilter::ToReview) => Condition::all().add(visible).add(policy::to_review(actor)),
        Some(PracticeFilter::ToCheck) => Condition::all().add(visible).add(policy::to_check(actor)),
        Some(PracticeFilter::Archived) => Condition::all()
            .add(visible)
            .add(practice::Column::ArchivedAt.is_not_null())
            .add(Condition::any().add(policy::authored(actor)).add(policy::coordinated(actor))),
    }
}

/// A filter on something that hangs on the version lists speak of.
fn current_in(versions: SelectStatement) -> sea_orm::sea_query::SimpleExpr {
    Expr::col((practice::Entity, practice::Column::CurrentId)).in_subquery(versions)
}

fn narrowed(mut found: Select<practice::Entity>, query: &PracticeQuery) -> Select<practice::Entity> {
    let mut version: Condition = Condition::all();
    if let Some(kind) = query.kind {
        version = version.add(practice_version::Column::Kind.eq(kind));
    }
    if let Some(licence) = query.licence {
        version = version.add(practice_version::Column::Licence.eq(licence));
    }
    for word in key(query.q.as_deref().unwrap_or_default()).split(' ').filter(|w| !w.is_empty()).take(8) {
        version = version.add(practice_version::Column::SearchKey.into_expr().like(platform::db::contains(word)));
    }
    if !version.is_empty() {
        let ids = practice_version::Entity::find().select_only().column(practice_version::Column::Id).filter(version);
        found = found.filter(current_in(ids.into_query()));
    }
    if let Some(subject) = &query.subject {
        let ids = practice_subject::Entity::find().select_only().column(practice_subject::Column::VersionId);
        let ids = ids.filter(practice_subject::Column::Subject.eq(subject.as_str()));
        found = found.filter(current_in(ids.into_query()));
    }
    if let Some(grade) = query.grade {
        let ids = practice_grade::Entity::find().select_only().column(practice_grade::Column::VersionId);
        found = found.filter(current_in(ids.filter(practice_grade::Column::Grade.eq(grade)).into_query()));
    }
    if let Some(skill) = query.skill {
        let ids = practice_skill::Entity::find().select_only().column(practice_skill::Column::VersionId);
        found = found.filter(current_in(ids.filter(practice_skill::Column::SkillId.eq(skill)).into_query()));
    }
    if let Some(author) = query.author {
        let ids = practice_author::Entity::find().select_only().column(practice_author::Column::PracticeId);
        let ids = ids.filter(practice_author::Column::PersonId.eq(author)).into_query();
        found = found.filter(Expr::col((practice::Entity, practice::Column::Id)).in_subquery(ids));
    }
    if let Some(level) = query.level {
        found = found.filter(practice::Column::Level.eq(level));
    }
    if query.community {
        found = found.filter(practice::Column::Level.is_null()).filter(practice::Column::ShownId.is_not_null());
    }
    if let Some(school) = query.school {
        found = found.filter(practice::Column::HomeId.eq(school));
    }
    if let Some(place) = query.place {
        found = found.filter(practice::Column::PlaceId.eq(place));
    }
    found
}

/// Practices of a collection the reader may read, in its order.
pub async fn of_collection(
    app: &App,
    reader: &Actor,
    collection: kernel::CollectionId,
) -> Result<Vec<(collection_item::Model, PracticeCard)>> {
    let items = collection_item::Entity::find()
        .filter(collection_item::Column::CollectionId.eq(collection))
        .order_by_asc(collection_item::Column::Position)
        .all(app.reader())
        .await?;
    let ids: Vec<PracticeId> = items.iter().map(|item| item.practice_id).collect();
    let rows = practice::Entity::find()
        .filter(practice::Column::Id.is_in(ids))
        .filter(policy::shown(Some(reader)))
        .filter(practice::Column::ArchivedAt.is_null())
        .all(app.reader())
        .await?;
    let cards = cards(app, Some(reader), rows).await?;
    let mut found: std::collections::HashMap<PracticeId, PracticeCard> = cards.into_iter().map(|c| (c.id, c)).collect();
    Ok(items.into_iter().filter_map(|item| found.remove(&item.practice_id).map(|card| (item, card))).collect())
}
