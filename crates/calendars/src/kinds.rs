//! The closed words of the calendars: what columns, requests and answers may say.

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What sort of gathering it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum EventKind {
    Seminar,
    Webinar,
    MasterClass,
    OpenLesson,
    RoundTable,
    /// «Педсовет»
    Council,
    /// «Заседание РМО»
    AssociationMeeting,
    Conference,
    Internship,
    Consultation,
    LessonVisit,
    ParentMeeting,
}

impl EventKind {
    pub const ALL: [Self; 12] = [
        Self::Seminar,
        Self::Webinar,
        Self::MasterClass,
        Self::OpenLesson,
        Self::RoundTable,
        Self::Council,
        Self::AssociationMeeting,
        Self::Conference,
        Self::Internship,
        Self::Consultation,
        Self::LessonVisit,
        Self::ParentMeeting,
    ];

    /// As the server writes it for people.
    pub fn russian(self) -> &'static str {
        match self {
            Self::Seminar => "Семинар",
            Self::Webinar => "Вебинар",
            Self::MasterClass => "Мастер-класс",
            Self::OpenLesson => "Открытый урок",
            Self::RoundTable => "Круглый стол",
            Self::Council => "Педсовет",
            Self::AssociationMeeting => "Заседание объединения",
            Self::Conference => "Конференция",
            Self::Internship => "Стажировка",
            Self::Consultation => "Консультация",
            Self::LessonVisit => "Посещение урока",
            Self::ParentMeeting => "Родительское собрание",
        }
    }

    /// What must be told before others hear of it, beyond what every event needs.
    pub fn needs(self) -> &'static [&'static str] {
        match self {
            Self::OpenLesson | Self::LessonVisit => &["subjects", "grades"],
            Self::MasterClass => &["subjects"],
            Self::AssociationMeeting => &["association"],
            Self::Conference => &["programme"],
            Self::Seminar
            | Self::Webinar
            | Self::RoundTable
            | Self::Council
            | Self::Internship
            | Self::Consultation
            | Self::ParentMeeting => &[],
        }
    }

    /// How long such a thing usually takes.
    pub fn minutes(self) -> i32 {
        match self {
            Self::OpenLesson | Self::LessonVisit => 45,
            Self::Webinar | Self::MasterClass | Self::Consultation | Self::ParentMeeting => 60,
            Self::Seminar | Self::RoundTable | Self::Council | Self::AssociationMeeting => 120,
            Self::Conference | Self::Internship => 360,
        }
    }
}

/// Where an event is in its life. Whether one can register now is told by dates, not here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum EventState {
    Draft,
    Published,
    Held,
    /// What came of it is written down; nothing changes any more.
    Closed,
    Postponed,
    Cancelled,
}

/// How far it reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum EventLevel {
    School,
    Municipal,
    Regional,
    National,
}

/// Who hears of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum EventAudience {
    /// Anybody, signed in or not.
    Everyone,
    Network,
    /// Members of the association named.
    Association,
    /// People of the organisations named and of everything below them.
    Places,
}

/// How one gets a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum RegistrationMode {
    /// At once, while there are places.
    Open,
    /// The host decides about each.
    Approval,
    /// One simply comes.
    None,
}

/// How one takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum Way {
    Room,
    Online,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum RegistrationState {
    /// Waits for the host's word.
    Applied,
    Confirmed,
    /// Stands in the queue for a place.
    Waiting,
    Rejected,
    Cancelled,
}

impl RegistrationState {
    /// One of these at most for a person and an event: the partial unique index says the same.
    pub const LIVE: [Self; 3] = [Self::Applied, Self::Confirmed, Self::Waiting];

    pub fn live(self) -> bool {
        Self::LIVE.contains(&self)
    }
}

/// How somebody's coming was noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[schema(as = AttendanceMethod)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum MarkMethod {
    /// The host's list.
    List,
    /// The host's phone read the participant's sign.
    Scan,
    /// The participant typed the code on the screen.
    Code,
    /// The log of the platform where people connected.
    Log,
}

/// What stays of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[schema(as = EventMaterialKind)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum MaterialKind {
    File,
    Link,
    Recording,
}

/// Who reads what stays of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[schema(as = EventMaterialAccess)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum Access {
    /// Those who had a place, speak or manage it.
    Registered,
    /// Everybody who reads the event.
    Readers,
}

/// Did anything change in class after an event?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[schema(as = EventOutcomeWord)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum Changed {
    Yes,
    Partly,
    No,
}

/// What a day of a territory's calendar is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[schema(as = CalendarDayKind)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum DayKind {
    /// ЕГЭ, ОГЭ and what is like them.
    Exam,
    /// ВПР and other works the whole territory writes.
    Assessment,
    Holiday,
    Other,
}

/// The stored word of a closed list.
pub fn word<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}
