//! Collections as lists and pages show them.

use kernel::{
    Actor, CollectionId, DateTime, Error, OrgId, OrgRef, Page, PageQuery, PersonId, PersonRef, PracticeId, Result, Utc,
};
use platform::App;
use platform::ports::Names;
use sea_orm::{Condition, QueryOrder, QuerySelect, QueryTrait, entity::prelude::*, sea_query::ExprTrait};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{PracticeCard, list};
use crate::{
    collections,
    entity::{collection, collection_item},
};

/// A collection in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CollectionCard {
    pub id: CollectionId,
    pub title: String,
    pub foreword: String,
    pub owner: PersonRef,
    /// The association or school it belongs to.
    pub organisation: Option<OrgRef>,
    /// Read by the whole network.
    pub shared: bool,
    /// Practices in it, counting only those the reader may read.
    pub count: usize,
    pub version: i32,
    pub updated_at: DateTime<Utc>,
    pub can_edit: bool,
}

/// One place of a collection.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CollectionItem {
    pub practice: PracticeCard,
    /// Why it is here.
    pub note: String,
}

/// A collection with its practices in order.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Collection {
    #[serde(flatten)]
    pub card: CollectionCard,
    pub items: Vec<CollectionItem>,
}

/// `?mine=true&organisation=…&practice=…` of the list of collections.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CollectionQuery {
    /// Only those the reader made.
    #[serde(default)]
    pub mine: bool,
    pub organisation: Option<OrgId>,
    pub owner: Option<PersonId>,
    /// Those that hold this practice.
    pub practice: Option<PracticeId>,
    /// `next` of the previous page.
    pub cursor: Option<String>,
    /// Rows per page, 1 to 100; 30 unless told.
    pub limit: Option<u32>,
}

/// Collections the reader may read, the last changed first.
pub async fn collections(app: &App, actor: &Actor, query: &CollectionQuery) -> Result<Page<CollectionCard>> {
    let page = PageQuery { cursor: query.cursor.clone(), limit: query.limit };
    let mut found = collection::Entity::find().filter(collections::visible(actor));
    if query.mine {
        found = found.filter(collection::Column::OwnerId.eq(actor.person));
    }
    if let Some(org) = query.organisation {
        found = found.filter(collection::Column::OrganisationId.eq(org));
    }
    if let Some(owner) = query.owner {
        found = found.filter(collection::Column::OwnerId.eq(owner));
    }
    if let Some(practice) = query.practice {
        let holding = collection_item::Entity::find()
            .select_only()
            .column(collection_item::Column::CollectionId)
            .filter(collection_item::Column::PracticeId.eq(practice))
            .into_query();
        found = found.filter(Expr::col((collection::Entity, collection::Column::Id)).in_subquery(holding));
    }
    if let Some((at, id)) = page.key::<(DateTime<Utc>, CollectionId)>()? {
        found = found.filter(
            Condition::any()
                .add(collection::Column::UpdatedAt.lt(at))
                .add(Condition::all().add(collection::Column::UpdatedAt.eq(at)).add(collection::Column::Id.lt(id))),
        );
    }
    let rows = found
        .order_by_desc(collection::Column::UpdatedAt)
        .order_by_desc(collection::Column::Id)
        .limit(page.limit() as u64 + 1)
        .all(app.reader())
        .await?;
    let cut = Page::cut(rows, page.limit(), |row| (row.updated_at, row.id))?;
    let mut items = Vec::with_capacity(cut.items.len());
    for row in cut.items {
        items.push(whole(app, actor, row).await?.card);
    }
    Ok(Page { items, next: cut.next })
}

/// A collection, if the reader may read it.
pub async fn one(app: &App, actor: &Actor, id: CollectionId) -> Result<Collection> {
    let row = collection::Entity::find_by_id(id).one(app.reader()).await?.ok_or(Error::Hidden)?;
    collections::see(actor, &row).or_refuse()?;
    whole(app, actor, row).await
}

async fn whole(app: &App, actor: &Actor, row: collection::Model) -> Result<Collection> {
    let items = list::of_collection(app, actor, row.id).await?;
    let names = Names::load(app, vec![row.owner_id]).await?;
    let orgs: Vec<OrgId> = row.organisation_id.into_iter().collect();
    let organisation = accounts::directory::org_refs(app.reader(), &orgs).await?.into_values().next();
    let card = CollectionCard {
        id: row.id,
        owner: names.of(row.owner_id),
        organisation,
        shared: row.shared,
        count: items.len(),
        version: row.version,
        updated_at: row.updated_at,
        can_edit: collections::edit(actor, &row).allowed(),
        title: row.title,
        foreword: row.foreword,
    };
    let items = items.into_iter().map(|(item, practice)| CollectionItem { practice, note: item.note }).collect();
    Ok(Collection { card, items })
}
