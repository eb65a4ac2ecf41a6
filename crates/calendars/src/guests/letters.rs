//! Letters to guests: the link, then what every participant is told.

use kernel::Result;
use platform::{
    Tx,
    mail::{self, Letter},
};

use crate::{
    dates,
    entity::{event, event_guest},
    event::Detail,
    letters::{self, To, Why},
};

/// The link that proves an address, or shows the place again.
pub(super) async fn link(tx: &Tx, event: &event::Model, row: &event_guest::Model, token: &str) -> Result<()> {
    let address = tx.app().address(&format!("/guest/{token}"));
    let known = row.state != crate::kinds::RegistrationState::Applied;
    let asked = if known {
        "Вы уже записаны. По этой ссылке видно ваше место, там же можно отменить запись:"
    } else {
        "Кто-то, надеемся, что вы, хочет прийти на это событие. Чтобы записаться, откройте ссылку в течение суток:"
    };
    let text = format!(
        "{}: {}.\nКогда: {}.\n\n{asked}\n\n{address}\n\nЕсли вы ни о чём не просили, ничего делать не нужно.\n\n—\nУчительская — сеть для учителей\n",
        event.kind.russian(),
        event.title,
        dates::of(event),
    );
    let subject = if known { "Ваша запись" } else { "Подтвердите запись" };
    let letter = Letter { to: row.email.clone(), subject: format!("{subject}: {}", event.title), text, enclosed: None };
    mail::queue(tx, &letter).await
}

/// What participants are told, to a guest.
pub(crate) async fn write(
    tx: &Tx,
    event: &event::Model,
    row: &event_guest::Model,
    why: Why,
    detail: Detail,
) -> Result<()> {
    if row.email.is_empty() {
        return Ok(());
    }
    let to = To { email: row.email.clone(), time_zone: event.time_zone.clone(), guest: true };
    letters::send(tx, event, to, why, detail).await
}
