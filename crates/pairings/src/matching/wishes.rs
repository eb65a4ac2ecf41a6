//! With whom a school would like to work, and with whom not: one list, saved as a whole.

use std::collections::{BTreeMap, BTreeSet};

use accounts::{directory, entity::organisation};
use kernel::{Actor, Error, OrgId, OrgKind, OrgRef, Result, error::Checks};
use platform::Tx;
use sea_orm::{ActiveValue::Set, ConnectionTrait, QueryOrder, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    codes,
    entity::matching::school_wish,
    event::matching::{Detail, MatchEvent, kind},
    kinds::ThemeKind,
    policy::matching as policy,
    schools::access,
};

const MAX_REASON: usize = 1_000;
const MOST: usize = 50;

/// A wish as it is sent.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = NewSchoolWish)]
pub struct NewWish {
    pub other_id: OrgId,
    /// Absent, together with the theme: of all themes.
    pub theme_kind: Option<ThemeKind>,
    pub theme: Option<String>,
    /// 1 is first; absent where it is a veto.
    pub rank: Option<i32>,
    #[serde(default)]
    pub veto: bool,
    /// Of a veto there must be one.
    pub reason: Option<String>,
}

/// A wish as it is shown.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = SchoolWish)]
pub struct Wish {
    pub other: OrgRef,
    pub theme_kind: Option<ThemeKind>,
    pub theme: Option<String>,
    pub rank: Option<i32>,
    pub veto: bool,
    pub reason: Option<String>,
}

/// Writes the whole list anew.
///
/// # Errors
/// `Hidden` for whoever neither acts nor answers for the school; `Invalid` naming what is wrong by its place.
pub async fn save(tx: &mut Tx, actor: &Actor, school: OrgId, wishes: Vec<NewWish>) -> Result<()> {
    let desk = access::locked(tx, actor, school).await?;
    policy::wishes(desk.seat, true).or_refuse()?;
    check(tx.db(), school, &wishes).await?;
    school_wish::Entity::delete_many().filter(school_wish::Column::SchoolId.eq(school)).exec(tx.db()).await?;
    for wish in wishes {
        let row = school_wish::ActiveModel {
            id: Set(tx.id()),
            school_id: Set(school),
            other_id: Set(wish.other_id),
            theme_kind: Set(wish.theme_kind),
            theme: Set(wish.theme),
            rank: Set(wish.rank),
            veto: Set(wish.veto),
            reason: Set(wish.reason.unwrap_or_default().trim().to_owned()),
            by_id: Set(actor.person),
            created_at: Set(tx.now()),
        };
        school_wish::Entity::insert(row).exec_without_returning(tx.db()).await?;
    }
    tx.emit(MatchEvent { kind: kind::WISHES_SAVED, org: school, actor: actor.person, detail: Detail::default() });
    Ok(())
}

async fn check<C: ConnectionTrait>(db: &C, school: OrgId, wishes: &[NewWish]) -> Result<()> {
    if wishes.len() > MOST {
        return Err(Error::invalid("wishes", "too_many"));
    }
    let region = access::region(db, school).await?;
    let others: Vec<OrgId> = wishes.iter().map(|wish| wish.other_id).collect();
    let rows = organisation::Entity::find().filter(organisation::Column::Id.is_in(others.iter().copied()));
    let known: BTreeMap<OrgId, organisation::Model> =
        rows.all(db).await?.into_iter().map(|row| (row.id, row)).collect();
    let above = directory::ancestors(db, &others).await?;
    let mut checks = Checks::default();
    let (mut named, mut ranks) = (BTreeSet::new(), BTreeSet::new());
    for (at, wish) in wishes.iter().enumerate() {
        let field = |name: &str| format!("wishes[{at}].{name}");
        let other = known.get(&wish.other_id).filter(|row| row.kind == OrgKind::School && row.closed_at.is_none());
        let near = above.get(&wish.other_id).is_some_and(|above| above.contains(&region));
        let theme = match (wish.theme_kind, &wish.theme) {
            (None, None) => true,
            (Some(kind), Some(theme)) => codes::is_theme(kind, theme),
            _ => false,
        };
        let reason = wish.reason.as_deref().unwrap_or_default();
        checks
            .require(other.is_some() && near, &field("other_id"), "unknown")
            .require(wish.other_id != school, &field("other_id"), "invalid")
            .require(theme, &field("theme"), "unknown")
            .require(named.insert((wish.other_id, wish.theme.clone())), &field("other_id"), "taken")
            .require(wish.veto != wish.rank.is_some(), &field("rank"), "invalid");
        if let Some(rank) = wish.rank {
            checks
                .require((1..=MOST).contains(&usize::try_from(rank).unwrap_or(0)), &field("rank"), "invalid")
                .require(ranks.insert((rank, wish.theme.clone())), &field("rank"), "taken");
        }
        if wish.veto {
            checks.text(reason, MAX_REASON, &field("reason"));
        } else {
            checks.up_to(reason, MAX_REASON, &field("reason"));
        }
    }
    checks.done()
}

/// Wishes of a school, the first ones first, vetoes last.
///
/// # Errors
/// `Hidden` for whoever neither acts nor answers for the school.
pub async fn of_school<C: ConnectionTrait>(db: &C, actor: &Actor, school: OrgId) -> Result<Vec<Wish>> {
    let desk = access::desk(db, actor, school).await?;
    policy::wishes(desk.seat, false).or_refuse()?;
    let rows = school_wish::Entity::find()
        .filter(school_wish::Column::SchoolId.eq(school))
        .order_by_asc(school_wish::Column::Veto)
        .order_by_asc(school_wish::Column::Rank)
        .order_by_asc(school_wish::Column::Id);
    let rows = rows.all(db).await?;
    let names = directory::org_refs(db, &rows.iter().map(|row| row.other_id).collect::<Vec<_>>()).await?;
    let wish = |row: school_wish::Model| {
        Some(Wish {
            other: names.get(&row.other_id)?.clone(),
            theme_kind: row.theme_kind,
            theme: row.theme,
            rank: row.rank,
            veto: row.veto,
            reason: Some(row.reason).filter(|reason| !reason.is_empty()),
        })
    };
    Ok(rows.into_iter().filter_map(wish).collect())
}
