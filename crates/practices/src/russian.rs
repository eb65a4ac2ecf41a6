//! The closed words as people read them on pages that the server writes itself. The application has the same words in
//! its catalogue of messages.

use crate::kinds::{Kind, Level, Licence};

impl Kind {
    pub fn russian(self) -> &'static str {
        match self {
            Self::LessonPlan => "Урок",
            Self::TechnologicalMap => "Технологическая карта",
            Self::Worksheet => "Рабочий лист, карточки",
            Self::Presentation => "Презентация",
            Self::Diagnostics => "Диагностика",
            Self::Technique => "Приём",
            Self::Programme => "Программа",
            Self::Mentoring => "Наставничество",
            Self::Parents => "Работа с родителями",
            Self::Management => "Управление школой",
            Self::Extracurricular => "Внеурочное занятие",
            Self::Inclusive => "Инклюзивная практика",
        }
    }
}

impl Level {
    pub fn russian(self) -> &'static str {
        match self {
            Self::School => "школьный уровень",
            Self::Municipal => "муниципальный уровень",
            Self::Regional => "региональный уровень",
        }
    }
}

impl Licence {
    pub fn russian(self) -> &'static str {
        match self {
            Self::CcBy => "CC BY 4.0",
            Self::CcBySa => "CC BY-SA 4.0",
            Self::CcByNc => "CC BY-NC 4.0",
            Self::Network => "Только внутри сети",
        }
    }

    /// What it allows, in a sentence.
    pub fn explained(self) -> &'static str {
        match self {
            Self::CcBy => "Можно брать, менять и публиковать где угодно, если назван автор.",
            Self::CcBySa => "Можно брать и менять, назвав автора; переделанное публикуют на тех же условиях.",
            Self::CcByNc => "Можно брать и менять, назвав автора, но не для продажи.",
            Self::Network => "Читают и применяют учителя сети; вне её не публикуют.",
        }
    }

    /// The address by which the world knows it.
    pub fn address(self) -> Option<&'static str> {
        match self {
            Self::CcBy => Some("https://creativecommons.org/licenses/by/4.0/"),
            Self::CcBySa => Some("https://creativecommons.org/licenses/by-sa/4.0/"),
            Self::CcByNc => Some("https://creativecommons.org/licenses/by-nc/4.0/"),
            Self::Network => None,
        }
    }
}
