//! Words of the room `matching`.

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How pairs are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum MatchMode {
    /// The best for all together: most needs covered, then the largest sum of scores.
    Flow,
    /// Nobody finds two who would rather leave their pairs for each other.
    Stable,
}

/// What a coordinator says of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[schema(as = MatchDecisionKind)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum DecisionKind {
    /// Proposed to both schools.
    Accept,
    /// Never, this year.
    Veto,
    /// The next runs keep it.
    Pin,
}

/// A term of the score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MatchTerm, rename_all = "snake_case")]
pub enum Term {
    /// How alike the conditions are.
    Context,
    /// Strong where the other is weak.
    Complementarity,
    /// Proven practice in the skills that are needed.
    Practice,
    /// Can they reach each other?
    Access,
    /// Wishes, and pairs that went well before.
    History,
}

impl Term {
    pub const ALL: [Self; 5] = [Self::Context, Self::Complementarity, Self::Practice, Self::Access, Self::History];

    /// As the server writes it for people.
    pub fn russian(self) -> &'static str {
        match self {
            Self::Context => "условия",
            Self::Complementarity => "дополнение",
            Self::Practice => "опыт",
            Self::Access => "доступность",
            Self::History => "пожелания",
        }
    }
}

/// Why a mentor is out of the question for a need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MatchObstacle, rename_all = "snake_case")]
pub enum Obstacle {
    /// A school does not help itself.
    Itself,
    /// ШНОР or ШССУ.
    Struggling,
    /// Asks for help in the same theme.
    NeedsItself,
    Grades,
    Language,
    /// Too far by road, and not on line.
    Far,
    /// Conditions differ too much.
    Unlike,
    /// Not enough is known of one of the two.
    NoContext,
    /// One of the schools said no.
    Wish,
    /// A coordinator said no.
    Veto,
    /// It was proposed this year, and one of the schools did not agree.
    Declined,
    /// All its places are taken.
    Full,
}

impl Obstacle {
    /// A coordinator may pin the pair all the same, saying why.
    pub fn soft(self) -> bool {
        matches!(self, Self::Far | Self::Unlike | Self::NoContext)
    }

    /// As the server writes it for people, after the names of schools.
    pub fn russian(self) -> &'static str {
        match self {
            Self::Itself => "школа не может помогать сама себе",
            Self::Struggling => "сама в списке школ, которым нужна помощь (ШНОР или ШССУ)",
            Self::NeedsItself => "сама просит помощи по этой теме",
            Self::Grades => "не ведёт нужных классов",
            Self::Language => "нет общего языка обучения",
            Self::Far => "слишком далеко, а дистанционно не работает",
            Self::Unlike => "условия слишком различаются",
            Self::NoContext => "недостаточно данных, чтобы сравнить условия",
            Self::Wish => "одна из школ возражает",
            Self::Veto => "пару запретил координатор",
            Self::Declined => "пара уже предлагалась в этом году, и одна из школ отказалась",
            Self::Full => "все места заняты",
        }
    }
}
