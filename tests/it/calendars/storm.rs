//! Five hundred people at once for thirty places.

use std::{collections::BTreeMap, sync::Arc};

use accounts::{
    affiliations, consents,
    people::{self, NewPerson, Profile},
    words::{ConsentKind, PersonStatus},
};
use calendars::{
    entity::{event_registration, event_seat},
    kinds::{RegistrationState, Way},
    registrations::{self, NewRegistration},
};
use kernel::{Actor, Code, Error, EventGroupId, EventId, OrgId, PersonId, SessionId};
use kit::{Town, json};
use sea_orm::{QueryOrder, entity::prelude::*};
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::published;

const PEOPLE: usize = 500;
const PLACES: i32 = 30;
const QUEUE: i32 = 50;

/// Teachers of the sixth school without accounts.
pub async fn crowd(town: &Town, size: usize) -> Vec<Actor> {
    let school: OrgId = town.org("school6").await.parse().unwrap();
    let mut tx = town.app.begin().await.unwrap();
    let mut crowd = Vec::with_capacity(size);
    for number in 0..size {
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
        let consent = ConsentKind::Processing;
        consents::give(&mut tx, person, consent, consents::text(consent).0).await.unwrap();
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

/// Everybody who lives in the list, by group: state, number of people, first number in the queue.
async fn groups(town: &Town, id: EventId) -> Vec<(EventGroupId, RegistrationState, usize, i32)> {
    let mut found: BTreeMap<EventGroupId, Vec<event_registration::Model>> = BTreeMap::new();
    for state in [RegistrationState::Confirmed, RegistrationState::Waiting] {
        for row in of(town, id, state).await {
            found.entry(row.group_id.unwrap()).or_default().push(row);
        }
    }
    let mut groups = Vec::new();
    for (group, rows) in found {
        assert!(rows.iter().all(|row| row.state == rows[0].state), "a group is together: {rows:?}");
        let first = rows.iter().map(|row| row.queue_no.unwrap_or(0)).min().unwrap();
        groups.push((group, rows[0].state, rows.len(), first));
    }
    groups
}

/// What must hold whenever nobody is writing.
async fn holds(town: &Town, id: EventId) {
    let groups = groups(town, id).await;
    let sum = |wanted: RegistrationState| groups.iter().filter(|g| g.1 == wanted).map(|g| g.2).sum::<usize>();
    let seats = event_seat::Entity::find_by_id((id, Way::Room)).one(town.app.reader()).await.unwrap().unwrap();
    let counted = (sum(RegistrationState::Confirmed), sum(RegistrationState::Waiting));
    assert_eq!(counted, (usize::try_from(seats.taken).unwrap(), usize::try_from(seats.waiting).unwrap()));
    assert!(seats.taken <= PLACES && seats.waiting <= QUEUE, "{seats:?}");
    let last_in = groups.iter().filter(|g| g.1 == RegistrationState::Confirmed).map(|g| g.3).max().unwrap_or(0);
    let head = groups.iter().filter(|g| g.1 == RegistrationState::Waiting).min_by_key(|g| g.3);
    if let Some(head) = head {
        assert!(last_in < head.3, "nobody passed: {last_in} came in before {}", head.3);
        assert!(usize::try_from(PLACES - seats.taken).unwrap() < head.2, "the head waits though it fits: {seats:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn groups_of_two_and_three_storm_thirty_places_and_stay_together_in_order() {
    let town = Town::new().await;
    let id = published(&town, "Штурм парами", json!({"room": {"capacity": PLACES, "waiting": QUEUE}})).await;
    let id: EventId = id.parse().unwrap();
    let head = kit::town::actor(&town.app, "head").await;
    let mut people = crowd(&town, 230).await.into_iter().map(|actor| actor.person);
    let gate = Arc::new(Semaphore::new(64));
    let mut asking = Vec::new();
    for size in [2, 3].into_iter().cycle().take(92) {
        let group: Vec<PersonId> = people.by_ref().take(size).collect();
        let (app, gate, head) = (town.app.clone(), Arc::clone(&gate), head.clone());
        asking.push(tokio::spawn(async move {
            let _place = gate.acquire().await.unwrap();
            let mut tx = app.begin().await.unwrap();
            match registrations::register_group(&mut tx, &head, id, &group, None).await {
                Ok(rows) => {
                    tx.commit().await.unwrap();
                    assert_eq!(rows.len(), size);
                }
                Err(error) => assert_eq!(error.code(), Code::NoPlaces),
            }
        }));
    }
    for asked in asking {
        asked.await.unwrap();
    }
    holds(&town, id).await;

    // Half of the groups inside leave at once, and from others one stays away.
    let inside = groups(&town, id).await.into_iter().filter(|g| g.1 == RegistrationState::Confirmed);
    let rows = of(&town, id, RegistrationState::Confirmed).await;
    let mut leaving = Vec::new();
    for (at, (group, ..)) in inside.enumerate() {
        let (app, gate, head) = (town.app.clone(), Arc::clone(&gate), head.clone());
        let one = rows.iter().find(|row| row.group_id == Some(group)).unwrap().id;
        leaving.push(tokio::spawn(async move {
            let _place = gate.acquire().await.unwrap();
            let mut tx = app.begin().await.unwrap();
            if at % 2 == 0 {
                registrations::cancel_group(&mut tx, &head, id, group).await.unwrap();
            } else {
                registrations::cancel(&mut tx, &head, id, one).await.unwrap();
            }
            tx.commit().await.unwrap();
        }));
    }
    for left in leaving {
        left.await.unwrap();
    }
    holds(&town, id).await;
}
