//! Five hundred people at once for thirty places.

use std::{collections::BTreeMap, sync::Arc};

use accounts::{
    affiliations,
    people::{self, NewPerson, Profile},
    words::PersonStatus,
};
use calendars::{
    entity::{event_registration, event_seat},
    kinds::{RegistrationState, Way},
    registrations::{self, NewRegistration},
};
use kernel::{Actor, Code, Error, EventId, OrgId, PersonId, SessionId};
use kit::{Town, json};
use sea_orm::{QueryOrder, entity::prelude::*};
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::published;

const PEOPLE: usize = 500;
const PLACES: i32 = 30;
const QUEUE: i32 = 50;

/// Teachers of the sixth school without accounts.
pub async fn crowd(town: &Town, people: usize) -> Vec<Actor> {
    let school: OrgId = town.org("school6").await.parse().unwrap();
    let mut tx = town.app.begin().await.unwrap();
    let mut crowd = Vec::with_capacity(people);
    for number in 0..people {
        let new = NewPerson {
            profile: Profile {
                surname: format!("Толпин{number}"), given_name: "Пётр".into(), ..Profile::default()
            },
            email: None,
            email_confirmed: false,
            status: PersonStatus::Confirmed,
            time_zone: "Europe/Moscow".into(),
            external_key: None,
        };
        let person: PersonId = people::create(&mut tx, None, new).await.unwrap().id;
        affiliations::place(&mut tx, None, person, school, None).await.unwrap();
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
    tx.commit().await.unwrap();
    crowd
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_hundred_for_thirty_places_make_thirty_and_a_queue_of_fifty_in_order() {
    let town = Town::new().await;
    let id = published(&town, "Штурм", json!({"room": {"capacity": PLACES, "waiting": QUEUE}})).await;
    let id: EventId = id.parse().unwrap();
    let crowd = crowd(&town, PEOPLE).await;
    // As many at once as a node would serve: the rest queue before the database, as they would before its pool.
    let gate = Arc::new(Semaphore::new(64));
    let mut asking = Vec::new();
    for actor in crowd.clone() {
        let (app, gate) = (town.app.clone(), Arc::clone(&gate));
        asking.push(tokio::spawn(async move {
            let _place = gate.acquire().await.unwrap();
            let mut tx = app.begin().await.unwrap();
            let answer = registrations::register(&mut tx, &actor, id, NewRegistration::default()).await;
            match answer {
                Ok(row) => {
                    tx.commit().await.unwrap();
                    Ok(row.state)
                }
                Err(Error::Conflict(code)) => Err(code),
                Err(error) => panic!("{error:?}"),
            }
        }));
    }
    let mut answers: BTreeMap<String, usize> = BTreeMap::new();
    for answer in asking {
        *answers.entry(format!("{:?}", answer.await.unwrap())).or_default() += 1;
    }
    let expected = [("Err(NoPlaces)", 420), ("Ok(Confirmed)", 30), ("Ok(Waiting)", 50)];
    assert_eq!(answers, expected.map(|(word, count)| (word.to_owned(), count)).into());
    let seats = event_seat::Entity::find_by_id((id, Way::Room)).one(town.app.reader()).await.unwrap().unwrap();
    assert_eq!((seats.taken, seats.waiting), (PLACES, QUEUE));

    // Everybody who has a place gives it back at once: the queue comes in, in its order, and nobody else.
    let holders = of(&town, id, RegistrationState::Confirmed).await;
    let queue = of(&town, id, RegistrationState::Waiting).await;
    assert_eq!(queue.iter().map(|row| row.queue_no.unwrap()).collect::<Vec<_>>(), (1..=QUEUE).collect::<Vec<_>>());
    let mut leaving = Vec::new();
    for row in holders {
        let (app, gate) = (town.app.clone(), Arc::clone(&gate));
        let actor = crowd.iter().find(|actor| actor.person == row.person_id).unwrap().clone();
        leaving.push(tokio::spawn(async move {
            let _place = gate.acquire().await.unwrap();
            let mut tx = app.begin().await.unwrap();
            registrations::cancel(&mut tx, &actor, id, row.id).await.unwrap();
            tx.commit().await.unwrap();
        }));
    }
    for left in leaving {
        left.await.unwrap();
    }
    let inside: Vec<_> =
        of(&town, id, RegistrationState::Confirmed).await.into_iter().map(|row| row.queue_no).collect();
    assert_eq!(inside, (1..=PLACES).map(Some).collect::<Vec<_>>());
    let seats = event_seat::Entity::find_by_id((id, Way::Room)).one(town.app.reader()).await.unwrap().unwrap();
    assert_eq!((seats.taken, seats.waiting), (PLACES, QUEUE - PLACES));
}

async fn of(town: &Town, id: EventId, state: RegistrationState) -> Vec<event_registration::Model> {
    event_registration::Entity::find()
        .filter(event_registration::Column::EventId.eq(id))
        .filter(event_registration::Column::State.eq(state))
        .order_by_asc(event_registration::Column::QueueNo)
        .all(town.app.reader())
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_double_click_is_one_registration() {
    let town = Town::new().await;
    let id: EventId = published(&town, "Двойной щелчок", json!({})).await.parse().unwrap();
    let actor = kit::town::actor(&town.app, "ana").await;
    let mut clicks = Vec::new();
    for _ in 0..8 {
        let (app, actor) = (town.app.clone(), actor.clone());
        clicks.push(tokio::spawn(async move {
            let mut tx = app.begin().await.unwrap();
            let answer = registrations::register(&mut tx, &actor, id, NewRegistration::default()).await;
            if answer.is_ok() {
                tx.commit().await.unwrap();
            }
            answer.map(|row| row.state).map_err(|error| error.code())
        }));
    }
    let mut done = 0;
    for click in clicks {
        match click.await.unwrap() {
            Ok(RegistrationState::Confirmed) => done += 1,
            answer => assert_eq!(answer, Err(Code::AlreadyRegistered)),
        }
    }
    assert_eq!(done, 1);
}
