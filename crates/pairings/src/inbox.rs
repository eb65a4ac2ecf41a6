//! What pairs put into inboxes: each room speaks of its own.

use std::{collections::HashMap, sync::LazyLock};

use async_trait::async_trait;
use kernel::{Actor, FeedEvent, NoticeId, Result};
use platform::{
    App,
    ports::{NewNotice, NoticeAbout, NoticeSource, NoticeText},
};
use sea_orm::DatabaseTransaction;

use crate::{life::notices::PairNotices, work::notices::WorkNotices};

static KINDS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| PairNotices.kinds().iter().chain(WorkNotices.kinds()).copied().collect());

pub struct Inbox;

#[async_trait]
impl NoticeSource for Inbox {
    fn kinds(&self) -> &'static [&'static str] {
        &KINDS
    }

    fn wants(&self, event: &str) -> bool {
        PairNotices.wants(event) || WorkNotices.wants(event)
    }

    async fn notices(&self, app: &App, tx: &DatabaseTransaction, event: &FeedEvent) -> Result<Vec<NewNotice>> {
        if PairNotices.wants(&event.kind) {
            PairNotices.notices(app, tx, event).await
        } else {
            WorkNotices.notices(app, tx, event).await
        }
    }

    async fn describe(
        &self,
        app: &App,
        reader: &Actor,
        notices: &[(NoticeId, NoticeAbout)],
    ) -> Result<HashMap<NoticeId, NoticeText>> {
        let (work, life): (Vec<_>, Vec<_>) =
            notices.iter().cloned().partition(|(_, about)| WorkNotices.kinds().contains(&about.kind.as_str()));
        let mut texts = PairNotices.describe(app, reader, &life).await?;
        texts.extend(WorkNotices.describe(app, reader, &work).await?);
        Ok(texts)
    }
}
