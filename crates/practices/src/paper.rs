//! A practice on paper: one order of its parts for the PDF and for the readable text of an archive.

use kernel::{DateTime, PersonRef, Result, Utc};
use papers::pdf::{self, Breaks, Paper, Part};
use platform::App;
use platform::{ports::Names, press::pressed};
use skills::SkillChip;

use crate::{
    access::Desk,
    attached,
    citation::{self, Citation},
    dates, drafts,
    entity::practice_version,
    kinds::{Level, VersionState},
    passport::Passport,
    view::{self, Certificate, points},
};

const HOUSE: &str = "Учительская — сеть учителей";
const BANK: &str = "Учительская · банк педагогических практик";
/// Everything that paper says of a version.
pub struct Told {
    pub version: i32,
    pub state: VersionState,
    pub passport: Passport,
    pub authors: Vec<PersonRef>,
    pub files: Vec<String>,
    /// The permanent address, in full.
    pub address: String,
    credit: Option<String>,
    skills: Vec<SkillChip>,
    level: Option<Level>,
    score: Option<f32>,
    archived: bool,
    published_at: Option<DateTime<Utc>>,
    citation: Option<Citation>,
}

pub async fn read(app: &App, desk: &Desk, version: &practice_version::Model) -> Result<Told> {
    let names = Names::load(app, desk.facts.authors.clone()).await?;
    let passport = drafts::stored(app.reader(), version).await?;
    let chips = skills::chips(app.reader(), &passport.skills).await?;
    let shown = matches!(version.state, VersionState::Published | VersionState::Community);
    let citation = if shown { citation::of(app, desk, version).await? } else { None };
    Ok(Told {
        version: version.no,
        state: version.state,
        authors: desk.facts.authors.iter().map(|id| names.of(*id)).collect(),
        files: attached::files(app, version.id).await?.into_iter().map(|file| file.name).collect(),
        address: app.address(&view::path(&desk.row)),
        credit: view::credit(&desk.row),
        skills: passport.skills.iter().filter_map(|id| chips.get(id).cloned()).collect(),
        level: version.level,
        score: points(version.score),
        archived: desk.facts.archived,
        published_at: version.decided_at.filter(|_| shown),
        citation,
        passport,
    })
}

/// The PDF of a practice.
pub async fn practice(app: &App, told: &Told) -> Result<Vec<u8>> {
    let paper = told.paper();
    pressed(app, move || pdf::write(&paper)).await
}

/// The PDF of a certificate.
pub async fn certificate(app: &App, certificate: Certificate) -> Result<Vec<u8>> {
    pressed(app, move || pdf::certificate(&sheet(certificate))).await
}

/// A heading and what stands under it.
enum Under {
    Words(String),
    Markdown(String),
    Facts(Vec<(String, String)>),
    List(Vec<String>),
}

impl Told {
    fn byline(&self) -> Vec<String> {
        let line = |person: &PersonRef| {
            let school = person.school.as_ref().map(|school| school.short_name.clone());
            let parts = [Some(person.full_name()), person.position.clone(), school];
            parts.into_iter().flatten().filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join(", ")
        };
        let lines = self.authors.iter().map(line).filter(|line| !line.is_empty());
        match &self.credit {
            // Those whom we call authors then only brought it here.
            Some(credit) => vec![credit.clone()],
            None => lines.collect(),
        }
    }

    fn notice(&self) -> Option<&'static str> {
        match self.state {
            _ if self.archived => Some("Практика снята с публикации и хранится в архиве."),
            VersionState::Published => None,
            VersionState::Community => Some("Практика опубликована без экспертизы."),
            VersionState::Draft | VersionState::Submitted | VersionState::Review | VersionState::Revision => {
                Some("Редакция в работе: она ещё не опубликована.")
            }
        }
    }

    fn facts(&self) -> Vec<(String, String)> {
        let passport = &self.passport;
        let subjects: Vec<&str> = passport.subjects.iter().map(|code| kernel::subject::russian(code)).collect();
        let grades: Vec<String> = passport.grades.iter().map(ToString::to_string).collect();
        let skills: Vec<String> = self.skills.iter().map(SkillChip::in_words).collect();
        let level = self.level.map(|level| match self.score {
            Some(score) => format!("{}, {} из 50 у экспертов", level.russian(), decimal(score)),
            None => level.russian().to_owned(),
        });
        let all = [
            ("Вид", passport.kind.russian().to_owned()),
            (if subjects.len() == 1 { "Предмет" } else { "Предметы" }, subjects.join(", ")),
            (if grades.len() == 1 { "Класс" } else { "Классы" }, grades.join(", ")),
            ("Лечит слабые места", skills.join("\n")),
            ("Рекомендована", level.unwrap_or_default()),
            ("Опубликована", self.published_at.map(dates::in_words).unwrap_or_default()),
            ("Редакция", self.version.to_string()),
            ("Лицензия", format!("{}. {}", passport.licence.russian(), passport.licence.explained())),
            ("Ключевые слова", passport.keywords.join(", ")),
        ];
        all.into_iter().filter(|(_, said)| !said.is_empty()).map(|(name, said)| (name.to_owned(), said)).collect()
    }

    fn sections(&self) -> Vec<(&'static str, Under)> {
        let passport = &self.passport;
        let words = |text: &str| Under::Words(text.trim().to_owned());
        let results = [
            ("Было", &passport.result_before),
            ("Стало", &passport.result_after),
            ("Как измеряли", &passport.result_how),
        ];
        let results = results.into_iter().filter(|(_, said)| !said.trim().is_empty());
        let links = passport.links.iter().map(|link| match link.title.trim() {
            "" => link.url.clone(),
            title => format!("{title}: {}", link.url),
        });
        let all = vec![
            ("Проблема", words(&passport.problem)),
            ("Цель", words(&passport.goal)),
            ("Как это устроено", Under::Markdown(passport.body.trim().to_owned())),
            ("Ресурсы", words(&passport.resources)),
            ("Условия", words(&passport.conditions)),
            ("Результаты", Under::Facts(results.map(|(name, said)| (name.to_owned(), said.clone())).collect())),
            ("Риски", words(&passport.risks)),
            ("Ссылки", Under::List(links.collect())),
            ("Файлы практики", Under::List(self.files.clone())),
            ("Как сослаться", words(self.citation.as_ref().map_or("", |cited| cited.gost.as_str()))),
        ];
        all.into_iter().filter(|(_, under)| !under.is_empty()).collect()
    }

    fn paper(&self) -> Paper {
        let title = if self.passport.title.is_empty() {
            "Практика без названия"
        } else {
            &self.passport.title
        };
        let mut parts = vec![Part::Title(title.to_owned())];
        parts.extend(self.byline().into_iter().map(Part::Byline));
        parts.extend(self.notice().map(|notice| Part::Notice(notice.to_owned())));
        if !self.passport.summary.is_empty() {
            parts.push(Part::Text(self.passport.summary.clone()));
        }
        parts.push(Part::Facts(self.facts()));
        for (heading, under) in self.sections() {
            parts.push(Part::Heading(heading.to_owned()));
            parts.push(match under {
                Under::Words(text) => Part::Text(text),
                Under::Markdown(text) => Part::Markdown(text, Breaks::Kept),
                Under::Facts(facts) => Part::Facts(facts),
                Under::List(lines) => Part::Bullets(lines),
            });
        }
        let beside = vec!["Постоянный адрес".to_owned(), self.address.clone(), self.licence()];
        parts.push(Part::Address { address: self.address.clone(), beside });
        Paper {
            title: title.to_owned(),
            authors: self.authors.iter().map(PersonRef::full_name).collect(),
            keywords: self.passport.keywords.clone(),
            made: self.published_at.and_then(dates::parts),
            head: title.to_owned(),
            foot: format!("{BANK} · {}", self.address.trim_start_matches("https://").trim_start_matches("http://")),
            parts,
        }
    }

    fn licence(&self) -> String {
        let licence = self.passport.licence;
        match licence.address() {
            Some(address) => format!("Лицензия {}: {address}", licence.russian()),
            None => licence.explained().to_owned(),
        }
    }

    /// The same as Markdown.
    pub fn markdown(&self) -> String {
        let mut text = format!("# {}\n", self.passport.title);
        let mut add = |part: &str| {
            if !part.trim().is_empty() {
                text.push_str(&format!("\n{}\n", part.trim_end()));
            }
        };
        add(&self.byline().join("  \n"));
        add(self.notice().unwrap_or_default());
        add(&self.passport.summary);
        add(&listed(&self.facts()));
        for (heading, under) in self.sections() {
            add(&format!("## {heading}"));
            match under {
                Under::Words(text) | Under::Markdown(text) => add(&text),
                Under::Facts(facts) => add(&listed(&facts)),
                Under::List(lines) => add(&lines.iter().map(|line| format!("- {line}")).collect::<Vec<_>>().join("\n")),
            }
        }
        add(&self.address);
        text
    }
}

impl Under {
    fn is_empty(&self) -> bool {
        match self {
            Self::Words(text) | Self::Markdown(text) => text.is_empty(),
            Self::Facts(facts) => facts.is_empty(),
            Self::List(lines) => lines.is_empty(),
        }
    }
}

fn listed(facts: &[(String, String)]) -> String {
    let line = |(name, said): &(String, String)| format!("- **{name}:** {}", said.replace('\n', "; "));
    facts.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// «39,5»
fn decimal(number: f32) -> String {
    number.to_string().replace('.', ",")
}

fn sheet(certificate: Certificate) -> pdf::Certificate {
    pdf::Certificate {
        giver: HOUSE.to_owned(),
        heading: "Свидетельство".to_owned(),
        about: "о публикации педагогической практики".to_owned(),
        given: format!("Выдано {}", dates::in_words(certificate.issued_at)),
        said: "Автор практики, которая прошла экспертизу и опубликована в банке практик сети".to_owned(),
        title: format!("«{}»", certificate.title),
        facts: vec![
            format!("Рекомендована: {}", certificate.level.russian()),
            format!("Редакция {}, опубликована {}", certificate.version, dates::in_words(certificate.published_at)),
        ],
        void: certificate.withdrawn_at.map(|at| format!("Отозвано {}", dates::in_words(at))),
        check: "Подлинность проверяется по номеру на странице".to_owned(),
        foot: "Свидетельство подтверждает публикацию и выдаётся бесплатно. Документом об образовании или о квалификации не \
               является."
            .to_owned(),
        made: dates::parts(certificate.issued_at),
        number: certificate.number,
        before: String::new(),
        person: certificate.author,
        place: certificate.place,
        address: certificate.url,
    }
}
