//! What a visitor looks at. Each version stays as it was: sheets are read by the criteria they were begun with.

use serde::Serialize;
use utoipa::ToSchema;

/// One thing to look at.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[schema(as = VisitCriterion)]
pub struct Criterion {
    pub key: &'static str,
    pub title: &'static str,
    /// What it looks like in class.
    pub hint: &'static str,
}

#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[schema(as = VisitCriteriaGroup)]
pub struct Group {
    pub title: &'static str,
    pub criteria: &'static [Criterion],
}

/// A step of the scale.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[schema(as = VisitScaleStep)]
pub struct Grade {
    pub value: i32,
    pub title: &'static str,
}

/// Criteria of one version.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[schema(as = VisitCriteria)]
pub struct Criteria {
    pub version: i32,
    pub title: &'static str,
    /// Nobody has adopted them by an order yet.
    pub draft: bool,
    pub groups: &'static [Group],
    pub scale: &'static [Grade],
}

const SCALE: &[Grade] = &[
    Grade { value: 0, title: "не видно" },
    Grade { value: 1, title: "отчасти" },
    Grade { value: 2, title: "в основном" },
    Grade { value: 3, title: "вполне" },
];

const fn criterion(key: &'static str, title: &'static str, hint: &'static str) -> Criterion {
    Criterion { key, title, hint }
}

const FIRST: Criteria = Criteria {
    version: 1,
    title: "Карта посещения урока, проект",
    draft: true,
    groups: &[
        Group {
            title: "Цель и результат",
            criteria: &[
                criterion("goal", "Цель понятна ученикам", "Могут сказать, чему научатся и зачем"),
                criterion("measure", "Результат можно проверить", "Задано, что и как покажет, что цель достигнута"),
                criterion("skill", "Урок работает на трудное умение", "Задания того вида, в котором класс ошибается"),
            ],
        },
        Group {
            title: "Ход урока",
            criteria: &[
                criterion("time", "Время отдано главному", "Долгих пауз и лишних действий нет"),
                criterion("steps", "Шаги идут от простого к трудному", "Есть образец, потом проба, потом сами"),
                criterion("levels", "Есть задания разной трудности", "Заняты и слабые, и сильные"),
                criterion("errors", "Ошибки разбирают", "Ищут причину, а не виноватого"),
            ],
        },
        Group {
            title: "Работа учеников",
            criteria: &[
                criterion("active", "Думают и говорят ученики", "Говорит не один учитель и не одни и те же"),
                criterion("alone", "Есть самостоятельная работа", "Каждый сделал что-то сам"),
                criterion("together", "Работают друг с другом", "В паре или группе у каждого своё дело"),
            ],
        },
        Group {
            title: "Обратная связь",
            criteria: &[
                criterion("feedback", "Ученик узнаёт, что получилось", "Слова по делу, а не только отметка"),
                criterion("check", "Учитель видит, кто понял", "Проверил каждого, хотя бы коротко"),
                criterion("summary", "Урок подытожен", "Вернулись к цели, назвали следующий шаг"),
            ],
        },
        Group {
            title: "Обстановка",
            criteria: &[
                criterion("respect", "Уважение и спокойствие", "Не страшно ошибиться и спросить"),
                criterion("means", "Пособия и техника к месту", "Помогают понять, а не отвлекают"),
            ],
        },
    ],
    scale: SCALE,
};

/// Every version there ever was.
const ALL: &[Criteria] = &[FIRST];

/// By which sheets are begun today.
pub fn current() -> &'static Criteria {
    ALL.last().unwrap_or(&FIRST)
}

/// By which a sheet was begun.
pub fn version(number: i32) -> &'static Criteria {
    ALL.iter().find(|criteria| criteria.version == number).unwrap_or(&FIRST)
}

impl Criteria {
    pub fn has(&self, key: &str) -> bool {
        self.groups.iter().flat_map(|group| group.criteria).any(|criterion| criterion.key == key)
    }

    pub fn allows(&self, mark: i32) -> bool {
        self.scale.iter().any(|step| step.value == mark)
    }

    pub fn says(&self, mark: i32) -> &'static str {
        self.scale.iter().find(|step| step.value == mark).map_or("", |step| step.title)
    }
}
