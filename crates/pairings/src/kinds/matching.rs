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
    /// Offers no help in the theme, or none in this territory.
    NotOffered,
}

impl Obstacle {
    /// A coordinator may pin the pair all the same, saying why.
    pub fn soft(self) -> bool {
        matches!(self, Self::Far | Self::Unlike | Self::NoContext)
    }

    /// It may be over before the next run.
    pub fn passing(self) -> bool {
        matches!(self, Self::Wish | Self::Veto | Self::Declined | Self::Full | Self::NotOffered)
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
            Self::NotOffered => "не предлагает помощь по этой теме на этой территории",
        }
    }

    /// What may be done about it; nothing where nothing can be.
    pub fn advice(self) -> Option<&'static str> {
        match self {
            Self::Itself | Self::Struggling | Self::NeedsItself => None,
            Self::Grades => Some("Попросите наставника назвать в предложении и эти классы, если он их ведёт."),
            Self::Language => Some("Проверьте языки обучения в сведениях о школах."),
            Self::Far => Some("Спросите наставника о занятиях онлайн или закрепите пару, назвав причину."),
            Self::Unlike => Some("Закрепите пару, назвав причину, или снизьте наименьшее сходство в весах."),
            Self::NoContext => {
                Some("Попросите школы заполнить сведения об условиях или закрепите пару, назвав причину.")
            }
            Self::Wish => Some("Поговорите со школой: отказ снимает она сама, на странице пожеланий."),
            Self::Veto => Some("Отмените запрет в выборе наставника, если он больше не нужен."),
            Self::Declined => Some("Договоритесь со школами заново и предложите пару вручную."),
            Self::Full => Some("Попросите наставника добавить место или отмените другое закрепление этого наставника."),
            Self::NotOffered => Some("Попросите сильную школу внести предложение по этой теме."),
        }
    }

    /// What a field is answered with that names such a mentor.
    pub fn code(self) -> &'static str {
        match self {
            Self::Itself => "itself",
            Self::Struggling => "struggling",
            Self::NeedsItself => "needs_itself",
            Self::Grades => "grades",
            Self::Language => "language",
            Self::Far => "far",
            Self::Unlike => "unlike",
            Self::NoContext => "no_context",
            Self::Wish => "wish",
            Self::Veto => "veto",
            Self::Declined => "declined",
            Self::Full => "full",
            Self::NotOffered => "not_offered",
        }
    }
}
