//! Numbers of pairs. Whoever takes one holds the row until the commit, so pairs are proposed one after another: what was
//! asked of other pairs after taking a number holds at the commit.

use kernel::{Error, Result};
use platform::Tx;
use sea_orm::{entity::prelude::*, sea_query::ExprTrait};

use crate::entity::life::pairing_counter;

/// The next number; no gaps.
pub(crate) async fn next(tx: &Tx) -> Result<i32> {
    pairing_counter::Entity::update_many()
        .col_expr(pairing_counter::Column::Last, Expr::col(pairing_counter::Column::Last).add(1))
        .filter(pairing_counter::Column::Id.eq(1))
        .exec(tx.db())
        .await?;
    let row = pairing_counter::Entity::find_by_id(1).one(tx.db()).await?;
    Ok(row.ok_or_else(|| Error::Internal(anyhow::anyhow!("pairing_counter is empty")))?.last)
}
