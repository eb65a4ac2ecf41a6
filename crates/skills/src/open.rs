//! The page of a skill, for strangers and search engines: what it is, and what there is about it.

use async_trait::async_trait;
use kernel::{Result, SkillId};
use platform::{
    App,
    markup::Html,
    ports::{OpenAddress, OpenPage, OpenPages, Shelf},
};
use sea_orm::{QueryOrder, QuerySelect, entity::prelude::*};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{SkillChip, catalogue, entity::skill};

/// Of each sort of things.
const SHELF: u64 = 20;

pub struct OpenSkills;

#[async_trait]
impl OpenPages for OpenSkills {
    fn prefix(&self) -> &'static str {
        "skills"
    }

    async fn page(&self, app: &App, address: &str) -> Result<Option<OpenPage>> {
        let Ok(id) = address.parse::<Uuid>() else { return Ok(None) };
        let row = skill::Entity::find_by_id(SkillId(id)).one(app.reader()).await?;
        let Some(row) = row else { return Ok(None) };
        let synonyms = catalogue::synonyms_of(app.reader(), row.id).await?;
        let mut shelves = Vec::new();
        for pages in app.open_pages() {
            shelves.extend(pages.about(app, row.id, SHELF).await?);
        }
        let chip = SkillChip::from(row.clone());
        Ok(Some(OpenPage {
            path: format!("/skills/{}", row.id),
            title: chip.in_words(),
            description: row.text.clone(),
            kind: "website",
            published: None,
            changed: Some(row.updated_at),
            data: data(app, &row, &chip, &synonyms),
            body: body(&row, &synonyms, &shelves),
            listed: !row.archived,
        }))
    }

    async fn addresses(&self, app: &App, after: Option<Uuid>, limit: u64) -> Result<Vec<OpenAddress>> {
        let mut found = skill::Entity::find().filter(skill::Column::Archived.eq(false));
        if let Some(after) = after {
            found = found.filter(skill::Column::Id.gt(SkillId(after)));
        }
        let rows = found.order_by_asc(skill::Column::Id).limit(limit).all(app.reader()).await?;
        let line = |row: skill::Model| OpenAddress {
            id: row.id.0,
            path: format!("/skills/{}", row.id),
            changed: row.updated_at,
        };
        Ok(rows.into_iter().map(line).collect())
    }
}

fn body(row: &skill::Model, synonyms: &[String], shelves: &[Shelf]) -> Html {
    let mut html = Html::default();
    html.markup("<article>").element("h1", &capital(&row.short)).element("p", &row.text).markup("<dl>");
    let lines = [
        ("Предмет", kernel::subject::russian(&row.subject).to_owned()),
        ("Класс", row.grade.to_string()),
        ("Задание", crate::codes::shown(&row.code)),
        ("Раздел", row.block.clone()),
        ("Источник", format!("{}, {}", row.source, row.year)),
        ("Говорят также", synonyms.join(", ")),
    ];
    for (name, text) in lines.iter().filter(|(_, text)| !text.trim().is_empty()) {
        html.element("dt", name).element("dd", text);
    }
    html.markup("</dl>");
    for Shelf { heading, links } in shelves {
        html.element("h2", heading).links(links.iter().map(|(path, title)| (path.as_str(), title.as_str())));
    }
    if shelves.is_empty() {
        html.element("p", "Практик и обсуждений, открытых для всех, пока нет.");
    }
    html.markup("</article>");
    html
}

fn data(app: &App, row: &skill::Model, chip: &SkillChip, synonyms: &[String]) -> Value {
    json!({
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "@id": app.address(&format!("/skills/{}", row.id)),
        "url": app.address(&format!("/skills/{}", row.id)),
        "name": row.short,
        "description": row.text,
        "termCode": chip.in_code(),
        "alternateName": synonyms,
        "inLanguage": "ru",
        "inDefinedTermSet": {
            "@type": "DefinedTermSet",
            "name": format!("{}, {} класс: умения", kernel::subject::russian(&row.subject), row.grade),
            "url": app.address("/skills"),
        },
    })
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
