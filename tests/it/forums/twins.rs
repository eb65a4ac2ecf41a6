//! The policy and its SQL twin agree on every space, for anybody one can imagine.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use forums::{
    entity::{space, space_mark, space_member},
    kinds::{Audience, JoinRule, MemberState, SpaceKind, SpaceRole},
    policy::{Seat, SpaceFacts, Standing, standing, visible},
};
use kernel::{Actor, Grant, OrgId, Role, SessionId, SpaceId};
use kit::Town;
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use sea_orm::{ConnectionTrait, entity::prelude::*};
use uuid::Uuid;

const KINDS: [SpaceKind; 5] =
    [SpaceKind::Open, SpaceKind::Association, SpaceKind::School, SpaceKind::Municipality, SpaceKind::Group];
const JOINS: [JoinRule; 3] = [JoinRule::Auto, JoinRule::Request, JoinRule::Invitation];
const ROLES: [Role; 8] = [
    Role::Teacher,
    Role::SchoolHead,
    Role::DeputyHead,
    Role::AssociationLeader,
    Role::MunicipalCoordinator,
    Role::RegionalCoordinator,
    Role::Observer,
    Role::Administrator,
];
const STATES: [MemberState; 4] =
    [MemberState::Member, MemberState::Requested, MemberState::Invited, MemberState::Removed];
const SPACE_ROLES: [SpaceRole; 3] = [SpaceRole::Reader, SpaceRole::Member, SpaceRole::Moderator];

fn actors(person: kernel::PersonId, orgs: Vec<OrgId>) -> impl Strategy<Value = Actor> {
    let some = prop::sample::subsequence(orgs.clone(), 0..=3);
    let scope = prop::option::of(prop::sample::select(orgs.clone()));
    let grants = prop::collection::vec((prop::sample::select(ROLES.to_vec()), scope), 0..3);
    (some.clone(), some, grants, prop::bool::weighted(0.85), prop::bool::weighted(0.9)).prop_map(
        move |(own, above, grants, confirmed, consented)| Actor {
            person,
            session: SessionId(Uuid::nil()),
            confirmed,
            consented,
            circle: own.iter().chain(&above).copied().collect(),
            orgs: own.into_iter().collect(),
            subjects: Vec::new(),
            grants: grants
                .into_iter()
                .map(|(role, scope)| Grant { role, scope, until: None, territory: orgs.iter().copied().collect() })
                .collect(),
        },
    )
}

/// Every kind with every way in, audience, organisation and row of the person.
async fn every_space(
    town: &Town,
    person: kernel::PersonId,
    orgs: &[OrgId],
) -> Vec<(space::Model, Option<space_member::Model>)> {
    let tx = town.app.begin().await.unwrap();
    space_mark::Entity::delete_many().exec(tx.db()).await.unwrap();
    space_member::Entity::delete_many().exec(tx.db()).await.unwrap();
    space::Entity::delete_many().exec(tx.db()).await.unwrap();
    let mut rows: Vec<Option<(SpaceRole, MemberState)>> = vec![None];
    rows.extend(STATES.iter().flat_map(|s| SPACE_ROLES.iter().map(move |r| Some((*r, *s)))));
    let mut made = Vec::new();
    for kind in KINDS {
        for join in JOINS {
            for audience in [Audience::Network, Audience::Members] {
                for org in orgs.iter().copied().map(Some).chain([None]) {
                    for row in &rows {
                        let model = space::Model {
                            id: tx.id(),
                            kind,
                            organisation_id: org,
                            title: "т".into(),
                            about: String::new(),
                            join_rule: join,
                            audience,
                            search_key: String::new(),
                            external_key: None,
                            version: 1,
                            created_by: None,
                            created_at: tx.now(),
                            archived_at: None,
                        };
                        let member = row.map(|(role, state)| space_member::Model {
                            space_id: model.id,
                            person_id: person,
                            role,
                            state,
                            since: tx.now() + TimeDelta::seconds(1),
                        });
                        made.push((model, member));
                    }
                }
            }
        }
    }
    for part in made.chunks(200) {
        let spaces = part.iter().map(|(s, _)| space::ActiveModel::from(s.clone()).reset_all());
        space::Entity::insert_many(spaces).exec_without_returning(tx.db()).await.unwrap();
        let members =
            part.iter().filter_map(|(_, m)| m.clone()).map(|m| space_member::ActiveModel::from(m).reset_all());
        space_member::Entity::insert_many(members).exec_without_returning(tx.db()).await.unwrap();
    }
    tx.commit().await.unwrap();
    made
}

async fn found<C: ConnectionTrait>(db: &C, condition: sea_orm::Condition) -> BTreeSet<SpaceId> {
    space::Entity::find().filter(condition).all(db).await.unwrap().into_iter().map(|s| s.id).collect()
}

#[tokio::test]
async fn lists_show_exactly_what_the_policy_allows() {
    let town = Town::new().await;
    let person: kernel::PersonId = town.id("far").await.parse().unwrap();
    let mut orgs: Vec<OrgId> = Vec::new();
    for key in ["school6", "association", "district", "farland"] {
        orgs.push(town.org(key).await.parse().unwrap());
    }
    let spaces = every_space(&town, person, &orgs).await;
    let mut runner = TestRunner::deterministic();
    for _ in 0..60 {
        let actor = actors(person, orgs.clone()).new_tree(&mut runner).unwrap().current();
        let (mut listed, mut readable, mut mine) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for (space, member) in &spaces {
            let facts = SpaceFacts::of(space, member.as_ref());
            let seat = Seat::take(&actor, &facts);
            let stands = standing(&actor, &facts);
            let merely_network = SpaceFacts { audience: Audience::Members, ..facts.clone() };
            if seat.see().allowed() {
                listed.insert(space.id);
            }
            if seat.read().allowed() {
                readable.insert(space.id);
                // One's own: readable for more than being in the network.
                let stays = standing(&actor, &merely_network) >= Standing::Reader;
                if stays || stands == Standing::Moderator || space.kind == SpaceKind::Open {
                    mine.insert(space.id);
                }
            }
        }
        let db = town.app.reader();
        assert_eq!(found(db, visible::listed(&actor)).await, listed, "listed for {actor:?}");
        assert_eq!(found(db, visible::readable(&actor)).await, readable, "readable for {actor:?}");
        let shown = found(db, visible::mine(&actor)).await;
        let administers = actor.is_administrator() && actor.confirmed;
        assert!(shown.is_subset(&readable), "mine for {actor:?}");
        if !administers {
            assert_eq!(shown, mine, "mine for {actor:?}");
        }
    }
}
