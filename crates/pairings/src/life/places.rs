//! What an active pair takes of others: a place of the mentor, one of its specialists in the theme, the need of the mentee.
//! Each by an UPDATE that says for itself whether there was one left.

use kernel::{Code, Error, NeedId, OfferId, Result};
use platform::Tx;
use sea_orm::{ActiveValue::Set, ConnectionTrait, entity::prelude::*, sea_query::ExprTrait};

use crate::{
    entity::{
        life::pairing,
        schools::{need, offer, offer_theme},
    },
    kinds::{NeedState, OfferState},
};

const COMPLETED: &str = "Пара завершила работу";

pub(crate) struct Taken {
    pub offer: OfferId,
    pub need: Option<NeedId>,
}

/// # Errors
/// `NoOffer` when the mentor offers nothing of the kind now, `MentorFull` when every place is taken, `AlreadyMentored` or
/// `WrongState` when another works on the need already, or it was closed.
pub(crate) async fn take(tx: &Tx, row: &pairing::Model) -> Result<Taken> {
    let offer = offer::Entity::find()
        .filter(offer::Column::SchoolId.eq(row.mentor_id))
        .filter(offer::Column::State.eq(OfferState::Open))
        .one(tx.db())
        .await?
        .ok_or(Error::Conflict(Code::NoOffer))?;
    let theme = offer_theme::Entity::find_by_id((offer.id, row.theme_kind, row.theme.clone())).one(tx.db()).await?;
    if theme.is_none() {
        return Err(Error::Conflict(Code::NoOffer));
    }
    take_offer(tx, offer.id).await?;
    take_theme(tx, offer.id, row).await?;
    let need = take_need(tx, row).await?;
    Ok(Taken { offer: offer.id, need })
}

async fn take_offer(tx: &Tx, id: OfferId) -> Result<()> {
    let done = offer::Entity::update_many()
        .col_expr(offer::Column::Active, Expr::col(offer::Column::Active).add(1))
        .filter(offer::Column::Id.eq(id))
        .filter(offer::Column::State.eq(OfferState::Open))
        .filter(Expr::col(offer::Column::Active).lt(Expr::col(offer::Column::Capacity)))
        .exec(tx.db())
        .await?;
    if done.rows_affected == 1 {
        return Ok(());
    }
    // Withdrawn between the two statements, or full.
    let open = offer::Entity::find_by_id(id).one(tx.db()).await?.is_some_and(|row| row.state == OfferState::Open);
    Err(Error::Conflict(if open { Code::MentorFull } else { Code::NoOffer }))
}

async fn take_theme(tx: &Tx, id: OfferId, row: &pairing::Model) -> Result<()> {
    let done = offer_theme::Entity::update_many()
        .col_expr(offer_theme::Column::Active, Expr::col(offer_theme::Column::Active).add(1))
        .filter(offer_theme::Column::OfferId.eq(id))
        .filter(offer_theme::Column::ThemeKind.eq(row.theme_kind))
        .filter(offer_theme::Column::Theme.eq(&row.theme))
        .filter(Expr::col(offer_theme::Column::Active).lt(Expr::col(offer_theme::Column::Specialists)))
        .exec(tx.db())
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(Error::Conflict(Code::MentorFull)) }
}

/// The need it was proposed for, or one the school has entered since.
async fn take_need(tx: &Tx, row: &pairing::Model) -> Result<Option<NeedId>> {
    let id = match row.need_id {
        Some(id) => Some(id),
        None => open_need(tx.db(), row).await?,
    };
    let Some(id) = id else { return Ok(None) };
    if turn(tx, id, NeedState::Open, NeedState::Matched).await? {
        return Ok(Some(id));
    }
    let now = need::Entity::find_by_id(id).one(tx.db()).await?.map(|row| row.state);
    Err(Error::Conflict(if now == Some(NeedState::Matched) { Code::AlreadyMentored } else { Code::WrongState }))
}

async fn open_need<C: ConnectionTrait>(db: &C, row: &pairing::Model) -> Result<Option<NeedId>> {
    let found = need::Entity::find()
        .filter(need::Column::SchoolId.eq(row.mentee_id))
        .filter(need::Column::ThemeKind.eq(row.theme_kind))
        .filter(need::Column::Theme.eq(&row.theme))
        .filter(need::Column::State.eq(NeedState::Open))
        .one(db)
        .await?;
    Ok(found.map(|need| need.id))
}

async fn turn(tx: &Tx, id: NeedId, from: NeedState, to: NeedState) -> Result<bool> {
    let done = need::Entity::update_many()
        .col_expr(need::Column::State, Expr::value(to))
        .col_expr(need::Column::Revision, Expr::col(need::Column::Revision).add(1))
        .col_expr(need::Column::ChangedAt, Expr::value(tx.now()))
        .filter(need::Column::Id.eq(id))
        .filter(need::Column::State.eq(from))
        .exec(tx.db())
        .await?;
    Ok(done.rows_affected == 1)
}

/// Gives everything back, to the offer it was taken of, even when that was withdrawn since. `row`: as it was before.
pub(crate) async fn give_back(tx: &Tx, row: &pairing::Model, completed: bool) -> Result<()> {
    if let Some(offer) = row.offer_id {
        offer::Entity::update_many()
            .col_expr(offer::Column::Active, Expr::col(offer::Column::Active).sub(1))
            .filter(offer::Column::Id.eq(offer))
            .filter(offer::Column::Active.gt(0))
            .exec(tx.db())
            .await?;
        offer_theme::Entity::update_many()
            .col_expr(offer_theme::Column::Active, Expr::col(offer_theme::Column::Active).sub(1))
            .filter(offer_theme::Column::OfferId.eq(offer))
            .filter(offer_theme::Column::ThemeKind.eq(row.theme_kind))
            .filter(offer_theme::Column::Theme.eq(&row.theme))
            .filter(offer_theme::Column::Active.gt(0))
            .exec(tx.db())
            .await?;
    }
    let Some(need) = row.need_id else { return Ok(()) };
    if !completed {
        turn(tx, need, NeedState::Matched, NeedState::Open).await?;
    } else if turn(tx, need, NeedState::Matched, NeedState::Closed).await? {
        let change =
            need::ActiveModel { id: Set(need), close_reason: Set(Some(COMPLETED.to_owned())), ..Default::default() };
        change.update(tx.db()).await?;
    }
    Ok(())
}
