//! Pairs of schools of the demo, through the use cases: what is known of schools, what they need and offer, pairs with
//! everything that became of them. Files: `demo/pairings`.

mod events;
mod life;
mod matching;
mod measures;
mod pairs;
mod rows;
mod schools;

use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::Context;
use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta, TimeZone, Weekday};
use chrono_tz::Asia::Yekaterinburg;
use kernel::{Actor, FixedClock, SkillId, Timestamp};
use platform::{App, Tx};
use serde::de::DeserializeOwned;

use super::{files, load::Names};
use crate::setting;

/// How many writes of this part stand in the database: an interrupted load goes on behind them.
const DONE: &str = "demo_pairings";

/// Loads everything about pairs; answers how many pairs there are in the files.
pub async fn pairings(app: &App, clock: &FixedClock, names: &Names, today: Timestamp) -> anyhow::Result<usize> {
    let done = setting::get(app, DONE).await?.and_then(|text| text.parse().ok()).unwrap_or(0);
    let loader = Loader { app, clock, names, today, done, at: AtomicUsize::new(0) };
    let needs = loader.schools().await?;
    let runs: rows::Runs = toml::from_str(&files::text("pairings/runs.toml")?).context("demo/pairings/runs.toml")?;
    let mut pairs = Vec::new();
    for (slug, text) in files::pairings()? {
        let path = format!("demo/pairings/pairs/{slug}.toml");
        let pair: rows::Pair = toml::from_str(&text).with_context(|| path.clone())?;
        pairs.push((path, pair));
    }
    for scene in scenes(&needs, &runs, &pairs) {
        loader.play(scene).await?;
    }
    Ok(pairs.len())
}

/// What happens on a day: a run knows the needs of its day, and a pair comes from a run before it.
enum Scene<'a> {
    Need(&'a rows::NeedText),
    Wish(&'a rows::WishText),
    Run(&'a rows::RunText),
    /// With everything that became of it.
    Pair(&'a str, &'a rows::Pair),
}

fn scenes<'a>(needs: &'a [rows::NeedText], runs: &'a rows::Runs, pairs: &'a [(String, rows::Pair)]) -> Vec<Scene<'a>> {
    let mut all: Vec<(i64, Scene<'a>)> = Vec::new();
    all.extend(needs.iter().map(|need| (need.on, Scene::Need(need))));
    all.extend(runs.wish.iter().map(|wish| (wish.on, Scene::Wish(wish))));
    all.extend(runs.run.iter().map(|run| (run.on, Scene::Run(run))));
    all.extend(pairs.iter().map(|(path, pair)| (pair.proposed, Scene::Pair(path, pair))));
    // What stands first in the files comes first on its day.
    all.sort_by_key(|(day, _)| *day);
    all.into_iter().map(|(_, scene)| scene).collect()
}

struct Loader<'a> {
    app: &'a App,
    clock: &'a FixedClock,
    names: &'a Names,
    today: Timestamp,
    /// Writes of an earlier, interrupted load.
    done: usize,
    at: AtomicUsize,
}

impl Loader<'_> {
    async fn play(&self, scene: Scene<'_>) -> anyhow::Result<()> {
        match scene {
            Scene::Need(need) => {
                let place = || format!("demo/pairings/schools.toml: need of {} in {}", need.school, need.theme);
                self.need(need).await.with_context(place)
            }
            Scene::Wish(wish) => {
                let place = || format!("demo/pairings/runs.toml: wishes of {}", wish.school);
                self.wish(wish).await.with_context(place)
            }
            Scene::Run(run) => {
                let place = || format!("demo/pairings/runs.toml: {} on {}", run.territory, run.on);
                self.run(run).await.with_context(place)
            }
            Scene::Pair(path, pair) => self.pair(pair).await.with_context(|| path.to_owned()),
        }
    }

    /// Is the next write still to be made?
    fn due(&self) -> bool {
        self.at.fetch_add(1, Ordering::Relaxed) >= self.done
    }

    /// The next write, at its own time; nothing when it was made before.
    async fn turn(&self, when: Timestamp) -> anyhow::Result<Option<Tx>> {
        if self.due() { Ok(Some(self.begin(when).await?)) } else { Ok(None) }
    }

    async fn begin(&self, when: Timestamp) -> anyhow::Result<Tx> {
        self.set(when);
        Ok(self.app.begin().await?)
    }

    fn set(&self, when: Timestamp) {
        self.clock.set(when.min(self.today - TimeDelta::minutes(1)));
    }

    async fn end(&self, tx: Tx) -> anyhow::Result<()> {
        setting::put(&tx, DONE, &self.at.load(Ordering::Relaxed).to_string()).await?;
        tx.commit().await?;
        Ok(())
    }

    /// A day counted from the day of loading. Schools work from Monday to Friday: what is over is not moved into the
    /// days to come.
    fn day(&self, days: i64) -> NaiveDate {
        let day = self.today.with_timezone(&Yekaterinburg).date_naive() + TimeDelta::days(days);
        match day.weekday() {
            Weekday::Sat if days < 0 => day - TimeDelta::days(1),
            Weekday::Sun if days < 0 => day - TimeDelta::days(2),
            Weekday::Sat => day + TimeDelta::days(2),
            Weekday::Sun => day + TimeDelta::days(1),
            _ => day,
        }
    }

    /// That day at an hour of work.
    fn when(&self, days: i64, hour: u32) -> Timestamp {
        let wall = self.day(days).and_time(NaiveTime::from_hms_opt(hour, 20, 0).unwrap_or_default());
        Yekaterinburg.from_local_datetime(&wall).earliest().map_or(self.today, |at| at.to_utc())
    }

    fn actor(&self, key: &str) -> anyhow::Result<&Actor> {
        self.names.actor(key)
    }
}

async fn skill(tx: &Tx, key: &str) -> anyhow::Result<SkillId> {
    skills::by_key(tx.db(), key).await?.with_context(|| format!("no skill {key}"))
}

async fn skills_of(tx: &Tx, keys: &[String]) -> anyhow::Result<Vec<SkillId>> {
    let mut found = Vec::with_capacity(keys.len());
    for key in keys {
        found.push(skill(tx, key).await?);
    }
    Ok(found)
}

fn csv<T: DeserializeOwned>(path: &str) -> anyhow::Result<Vec<T>> {
    let text = files::text(path)?;
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
    reader.deserialize().collect::<Result<_, _>>().with_context(|| format!("demo/{path}"))
}
