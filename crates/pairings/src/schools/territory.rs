//! The table of a territory: schools with what is known of them, what they need and what they offer.

use std::collections::{BTreeMap, HashMap};

use accounts::{directory, entity::organisation};
use chrono::NaiveDate;
use kernel::{Actor, Error, OrgId, OrgRef, Page, PageQuery, Result};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    access,
    context::{self, SchoolContextYear},
    needs::{self, SchoolNeed},
    offers::{self, SchoolOffer},
    statuses, terms, years,
};
use crate::{
    kinds::StatusKind,
    life::view::{HelpedBy, helped_by},
    policy::{
        SchoolSeat,
        schools::{Place, Sight, reach},
    },
    work::partnership::{self, SchoolPartnership},
};

/// Which schools of a territory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TerritoryFilter {
    /// With live needs.
    Needs,
    /// With a live offer.
    Offers,
    /// Of which too little is known in this school year.
    Incomplete,
}

/// `?only=needs&cursor=…`
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TerritoryQuery {
    #[param(inline)]
    pub only: Option<TerritoryFilter>,
    /// The year in which the school year begins; this one unless told.
    pub year: Option<i32>,
    /// `next` of the previous page.
    pub cursor: Option<String>,
    /// Rows per page, 1 to 100; 30 unless told.
    pub limit: Option<u32>,
}

/// A status in one word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = SchoolStatusWord)]
pub struct StatusWord {
    pub kind: StatusKind,
    /// What the territory calls it.
    pub term: String,
    pub since: NaiveDate,
    pub until: Option<NaiveDate>,
}

/// A school in the table.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TerritorySchool {
    pub school: OrgRef,
    pub municipality: Option<OrgRef>,
    pub closed: bool,
    /// How much is known of it in the school year; absent: nothing.
    pub context: Option<SchoolContextYear>,
    /// Those that count today.
    pub statuses: Vec<StatusWord>,
    pub needs: Vec<SchoolNeed>,
    pub offer: Option<SchoolOffer>,
    /// Who helps it, or is asked to.
    pub helped_by: Vec<HelpedBy>,
    /// Whether it works with other schools in the year that goes on; absent of other years.
    pub partnership: Option<SchoolPartnership>,
}

/// Everything live of the schools of a territory that the actor reads of.
struct Live {
    needs: HashMap<OrgId, Vec<SchoolNeed>>,
    offers: HashMap<OrgId, SchoolOffer>,
    contexts: HashMap<OrgId, SchoolContextYear>,
}

/// A page of the table.
///
/// # Errors
/// `Hidden` for whoever neither coordinates, observes nor curates anything there.
pub async fn table<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    territory: OrgId,
    query: &TerritoryQuery,
    now: kernel::Timestamp,
) -> Result<Page<TerritorySchool>> {
    let territory = access::territory(db, territory).await?;
    let all = access::schools(db, territory.id).await?;
    let (whole, some) = (SchoolSeat::take(actor, territory.id), reach(actor));
    let opened = whole.table() || all.iter().any(|school| SchoolSeat::take(actor, school.id).table());
    if !opened {
        return Err(Error::Hidden);
    }
    let current = years::current(now, &territory);
    let year = query.year.unwrap_or(current);
    years::check(year, current)?;
    let page = PageQuery { cursor: query.cursor.clone(), limit: query.limit };
    let key = page.key::<(String, OrgId)>()?;
    let after = |row: &organisation::Model| {
        key.as_ref().is_none_or(|(name, id)| (row.short_name.as_str(), row.id) > (name.as_str(), *id))
    };
    let mut rows: Vec<organisation::Model> = all.into_iter().filter(|row| some.covers(row.id) && after(row)).collect();
    if query.only.is_some() {
        let live = live(db, actor, &rows, year).await?;
        rows.retain(|row| live.fits(row, query.only));
    }
    rows.truncate(page.limit() + 1);
    let cut = Page::cut(rows, page.limit(), |row| (row.short_name.clone(), row.id))?;
    let items = lines(db, actor, &territory, cut.items, year, now).await?;
    Ok(Page { items, next: cut.next })
}

impl Live {
    fn fits(&self, row: &organisation::Model, only: Option<TerritoryFilter>) -> bool {
        match only {
            None => true,
            Some(TerritoryFilter::Needs) => self.needs.contains_key(&row.id),
            Some(TerritoryFilter::Offers) => self.offers.contains_key(&row.id),
            Some(TerritoryFilter::Incomplete) => {
                let known = self.contexts.get(&row.id).is_some_and(|context| context.completeness.comparable);
                row.closed_at.is_none() && !known
            }
        }
    }
}

async fn live<C: ConnectionTrait>(db: &C, actor: &Actor, rows: &[organisation::Model], year: i32) -> Result<Live> {
    // How much of each school the actor sees.
    let mut sights: BTreeMap<Sight, Vec<OrgId>> = BTreeMap::new();
    for row in rows {
        let place = Place { closed: row.closed_at.is_some(), ..Place::default() };
        if let Some(sight) = SchoolSeat::take(actor, row.id).needs(place) {
            sights.entry(sight).or_default().push(row.id);
        }
    }
    let mut live = Live { needs: HashMap::new(), offers: HashMap::new(), contexts: HashMap::new() };
    for (sight, schools) in sights {
        for need in needs::views(db, needs::live(db, &schools).await?, sight).await? {
            live.needs.entry(need.school_id).or_default().push(need);
        }
        for offer in offers::views(db, offers::live_of(db, &schools).await?, sight).await? {
            live.offers.insert(offer.school_id, offer);
        }
        for stored in context::of_years(db, &schools, &[year]).await? {
            let school = stored.row.school_id;
            live.contexts.extend(context::year_views(&[stored]).pop().map(|view| (school, view)));
        }
    }
    Ok(live)
}

async fn lines<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    territory: &organisation::Model,
    rows: Vec<organisation::Model>,
    year: i32,
    now: kernel::Timestamp,
) -> Result<Vec<TerritorySchool>> {
    let ids: Vec<OrgId> = rows.iter().map(|row| row.id).collect();
    let mut live = live(db, actor, &rows, year).await?;
    let today = accounts::facts::day(now, &territory.time_zone);
    let terms = terms::over(db, territory.id).await?;
    let mut statuses: HashMap<OrgId, Vec<StatusWord>> = HashMap::new();
    for row in statuses::current(db, &ids, today).await? {
        let term = terms.of(row.kind).to_owned();
        let word = StatusWord { kind: row.kind, term, since: row.since, until: row.until };
        statuses.entry(row.school_id).or_default().push(word);
    }
    let mut helped_by = helped_by(db, actor, &ids).await?;
    let this = year == years::current(now, territory);
    let mut partners = if this { partnership::of(db, &ids, year).await? } else { HashMap::new() };
    let parents: Vec<OrgId> = rows.iter().filter_map(|row| row.parent_id).collect();
    let parents = directory::org_refs(db, &parents).await?;
    let line = |row: organisation::Model| TerritorySchool {
        municipality: row.parent_id.and_then(|id| parents.get(&id).cloned()),
        closed: row.closed_at.is_some(),
        context: live.contexts.remove(&row.id),
        statuses: statuses.remove(&row.id).unwrap_or_default(),
        needs: live.needs.remove(&row.id).unwrap_or_default(),
        offer: live.offers.remove(&row.id),
        helped_by: helped_by.remove(&row.id).unwrap_or_default(),
        partnership: partners.remove(&row.id),
        school: directory::org_ref(&row),
    };
    Ok(rows.into_iter().map(line).collect())
}
