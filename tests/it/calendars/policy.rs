//! The life of an event as a table, and the policy beside its SQL twin.

use std::collections::BTreeSet;

use calendars::{
    access,
    entity::{event, event_host, event_place, event_registration, event_speaker},
    kinds::{EventAudience, EventKind, EventLevel, EventState, RegistrationMode, RegistrationState, Way},
    policy::{self, Act, Seat, after},
};
use kernel::{Actor, EventId, Grant, OrgId, PersonId, Role, SessionId};
use kit::{Town, town};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use sea_orm::entity::prelude::*;
use uuid::Uuid;

#[test]
fn every_act_on_every_state_has_one_outcome() {
    use EventState::{Cancelled, Closed, Draft, Held, Postponed, Published};
    let table = [
        (Draft, vec![(Act::Save, Draft), (Act::Discard, Cancelled), (Act::Publish, Published)]),
        (
            Published,
            vec![(Act::Save, Published), (Act::Postpone, Postponed), (Act::Cancel, Cancelled), (Act::Hold, Held)],
        ),
        (Postponed, vec![(Act::Save, Postponed), (Act::Publish, Published), (Act::Cancel, Cancelled)]),
        (Held, vec![(Act::Save, Held), (Act::Close, Closed)]),
        (Closed, vec![]),
        (Cancelled, vec![]),
    ];
    for (state, allowed) in table {
        for act in Act::ALL {
            let expected = allowed.iter().find(|(a, _)| *a == act).map(|(_, next)| *next);
            assert_eq!(after(state, act).ok(), expected, "{state:?} {act:?}");
        }
    }
}

const ROLES: [Role; 6] = [
    Role::Teacher,
    Role::SchoolHead,
    Role::AssociationLeader,
    Role::MunicipalCoordinator,
    Role::Expert,
    Role::Administrator,
];

fn actors(people: Vec<PersonId>, orgs: Vec<OrgId>) -> impl Strategy<Value = Actor> {
    let scope = prop::option::of(prop::sample::select(orgs.clone()));
    let grants = prop::collection::vec(
        (prop::sample::select(ROLES.to_vec()), scope, prop::sample::subsequence(orgs.clone(), 0..=2)),
        0..3,
    );
    let own = prop::sample::subsequence(orgs.clone(), 0..=2);
    let above = prop::sample::subsequence(orgs, 0..=2);
    (prop::sample::select(people), own, above, grants, prop::bool::weighted(0.85), prop::bool::weighted(0.9)).prop_map(
        |(person, own, above, grants, confirmed, consented)| Actor {
            person,
            session: SessionId(Uuid::nil()),
            confirmed,
            consented,
            circle: own.iter().copied().chain(above).collect(),
            orgs: own.into_iter().collect(),
            subjects: Vec::new(),
            grants: grants
                .into_iter()
                .map(|(role, scope, below)| Grant {
                    role,
                    scope,
                    until: None,
                    territory: scope.map(|scope| below.into_iter().chain([scope]).collect()).unwrap_or_default(),
                })
                .collect(),
        },
    )
}

const STATES: [EventState; 3] = [EventState::Draft, EventState::Published, EventState::Cancelled];
const AUDIENCES: [EventAudience; 4] =
    [EventAudience::Everyone, EventAudience::Network, EventAudience::Association, EventAudience::Places];

fn blank(id: EventId, owner: PersonId, host: OrgId, now: kernel::Timestamp) -> event::Model {
    event::Model {
        id,
        number: None,
        owner_id: owner,
        host_id: host,
        association_id: None,
        kind: EventKind::Seminar,
        state: EventState::Draft,
        level: EventLevel::School,
        audience: EventAudience::Network,
        title: String::new(),
        summary: String::new(),
        body: String::new(),
        search_key: String::new(),
        programme: "[]".into(),
        time_zone: "Europe/Moscow".into(),
        starts_wall: None,
        ends_wall: None,
        starts_at: None,
        ends_at: None,
        slot: String::new(),
        place: String::new(),
        link: String::new(),
        registration: RegistrationMode::Open,
        register_until_wall: None,
        register_until: None,
        topic_id: None,
        reason: String::new(),
        revision: 1,
        sequence: 0,
        created_at: now,
        published_at: None,
        changed_at: now,
    }
}

/// Every state with every audience, host, co-host, place, speaker and registration.
async fn every_event(town: &Town, people: &[PersonId], orgs: &[OrgId]) -> Vec<event::Model> {
    let tx = town.app.begin().await.unwrap();
    let mut made = Vec::new();
    for state in STATES {
        for audience in AUDIENCES {
            for (variant, owner) in people.iter().chain(people).enumerate() {
                let row = event::Model {
                    state,
                    audience,
                    association_id: (variant % 2 == 0).then_some(orgs[1]),
                    ..blank(tx.id(), *owner, orgs[variant % 2], tx.now())
                };
                let id = row.id;
                event::Entity::insert(event::ActiveModel::from(row.clone()).reset_all())
                    .exec_without_returning(tx.db())
                    .await
                    .unwrap();
                if variant % 3 == 0 {
                    let with = event_host::Model { event_id: id, org_id: orgs[2] };
                    event_host::ActiveModel::from(with).reset_all().insert(tx.db()).await.unwrap();
                    let to = event_place::Model { event_id: id, org_id: orgs[0] };
                    event_place::ActiveModel::from(to).reset_all().insert(tx.db()).await.unwrap();
                }
                around(&tx, id, variant, people).await;
                made.push(row);
            }
        }
    }
    tx.commit().await.unwrap();
    made
}

async fn around(tx: &platform::Tx, id: EventId, variant: usize, people: &[PersonId]) {
    if variant % 4 == 1 {
        let speaker = event_speaker::Model {
            event_id: id,
            position: 0,
            person_id: Some(people[0]),
            name: String::new(),
            about: String::new(),
            topic: String::new(),
        };
        event_speaker::ActiveModel::from(speaker).reset_all().insert(tx.db()).await.unwrap();
    }
    let states = [RegistrationState::Confirmed, RegistrationState::Cancelled, RegistrationState::Waiting];
    let row = event_registration::Model {
        id: tx.id(),
        event_id: id,
        person_id: people[variant % people.len()],
        org_id: None,
        way: Way::Room,
        state: states[variant % 3],
        queue_no: None,
        by_id: people[0],
        created_at: tx.now(),
        changed_at: tx.now(),
        attended_at: None,
        minutes: None,
        answered: false,
        group_id: None,
        favoured: false,
        kept: false,
    };
    event_registration::ActiveModel::from(row).reset_all().insert(tx.db()).await.unwrap();
}

#[tokio::test]
async fn the_policy_and_its_sql_twin_agree_about_every_event() {
    let town = Town::new().await;
    let mut people = Vec::new();
    for login in ["ana", "ben", "far", "pen"] {
        people.push(town::actor(&town.app, login).await.person);
    }
    let mut orgs = Vec::new();
    for key in ["school6", "association", "school3"] {
        orgs.push(town.org(key).await.parse::<OrgId>().unwrap());
    }
    let rows = every_event(&town, &people, &orgs).await;
    let db = town.app.reader();
    let lives = event_registration::Entity::find().all(db).await.unwrap();
    let mut facts = Vec::new();
    for row in &rows {
        facts.push((row.id, access::facts(db, row).await.unwrap()));
    }
    let mut runner = TestRunner::deterministic();
    let strategy = actors(people, orgs);
    for _ in 0..120 {
        let actor = strategy.new_tree(&mut runner).unwrap().current();
        let found = event::Entity::find().filter(policy::visible(Some(&actor))).all(db).await.unwrap();
        let listed: BTreeSet<EventId> = found.into_iter().map(|row| row.id).collect();
        let seen = |(id, facts): &(EventId, policy::Facts)| {
            let live = lives.iter().any(|row| row.event_id == *id && row.person_id == actor.person && row.state.live());
            Seat::take(&actor, facts, live).see(facts).allowed().then_some(*id)
        };
        let allowed: BTreeSet<EventId> = facts.iter().filter_map(seen).collect();
        assert_eq!(listed, allowed, "{actor:?}");
    }
    let open = event::Entity::find().filter(policy::visible(None)).all(db).await.unwrap();
    let expected: BTreeSet<EventId> = rows.iter().filter(|row| policy::is_open(row)).map(|row| row.id).collect();
    assert_eq!(open.into_iter().map(|row| row.id).collect::<BTreeSet<_>>(), expected);
}
