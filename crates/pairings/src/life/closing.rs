//! A school was closed: what was only proposed with it is taken back, what is at work rests until a coordinator says what
//! becomes of it.

use accounts::entity::organisation;
use kernel::{OrgId, Result};
use platform::Tx;
use sea_orm::{ActiveValue::Set, entity::prelude::*};

use super::{access, agreements, room, schools, steps};
use crate::{
    entity::life::pairing,
    kinds::PairState,
    policy::life::{Act, of_territory},
};

const REASON: &str = "Школа закрыта";

/// Nothing, unless the organisation is closed.
pub(crate) async fn follow(tx: &mut Tx, org: OrgId) -> Result<()> {
    let row = organisation::Entity::find_by_id(org).one(tx.db()).await?;
    if row.is_none_or(|row| row.closed_at.is_none()) {
        return Ok(());
    }
    let touched = pairing::Entity::find()
        .filter(of_territory([org].into()))
        .filter(pairing::Column::State.is_in(PairState::LIVE))
        .all(tx.db())
        .await?;
    for row in touched {
        let row = access::lock(tx, row.id).await?;
        match row.state {
            PairState::Proposed | PairState::Agreed => {
                let until = Set(Some(schools::today(tx, &row).await?));
                let change = pairing::ActiveModel { until, ..Default::default() };
                steps::step(tx, None, &row, Act::Withdraw, REASON, change).await?;
                agreements::abandon(tx, row.id, false, REASON).await?;
                room::put_away(tx, &row).await?;
            }
            PairState::Active => steps::step(tx, None, &row, Act::Suspend, REASON, Default::default()).await?,
            PairState::Suspended
            | PairState::Completed
            | PairState::Ended
            | PairState::Declined
            | PairState::Vetoed
            | PairState::Withdrawn => {}
        }
    }
    Ok(())
}
