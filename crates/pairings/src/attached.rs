//! What files of pairs hang on: scans of agreements, documents of plans.

use async_trait::async_trait;
use kernel::{Actor, Result};
use platform::{
    App,
    ports::{FileOwners, Owner},
};

use crate::{
    life::agreements::scan::Scans,
    work::documents::{KIND, PlanFiles},
};

const SCAN: &str = "agreement";

pub struct Attached;

#[async_trait]
impl FileOwners for Attached {
    fn kinds(&self) -> &'static [&'static str] {
        &[SCAN, KIND]
    }

    async fn may_read(&self, app: &App, reader: Option<&Actor>, owner: &Owner) -> Result<bool> {
        if owner.kind == KIND {
            PlanFiles.may_read(app, reader, owner).await
        } else {
            Scans.may_read(app, reader, owner).await
        }
    }
}
