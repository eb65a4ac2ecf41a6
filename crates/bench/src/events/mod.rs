//! The calendar under load: a storm on thirty places, a feed of 5,000 events, a month among 10,000.

mod lists;
mod storm;

pub async fn run() -> anyhow::Result<()> {
    storm::run().await?;
    lists::run().await
}
