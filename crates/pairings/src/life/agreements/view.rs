//! Agreements as they are shown.

use chrono::NaiveDate;
use kernel::{Actor, AgreementId, DateTime, PairingId, PersonId, PersonRef, Result, Utc};
use platform::{
    App,
    ports::{FileRef, Names},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{all, scan, template};
use crate::{
    entity::life::{agreement, pairing},
    kinds::AgreementState,
    life::{access, schools},
};

/// A head's word.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AgreementWord {
    pub person: PersonRef,
    pub at: DateTime<Utc>,
}

/// An agreement of two schools.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Agreement)]
pub struct AgreementView {
    pub id: AgreementId,
    pub number: String,
    pub dated: Option<NaiveDate>,
    pub since: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
    pub state: AgreementState,
    /// Markdown of the terms.
    pub text: String,
    pub mentor_details: String,
    pub mentee_details: String,
    pub mentor_signed: Option<AgreementWord>,
    pub mentee_signed: Option<AgreementWord>,
    pub scan: Option<FileRef>,
    pub reason: String,
    pub ended_at: Option<DateTime<Utc>>,
    pub revision: i32,
}

/// What a first draft may begin with.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AgreementBlank {
    pub number: String,
    pub dated: NaiveDate,
    pub since: NaiveDate,
    pub until: NaiveDate,
    pub text: String,
    pub mentor_details: String,
    pub mentee_details: String,
}

/// Agreements of a pair.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PairingAgreements {
    /// What is written, signed or was last in force.
    pub current: Option<AgreementView>,
    /// The others, the newest first.
    pub others: Vec<AgreementView>,
    /// For the first draft; absent once there is one.
    pub blank: Option<AgreementBlank>,
}

/// # Errors
/// `Hidden` when the reader may not know of the pair.
pub async fn agreements(app: &App, actor: &Actor, id: PairingId) -> Result<PairingAgreements> {
    let desk = access::desk(app.reader(), actor, id).await?;
    let rows = all(app.reader(), id).await?;
    let signers: Vec<PersonId> =
        rows.iter().flat_map(|row| [row.mentor_signed_by, row.mentee_signed_by]).flatten().collect();
    let names = Names::load(app, signers).await?;
    let owners: Vec<_> = rows.iter().map(|row| scan::owner(row.id)).collect();
    let mut scans = app.files()?.of(app, &owners).await?;
    let mut shown = Vec::new();
    for row in rows {
        let scan = scans.remove(&scan::owner(row.id)).and_then(|files| files.into_iter().next());
        shown.push(view(row, scan, &names));
    }
    let blank = if shown.is_empty() { Some(blank(app, &desk.row).await?) } else { None };
    let mut shown = shown.into_iter();
    Ok(PairingAgreements { current: shown.next(), others: shown.collect(), blank })
}

fn view(row: agreement::Model, scan: Option<FileRef>, names: &Names) -> AgreementView {
    let word = |by: Option<PersonId>, at: Option<DateTime<Utc>>| {
        by.zip(at).map(|(by, at)| AgreementWord { person: names.of(by), at })
    };
    AgreementView {
        id: row.id,
        number: row.number,
        dated: row.dated,
        since: row.since,
        until: row.until,
        state: row.state,
        text: row.text,
        mentor_details: row.mentor_details,
        mentee_details: row.mentee_details,
        mentor_signed: word(row.mentor_signed_by, row.mentor_signed_at),
        mentee_signed: word(row.mentee_signed_by, row.mentee_signed_at),
        scan,
        reason: row.reason,
        ended_at: row.ended_at,
        revision: row.revision,
    }
}

/// Until the end of the school year, or of the next one when this one ends soon.
async fn blank(app: &App, row: &pairing::Model) -> Result<AgreementBlank> {
    use chrono::Datelike;
    let db = app.reader();
    let today = schools::day(db, row.mentee_id, app.now()).await?;
    let year = if today.month() >= 4 { today.year() + 1 } else { today.year() };
    Ok(AgreementBlank {
        number: format!("{}/{}", row.number, today.year()),
        dated: today,
        since: today,
        until: NaiveDate::from_ymd_opt(year, 5, 31).unwrap_or(today),
        text: template::text(row),
        mentor_details: details(&schools::requisites(db, row.mentor_id, app.now()).await?),
        mentee_details: details(&schools::requisites(db, row.mentee_id, app.now()).await?),
    })
}

fn details((name, place, head): &(String, String, String)) -> String {
    format!("{name}\nАдрес: {place}\nИНН: \nТелефон: \nРуководитель: {head}")
}
