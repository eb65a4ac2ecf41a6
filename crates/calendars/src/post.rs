//! Plain letters to one person: of a certificate, of a question after the event. Those with the event inside are written
//! by `letters`.

use kernel::{PersonId, Result};
use platform::{
    Tx,
    mail::{self, Letter},
};

use crate::letters;

/// Queues a letter with the running write; nothing for whoever has no confirmed address or has left.
pub(crate) async fn send(tx: &Tx, person: PersonId, subject: &str, text: String) -> Result<()> {
    let Some(to) = letters::colleague(tx, person).await? else { return Ok(()) };
    // A title with a line end in it must not begin a header of its own.
    let subject = subject.split_whitespace().collect::<Vec<_>>().join(" ");
    mail::queue(tx, &Letter { to: to.email, subject, text, enclosed: None }).await
}
