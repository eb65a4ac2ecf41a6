//! What stands in the way of a mentor now, whatever a run knew: offers, places, wishes and refusals change after it.

use std::collections::BTreeMap;

use kernel::{NeedId, OfferId, OrgId, Result};
use sea_orm::{Condition, ConnectionTrait, entity::prelude::*};

use crate::{
    entity::{
        life::pairing,
        matching::{match_decision, school_wish},
        schools::{need, offer, offer_theme},
    },
    kinds::{DecisionKind, NeedState, Obstacle, OfferState, PairState},
    schools::access::CHUNK,
};

/// A mentor before a need, as of now.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    /// Nothing: a pin holds.
    pub obstacle: Option<Obstacle>,
    /// Places in the theme that nobody has and nobody is asked for.
    pub free: i64,
}

/// Places that are promised: by pins on other needs, and in pairs the schools are asked about.
#[derive(Clone, Copy, Debug, Default)]
struct Promised {
    all: i64,
    of_theme: i64,
}

/// How these mentors stand before the need.
pub async fn of<C: ConnectionTrait>(
    db: &C,
    need: &need::Model,
    year: i32,
    mentors: &[OrgId],
) -> Result<BTreeMap<OrgId, Standing>> {
    let mut found = BTreeMap::new();
    for part in mentors.chunks(CHUNK) {
        let (offers, promised) = (offers(db, need, part).await?, promised(db, need, year, part).await?);
        let refused = refused(db, need, year, part).await?;
        for &mentor in part {
            let promised = promised.get(&mentor).copied().unwrap_or_default();
            let free = offers.get(&mentor).map(|(offer, theme)| {
                let all = i64::from(offer.capacity - offer.active) - promised.all;
                all.min(i64::from(theme.specialists - theme.active) - promised.of_theme)
            });
            let obstacle = match free {
                None => Some(Obstacle::NotOffered),
                Some(_) if refused.contains_key(&mentor) => refused.get(&mentor).copied(),
                Some(free) => (free <= 0).then_some(Obstacle::Full),
            };
            found.insert(mentor, Standing { obstacle, free: free.unwrap_or(0).max(0) });
        }
    }
    Ok(found)
}

type Offered = BTreeMap<OrgId, (offer::Model, offer_theme::Model)>;

/// Open offers in the theme of the need.
async fn offers<C: ConnectionTrait>(db: &C, need: &need::Model, mentors: &[OrgId]) -> Result<Offered> {
    let rows = offer::Entity::find()
        .filter(offer::Column::SchoolId.is_in(mentors.iter().copied()))
        .filter(offer::Column::State.eq(OfferState::Open))
        .all(db)
        .await?;
    let ids: Vec<OfferId> = rows.iter().map(|row| row.id).collect();
    let themes = offer_theme::Entity::find()
        .filter(offer_theme::Column::OfferId.is_in(ids))
        .filter(offer_theme::Column::ThemeKind.eq(need.theme_kind))
        .filter(offer_theme::Column::Theme.eq(&need.theme));
    let mut themes: BTreeMap<OfferId, offer_theme::Model> =
        themes.all(db).await?.into_iter().map(|theme| (theme.offer_id, theme)).collect();
    let with_theme = |row: offer::Model| {
        let theme = themes.remove(&row.id)?;
        Some((row.school_id, (row, theme)))
    };
    Ok(rows.into_iter().filter_map(with_theme).collect())
}

async fn promised<C: ConnectionTrait>(
    db: &C,
    need: &need::Model,
    year: i32,
    mentors: &[OrgId],
) -> Result<BTreeMap<OrgId, Promised>> {
    let pins = match_decision::Entity::find()
        .filter(match_decision::Column::MentorId.is_in(mentors.iter().copied()))
        .filter(match_decision::Column::Kind.eq(DecisionKind::Pin))
        .filter(match_decision::Column::Year.eq(year))
        .filter(match_decision::Column::NeedId.ne(need.id))
        .filter(match_decision::Column::UndoneAt.is_null())
        .all(db)
        .await?;
    let asked = pairing::Entity::find()
        .filter(pairing::Column::MentorId.is_in(mentors.iter().copied()))
        .filter(pairing::Column::State.is_in([PairState::Proposed, PairState::Agreed]))
        .all(db)
        .await?;
    let mut open: BTreeMap<NeedId, bool> = BTreeMap::new();
    for part in pins.iter().map(|pin| pin.need_id).collect::<Vec<_>>().chunks(CHUNK) {
        let rows = need::Entity::find()
            .filter(need::Column::Id.is_in(part.iter().copied()))
            .filter(need::Column::State.eq(NeedState::Open));
        open.extend(rows.all(db).await?.into_iter().map(|row| (row.id, alike(need, row.theme_kind, &row.theme))));
    }
    let pins = pins.iter().filter_map(|pin| Some((pin.mentor_id, *open.get(&pin.need_id)?)));
    let asked = asked.iter().map(|pair| (pair.mentor_id, alike(need, pair.theme_kind, &pair.theme)));
    let mut found: BTreeMap<OrgId, Promised> = BTreeMap::new();
    for (mentor, same) in pins.chain(asked) {
        let promised = found.entry(mentor).or_default();
        promised.all += 1;
        promised.of_theme += i64::from(same);
    }
    Ok(found)
}

fn alike(need: &need::Model, kind: crate::kinds::ThemeKind, theme: &str) -> bool {
    need.theme_kind == kind && need.theme == theme
}

/// Those one of the two schools will not have, or has declined this year.
async fn refused<C: ConnectionTrait>(
    db: &C,
    need: &need::Model,
    year: i32,
    mentors: &[OrgId],
) -> Result<BTreeMap<OrgId, Obstacle>> {
    let ours = Condition::all()
        .add(school_wish::Column::SchoolId.eq(need.school_id))
        .add(school_wish::Column::OtherId.is_in(mentors.iter().copied()));
    let theirs = Condition::all()
        .add(school_wish::Column::OtherId.eq(need.school_id))
        .add(school_wish::Column::SchoolId.is_in(mentors.iter().copied()));
    let wishes = school_wish::Entity::find()
        .filter(school_wish::Column::Veto.eq(true))
        .filter(Condition::any().add(ours).add(theirs))
        .all(db)
        .await?;
    let declined = pairing::Entity::find()
        .filter(pairing::Column::MentorId.is_in(mentors.iter().copied()))
        .filter(pairing::Column::MenteeId.eq(need.school_id))
        .filter(pairing::Column::ThemeKind.eq(need.theme_kind))
        .filter(pairing::Column::Theme.eq(&need.theme))
        .filter(pairing::Column::Year.eq(year))
        .filter(pairing::Column::State.is_in([PairState::Declined, PairState::Vetoed]))
        .all(db)
        .await?;
    let mut found: BTreeMap<OrgId, Obstacle> =
        declined.into_iter().map(|pair| (pair.mentor_id, Obstacle::Declined)).collect();
    let of_theme = |wish: &school_wish::Model| wish.theme.as_ref().is_none_or(|theme| *theme == need.theme);
    for wish in wishes.into_iter().filter(of_theme) {
        let mentor = if wish.school_id == need.school_id { wish.other_id } else { wish.school_id };
        found.insert(mentor, Obstacle::Wish);
    }
    Ok(found)
}
