//! Open offers in the index: what a school is willing to help others with, in words. Never what results of pupils say.
//!
//! The name of the school is told as its place and not as a title, so that whoever looks for a school finds the school
//! first; and an offer has no quality of its own, so that whoever looks for a practice finds practices first.

use std::collections::{BTreeSet, HashMap};

use accounts::{directory, entity::organisation, names};
use async_trait::async_trait;
use kernel::{Actor, FeedEvent, OfferId, OrgId, OrgRef, Result, SkillId};
use platform::{
    App,
    ports::{Audience, DocKey, Document, SearchCard, SearchSource},
};
use sea_orm::{QueryOrder, QuerySelect, entity::prelude::*};

use crate::{
    codes,
    entity::schools::{offer, offer_skill},
    event::schools::{Detail, kind},
    kinds::{OfferState, ThemeKind},
    policy::{
        SchoolSeat,
        schools::{Place, Sight, announced_to, hears},
    },
    schools::{
        access::CHUNK,
        ground::{Ground, grounds},
        helping::standing,
        offers::{self, OfferThemeView, SchoolOffer},
    },
};

const KIND: &str = "offer";
/// More than there are schools.
const ALL: u64 = 100_000;

pub struct OfferSearch;

fn key(id: OfferId) -> DocKey {
    DocKey { kind: KIND, id: id.0 }
}

/// An open offer of a school that stands, with everything that is said of it.
struct Told {
    offer: SchoolOffer,
    school: organisation::Model,
    ground: Ground,
    municipality: Option<OrgRef>,
}

impl Told {
    fn subjects(&self) -> Vec<String> {
        let subjects = self.offer.themes.iter().filter(|one| one.theme.kind == ThemeKind::Subject);
        subjects.map(|one| one.theme.theme.clone()).collect()
    }

    fn grades(&self) -> Vec<i32> {
        let spans = self.offer.themes.iter().filter_map(|one| one.grade_from.zip(one.grade_to));
        spans.flat_map(|(from, to)| from..=to).collect::<BTreeSet<_>>().into_iter().collect()
    }

    fn skills(&self) -> Vec<SkillId> {
        let named = self.offer.themes.iter().flat_map(|one| one.skills.iter().map(|able| able.skill.id));
        named.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// «Школа готова помочь другим: математика, 5–6 классы; работа с родителями»
    fn summary(&self) -> String {
        let themes: Vec<String> = self.offer.themes.iter().map(theme).collect();
        format!("Школа готова помочь другим: {}", themes.join("; "))
    }

    fn body(&self) -> String {
        let mut lines = vec![format!("{}.", self.summary())];
        for one in &self.offer.themes {
            let skills: Vec<&str> = one.skills.iter().map(|able| able.skill.short.as_str()).collect();
            lines.extend([one.basis.clone(), skills.join(", ")]);
        }
        lines.push(self.offer.note.clone());
        lines.push(self.ways());
        lines.retain(|line| !line.is_empty());
        lines.join("\n")
    }

    /// «Наставник очно, по видеосвязи: семинар, открытый урок. Языки: русский, татарский.»
    fn ways(&self) -> String {
        let offer = &self.offer;
        let ways = [(offer.in_person, "очно"), (offer.online, "по видеосвязи")];
        let ways: Vec<&str> = ways.into_iter().filter(|(does, _)| *does).map(|(_, way)| way).collect();
        let forms: Vec<String> = offer.forms.iter().map(|form| form.russian().to_lowercase()).collect();
        let languages: Vec<&str> = offer.languages.iter().map(|code| codes::language(code)).collect();
        format!("Наставник {}: {}. Языки: {}.", ways.join(", "), forms.join(", "), languages.join(", "))
    }

    fn document(self) -> Document {
        let school = &self.school;
        let known_as = names::org_key(&school.short_name, &school.legal_name, school.place.as_deref());
        let mut places = vec![known_as.trim().to_owned()];
        places.extend(self.municipality.iter().map(|org| org.short_name.clone()));
        Document {
            key: key(self.offer.id),
            title: String::new(),
            summary: String::new(),
            body: self.body(),
            keywords: Vec::new(),
            authors: Vec::new(),
            places,
            files: Vec::new(),
            subjects: self.subjects(),
            grades: self.grades(),
            form: None,
            skills: self.skills(),
            school: Some(school.id),
            level: None,
            licence: None,
            at: self.offer.changed_at,
            quality: 0.0,
            uses: 0,
            audience: announced_to(self.ground.region, &self.ground.above),
        }
    }

    fn card(self) -> SearchCard {
        SearchCard {
            summary: self.summary(),
            path: format!("/organisations/{}?tab=help", self.school.id),
            people: Vec::new(),
            subjects: self.subjects(),
            grades: self.grades(),
            form: None,
            skills: self.skills(),
            level: None,
            at: self.offer.changed_at,
            uses: 0,
            answered: false,
            place: self.municipality.map(|org| org.short_name),
            title: self.school.short_name,
        }
    }

    fn is_for(&self, actor: &Actor) -> bool {
        let place = Place { near: actor.circle.contains(&self.ground.region), ..Place::default() };
        SchoolSeat::take(actor, self.school.id).offer(place, Some(self.offer.state)).is_some()
    }
}

/// «математика, 5–6 классы»
fn theme(one: &OfferThemeView) -> String {
    let title = inside(&one.theme.title);
    match one.grade_from.zip(one.grade_to) {
        Some((from, to)) if from == to => format!("{title}, {from} класс"),
        Some((from, to)) => format!("{title}, {from}–{to} классы"),
        None => title,
    }
}

/// As it stands inside a sentence; what is written in capitals stays so.
fn inside(title: &str) -> String {
    let mut letters = title.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain([second]).chain(letters).collect()
        }
        _ => title.to_owned(),
    }
}

/// Open offers by key; those of closed schools are absent.
async fn told(app: &App, keys: &[DocKey]) -> Result<Vec<Told>> {
    let db = app.reader();
    let mut rows = Vec::with_capacity(keys.len());
    for part in keys.chunks(CHUNK) {
        let ids = part.iter().filter(|key| key.kind == KIND).map(|key| OfferId(key.id));
        let open = offer::Entity::find().filter(offer::Column::Id.is_in(ids));
        rows.extend(open.filter(offer::Column::State.eq(OfferState::Open)).all(db).await?);
    }
    let schools: Vec<OrgId> = rows.iter().map(|row| row.school_id).collect();
    let mut standing = standing(db, &schools).await?;
    let mut grounds = grounds(db, &schools).await?;
    let municipalities: Vec<OrgId> = grounds.values().filter_map(|ground| ground.municipality).collect();
    let municipalities: HashMap<OrgId, OrgRef> = directory::org_refs(db, &municipalities).await?;
    let offers = offers::views(db, rows, Sight::Outline).await?;
    let told = |offer: SchoolOffer| {
        let (school, ground) = (standing.remove(&offer.school_id)?, grounds.remove(&offer.school_id)?);
        let municipality = ground.municipality.and_then(|id| municipalities.get(&id).cloned());
        Some(Told { offer, school, ground, municipality })
    };
    Ok(offers.into_iter().filter_map(told).collect())
}

/// Live offers of an organisation and of everything below it, in which its name stands.
async fn below(app: &App, org: OrgId) -> Result<Vec<DocKey>> {
    let orgs = directory::descendants(app.reader(), &[org]).await?;
    let orgs: Vec<OrgId> = orgs.into_values().flatten().collect();
    Ok(offers::live_of(app.reader(), &orgs).await?.into_iter().map(|row| key(row.id)).collect())
}

#[async_trait]
impl SearchSource for OfferSearch {
    fn kinds(&self) -> &'static [&'static str] {
        &[KIND]
    }

    fn wants(&self, event: &str) -> bool {
        matches!(
            event,
            kind::OFFER_MADE
                | kind::OFFER_CHANGED
                | kind::OFFER_WITHDRAWN
                | accounts::event::ORGANISATION_CHANGED
                | skills::event::kind::SKILL_CHANGED
                | skills::event::kind::CATALOGUE_LOADED
        )
    }

    async fn touched(&self, app: &App, event: &FeedEvent) -> Result<Vec<DocKey>> {
        match event.kind.as_str() {
            accounts::event::ORGANISATION_CHANGED => below(app, OrgId(event.subject)).await,
            skills::event::kind::CATALOGUE_LOADED => self.page(app, KIND, None, ALL).await,
            skills::event::kind::SKILL_CHANGED => {
                let named = offer_skill::Entity::find().filter(offer_skill::Column::SkillId.eq(SkillId(event.subject)));
                Ok(named.all(app.reader()).await?.into_iter().map(|row| key(row.offer_id)).collect())
            }
            _ => Ok(event.body::<Detail>()?.offer.map(key).into_iter().collect()),
        }
    }

    async fn load(&self, app: &App, keys: &[DocKey]) -> Result<Vec<Document>> {
        Ok(told(app, keys).await?.into_iter().map(Told::document).collect())
    }

    async fn page(&self, app: &App, _: &'static str, after: Option<Uuid>, limit: u64) -> Result<Vec<DocKey>> {
        let mut open = offer::Entity::find().select_only().column(offer::Column::Id);
        open = open.filter(offer::Column::State.eq(OfferState::Open));
        if let Some(id) = after {
            open = open.filter(offer::Column::Id.gt(OfferId(id)));
        }
        let ids: Vec<OfferId> =
            open.order_by_asc(offer::Column::Id).limit(limit).into_tuple().all(app.reader()).await?;
        Ok(ids.into_iter().map(key).collect())
    }

    async fn audiences(&self, _: &App, reader: Option<&Actor>) -> Result<Vec<Audience>> {
        Ok(reader.map(hears).unwrap_or_default())
    }

    async fn cards(&self, app: &App, reader: Option<&Actor>, keys: &[DocKey]) -> Result<HashMap<DocKey, SearchCard>> {
        let Some(actor) = reader else { return Ok(HashMap::new()) };
        let seen = told(app, keys).await?.into_iter().filter(|told| told.is_for(actor));
        Ok(seen.map(|told| (key(told.offer.id), told.card())).collect())
    }
}
