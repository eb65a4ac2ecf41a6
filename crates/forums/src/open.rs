//! Topics of open spaces, for strangers and search engines: what was said, by those who agreed to be named.

mod data;

use std::collections::HashMap;

use async_trait::async_trait;
use kernel::{PersonId, PersonRef, PostId, Result, SkillId, Timestamp, TopicId};
use platform::{
    App,
    markup::Html,
    ports::{NAMELESS, OpenAddress, OpenPage, OpenPages, Shelf},
};
use sea_orm::{QueryOrder, QuerySelect, QueryTrait, Select, entity::prelude::*};
use uuid::Uuid;

use crate::{
    entity::{post, space, topic, topic_grade, topic_skill},
    markdown,
    policy::visible,
    quoting,
};

/// Posts of one page; the rest is for colleagues.
const POSTS: u64 = 100;

pub struct OpenTopics;

/// A post with its words as strangers read them.
struct Said {
    row: post::Model,
    html: String,
    author: Option<PersonRef>,
}

/// Everything the page says.
struct Told {
    topic: topic::Model,
    space: String,
    /// By number; the accepted answer last, if it lies beyond the page.
    posts: Vec<Said>,
    grades: Vec<i32>,
    skills: Vec<skills::SkillChip>,
}

/// Topics that strangers read.
fn open() -> Select<topic::Entity> {
    let spaces =
        space::Entity::find().select_only().column(space::Column::Id).filter(visible::open_to_all()).into_query();
    topic::Entity::find().filter(topic::Column::DeletedAt.is_null()).filter(topic::Column::SpaceId.in_subquery(spaces))
}

fn path(topic: TopicId) -> String {
    format!("/t/{topic}")
}

#[async_trait]
impl OpenPages for OpenTopics {
    fn prefix(&self) -> &'static str {
        "t"
    }

    async fn page(&self, app: &App, address: &str) -> Result<Option<OpenPage>> {
        let Ok(id) = address.parse::<Uuid>() else { return Ok(None) };
        let topic = open().filter(topic::Column::Id.eq(TopicId(id))).one(app.reader()).await?;
        let Some(topic) = topic else { return Ok(None) };
        let told = read(app, topic).await?;
        let first = told.posts.first().map(|said| markdown::bare(&said.html)).unwrap_or_default();
        Ok(Some(OpenPage {
            path: path(told.topic.id),
            title: told.topic.title.clone(),
            description: markdown::shorten(&first),
            kind: "article",
            published: Some(told.topic.created_at),
            changed: Some(told.topic.last_post_at),
            data: data::of(app, &told),
            body: body(&told),
            listed: true,
        }))
    }

    async fn addresses(&self, app: &App, after: Option<Uuid>, limit: u64) -> Result<Vec<OpenAddress>> {
        let mut found = open().select_only().column(topic::Column::Id).column(topic::Column::LastPostAt);
        if let Some(after) = after {
            found = found.filter(topic::Column::Id.gt(TopicId(after)));
        }
        let rows: Vec<(TopicId, Timestamp)> =
            found.order_by_asc(topic::Column::Id).limit(limit).into_tuple().all(app.reader()).await?;
        Ok(rows.into_iter().map(|(id, changed)| OpenAddress { id: id.0, path: path(id), changed }).collect())
    }

    async fn about(&self, app: &App, skill: SkillId, limit: u64) -> Result<Option<Shelf>> {
        let tagged = topic_skill::Entity::find()
            .select_only()
            .column(topic_skill::Column::TopicId)
            .filter(topic_skill::Column::SkillId.eq(skill))
            .into_query();
        let rows = open()
            .filter(topic::Column::Id.in_subquery(tagged))
            .order_by_desc(topic::Column::LastPostAt)
            .limit(limit)
            .all(app.reader())
            .await?;
        let links: Vec<_> = rows.into_iter().map(|row| (path(row.id), row.title)).collect();
        Ok((!links.is_empty()).then_some(Shelf { heading: "Обсуждения", links }))
    }
}

async fn read(app: &App, topic: topic::Model) -> Result<Told> {
    let db = app.reader();
    let standing = || {
        let of_topic = post::Entity::find().filter(post::Column::TopicId.eq(topic.id));
        of_topic.filter(post::Column::DeletedAt.is_null())
    };
    let mut rows = standing().order_by_asc(post::Column::No).limit(POSTS).all(db).await?;
    if let Some(accepted) = topic.accepted_post_id.filter(|id| !rows.iter().any(|row| row.id == *id)) {
        rows.extend(standing().filter(post::Column::Id.eq(accepted)).one(db).await?);
    }
    let space = space::Entity::find_by_id(topic.space_id).one(db).await?;
    let grades = topic_grade::Entity::find()
        .filter(topic_grade::Column::TopicId.eq(topic.id))
        .order_by_asc(topic_grade::Column::Grade)
        .all(db)
        .await?;
    let skills = crate::tagging::chips(db, &[topic.id]).await?.remove(&topic.id).unwrap_or_default();
    Ok(Told {
        space: space.map(|space| space.title).unwrap_or_default(),
        posts: said(app, rows).await?,
        grades: grades.into_iter().map(|row| row.grade).collect(),
        skills,
        topic,
    })
}

async fn said(app: &App, rows: Vec<post::Model>) -> Result<Vec<Said>> {
    let context = quoting::for_strangers(app, rows.iter().map(|row| row.body.as_str())).await?;
    let authors: Vec<PersonId> = rows.iter().map(|row| row.author_id).collect();
    let named: HashMap<PersonId, PersonRef> = app.people()?.public_names(app, &authors).await?;
    let one = |row: post::Model| {
        // What refers to nobody was rendered for everybody.
        let plain = markdown::references(&row.body) == markdown::References::default();
        let html = if plain { row.html.clone() } else { markdown::render(&row.body, &context).html };
        Said { author: named.get(&row.author_id).cloned(), html, row }
    };
    Ok(rows.into_iter().map(one).collect())
}

/// «Иванова Мария Петровна, школа № 6»
fn author(said: &Said) -> String {
    match &said.author {
        Some(PersonRef { school: Some(school), .. }) => format!("{}, {}", name(said), school.short_name),
        _ => name(said),
    }
}

fn name(said: &Said) -> String {
    said.author.as_ref().map_or_else(|| NAMELESS.to_owned(), PersonRef::full_name)
}

fn body(told: &Told) -> Html {
    let Told { topic, posts, .. } = told;
    let mut html = Html::default();
    html.markup("<article>").element("h1", &topic.title).markup("<dl>");
    let subject = topic.subject.as_deref().map(kernel::subject::russian).unwrap_or_default();
    let grades = told.grades.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    for (name, text) in [("Пространство", told.space.as_str()), ("Предмет", subject), ("Классы", &grades)]
    {
        if !text.is_empty() {
            html.element("dt", name).element("dd", text);
        }
    }
    html.markup("</dl>");
    if !told.skills.is_empty() {
        let lines: Vec<(String, String)> =
            told.skills.iter().map(|skill| (format!("/skills/{}", skill.id), skill.in_words())).collect();
        html.element("h2", "О каких умениях речь")
            .links(lines.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    }
    for said in posts {
        message(&mut html, said, topic.accepted_post_id);
    }
    let rest = i64::from(topic.post_count) - i64::try_from(posts.len()).unwrap_or(i64::MAX);
    if rest > 0 {
        html.element("p", &format!("Ещё сообщений в теме: {rest}. Их читают после входа."));
    }
    html.markup("</article>");
    html
}

fn message(html: &mut Html, said: &Said, accepted: Option<PostId>) {
    let Said { row, html: words, .. } = said;
    html.markup("<section class=\"post\" id=\"post-").words(&row.no.to_string()).markup("\">");
    if accepted == Some(row.id) {
        html.markup("<p class=\"note\">Ответ, который помог</p>");
    }
    html.markup("<p class=\"quiet\"><span dir=\"auto\">")
        .words(&author(said))
        .markup("</span> · <time datetime=\"")
        .words(&row.created_at.to_rfc3339())
        .markup("\">")
        .words(&kernel::russian_day(&row.created_at))
        .markup("</time></p><div class=\"prose\">")
        .markup(words)
        .markup("</div></section>");
}
