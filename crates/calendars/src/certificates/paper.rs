//! Certificates on paper, one by one and as an archive.

use axum::body::Body;
use kernel::{EventId, Result};
use papers::pdf;
use platform::{
    App,
    archive::{self, FAST, safe},
    press::pressed,
};
use sea_orm::{QueryOrder, entity::prelude::*};

use crate::{dates, entity::event_certificate};

const HOUSE: &str = "Учительская — сеть учителей";
const FOOT: &str = "Сертификат подтверждает участие в событии и выдаётся бесплатно. Документом об образовании или о \
    квалификации не является.";

pub async fn certificate(app: &App, row: &event_certificate::Model) -> Result<Vec<u8>> {
    let sheet = sheet(app, row);
    pressed(app, move || pdf::certificate(&sheet)).await
}

fn sheet(app: &App, row: &event_certificate::Model) -> pdf::Certificate {
    let signed = match row.signer_post.as_str() {
        "" => row.signer.clone(),
        post => format!("{post} {}", row.signer),
    };
    let mut facts = vec![format!("Продолжительность: {}", dates::hours(row.minutes))];
    if !row.host.is_empty() {
        facts.push(format!("Организатор: {}", row.host));
    }
    let mut void = row.revoked_at.map(|at| format!("Отозван {}", kernel::russian_day(&at)));
    if row.replaced_by.is_some() {
        void = void.map(|said| format!("{said}, выдан другой"));
    }
    pdf::Certificate {
        giver: HOUSE.to_owned(),
        heading: "Сертификат".to_owned(),
        about: "участника события".to_owned(),
        number: row.number.clone(),
        before: "выдан".to_owned(),
        person: row.name.clone(),
        place: String::new(),
        said: format!("{}, {}", row.kind, row.held_on),
        title: format!("«{}»", row.title),
        facts,
        void,
        given: format!("Выдан {}\n{signed}", kernel::russian_day(&row.issued_at)),
        address: app.address(&format!("/verify/{}", row.number)),
        check: "Подлинность проверяется по номеру на странице".to_owned(),
        foot: FOOT.to_owned(),
        made: dates::parts(row.issued_at),
    }
}

/// Every certificate of an event that stands, in the order of names.
pub async fn all(app: &App, id: EventId) -> Result<Body> {
    let mut rows = event_certificate::Entity::find()
        .filter(event_certificate::Column::EventId.eq(id))
        .filter(event_certificate::Column::RevokedAt.is_null())
        .order_by_asc(event_certificate::Column::Id)
        .all(app.reader())
        .await?;
    rows.sort_by_cached_key(|row| row.holder.to_lowercase());
    let app = app.clone();
    Ok(archive::streamed(move |mut zip| async move {
        for (index, row) in rows.iter().enumerate() {
            let name = format!("{:03} {} {}.pdf", index + 1, safe(&row.holder), row.number);
            zip.entry(&name, &certificate(&app, row).await?, FAST).await?;
        }
        Ok(zip)
    }))
}
