//! The page of an event that is open to everybody, for strangers and search engines, and on a skill's page what is
//! coming about it.

use async_trait::async_trait;
use kernel::{EventId, PersonRef, Result, SkillId};
use platform::{
    App,
    markup::Html,
    ports::{NAMELESS, OpenAddress, OpenPage, OpenPages, Shelf},
};
use sea_orm::{QueryOrder, QuerySelect, QueryTrait, entity::prelude::*};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    access, dates,
    entity::{event, event_skill},
    events, guests,
    kinds::EventState,
    plan::{EventPlan, ProgrammeItem},
    policy,
    view::{self, EventCard},
};

pub struct OpenEvents;

/// Everything the page says.
struct Told {
    row: event::Model,
    card: EventCard,
    plan: EventPlan,
    /// Speakers by the names they agreed to be called by here.
    speakers: Vec<(String, String)>,
    /// People without an account can register now.
    guests: bool,
}

#[async_trait]
impl OpenPages for OpenEvents {
    fn prefix(&self) -> &'static str {
        "e"
    }

    async fn page(&self, app: &App, address: &str) -> Result<Option<OpenPage>> {
        let Some(row) = find(app, address).await? else { return Ok(None) };
        let told = read(app, row).await?;
        Ok(Some(OpenPage {
            path: told.card.path.clone(),
            title: told.card.title.clone(),
            description: format!("{}. {}", dates::of(&told.row), told.card.summary),
            kind: "article",
            published: told.row.published_at,
            changed: Some(told.row.changed_at),
            data: data(app, &told),
            body: body(&told),
            listed: told.row.state != EventState::Cancelled,
        }))
    }

    async fn addresses(&self, app: &App, after: Option<Uuid>, limit: u64) -> Result<Vec<OpenAddress>> {
        let mut found = event::Entity::find()
            .filter(policy::visible(None))
            .filter(event::Column::State.ne(EventState::Cancelled))
            .filter(event::Column::Number.is_not_null());
        if let Some(after) = after {
            found = found.filter(event::Column::Id.gt(EventId(after)));
        }
        let rows = found.order_by_asc(event::Column::Id).limit(limit).all(app.reader()).await?;
        let line = |row: event::Model| OpenAddress { id: row.id.0, path: view::path(&row), changed: row.changed_at };
        Ok(rows.into_iter().map(line).collect())
    }

    async fn about(&self, app: &App, skill: SkillId, limit: u64) -> Result<Option<Shelf>> {
        let treating = event_skill::Entity::find()
            .select_only()
            .column(event_skill::Column::EventId)
            .filter(event_skill::Column::SkillId.eq(skill))
            .into_query();
        let rows = event::Entity::find()
            .filter(policy::visible(None))
            .filter(event::Column::State.eq(EventState::Published))
            .filter(event::Column::EndsAt.gt(app.now()))
            .filter(event::Column::Id.in_subquery(treating))
            .order_by_asc(event::Column::StartsAt)
            .order_by_asc(event::Column::Id)
            .limit(limit)
            .all(app.reader())
            .await?;
        let links: Vec<_> =
            rows.iter().map(|row| (view::path(row), format!("{}: {}", dates::of(row), row.title))).collect();
        Ok((!links.is_empty()).then_some(Shelf { heading: "Ближайшие события", links }))
    }
}

async fn find(app: &App, address: &str) -> Result<Option<event::Model>> {
    let open = event::Entity::find().filter(policy::visible(None));
    let one = match (address.parse::<Uuid>(), access::number(address)) {
        (Ok(id), _) => open.filter(event::Column::Id.eq(EventId(id))),
        (_, Some(number)) => open.filter(event::Column::Number.eq(number)),
        _ => return Ok(None),
    };
    Ok(one.one(app.reader()).await?)
}

async fn read(app: &App, row: event::Model) -> Result<Told> {
    let card = view::card_of(app, None, &row).await?;
    let plan = events::stored(app.reader(), &row).await?;
    let ids: Vec<_> = plan.speakers.iter().filter_map(|speaker| speaker.person_id).collect();
    let named = app.people()?.public_names(app, &ids).await?;
    let line = |speaker: &crate::plan::Speaker| {
        let name = match speaker.person_id {
            Some(id) => named.get(&id).map_or_else(|| NAMELESS.to_owned(), PersonRef::full_name),
            None => [speaker.name.as_str(), &speaker.about]
                .into_iter()
                .filter(|t| !t.is_empty())
                .collect::<Vec<_>>()
                .join(", "),
        };
        (name, speaker.topic.clone())
    };
    let speakers = plan.speakers.iter().map(line).collect();
    let guests = guests::welcome(app.reader(), &row, app.now()).await?;
    Ok(Told { row, card, plan, speakers, guests })
}

fn state(row: &event::Model) -> Option<&'static str> {
    match row.state {
        EventState::Cancelled => Some("Событие отменено."),
        EventState::Postponed => Some("Событие перенесено, новая дата будет объявлена."),
        EventState::Held | EventState::Closed => Some("Событие состоялось."),
        EventState::Draft | EventState::Published => None,
    }
}

fn body(told: &Told) -> Html {
    let Told { row, card, plan, speakers, guests } = told;
    let mut html = Html::default();
    html.markup("<article>").element("h1", &card.title);
    if let Some(state) = state(row) {
        html.markup("<p class=\"note\">").words(state).markup("</p>");
    }
    html.element("p", &card.summary).markup("<dl>");
    let host = card.host.as_ref().map(|org| org.short_name.clone()).unwrap_or_default();
    let subjects: Vec<&str> = card.subjects.iter().map(|code| kernel::subject::russian(code)).collect();
    let grades = card.grades.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let online = if card.online.is_some() {
        "Можно подключиться: ссылку получают записавшиеся."
    } else {
        ""
    };
    let lines = [
        ("Вид", row.kind.russian()),
        ("Когда", &dates::of(row)),
        ("Где", &row.place),
        ("Онлайн", online),
        ("Проводит", &host),
        ("Предметы", &subjects.join(", ")),
        ("Классы", &grades),
    ];
    for (name, text) in lines.into_iter().filter(|(_, text)| !text.trim().is_empty()) {
        html.element("dt", name).element("dd", text);
    }
    html.markup("</dl><div class=\"prose\">")
        .markup(&prose::render(&row.body, &prose::Context::default()).html)
        .markup("</div>");
    if !card.skills.is_empty() {
        let lines: Vec<(String, String)> =
            card.skills.iter().map(|skill| (format!("/skills/{}", skill.id), skill.in_words())).collect();
        html.element("h2", "О каких умениях").links(lines.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    }
    list(&mut html, "Выступают", speakers.iter().map(|(name, topic)| joined(name, topic)));
    list(&mut html, "Программа", plan.programme.iter().map(|item| line(row, item)));
    match row.number.filter(|_| *guests) {
        Some(number) => {
            html.markup("<p class=\"act\">").link(&format!("/guest?event={number}"), "Записаться гостем: нужна только почта").markup(
                "</p><p class=\"quiet\">Если вы уже в сети, запишитесь после входа: так событие попадёт в ваш календарь.</p>",
            );
        }
        None => {
            html.markup("<p class=\"quiet\">Записаться можно после входа.</p>");
        }
    }
    html.markup("</article>");
    html
}

fn joined(first: &str, second: &str) -> String {
    if second.trim().is_empty() { first.to_owned() } else { format!("{first}: {second}") }
}

/// «15:30 Полоска. Анисимова»
fn line(row: &event::Model, item: &ProgrammeItem) -> String {
    let at = row.starts_wall.and_then(|wall| wall.checked_add_signed(chrono::TimeDelta::minutes(item.minute.into())));
    let hour = at.map(|at| at.format("%H:%M ").to_string()).unwrap_or_default();
    let who = if item.who.is_empty() { String::new() } else { format!(". {}", item.who) };
    format!("{hour}{}{who}", item.title)
}

fn list(html: &mut Html, heading: &str, lines: impl Iterator<Item = String>) {
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() {
        return;
    }
    html.element("h2", heading).markup("<ul>");
    for line in &lines {
        html.element("li", line);
    }
    html.markup("</ul>");
}

/// The event in the words of schema.org.
fn data(app: &App, told: &Told) -> Value {
    let Told { row, card, speakers, .. } = told;
    let status = match row.state {
        EventState::Cancelled => "https://schema.org/EventCancelled",
        EventState::Postponed => "https://schema.org/EventPostponed",
        EventState::Draft | EventState::Published | EventState::Held | EventState::Closed => {
            "https://schema.org/EventScheduled"
        }
    };
    let (mode, location) = match (card.room.is_some(), card.online.is_some()) {
        (true, true) => ("Mixed", place(app, card, true, true)),
        (false, true) => ("Online", place(app, card, false, true)),
        _ => ("Offline", place(app, card, true, false)),
    };
    let organizer = card.host.as_ref().map(|org| json!({ "@type": "EducationalOrganization", "name": org.short_name }));
    let people: Vec<Value> = speakers
        .iter()
        .filter(|(name, _)| name != NAMELESS && !name.is_empty())
        .map(|(name, _)| json!({ "@type": "Person", "name": name }))
        .collect();
    let address = app.address(&card.path);
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "EducationEvent",
        "@id": address,
        "url": address,
        "name": card.title,
        "description": card.summary,
        "inLanguage": "ru",
        "startDate": row.starts_at.map(|at| at.to_rfc3339()),
        "endDate": row.ends_at.map(|at| at.to_rfc3339()),
        "eventStatus": status,
        "eventAttendanceMode": format!("https://schema.org/{mode}EventAttendanceMode"),
        "location": location,
        "organizer": organizer,
        "performer": people,
        "isAccessibleForFree": true,
        "maximumPhysicalAttendeeCapacity": card.room.and_then(|seats| seats.capacity),
        "maximumVirtualAttendeeCapacity": card.online.and_then(|seats| seats.capacity),
    });
    if let Some(fields) = data.as_object_mut() {
        // What is not known is not said.
        fields.retain(|_, value| !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty()));
    }
    data
}

/// Where it is. The address one connects to is for those who registered: this page stands for it.
fn place(app: &App, card: &EventCard, room: bool, online: bool) -> Vec<Value> {
    let there = || json!({ "@type": "Place", "name": card.place, "address": card.place });
    let line = || json!({ "@type": "VirtualLocation", "url": app.address(&card.path) });
    let mut places = Vec::new();
    if room && !card.place.is_empty() {
        places.push(there());
    }
    if online {
        places.push(line());
    }
    places
}
