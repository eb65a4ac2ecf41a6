//! Which pairs are best, provably, and why, in words.

mod bad_input;
mod board;
mod choosing;
mod explaining;
mod looking;
mod market;
mod policy;
mod problems;
mod solver;
mod storm;
mod wishes;

use std::io::{Cursor, Read};

use kernel::{NeedId, OrgId};
use kit::{Person, Town, Value, json};

use super::life::{needs, offers, school};

/// Conditions of a school; `step` makes them a little different from others.
pub fn conditions(step: i64) -> Value {
    let pupils = 120 + 37 * step;
    let share =
        |key: &str, percent: i64| json!({"key": key, "numerator": pupils * percent / 100, "denominator": pupils});
    let level = |key: &str, at: i64| json!({"key": key, "level": 1 + (step + at) % 5, "source": "Анкета"});
    json!({
        "revision": 0, "pupils": pupils, "kind": "secondary", "rural": step > 1, "shifts": 1, "teachers": 20,
        "vacancies": 1, "teachers_under_35": 3, "teachers_over_60": 4, "first_category": 5, "highest_category": 3,
        "minutes_to_centre": 10 + 9 * step, "latitude": null, "longitude": null, "languages": ["ru"],
        "source_note": "Социальный паспорт школы",
        "shares": [
            share("complete_families", 70 - 3 * step), share("incomplete_families", 30 + 3 * step),
            share("on_record", 5), share("unemployed_parents", 6 + step), share("guardianship", 5),
            share("foreign_language", 4 + 2 * step), share("part_time", 0)
        ],
        "levels": [
            level("parents_education", 1), level("housing", 2), level("class_climate", 3), level("health", 2),
            level("graduates_adaptation", 3)
        ]
    })
}

/// A district with three schools that help and three that need help in mathematics.
pub struct District {
    pub town: Town,
    pub mun: Person,
    pub id: String,
    pub mentors: Vec<OrgId>,
    pub mentees: Vec<OrgId>,
    pub needs: Vec<NeedId>,
}

impl District {
    pub async fn new() -> Self {
        Self::offering(1).await
    }

    /// Each mentor takes so many.
    pub async fn offering(capacity: i32) -> Self {
        let town = Town::new().await;
        let (mut mentors, mut mentees, mut wanted) = (Vec::new(), Vec::new(), Vec::new());
        for at in 1..=3 {
            mentors.push(school(&town, &format!("наставник {at}")).await);
            mentees.push(school(&town, &format!("подопечная {at}")).await);
        }
        town.settle().await;
        let mun = town.person("mun").await;
        for (step, id) in mentors.iter().chain(&mentees).enumerate() {
            tell(&mun, *id, i64::try_from(step).unwrap()).await;
        }
        for id in &mentors {
            offers(&town, *id, capacity, &[("math", capacity)]).await;
        }
        for id in &mentees {
            wanted.push(needs(&town, *id, "math").await);
        }
        let id = town.org("district").await;
        Self { town, mun, id, mentors, mentees, needs: wanted }
    }

    pub fn path(&self, what: &str) -> String {
        format!("/organisations/{}/{what}", self.id)
    }

    pub async fn run(&self) -> Value {
        self.mun.post(&self.path("match-runs"), json!({"mode": "flow"})).await.ok()
    }

    pub async fn decide(&self, run: &Value, pair: &Value, kind: &str, reason: Option<&str>) -> kit::Answer {
        let body = json!({
            "need_id": pair["need"]["id"], "mentor_id": pair["mentor"]["id"], "kind": kind, "reason": reason
        });
        self.mun.post(&format!("/match-runs/{}/decisions", run["id"].as_str().unwrap()), body).await
    }
}

/// What stands in a DOCX, with its marks.
pub fn docx_text(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut text).unwrap();
    text
}

/// Tells what a school is like.
pub async fn tell(by: &Person, school: OrgId, step: i64) {
    by.put(&format!("/organisations/{school}/contexts/2026"), conditions(step)).await.ok();
}

/// Who helps whom: school and mentor by name, in the order of needs.
pub fn couples(run: &Value) -> Vec<(String, String)> {
    let name = |org: &Value| org["short_name"].as_str().unwrap().to_owned();
    let pairs = run["pairs_list"].as_array().unwrap().iter();
    let mut all: Vec<_> = pairs.map(|pair| (name(&pair["need"]["school"]), name(&pair["mentor"]))).collect();
    all.sort();
    all
}

/// The pair of a school.
pub fn of(run: &Value, school: OrgId) -> Value {
    let mut pairs = run["pairs_list"].as_array().unwrap().iter();
    pairs.find(|pair| pair["need"]["school"]["id"] == school.to_string()).cloned().unwrap_or(Value::Null)
}
