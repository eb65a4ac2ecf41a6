//! The shapes of the files under `demo/pairings`. Days are counted from the day of loading; people, schools and skills
//! are named by their keys.

use serde::Deserialize;

/// What is known of a school in a year; what is empty is not known. Shares are counts of pupils.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContextRow {
    pub school: String,
    /// 0: this school year, -1: the last.
    pub year: i32,
    pub pupils: Option<i32>,
    pub kind: String,
    pub rural: String,
    pub shifts: Option<i32>,
    pub teachers: Option<i32>,
    pub vacancies: Option<i32>,
    pub under_35: Option<i32>,
    pub over_60: Option<i32>,
    pub first: Option<i32>,
    pub highest: Option<i32>,
    pub minutes: Option<i32>,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    pub languages: String,
    pub complete: Option<i32>,
    pub incomplete: Option<i32>,
    pub on_record: Option<i32>,
    pub unemployed: Option<i32>,
    pub guardianship: Option<i32>,
    pub foreign: Option<i32>,
    pub part_time: Option<i32>,
    pub parents_education: Option<i32>,
    pub housing: Option<i32>,
    pub class_climate: Option<i32>,
    pub health: Option<i32>,
    pub graduates: Option<i32>,
}

/// A status with the order that gives it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatusRow {
    pub school: String,
    pub kind: String,
    pub since: i64,
    /// The last day of it, where it is known.
    pub until: Option<i64>,
    pub number: String,
    pub title: String,
    pub by: String,
}

/// `schools.toml`: who looks after whom, what is needed, what is offered.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schools {
    pub curator: Vec<CuratorText>,
    pub need: Vec<NeedText>,
    pub offer: Vec<OfferText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CuratorText {
    pub school: String,
    pub person: String,
    pub by: String,
    pub territory: String,
    pub on: i64,
    pub number: String,
    pub title: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NeedText {
    pub school: String,
    /// A subject, or `management`.
    pub kind: String,
    pub theme: String,
    pub grades: Option<(i32, i32)>,
    pub strength: i32,
    pub priority: i32,
    pub by: String,
    pub on: i64,
    pub note: String,
    #[serde(default)]
    pub skills: Vec<SkillText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SkillText {
    pub key: String,
    /// Per cent of pupils who can do it.
    pub done: i32,
    pub of: Option<i32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfferText {
    pub school: String,
    pub by: String,
    pub on: i64,
    pub capacity: i32,
    #[serde(default)]
    pub online: bool,
    #[serde(default)]
    pub in_person: bool,
    pub max_minutes: Option<i32>,
    #[serde(default)]
    pub languages: Vec<String>,
    pub forms: Vec<String>,
    pub note: String,
    pub theme: Vec<OfferThemeText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfferThemeText {
    pub kind: String,
    pub theme: String,
    pub specialists: i32,
    pub grades: Option<(i32, i32)>,
    pub strength: Option<i32>,
    pub basis: String,
    #[serde(default)]
    pub skills: Vec<SkillText>,
}

/// One pair with everything that became of it, a file each.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    pub mentor: String,
    pub mentee: String,
    pub kind: String,
    pub theme: String,
    #[serde(default)]
    pub skills: Vec<String>,
    /// The coordinator of both schools.
    pub by: String,
    pub proposed: i64,
    /// The coordinator thought of it; absent: it was accepted from a run the day before (`runs.toml`).
    pub reason: Option<String>,
    /// Heads who agreed, the mentor's first.
    #[serde(default)]
    pub agreed: Vec<String>,
    /// Heads who signed, the mentor's first: then it is active from this day on, for so many days.
    #[serde(default)]
    pub signed: Vec<String>,
    pub since: Option<i64>,
    #[serde(default = "year")]
    pub term: i64,
    /// Who opened the room of the pair.
    pub room: Option<String>,
    #[serde(default, rename = "person")]
    pub people: Vec<PersonText>,
    #[serde(default, rename = "tie")]
    pub ties: Vec<TieText>,
    #[serde(default, rename = "item")]
    pub items: Vec<ItemText>,
    #[serde(default, rename = "visit")]
    pub visits: Vec<VisitText>,
    #[serde(default, rename = "report")]
    pub reports: Vec<ReportText>,
    #[serde(default, rename = "answer")]
    pub answers: Vec<AnswerText>,
    #[serde(default, rename = "indicator")]
    pub indicators: Vec<IndicatorText>,
    /// It came to its end.
    pub end: Option<EndText>,
}

fn year() -> i64 {
    364
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonText {
    pub side: String,
    pub key: String,
    pub duty: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TieText {
    pub mentor: String,
    pub mentee: String,
    pub kind: String,
    pub subject: Option<String>,
}

/// An item of the joint plan, and what became of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemText {
    pub form: String,
    pub title: String,
    #[serde(default)]
    pub goal: String,
    pub due: Option<i64>,
    #[serde(default)]
    pub skills: Vec<String>,
    pub mentor: Option<String>,
    pub mentee: Option<String>,
    pub by: String,
    /// The day on which it was done.
    pub done: Option<i64>,
    pub minutes: Option<i32>,
    #[serde(default)]
    pub outcome: String,
    /// Materials: where they are.
    pub link: Option<String>,
    /// Day and reason.
    pub cancelled: Option<(i64, String)>,
    /// It became an event of the calendar.
    pub event: Option<EventText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventText {
    pub day: i64,
    pub time: String,
    pub minutes: i64,
    pub place: String,
    pub room: i32,
    pub summary: String,
    /// Who registered.
    pub people: Vec<String>,
    #[serde(default)]
    pub held: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisitText {
    /// Whose people go to the other school.
    pub side: String,
    pub by: String,
    /// The day on which it was planned, and for which.
    pub on: i64,
    pub planned: i64,
    pub held: Option<i64>,
    pub minutes: Option<i32>,
    #[serde(default)]
    pub met: String,
    #[serde(default)]
    pub findings: String,
    #[serde(default)]
    pub agreements: Vec<AgreedText>,
    #[serde(default)]
    pub signed: Vec<String>,
    /// Day and reason.
    pub missed: Option<(i64, String)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreedText {
    pub text: String,
    pub form: String,
    pub due: Option<i64>,
    /// The day on which it was done.
    pub done: Option<i64>,
    pub minutes: Option<i32>,
    #[serde(default)]
    pub outcome: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportText {
    /// A day of the half of the school year it is about.
    pub about: i64,
    pub on: i64,
    pub by: String,
    pub submitted_by: Option<String>,
    pub changes: String,
    pub benefit: String,
    pub next: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerText {
    pub on: i64,
    pub round: String,
    pub side: String,
    pub person: String,
    /// 1 to 5, in the order of the questions.
    pub marks: Vec<i32>,
    pub benefit: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndicatorText {
    pub skill: Option<String>,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub unit: String,
    #[serde(default)]
    pub less: bool,
    /// Somebody of the school that is helped, who types its numbers.
    pub by: String,
    pub point: Vec<PointText>,
}

/// Start, middle or end: so many of so many in the school, and in like schools.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointText {
    pub point: String,
    pub dated: i64,
    pub on: i64,
    pub source: String,
    pub mentee: (i32, i32),
    pub alike: (i32, i32),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndText {
    pub on: i64,
    pub by: String,
    pub debrief: String,
}

/// `runs.toml`: wishes, runs of the solver, and what was decided on them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Runs {
    pub wish: Vec<WishText>,
    pub run: Vec<RunText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WishText {
    pub school: String,
    pub by: String,
    pub on: i64,
    pub list: Vec<WishedText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WishedText {
    pub other: String,
    pub rank: Option<i32>,
    /// Not with them, and why.
    pub veto: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunText {
    pub territory: String,
    pub by: String,
    pub on: i64,
    pub mode: String,
    #[serde(default)]
    pub decision: Vec<DecisionText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionText {
    pub school: String,
    pub theme: String,
    /// Whom it is about; the one the run has found unless told.
    pub mentor: Option<String>,
    pub kind: String,
    pub reason: String,
}
