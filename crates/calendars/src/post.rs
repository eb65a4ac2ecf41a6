//! Plain letters to one person: of a certificate, of a question after the event. Invitations with the event inside are
//! written elsewhere.

use kernel::{PersonId, Result};
use platform::{
    Tx,
    mail::{self, Letter},
};
use sea_orm::entity::prelude::*;

/// Queues a letter with the running write; nothing for whoever has no confirmed address or has left.
pub(crate) async fn send(tx: &Tx, person: PersonId, subject: &str, text: String) -> Result<()> {
    let found = accounts::entity::person::Entity::find_by_id(person).one(tx.db()).await?;
    let Some(found) = found.filter(|found| !found.status.is_out() && found.email_confirmed_at.is_some()) else {
        return Ok(());
    };
    let Some(to) = found.email else { return Ok(()) };
    // A title with a line end in it must not begin a header of its own.
    let subject = subject.split_whitespace().collect::<Vec<_>>().join(" ");
    mail::queue(tx, &Letter { to, subject, text, enclosed: None }).await
}
