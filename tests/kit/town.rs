//! A prepared town: two districts, three schools, an association, people of every sort, open and private spaces.
//!
//! It is made through the use cases, once per process, and copied for each test.

use std::{sync::Arc, time::Duration};

use accounts::{
    affiliations, consents, credentials, grants, organisations, passwords,
    people::{self, NewPerson, Profile},
    words::{ConsentKind, PersonStatus},
};
use chrono::{TimeZone, Utc};
use forums::{entity::space, members, spaces};
use kernel::{FixedClock, OrgId, OrgKind, PersonId, Role, Timestamp};
use platform::{App, Config, db::Db};
use sea_orm::entity::prelude::*;
use serde_json::{Value, json};
use staffroom::node::Node;
use tokio::{net::TcpListener, sync::oneshot};
use uuid::Uuid;

use crate::{
    Person,
    engine::{self, Place},
    pairs,
    person::PASSWORD,
};

/// A word that only private things of the town hold.
pub const SECRET: &str = "тихий-омут";

/// When every test begins.
pub fn morning() -> Timestamp {
    Utc.with_ymd_and_hms(2026, 10, 5, 4, 0, 0).unwrap()
}

/// A running server with a town in it.
pub struct Town {
    pub url: String,
    pub app: App,
    pub clock: Arc<FixedClock>,
    pub place: Place,
    stop: Option<oneshot::Sender<()>>,
}

impl Town {
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// With settings of its own.
    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        Self::over(engine::prepared().await, change).await
    }

    /// Nobody lives here yet: tables only.
    pub async fn empty() -> Self {
        let place = engine::empty().await;
        let db = Db::connect(&place.url, 1, 1).await.unwrap();
        staffroom::node::migrate(&db).await.unwrap();
        db.close().await.unwrap();
        Self::over(place, |_| {}).await
    }

    /// A server over a database that is there.
    pub async fn over(place: Place, change: impl FnOnce(&mut Config)) -> Self {
        let clock = Arc::new(FixedClock::at(morning()));
        let (url, app, stop) = Self::server(&place, clock.clone(), change).await;
        Self { url, app, clock, place, stop: Some(stop) }
    }

    /// A second process on the same database, as far as one test process can have one.
    pub async fn second_server(&self) -> (String, App, oneshot::Sender<()>) {
        self.second_server_with(|_| {}).await
    }

    /// The same with settings of its own.
    pub async fn second_server_with(&self, change: impl FnOnce(&mut Config)) -> (String, App, oneshot::Sender<()>) {
        Self::server(&self.place, self.clock.clone(), change).await
    }

    async fn server(
        place: &Place,
        clock: Arc<FixedClock>,
        change: impl FnOnce(&mut Config),
    ) -> (String, App, oneshot::Sender<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let mut config = engine::config(place);
        config.http.public_url.clone_from(&url);
        change(&mut config);
        let db = staffroom::node::open(&config).await.unwrap();
        let node = Node::assemble(config, db, clock).unwrap();
        node.start();
        let app = node.app.clone();
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(node.serve(listener, async move {
            let _ = stopped.await;
        }));
        (url, app, stop)
    }

    /// Somebody of the town, signed in: `ana`, `ben`, `lea`, `head`, `mun`, `admin`, `mo`, `far`, `farhead`, `pen`.
    pub async fn person(&self, login: &str) -> Person {
        Person::sign_in(&self.url, login).await
    }

    pub fn stranger(&self) -> Person {
        Person::stranger(&self.url)
    }

    /// Id of a space by key: `open`, `association`, `school6`, `district`, `circle` (private), `club` (by request).
    pub async fn space(&self, key: &str) -> String {
        spaces::by_external_key(self.app.reader(), key).await.unwrap().unwrap().id.to_string()
    }

    /// Id of an organisation by key: `region`, `district`, `farland`, `school6`, `school12`, `school3`, `association`.
    pub async fn org(&self, key: &str) -> String {
        organisations::by_external_key(self.app.reader(), key).await.unwrap().unwrap().id.to_string()
    }

    /// Id of a person without signing in.
    pub async fn id(&self, key: &str) -> String {
        people::by_external_key(self.app.reader(), key).await.unwrap().unwrap().id.to_string()
    }

    /// Waits until followers and jobs have nothing left to do.
    pub async fn settle(&self) {
        self.app.settle().await.unwrap();
    }

    /// Letters in the trial mailbox to an address, newest first.
    pub async fn letters(&self, to: &str) -> Vec<platform::mail::Letter> {
        self.settle().await;
        let kept = self.app.mailer().kept(1000).await.unwrap();
        kept.into_iter().map(|k| k.letter).filter(|l| l.to.contains(to)).collect()
    }

    /// A private topic with everything a stranger must never hear of.
    pub async fn hidden(&self) -> Hidden {
        let ana = self.person("ana").await;
        let space = self.space("circle").await;
        let section = ana.post(&format!("/spaces/{space}/sections"), json!({"title": SECRET})).await.ok();
        let topic = ana.opens(&space, SECRET).await;
        let id = topic["id"].as_str().unwrap().to_owned();
        let post = ana.replies(&id, SECRET).await.ok();
        let practice =
            ana.post("/practices", json!({"title": SECRET, "body": SECRET, "keywords": [SECRET]})).await.ok();
        let collection = ana.post("/collections", json!({"title": SECRET, "foreword": SECRET})).await.ok();
        let host = self.org("school6").await;
        let event = ana.post("/events", json!({"title": SECRET, "body": SECRET, "host": host})).await.ok();
        let pairing = json!({
            "mentor_id": self.org("school12").await,
            "mentee_id": host,
            "theme_kind": "management",
            "theme": "parents",
            "reason": SECRET
        });
        let pairing = self.person("mun").await.post("/pairings", pairing).await.ok();
        let pairing = pairing["id"].as_str().unwrap().to_owned();
        let need = json!({"theme_kind": "subject", "theme": "math", "strength": 50, "priority": 1, "note": SECRET});
        let head = self.person("head").await;
        let need = head.post(&format!("/organisations/{host}/needs"), need).await.ok();
        let runs = format!("/organisations/{}/match-runs", self.org("district").await);
        let run = self.person("mun").await.post(&runs, json!({"mode": "flow"})).await.ok();
        Hidden {
            run: run["id"].as_str().unwrap().to_owned(),
            need: need["id"].as_str().unwrap().to_owned(),
            work: pairs::work(self, &pairing).await,
            pairing,
            event: event["id"].as_str().unwrap().to_owned(),
            practice: practice["id"].as_str().unwrap().to_owned(),
            collection: collection["id"].as_str().unwrap().to_owned(),
            space,
            topic: id,
            post: post["id"].as_str().unwrap().to_owned(),
            section: section["id"].as_str().unwrap().to_owned(),
            person: self.id("ben").await,
        }
    }
}

impl Drop for Town {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
    }
}

/// Ids of private things.
pub struct Hidden {
    pub space: String,
    pub topic: String,
    pub post: String,
    pub section: String,
    pub person: String,
    pub practice: String,
    pub collection: String,
    pub event: String,
    pub pairing: String,
    pub need: String,
    /// A proposal of all pairs of the district.
    pub run: String,
    /// What that pair has written.
    pub work: pairs::Work,
}

impl Hidden {
    /// Is the first id of this path one of ours?
    pub fn covers(&self, path: &str) -> bool {
        const OURS: [&str; 14] = [
            "/spaces/",
            "/topics/",
            "/posts/",
            "/sections/",
            "/practices/",
            "/collections/",
            "/events/",
            "/pairings/",
            "/needs/",
            "/plan-items/",
            "/pairing-visits/",
            "/pairing-reports/",
            "/effect-indicators/",
            "/match-runs/",
        ];
        OURS.iter().any(|p| path.contains(p))
    }

    pub fn id(&self, path: &str, name: &str) -> String {
        match name {
            "id" if path.contains("/spaces/") => self.space.clone(),
            "id" if path.contains("/topics/") => self.topic.clone(),
            "id" if path.contains("/posts/") => self.post.clone(),
            "id" if path.contains("/sections/") => self.section.clone(),
            "id" if path.contains("/practices/") => self.practice.clone(),
            "id" if path.contains("/collections/") => self.collection.clone(),
            "id" if path.contains("/events/") => self.event.clone(),
            "id" if path.contains("/pairings/") => self.pairing.clone(),
            "id" if path.contains("/plan-items/") => self.work.item.clone(),
            "id" if path.contains("/pairing-visits/") => self.work.visit.clone(),
            "id" if path.contains("/pairing-reports/") => self.work.report.clone(),
            "id" if path.contains("/effect-indicators/") => self.work.indicator.clone(),
            "id" | "other" if path.contains("/match-runs/") => self.run.clone(),
            "id" if path.contains("/needs/") => self.need.clone(),
            "practice" => self.practice.clone(),
            "no" => "1".into(),
            "kind" => "useful".into(),
            "key" => format!("reply:{}", self.topic),
            "person" | "id" => self.person.clone(),
            _ => Uuid::nil().to_string(),
        }
    }

    /// The same parameters with ids that nothing has.
    pub fn missing(&self, path: &str, name: &str) -> String {
        match name {
            "id" => "0190b0f4-7b2a-7c3d-8e4f-0123456789ab".into(),
            other => self.id(path, other),
        }
    }
}

/// Login, surname, organisations, role and its scope.
type Newcomer = (&'static str, &'static str, &'static [&'static str], Option<(Role, &'static str)>);

/// Peoples the template.
pub(crate) async fn settle_people(app: &App) {
    let places = places(app).await;
    let org = |key: &str| places.iter().find(|(k, _)| *k == key).map(|(_, id)| *id).unwrap();
    let hash = passwords::make(PASSWORD, 8, 1).unwrap();
    let everybody: &[Newcomer] = &[
        ("admin", "Администратова", &["school6"], Some((Role::Administrator, ""))),
        ("ana", "Анисимова", &["school6", "association"], Some((Role::Teacher, "school6"))),
        ("ben", "Белов", &["school6"], Some((Role::Teacher, "school6"))),
        ("lea", "Леонова", &["school12", "association"], Some((Role::AssociationLeader, "association"))),
        ("mo", "Морозова", &["school12", "association"], None),
        ("head", "Головин", &["school6"], Some((Role::SchoolHead, "school6"))),
        ("mun", "Мунирова", &["office"], Some((Role::MunicipalCoordinator, "district"))),
        ("reg", "Регентова", &["office"], Some((Role::RegionalCoordinator, "region"))),
        ("far", "Дальнева", &["school3"], Some((Role::Teacher, "school3"))),
        ("farhead", "Дальний", &["school3"], Some((Role::SchoolHead, "school3"))),
        ("pen", "Ожиданова", &[], None),
    ];
    for (key, surname, orgs, role) in everybody {
        let mut tx = app.begin().await.unwrap();
        let id = person(&mut tx, key, surname, !orgs.is_empty(), &hash).await;
        for place in *orgs {
            affiliations::place(&mut tx, None, id, org(place), None).await.unwrap();
        }
        if let Some((role, scope)) = role {
            let scope_id = (!scope.is_empty()).then(|| org(scope));
            let new = grants::NewGrant {
                person_id: id,
                role: *role,
                scope_id,
                since: None,
                until: None,
                basis: "приказ".into(),
            };
            grants::record(&mut tx, None, new).await.unwrap();
        }
        tx.commit().await.unwrap();
    }
    open_spaces(app, &org).await;
}

async fn places(app: &App) -> Vec<(&'static str, OrgId)> {
    let plan = [
        ("region", OrgKind::Region, "", "Таволжский край"),
        ("district", OrgKind::Municipality, "region", "Журавлинский район"),
        ("farland", OrgKind::Municipality, "region", "Усть-Ольховский округ"),
        ("office", OrgKind::Unit, "district", "Отдел образования"),
        ("school6", OrgKind::School, "district", "МБОУ СОШ № 6"),
        ("school12", OrgKind::School, "district", "МБОУ ООШ № 12 п. Малый Увал"),
        ("school3", OrgKind::School, "farland", "МКОУ СОШ № 3"),
        ("association", OrgKind::Association, "district", "РМО учителей математики"),
    ];
    let mut made: Vec<(&'static str, OrgId)> = Vec::new();
    for (key, kind, parent, name) in plan {
        let mut tx = app.begin().await.unwrap();
        let new = organisations::NewOrganisation {
            kind,
            parent_id: made.iter().find(|(k, _)| *k == parent).map(|(_, id)| *id),
            legal_name: name.into(),
            short_name: name.into(),
            place: (kind == OrgKind::School).then(|| "с. Журавли".to_owned()),
            school_type: (kind == OrgKind::School).then(|| "СОШ".to_owned()),
            time_zone: Some("Asia/Yekaterinburg".into()),
            code: None,
            subject: (kind == OrgKind::Association).then(|| "math".to_owned()),
            level: None,
            about: None,
            external_key: Some(key.into()),
        };
        let id = organisations::found(&mut tx, None, new).await.unwrap().id;
        tx.commit().await.unwrap();
        made.push((key, id));
    }
    made
}

async fn person(tx: &mut platform::Tx, key: &str, surname: &str, confirmed: bool, hash: &str) -> PersonId {
    let profile = Profile {
        surname: surname.into(),
        given_name: "Мария".into(),
        patronymic: Some("Павловна".into()),
        position: Some("учитель".into()),
        subjects: vec!["math".into()],
        grades: vec![5, 6],
        ..Profile::default()
    };
    let new = NewPerson {
        profile,
        email: Some(format!("{key}@town.example")),
        email_confirmed: true,
        status: if confirmed { PersonStatus::Confirmed } else { PersonStatus::Pending },
        time_zone: "Asia/Yekaterinburg".into(),
        external_key: Some(key.into()),
    };
    let id = people::create(tx, None, new).await.unwrap().id;
    consents::give(tx, id, ConsentKind::Processing, consents::text(ConsentKind::Processing).0).await.unwrap();
    credentials::create(tx, id, key, hash.to_owned()).await.unwrap();
    id
}

/// A word of a closed list in its stored form.
fn word<T: serde::de::DeserializeOwned>(text: &str) -> T {
    serde_json::from_value(Value::from(text)).unwrap()
}

async fn open_spaces(app: &App, org: &dyn Fn(&str) -> OrgId) {
    let plan = [
        ("open", "open", None, "Общая учительская", "auto", "admin"),
        ("association", "association", Some("association"), "РМО математиков", "auto", "lea"),
        ("school6", "school", Some("school6"), "Школа № 6: тихий-омут", "auto", "head"),
        ("district", "municipality", Some("district"), "Журавлинский район", "auto", "mun"),
        ("circle", "group", None, "Кружок: тихий-омут", "invitation", "ana"),
        ("club", "group", None, "Клуб наставников", "request", "ana"),
    ];
    for (key, kind, owner, title, join, by) in plan {
        let actor = actor(app, by).await;
        let mut tx = app.begin().await.unwrap();
        let new = spaces::NewSpace {
            kind: word(kind),
            title: title.into(),
            about: String::new(),
            join: word(join),
            organisation: owner.map(org),
            external_key: Some(key.into()),
        };
        spaces::create(&mut tx, &actor, new).await.unwrap();
        tx.commit().await.unwrap();
    }
    for (space, by, who, role) in [("open", "admin", "mo", "moderator"), ("circle", "ana", "ben", "member")] {
        let id = spaces::by_external_key(app.reader(), space).await.unwrap().unwrap().id;
        let (by, who) = (actor(app, by).await, actor(app, who).await);
        let mut tx = app.begin().await.unwrap();
        members::set(&mut tx, &by, id, who.person, word(role), word("member")).await.unwrap();
        tx.commit().await.unwrap();
    }
    assert_eq!(space::Entity::find().count(app.reader()).await.unwrap(), 6);
}

/// Who somebody is, for calls below HTTP.
pub async fn actor(app: &App, key: &str) -> kernel::Actor {
    let id = people::by_external_key(app.reader(), key).await.unwrap().unwrap().id;
    app.people().unwrap().actor(app, id).await.unwrap().unwrap()
}

/// Time for a second process or a follower to notice.
pub const NOTICE: Duration = Duration::from_millis(1000);
