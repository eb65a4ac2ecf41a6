//! The demo's calendar of the territory: days of the school year in which it is loaded.

use std::collections::BTreeMap;

use anyhow::{Context, ensure};
use chrono::Datelike;
use kernel::{Actor, Timestamp};
use platform::App;

use super::{files, load::Names};

/// Who keeps the calendar of which territory.
const KEEPERS: &[(&str, &str)] = &[("tavolzhsky-krai", "krutikova-ep"), ("zhuravlinsky", "rahimova-lf")];

/// Takes the days in, as their coordinators would. What is there already is left.
pub async fn days(app: &App, names: &Names, today: Timestamp) -> anyhow::Result<()> {
    let autumn = if today.month() >= 7 { today.year() } else { today.year() - 1 };
    let mut lists: BTreeMap<String, String> = BTreeMap::new();
    for line in files::calendar_days()?.lines().skip(1).filter(|line| !line.trim().is_empty()) {
        let (org, rest) = line.split_once(';').context("demo/calendar-days.csv: a line without an organisation")?;
        let rest = rest.replace("{осень}", &autumn.to_string()).replace("{весна}", &(autumn + 1).to_string());
        let list = lists.entry(org.to_owned()).or_default();
        list.push_str(&rest);
        list.push('\n');
    }
    for (org, list) in lists {
        let (_, keeper) = KEEPERS.iter().find(|(key, _)| *key == org).with_context(|| format!("nobody keeps {org}"))?;
        let keeper: &Actor = names.actor(keeper)?;
        let tx = app.begin().await?;
        let done = calendars::territory::import(&tx, keeper, Some(names.org(&org)?), &list, false).await?;
        ensure!(done.errors.is_empty(), "demo/calendar-days.csv, {org}: {:?}", done.errors);
        tx.commit().await?;
    }
    Ok(())
}
