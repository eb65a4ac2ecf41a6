//! Shutting a person out, and letting them in again.

use kernel::{Actor, PersonId, Result, Role};
use platform::Tx;
use sea_orm::{Set, entity::prelude::*};

use crate::{
    affiliations, entity::person, event::What, facts, grants, people, policy, sessions, standing, words::PersonStatus,
};

/// Blocks or unblocks. Blocking ends every session at once; what the person wrote stays.
///
/// # Errors
/// `Hidden` for people the actor does not see, `Forbidden` where [`policy::block`] says no, `LastAdministrator`.
pub async fn set(tx: &mut Tx, actor: &Actor, id: PersonId, blocked: bool) -> Result<()> {
    policy::browse_people(actor).or_refuse()?;
    let row = people::lock(tx, id).await?;
    let actor = facts::fresh(tx, actor).await?;
    let target = standing::of_row(tx.db(), &row, tx.now()).await?;
    policy::see_person(&actor, &target).or_refuse()?;
    policy::block(&actor, &target).or_refuse()?;
    if blocked == (row.status == PersonStatus::Blocked) {
        return Ok(());
    }
    if blocked && target.roles.contains(&Role::Administrator) {
        grants::keep_an_administrator(tx, id).await?;
    }
    let status = if blocked { PersonStatus::Blocked } else { former(tx, id).await? };
    let mut change: person::ActiveModel = row.into();
    change.status = Set(status);
    change.update(tx.db()).await?;
    if blocked {
        sessions::end_all(tx, id, None, "blocked", Some(actor.person)).await?;
        tx.emit(What::PersonBlocked { person: id }.by(actor.person));
    } else {
        tx.emit(What::PersonUnblocked { person: id }.by(actor.person));
    }
    tx.emit(What::PersonChanged { person: id }.by(actor.person));
    tx.emit(What::RightsChanged { person: id }.by(actor.person));
    Ok(())
}

/// What a person is without the block.
async fn former(tx: &Tx, id: PersonId) -> Result<PersonStatus> {
    Ok(if affiliations::is_vouched_for(tx, id).await? { PersonStatus::Confirmed } else { PersonStatus::Pending })
}
