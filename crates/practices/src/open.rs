//! The page of a practice that is open to everybody, for strangers and search engines.

mod data;

use async_trait::async_trait;
use kernel::{PersonRef, PracticeId, Result, SkillId, Timestamp};
use platform::{
    App,
    markup::Html,
    ports::{FileRef, NAMELESS, OpenAddress, OpenPage, OpenPages, Shelf},
};
use sea_orm::{JoinType, QueryOrder, QuerySelect, QueryTrait, RelationDef, entity::prelude::*};
use uuid::Uuid;

use crate::{
    access, attached,
    entity::{practice, practice_record, practice_skill, practice_version},
    passport::{Link, list},
    policy,
    view::{self, PracticeCard},
};

pub struct OpenPractices;

/// Everything the page says.
struct Told {
    row: practice::Model,
    card: PracticeCard,
    version: practice_version::Model,
    /// One for each author; nobody where the author does not want to be named.
    authors: Vec<Option<PersonRef>>,
    files: Vec<FileRef>,
}

#[async_trait]
impl OpenPages for OpenPractices {
    fn prefix(&self) -> &'static str {
        "b"
    }

    async fn page(&self, app: &App, address: &str) -> Result<Option<OpenPage>> {
        let Some(row) = find(app, address).await? else { return Ok(None) };
        let Some(told) = read(app, row).await? else { return Ok(None) };
        Ok(Some(OpenPage {
            path: told.card.path.clone(),
            title: told.card.title.clone(),
            description: told.card.summary.clone(),
            kind: "article",
            published: told.row.published_at,
            changed: told.version.decided_at,
            data: data::of(app, &told),
            body: body(&told),
            listed: told.row.archived_at.is_none(),
        }))
    }

    async fn addresses(&self, app: &App, after: Option<Uuid>, limit: u64) -> Result<Vec<OpenAddress>> {
        let told: RelationDef = practice_record::Entity::belongs_to(practice::Entity)
            .from(practice_record::Column::PracticeId)
            .to(practice::Column::Id)
            .into();
        let mut found = practice::Entity::find()
            .select_only()
            .column(practice::Column::Id)
            .column(practice::Column::Number)
            .column(practice_record::Column::ChangedAt)
            .join_rev(JoinType::InnerJoin, told)
            .filter(policy::shown(None))
            .filter(practice::Column::ArchivedAt.is_null())
            .filter(practice::Column::Number.is_not_null());
        if let Some(after) = after {
            found = found.filter(practice::Column::Id.gt(PracticeId(after)));
        }
        let rows: Vec<(PracticeId, i32, Timestamp)> =
            found.order_by_asc(practice::Column::Id).limit(limit).into_tuple().all(app.reader()).await?;
        let line = |(id, number, changed): (PracticeId, i32, Timestamp)| OpenAddress {
            id: id.0,
            path: format!("/b/{number}"),
            changed,
        };
        Ok(rows.into_iter().map(line).collect())
    }

    async fn about(&self, app: &App, skill: SkillId, limit: u64) -> Result<Option<Shelf>> {
        let treating = practice_skill::Entity::find()
            .select_only()
            .column(practice_skill::Column::VersionId)
            .filter(practice_skill::Column::SkillId.eq(skill))
            .into_query();
        let mut rows = practice::Entity::find()
            .filter(policy::shown(None))
            .filter(practice::Column::ArchivedAt.is_null())
            .filter(practice::Column::ShownId.in_subquery(treating))
            .order_by_desc(practice::Column::Adoptions)
            .order_by_desc(practice::Column::Useful)
            .order_by_asc(practice::Column::Id)
            .limit(limit)
            .all(app.reader())
            .await?;
        rows.iter_mut().for_each(show);
        let cards = view::cards(app, None, rows).await?;
        let links: Vec<_> = cards.into_iter().map(|card| (card.path, card.title)).collect();
        Ok((!links.is_empty()).then_some(Shelf { heading: "Практики", links }))
    }
}

/// Strangers see what is shown, whatever is in work.
fn show(row: &mut practice::Model) {
    row.current_id = row.shown_id.unwrap_or(row.current_id);
}

async fn find(app: &App, address: &str) -> Result<Option<practice::Model>> {
    let open = practice::Entity::find().filter(policy::shown(None));
    let one = match (address.parse::<Uuid>(), access::number(address)) {
        (Ok(id), _) => open.filter(practice::Column::Id.eq(PracticeId(id))),
        (_, Some(number)) => open.filter(practice::Column::Number.eq(number)),
        _ => return Ok(None),
    };
    Ok(one.one(app.reader()).await?)
}

async fn read(app: &App, mut row: practice::Model) -> Result<Option<Told>> {
    let Some(shown) = row.shown_id else { return Ok(None) };
    show(&mut row);
    let version = practice_version::Entity::find_by_id(shown).one(app.reader()).await?;
    let card = view::cards(app, None, vec![row.clone()]).await?.pop();
    let (Some(version), Some(card)) = (version, card) else { return Ok(None) };
    let ids: Vec<_> = card.authors.iter().map(|author| author.id).collect();
    let mut named = app.people()?.public_names(app, &ids).await?;
    Ok(Some(Told {
        authors: ids.iter().map(|id| named.remove(id)).collect(),
        files: attached::files(app, shown).await?,
        row,
        card,
        version,
    }))
}

fn body(told: &Told) -> Html {
    let Told { card, version, .. } = told;
    let mut html = Html::default();
    html.markup("<article>").element("h1", &card.title);
    if told.row.archived_at.is_some() {
        html.markup("<p class=\"note\">Практика убрана в архив: её больше не предлагают коллегам.</p>");
    }
    html.element("p", &card.summary).markup("<dl>");
    for (name, text) in passport(told) {
        html.element("dt", name).element("dd", &text);
    }
    html.markup("</dl>");
    results(&mut html, version);
    html.section("Какую трудность решает", &version.problem).section("Что ученик сможет после", &version.goal);
    skills(&mut html, card);
    html.element("h2", "Как это делать, по шагам")
        .markup("<div class=\"prose\">")
        .markup(&version.html)
        .markup("</div>");
    html.section("Что понадобится", &version.resources)
        .section("Когда работает", &version.conditions)
        .section("Что может не получиться", &version.risks);
    files(&mut html, &told.files);
    links(&mut html, &list::<Link>(&version.links));
    licence(&mut html, told);
    html.markup("</article>");
    html
}

/// «Иванова Мария Петровна, школа № 6»; whoever does not want to be named is a member of the network.
fn authors(told: &Told) -> String {
    if let Some(credit) = &told.card.credit {
        return credit.clone();
    }
    let line = |author: &Option<PersonRef>| match author {
        Some(person) => match &person.school {
            Some(school) => format!("{}, {}", person.full_name(), school.short_name),
            None => person.full_name(),
        },
        None => NAMELESS.to_owned(),
    };
    let mut lines: Vec<String> = told.authors.iter().map(line).collect();
    lines.dedup();
    lines.join("; ")
}

fn subjects(card: &PracticeCard) -> Vec<&str> {
    card.subjects.iter().map(|code| kernel::subject::russian(code)).collect()
}

fn passport(told: &Told) -> Vec<(&'static str, String)> {
    let Told { card, version, row, .. } = told;
    let grades = card.grades.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let level = card.level.map_or("без экспертизы", crate::kinds::Level::russian);
    let mut lines = vec![
        ("Автор", authors(told)),
        ("Вид", card.kind.russian().to_owned()),
        ("Предметы", subjects(card).join(", ")),
        ("Классы", grades),
        ("Рекомендована", level.to_owned()),
        ("Опубликована", row.published_at.map(|at| kernel::russian_day(&at)).unwrap_or_default()),
        ("Ключевые слова", list::<String>(&version.keywords).join(", ")),
    ];
    if row.adoptions > 0 {
        lines.push(("Применили в классе", row.adoptions.to_string()));
    }
    lines.retain(|(_, text)| !text.trim().is_empty());
    lines
}

fn results(html: &mut Html, version: &practice_version::Model) {
    let lines =
        [("Было", &version.result_before), ("Стало", &version.result_after), ("Как измеряли", &version.result_how)];
    if lines.iter().all(|(_, text)| text.trim().is_empty()) {
        return;
    }
    html.element("h2", "Было и стало").markup("<dl>");
    for (name, text) in lines.iter().filter(|(_, text)| !text.trim().is_empty()) {
        html.element("dt", name).element("dd", text);
    }
    html.markup("</dl>");
}

fn skills(html: &mut Html, card: &PracticeCard) {
    if card.skills.is_empty() {
        return;
    }
    let lines: Vec<(String, String)> =
        card.skills.iter().map(|skill| (format!("/skills/{}", skill.id), skill.in_words())).collect();
    html.element("h2", "Умения, которые подтягивает")
        .links(lines.iter().map(|(path, text)| (path.as_str(), text.as_str())));
}

/// Names only: files are for colleagues who sign in.
fn files(html: &mut Html, files: &[FileRef]) {
    if files.is_empty() {
        return;
    }
    html.element("h2", "Файлы").markup("<ul>");
    files.iter().for_each(|file| {
        html.element("li", &file.name);
    });
    html.markup("</ul><p class=\"quiet\">Скачать файлы можно после входа.</p>");
}

fn links(html: &mut Html, links: &[Link]) {
    if links.is_empty() {
        return;
    }
    html.element("h2", "Ссылки").markup("<ul>");
    for link in links {
        let words = if link.title.trim().is_empty() { &link.url } else { &link.title };
        html.markup("<li>").foreign(&link.url, words).markup("</li>");
    }
    html.markup("</ul>");
}

fn licence(html: &mut Html, told: &Told) {
    let licence = told.version.licence;
    html.element("h2", "Как можно использовать").markup("<p>");
    match licence.address() {
        Some(address) => html
            .markup("<a rel=\"license noopener noreferrer\" href=\"")
            .words(address)
            .markup("deed.ru\">")
            .words(licence.russian())
            .markup("</a>. "),
        None => html.words(licence.russian()).markup(". "),
    };
    html.words(licence.explained()).markup("</p>");
}
