//! Five hundred people at once for thirty places and a queue of fifty, through the write gate.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use accounts::{
    affiliations, organisations,
    people::{self, NewPerson, Profile},
    words::PersonStatus,
};
use calendars::{
    entity::event_seat,
    events,
    kinds::Way,
    plan::{EventPlan, SeatPlan},
    registrations::{self, NewRegistration},
    steps,
};
use chrono::TimeDelta;
use kernel::{Actor, Error, EventId, OrgId, OrgKind, SessionId};
use migrations::Migrator;
use platform::{App, Config, Tx, db::Db};
use sea_orm::{ConnectionTrait, Database, EntityTrait};
use sea_orm_migration::MigratorTrait;
use tokio::sync::Semaphore;
use uuid::Uuid;

use crate::{
    cluster::Cluster,
    measure::{Run, millis},
    server::Engine,
};

const PEOPLE: usize = 500;
const PLACES: i32 = 30;
const QUEUE: i32 = 50;
/// As many at once as a node serves: the rest queue before the database.
const AT_ONCE: usize = 64;

pub async fn run() -> anyhow::Result<()> {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        println!("\n== Booking storm, {engine:?}: {PEOPLE} people, {PLACES} places, {QUEUE} may wait");
        let folder = tempfile::tempdir()?;
        let app = open(engine, folder.path()).await?;
        let (id, crowd) = prepare(&app).await?;
        let run = storm(&app, id, crowd).await?;
        let seats = event_seat::Entity::find_by_id((id, Way::Room)).one(app.reader()).await?;
        let (taken, waiting) = seats.map(|seats| (seats.taken, seats.waiting)).unwrap_or_default();
        println!("{}   p95 {:.0} ms, all in {:.2} s", run.line(), millis(run.quantile(0.95)), run.took.as_secs_f64());
        println!("taken {taken}, waiting {waiting}   (bar: {PLACES} and {QUEUE}, p95 200 ms)");
    }
    Ok(())
}

async fn open(engine: Engine, folder: &std::path::Path) -> anyhow::Result<App> {
    let url = match engine {
        Engine::Sqlite => format!("sqlite://{}", folder.join("storm.sqlite").display()),
        Engine::Postgres => {
            let name = format!("storm_{}", Uuid::now_v7().simple());
            let admin = Database::connect(Cluster::durable().url("postgres")).await?;
            admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await?;
            Cluster::durable().url(&name)
        }
    };
    let db = Db::connect(&url, 16, 4).await?;
    Migrator::up(db.writer(), None).await?;
    App::new(Config::load(None)?, db, Arc::new(kernel::SystemClock))
}

/// An event of a school, and everybody who wants to come.
async fn prepare(app: &App) -> anyhow::Result<(EventId, Vec<Actor>)> {
    let mut tx = app.begin().await?;
    let region = found(&mut tx, OrgKind::Region, None).await?;
    let municipality = found(&mut tx, OrgKind::Municipality, Some(region)).await?;
    let school = found(&mut tx, OrgKind::School, Some(municipality)).await?;
    let mut crowd = Vec::with_capacity(PEOPLE);
    for number in 0..PEOPLE {
        let profile =
            Profile { surname: format!("Толпин{number}"), given_name: "Пётр".into(), ..Profile::default() };
        let new = NewPerson {
            profile,
            email: None,
            email_confirmed: false,
            status: PersonStatus::Confirmed,
            time_zone: "Europe/Moscow".into(),
            external_key: None,
        };
        let person = people::create(&mut tx, None, new).await?.id;
        affiliations::place(&mut tx, None, person, school, None).await?;
        crowd.push(Actor {
            person,
            session: SessionId(Uuid::nil()),
            confirmed: true,
            consented: true,
            orgs: [school].into(),
            circle: [school].into(),
            subjects: Vec::new(),
            grants: Vec::new(),
        });
    }
    let starts = (app.now() + TimeDelta::days(7)).naive_utc();
    let plan = EventPlan {
        title: "Штурм".into(),
        summary: "Тридцать мест.".into(),
        host: Some(school),
        starts: Some(calendars::wall::write(starts)),
        ends: Some(calendars::wall::write(starts + TimeDelta::hours(2))),
        place: "актовый зал".into(),
        room: Some(SeatPlan { capacity: Some(PLACES), waiting: Some(QUEUE), kept: None }),
        ..EventPlan::default()
    };
    let id = events::create(&mut tx, &crowd[0], plan).await?;
    steps::publish(&mut tx, &crowd[0], id).await?;
    tx.commit().await?;
    Ok((id, crowd))
}

async fn storm(app: &App, id: EventId, crowd: Vec<Actor>) -> anyhow::Result<Run> {
    let gate = Arc::new(Semaphore::new(AT_ONCE));
    let begun = Instant::now();
    let mut asking = Vec::new();
    for actor in crowd {
        let (app, gate) = (app.clone(), Arc::clone(&gate));
        asking.push(tokio::spawn(async move {
            let _place = gate.acquire().await?;
            let started = Instant::now();
            let mut tx = app.begin().await?;
            match registrations::register(&mut tx, &actor, id, NewRegistration::default()).await {
                Ok(_) => {
                    tx.commit().await?;
                }
                Err(Error::Conflict(_)) => {}
                Err(error) => return Err(error.into()),
            }
            anyhow::Ok(started.elapsed())
        }));
    }
    let mut latencies: Vec<Duration> = Vec::with_capacity(PEOPLE);
    for asked in asking {
        latencies.push(asked.await??);
    }
    Ok(Run::new(begun.elapsed(), latencies))
}

async fn found(tx: &mut Tx, kind: OrgKind, parent_id: Option<OrgId>) -> anyhow::Result<OrgId> {
    let new = organisations::NewOrganisation {
        kind,
        parent_id,
        legal_name: "Журавлёвская".into(),
        short_name: "Журавлёвская".into(),
        place: Some("с. Журавли".into()),
        school_type: (kind == OrgKind::School).then(|| "СОШ".into()),
        time_zone: Some("Europe/Moscow".into()),
        code: None,
        subject: None,
        level: None,
        about: None,
        external_key: None,
    };
    Ok(organisations::found(tx, None, new).await?.id)
}
