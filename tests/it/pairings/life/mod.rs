//! The life of a pair over HTTP.

mod agreements;
mod curators;
mod hearing;
mod people;
mod places;
mod policy;
mod proposals;
mod silence;
mod storm;
mod walk;

use accounts::{grants, organisations};
use kernel::{NeedId, OfferId, OrgId, OrgKind, PersonId, Role};
use kit::{Person, Town, Value, json, town};
use pairings::{
    entity::schools::{need, offer, offer_theme},
    kinds::{NeedSource, NeedState, OfferState, ThemeKind},
};
use sea_orm::entity::prelude::*;

/// Gives somebody a role.
pub async fn give(town: &Town, login: &str, role: Role, scope: OrgId) {
    let mut tx = town.app.begin().await.unwrap();
    let new = grants::NewGrant {
        person_id: town.id(login).await.parse().unwrap(),
        role,
        scope_id: Some(scope),
        since: None,
        until: None,
        basis: "приказ".into(),
    };
    grants::record(&mut tx, None, new).await.unwrap();
    tx.commit().await.unwrap();
    town.settle().await;
}

pub async fn org(town: &Town, key: &str) -> OrgId {
    town.org(key).await.parse().unwrap()
}

/// Another school of the district.
pub async fn school(town: &Town, key: &str) -> OrgId {
    let parent = org(town, "district").await;
    let mut tx = town.app.begin().await.unwrap();
    let new = organisations::NewOrganisation {
        kind: OrgKind::School,
        parent_id: Some(parent),
        legal_name: format!("Школа {key}"),
        short_name: format!("Школа {key}"),
        place: None,
        school_type: Some("СОШ".into()),
        time_zone: Some("Asia/Yekaterinburg".into()),
        code: None,
        subject: None,
        level: None,
        about: None,
        external_key: Some(key.into()),
    };
    let id = organisations::found(&mut tx, None, new).await.unwrap().id;
    tx.commit().await.unwrap();
    id
}

/// What a school offers: so many pairs, so many specialists in each subject.
pub async fn offers(town: &Town, school: OrgId, capacity: i32, subjects: &[(&str, i32)]) -> OfferId {
    let by: PersonId = town::actor(&town.app, "admin").await.person;
    let tx = town.app.begin().await.unwrap();
    let row = offer::Model {
        id: tx.id(),
        school_id: school,
        capacity,
        active: 0,
        online: true,
        in_person: true,
        max_minutes: None,
        languages: "ru".into(),
        forms: String::new(),
        note: String::new(),
        state: OfferState::Open,
        by_id: by,
        revision: 1,
        created_at: tx.now(),
        changed_at: tx.now(),
    };
    let id = row.id;
    offer::Entity::insert(offer::ActiveModel::from(row).reset_all()).exec_without_returning(tx.db()).await.unwrap();
    for (subject, specialists) in subjects {
        let row = offer_theme::Model {
            offer_id: id,
            theme_kind: ThemeKind::Subject,
            theme: (*subject).to_owned(),
            specialists: *specialists,
            active: 0,
            grade_from: None,
            grade_to: None,
            strength: None,
            basis: String::new(),
        };
        let row = offer_theme::ActiveModel::from(row).reset_all();
        offer_theme::Entity::insert(row).exec_without_returning(tx.db()).await.unwrap();
    }
    tx.commit().await.unwrap();
    id
}

/// A school needs help in a subject.
pub async fn needs(town: &Town, school: OrgId, subject: &str) -> NeedId {
    let by: PersonId = town::actor(&town.app, "admin").await.person;
    let tx = town.app.begin().await.unwrap();
    let row = need::Model {
        id: tx.id(),
        school_id: school,
        theme_kind: ThemeKind::Subject,
        theme: subject.to_owned(),
        grade_from: None,
        grade_to: None,
        strength: 60,
        priority: 1,
        note: String::new(),
        source: NeedSource::School,
        state: NeedState::Open,
        close_reason: None,
        by_id: by,
        revision: 1,
        created_at: tx.now(),
        changed_at: tx.now(),
    };
    let id = row.id;
    need::Entity::insert(need::ActiveModel::from(row).reset_all()).exec_without_returning(tx.db()).await.unwrap();
    tx.commit().await.unwrap();
    id
}

pub async fn active_of(town: &Town, id: OfferId) -> i32 {
    offer::Entity::find_by_id(id).one(town.app.reader()).await.unwrap().unwrap().active
}

pub async fn need_state(town: &Town, id: NeedId) -> NeedState {
    need::Entity::find_by_id(id).one(town.app.reader()).await.unwrap().unwrap().state
}

/// The sixth school helps the twelfth in mathematics; `head` heads the one, `mo` the other, `mun` answers for both.
pub struct Crew {
    pub town: Town,
    pub offer: OfferId,
    pub need: NeedId,
    pub mentor: OrgId,
    pub mentee: OrgId,
    pub head: Person,
    pub mo: Person,
    pub mun: Person,
}

impl Crew {
    pub async fn new() -> Self {
        let town = Town::new().await;
        let (mentor, mentee) = (org(&town, "school6").await, org(&town, "school12").await);
        give(&town, "mo", Role::SchoolHead, mentee).await;
        let offer = offers(&town, mentor, 2, &[("math", 1), ("physics", 1)]).await;
        let need = needs(&town, mentee, "math").await;
        let (head, mo, mun) = (town.person("head").await, town.person("mo").await, town.person("mun").await);
        Self { offer, need, mentor, mentee, head, mo, mun, town }
    }

    pub async fn person(&self, login: &str) -> Person {
        self.town.person(login).await
    }

    /// A pair both schools are asked about, by id.
    pub async fn proposed(&self) -> String {
        let body = json!({"mentor_id": self.mentor, "need_id": self.need, "reason": "Рядом и сильны в процентах"});
        id(&self.mun.post("/pairings", body).await.ok())
    }

    pub async fn agreed(&self) -> String {
        let pair = self.proposed().await;
        for head in [&self.head, &self.mo] {
            head.post(&format!("/pairings/{pair}/agree"), json!({})).await.ok();
        }
        pair
    }

    /// With an agreement both have confirmed, from today until the given day.
    pub async fn signed(&self, until: &str) -> String {
        let pair = self.agreed().await;
        self.sign(&pair, "2026-10-05", until).await;
        pair
    }

    /// Writes, sends and signs an agreement.
    pub async fn sign(&self, pair: &str, since: &str, until: &str) {
        self.send(pair, since, until).await;
        for head in [&self.head, &self.mo] {
            head.post(&format!("/pairings/{pair}/agreement/sign"), json!({})).await.ok();
        }
    }

    /// Writes and sends an agreement.
    pub async fn send(&self, pair: &str, since: &str, until: &str) {
        let path = format!("/pairings/{pair}/agreement");
        let now = self.mo.get(&path).await.ok();
        let revision = if now["current"]["state"] == "draft" { now["current"]["revision"].clone() } else { json!(0) };
        let body = draft(revision.as_i64().unwrap(), since, until);
        self.mo.put(&path, body).await.ok();
        self.mo.post(&format!("{path}/send"), json!({})).await.ok();
    }

    pub async fn active(&self) -> String {
        let pair = self.signed("2027-05-31").await;
        self.mun.post(&format!("/pairings/{pair}/activate"), json!({})).await.ok();
        pair
    }

    pub async fn page(&self, pair: &str) -> Value {
        self.mun.get(&format!("/pairings/{pair}")).await.ok()
    }

    pub async fn state(&self, pair: &str) -> String {
        self.page(pair).await["state"].as_str().unwrap().to_owned()
    }
}

/// A whole draft of an agreement.
pub fn draft(revision: i64, since: &str, until: &str) -> Value {
    json!({
        "revision": revision,
        "number": "1/2026",
        "dated": "2026-10-05",
        "since": since,
        "until": until,
        "text": "## 1. Предмет\n\nСтороны сотрудничают.",
        "mentor_details": "ИНН 0000000001",
        "mentee_details": "ИНН 0000000002"
    })
}

pub fn id(value: &Value) -> String {
    value["id"].as_str().unwrap().to_owned()
}

/// Words of a list of strings or of one field of its lines.
pub fn words(list: &Value) -> Vec<String> {
    let word = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    list.as_array().unwrap().iter().map(word).collect()
}

/// Who waits for what, as `side what`.
pub fn waits(page: &Value) -> Vec<String> {
    let line = |wait: &Value| format!("{} {}", wait["side"].as_str().unwrap(), wait["what"].as_str().unwrap());
    page["waits_for"].as_array().unwrap().iter().map(line).collect()
}
