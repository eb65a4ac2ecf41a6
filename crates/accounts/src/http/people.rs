//! The directory of people.

use axum::{Json, extract::State, http::StatusCode};
use kernel::{Actor, DateTime, Error, OrgId, Page, PageQuery, PersonId, PersonRef, Result as Outcome, Role, Utc};
use platform::{
    App,
    http::{Body, Created, Id, Parameters, Problems, Result, Signed},
};
use sea_orm::{Condition, Order, QueryOrder, QuerySelect, QueryTrait, entity::prelude::*, sea_query::ExprTrait};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::views::{self, Affiliation, Grant};
use crate::{
    affiliations, blocking, directory,
    entity::{person, person_subject, role_grant},
    facts, letters, names,
    people::grades,
    policy, recovery, standing, visible,
    words::{AffiliationStatus, PersonStatus},
};

/// A person as colleagues see them.
#[derive(Serialize, ToSchema)]
pub struct Person {
    #[serde(flatten)]
    pub line: PersonRef,
    pub about: Option<String>,
    pub grades: Vec<i32>,
    pub affiliations: Vec<Affiliation>,
    pub grants: Vec<Grant>,
    pub status: PersonStatus,
    pub joined_at: DateTime<Utc>,
    /// Only for the person and whoever looks after them.
    pub email: Option<String>,
    pub can: PersonAbilities,
}

/// What the one who asks may do to the person.
#[derive(Serialize, ToSchema)]
pub struct PersonAbilities {
    pub block: bool,
    pub give_entry: bool,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PeopleQuery {
    /// Words that begin a surname, name or patronymic.
    pub q: Option<String>,
    /// Members of this organisation and everything below it.
    pub org: Option<OrgId>,
    pub subject: Option<String>,
    /// Holders of this role.
    pub role: Option<Role>,
    pub cursor: Option<String>,
    pub limit: Option<u32>,
}

#[derive(Deserialize, ToSchema)]
pub struct Block {
    pub blocked: bool,
}

#[derive(Serialize, ToSchema)]
pub struct EntryLink {
    /// Shown once. Works once, within three days.
    pub link: String,
}

/// People of the network by name; those whose surname begins with a word of `q` come first
#[utoipa::path(get, path = "/people", tag = "accounts", operation_id = "list_people", params(PeopleQuery),
    responses((status = 200, body = Page<PersonRef>), Problems))]
pub async fn list(
    State(app): State<App>,
    Signed(actor): Signed,
    Parameters(query): Parameters<PeopleQuery>,
) -> Result<Json<Page<PersonRef>>> {
    policy::browse_people(&actor).or_refuse()?;
    let page = PageQuery { cursor: query.cursor.clone(), limit: query.limit };
    let mut rows = person::Entity::find()
        .filter(visible::people(&actor))
        .filter(person::Column::Status.eq(PersonStatus::Confirmed))
        .filter(wanted(&app, &query).await?);
    let words = names::person_query(query.q.as_deref().unwrap_or_default());
    let rank = || names::rank(person::Column::SearchKey, &words);
    if let Some((at, key, id)) = page.key::<(i32, String, PersonId)>()? {
        let namesake = Condition::all().add(person::Column::SearchKey.eq(key.as_str())).add(person::Column::Id.gt(id));
        let later = Condition::any().add(person::Column::SearchKey.gt(key)).add(namesake);
        rows = rows.filter(Condition::any().add(rank().gt(at)).add(Condition::all().add(rank().eq(at)).add(later)));
    }
    let rows = rows
        .order_by(rank(), Order::Asc)
        .order_by_asc(person::Column::SearchKey)
        .order_by_asc(person::Column::Id)
        .limit(page.limit() as u64 + 1)
        .all(app.reader())
        .await?;
    let cut = Page::cut(rows, page.limit(), |p| (names::key_rank(&p.search_key, &words), p.search_key.clone(), p.id))?;
    Ok(Json(Page { items: directory::lines(app.reader(), cut.items).await?, next: cut.next }))
}

async fn wanted(app: &App, query: &PeopleQuery) -> Outcome<Condition> {
    let mut all = Condition::all();
    if let Some(q) = &query.q {
        all = all.add(names::matches(person::Column::SearchKey, &names::person_query(q)));
    }
    if let Some(org) = query.org {
        let below = directory::descendants(app.reader(), &[org]).await?.remove(&org).unwrap_or_default();
        all = all.add(directory::member_of(below.into_iter().collect()));
    }
    let id = || Expr::col((person::Entity, person::Column::Id));
    if let Some(subject) = &query.subject {
        let teaching = person_subject::Entity::find()
            .select_only()
            .column(person_subject::Column::PersonId)
            .filter(person_subject::Column::Subject.eq(subject.as_str()));
        all = all.add(id().in_subquery(teaching.into_query()));
    }
    if let Some(role) = query.role {
        let holders = role_grant::Entity::find()
            .select_only()
            .column(role_grant::Column::PersonId)
            .filter(role_grant::Column::Role.eq(role))
            .filter(facts::in_force_somewhere(app.now()));
        all = all.add(id().in_subquery(holders.into_query()));
    }
    Ok(all)
}

/// A person
#[utoipa::path(get, path = "/people/{id}", tag = "accounts", operation_id = "get_person",
    params(("id" = PersonId, Path)), responses((status = 200, body = Person), Problems))]
pub async fn get(State(app): State<App>, Signed(actor): Signed, Id(id): Id<PersonId>) -> Result<Json<Person>> {
    Ok(Json(view(&app, &actor, id).await?))
}

async fn view(app: &App, actor: &Actor, id: PersonId) -> Outcome<Person> {
    if actor.person != id {
        policy::browse_people(actor).or_refuse()?;
    }
    let db = app.db().snapshot().await?;
    let row = person::Entity::find_by_id(id).one(&db).await?.ok_or(Error::Hidden)?;
    let target = standing::of_row(&db, &row, app.now()).await?;
    policy::see_person(actor, &target).or_refuse()?;
    let close = actor.person == id || policy::look_after(actor, &target).allowed();
    let mut places = affiliations::of_person(&db, id).await?;
    places.retain(|a| close || a.status == AffiliationStatus::Confirmed);
    let grants = standing::in_force(&db, &row, app.now()).await?;
    let held = standing::held(&db, id).await?;
    let can = PersonAbilities {
        block: policy::block(actor, &target).allowed(),
        give_entry: policy::give_entry(actor, &target, &held).allowed(),
    };
    let line = directory::lines(&db, vec![row.clone()]).await?.pop().ok_or(Error::Hidden)?;
    Ok(Person {
        line,
        about: row.about,
        grades: grades(&row.grades),
        affiliations: views::affiliations(&db, places).await?,
        grants: views::grants(&db, grants).await?,
        status: row.status,
        joined_at: row.created_at,
        email: row.email.filter(|_| close),
        can,
    })
}

/// Shut a person out or let them in again
#[utoipa::path(put, path = "/people/{id}/block", tag = "accounts", operation_id = "block_person",
    params(("id" = PersonId, Path)), request_body = Block, responses((status = 204), Problems))]
pub async fn block(
    State(app): State<App>,
    Signed(actor): Signed,
    Id(id): Id<PersonId>,
    Body(body): Body<Block>,
) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    blocking::set(&mut tx, &actor, id, body.blocked).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Make a link with which a person sets a new password
#[utoipa::path(post, path = "/people/{id}/entry-link", tag = "accounts", operation_id = "give_entry_link",
    params(("id" = PersonId, Path)), responses((status = 201, body = EntryLink), Problems))]
pub async fn entry_link(
    State(app): State<App>,
    Signed(actor): Signed,
    Id(id): Id<PersonId>,
) -> Result<Created<EntryLink>> {
    let mut tx = app.begin().await?;
    let token = recovery::by_hand(&mut tx, &actor, id).await?;
    let link = letters::link(&tx, "/reset/", &token);
    tx.commit().await?;
    Ok(Created(EntryLink { link }))
}
