//! What the number of a certificate of participation is worth.

use async_trait::async_trait;
use kernel::{Error, Result};
use platform::{
    App,
    ports::{Proof, Proofs},
};

use super::by_number;
use crate::{dates, entity::event_certificate};

const FOOT: &str = "Сертификат подтверждает участие в событии сети «Учительская». Он выдаётся бесплатно и не является \
    документом об образовании или о квалификации.";

pub struct Attended;

#[async_trait]
impl Proofs for Attended {
    async fn proof(&self, app: &App, number: &str) -> Result<Option<Proof>> {
        match by_number(app.reader(), number).await {
            Ok(row) => Ok(Some(proof(row))),
            Err(Error::Hidden) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Why it was revoked is between those two: whoever checks the number learns that it holds no more.
fn proof(row: event_certificate::Model) -> Proof {
    let (heading, standing) = match (row.revoked_at, row.replaced_by) {
        (None, _) => ("Сертификат подлинный", "Выдан сетью «Учительская» и действует.".to_owned()),
        (Some(at), Some(_)) => {
            ("Сертификат заменён", format!("Не действует с {}: вместо него выдан другой.", kernel::russian_day(&at)))
        }
        (Some(at), None) => ("Сертификат отозван", format!("Не действует с {}.", kernel::russian_day(&at))),
    };
    Proof {
        heading: heading.to_owned(),
        stands: row.revoked_at.is_none(),
        standing,
        facts: vec![
            ("Номер", row.number),
            ("Участник", row.holder),
            ("Событие", format!("{}: {}", row.kind, row.title)),
            ("Когда", row.held_on),
            ("Продолжительность", dates::hours(row.minutes)),
            ("Организатор", row.host),
            ("Выдан", kernel::russian_day(&row.issued_at)),
        ],
        remark: None,
        link: None,
        foot: FOOT,
    }
}
