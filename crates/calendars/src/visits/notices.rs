//! What sheets put into inboxes: the other of the two signed, somebody was let in.

use kernel::{Actor, FeedEvent, NoticeId, Result, VisitSheetId};
use platform::{
    App,
    ports::{NewNotice, NoticeAbout, NoticeText},
};

use super::read;
use crate::event::{VisitDetail, kind};

const SIGNED: &str = "visit_sheet_signed";
const SHARED: &str = "visit_sheet_shared";

pub(crate) const KINDS: [&str; 2] = [SIGNED, SHARED];

pub(crate) fn wants(event: &str) -> bool {
    matches!(event, kind::VISIT_SIGNED | kind::VISIT_SHARED)
}

pub(crate) fn told(event: &FeedEvent) -> Result<Vec<NewNotice>> {
    let VisitDetail { person } = event.body()?;
    let kind = if event.kind == kind::VISIT_SIGNED { SIGNED } else { SHARED };
    let about = NoticeAbout { kind: kind.to_owned(), thing: Some(event.subject), ..NoticeAbout::default() };
    let dedup = format!("{kind}:{}:{}", event.subject, event.seq);
    Ok(vec![NewNotice { person, actor: event.actor, about, dedup }])
}

/// Words for a notice about a sheet, while its reader may still read it.
pub(crate) async fn describe(
    app: &App,
    reader: &Actor,
    (notice, about): (NoticeId, &NoticeAbout),
) -> Option<(NoticeId, NoticeText)> {
    let id = about.thing.map(VisitSheetId)?;
    let row = read(app.reader(), reader, id).await.ok()?;
    let text = NoticeText {
        title: row.topic,
        excerpt: Some(kernel::russian_day(&row.held_on)),
        path: Some(format!("/visits/{id}")),
        ..NoticeText::default()
    };
    Some((notice, text))
}
