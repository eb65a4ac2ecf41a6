//! The life of a version as a table, and the policy beside its SQL twin.

use std::collections::BTreeSet;

use kernel::{Actor, Grant, OrgId, PersonId, PracticeVersionId, Role, SessionId};
use kit::{Town, town};
use practices::{
    access,
    entity::{practice, practice_author},
    kinds::{Audience, Stage},
    policy::{self, Act, Seat, after, ceiling},
    rubric,
};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use sea_orm::entity::prelude::*;
use uuid::Uuid;

#[test]
fn every_act_on_every_stage_has_one_outcome() {
    use Stage::{Draft, None, Review, Revision, Submitted};
    let table = [
        (None, vec![(Act::Revise, Draft)]),
        (Draft, vec![(Act::Save, Draft), (Act::Discard, None), (Act::Share, None), (Act::Submit, Submitted)]),
        (Submitted, vec![(Act::Withdraw, Draft), (Act::Admit, Review), (Act::SendBack, Revision)]),
        (Review, vec![(Act::SendBack, Revision), (Act::Assign, Review), (Act::Publish, None)]),
        (Revision, vec![(Act::Save, Revision), (Act::Discard, None), (Act::Share, None), (Act::Submit, Submitted)]),
    ];
    for (stage, allowed) in table {
        for act in Act::ALL {
            let expected = allowed.iter().find(|(a, _)| *a == act).map(|(_, next)| *next);
            assert_eq!(after(stage, act).ok(), expected, "{stage:?} {act:?}");
        }
    }
}

#[test]
fn the_two_nearest_sheets_count_and_a_level_needs_its_total() {
    assert_eq!((rubric::needed(&[40, 28]), rubric::needed(&[40, 27]), rubric::needed(&[40])), (2, 3, 2));
    assert_eq!(rubric::score(&[45, 30, 42]), Some(435));
    assert_eq!(rubric::score(&[30, 45, 32]), Some(310));
    assert_eq!(rubric::score(&[30, 36, 42]), Some(360));
    assert_eq!(rubric::score(&[]), None);
    let levels: Vec<String> = [500, 380, 379, 320, 250, 249].map(|s| format!("{:?}", ceiling(s))).into();
    assert_eq!(
        levels,
        ["Some(Regional)", "Some(Regional)", "Some(Municipal)", "Some(Municipal)", "Some(School)", "None"]
    );
}

const ROLES: [Role; 6] = [
    Role::Teacher,
    Role::SchoolHead,
    Role::MunicipalCoordinator,
    Role::Methodist,
    Role::RegionalCoordinator,
    Role::Expert,
];

fn actors(people: Vec<PersonId>, orgs: Vec<OrgId>) -> impl Strategy<Value = Actor> {
    let scope = prop::option::of(prop::sample::select(orgs.clone()));
    let roles: Vec<Role> = ROLES.into_iter().chain([Role::Administrator]).collect();
    let grants = prop::collection::vec(
        (prop::sample::select(roles), scope, prop::sample::subsequence(orgs.clone(), 0..=2)),
        0..3,
    );
    let own = prop::sample::subsequence(orgs, 0..=2);
    (prop::sample::select(people), own, grants, prop::bool::weighted(0.85), prop::bool::weighted(0.9)).prop_map(
        |(person, own, grants, confirmed, consented)| Actor {
            person,
            session: SessionId(Uuid::nil()),
            confirmed,
            consented,
            circle: own.iter().copied().collect(),
            orgs: own.into_iter().collect(),
            subjects: Vec::new(),
            grants: grants
                .into_iter()
                .map(|(role, scope, below)| Grant {
                    role,
                    scope,
                    until: None,
                    territory: scope.map(|_| below.into_iter().collect()).unwrap_or_default(),
                })
                .collect(),
        },
    )
}

/// Every stage with every audience, home, region, place and author.
async fn every_practice(town: &Town, people: &[PersonId], orgs: &[OrgId]) -> Vec<practice::Model> {
    let tx = town.app.begin().await.unwrap();
    let mut made = Vec::new();
    let some = |index: usize| orgs.get(index).copied();
    for stage in [Stage::None, Stage::Draft, Stage::Submitted, Stage::Review, Stage::Revision] {
        for audience in [Audience::Authors, Audience::Place, Audience::Network, Audience::Everyone] {
            if stage == Stage::None && audience == Audience::Authors {
                // Neither shown nor in work: there is no such practice.
                continue;
            }
            for (home, region) in [(None, None), (some(0), None), (some(1), some(2))] {
                for place in [None, some(0)] {
                    for author in people {
                        let version: PracticeVersionId = tx.id();
                        let shown = (audience != Audience::Authors).then_some(version);
                        made.push(practice::Model {
                            id: tx.id(),
                            number: None,
                            owner_id: *author,
                            home_id: home,
                            region_id: region,
                            stage,
                            audience,
                            level: None,
                            place_id: place,
                            current_id: version,
                            shown_id: shown,
                            work_id: (stage != Stage::None).then_some(version),
                            topic_id: None,
                            score: None,
                            useful: 0,
                            apply: 0,
                            thanks: 0,
                            views: 0,
                            downloads: 0,
                            citations: 0,
                            adoptions: 0,
                            external_id: None,
                            credit_author: None,
                            credit_school: None,
                            created_at: tx.now(),
                            published_at: None,
                            touched_at: tx.now(),
                            archived_at: None,
                            archived_by: None,
                            archive_reason: None,
                        });
                    }
                }
            }
        }
    }
    for part in made.chunks(100) {
        let rows = part.iter().map(|row| practice::ActiveModel::from(row.clone()).reset_all());
        practice::Entity::insert_many(rows).exec_without_returning(tx.db()).await.unwrap();
        let authors = part.iter().map(|row| {
            let author = practice_author::Model {
                practice_id: row.id,
                person_id: row.owner_id,
                position: 0,
                added_at: tx.now(),
            };
            practice_author::ActiveModel::from(author).reset_all()
        });
        practice_author::Entity::insert_many(authors).exec_without_returning(tx.db()).await.unwrap();
    }
    tx.commit().await.unwrap();
    made
}

#[tokio::test]
async fn the_policy_and_its_sql_twin_agree_for_anybody_one_can_imagine() {
    let town = Town::new().await;
    let mut orgs = Vec::new();
    for key in ["school6", "school3", "region"] {
        orgs.push(town.org(key).await.parse::<OrgId>().unwrap());
    }
    let people = vec![town::actor(&town.app, "ana").await.person, town::actor(&town.app, "far").await.person];
    let rows = every_practice(&town, &people, &orgs).await;
    let db = town.app.reader();
    let mut facts = Vec::new();
    for row in &rows {
        facts.push((row.id, access::facts(db, row).await.unwrap()));
    }
    let mut runner = TestRunner::deterministic();
    let strategy = actors(people, orgs);
    for _ in 0..60 {
        let actor = strategy.new_tree(&mut runner).unwrap().current();
        let seen: BTreeSet<_> = facts
            .iter()
            .filter(|(_, facts)| Seat::take(&actor, facts).see(facts).allowed())
            .map(|(id, _)| *id)
            .collect();
        let listed = practice::Entity::find().filter(policy::visible(Some(&actor))).all(db).await.unwrap();
        let listed: BTreeSet<_> = listed.into_iter().map(|row| row.id).collect();
        let differing = facts.iter().find(|(id, _)| seen.contains(id) != listed.contains(id));
        assert!(differing.is_none(), "visible to {actor:?}: {differing:?}");
        let read: BTreeSet<_> = facts
            .iter()
            .filter(|(_, facts)| Seat::take(&actor, facts).read_shown(facts).allowed())
            .map(|(id, _)| *id)
            .collect();
        let shown = practice::Entity::find().filter(policy::shown(Some(&actor))).all(db).await.unwrap();
        assert_eq!(read, shown.into_iter().map(|row| row.id).collect(), "shown to {actor:?}");
    }
    let open = practice::Entity::find().filter(policy::visible(None)).all(db).await.unwrap();
    assert!(open.iter().all(|row| row.audience == Audience::Everyone) && !open.is_empty());
    let read: BTreeSet<_> = rows.iter().filter(|row| policy::is_open(row)).map(|row| row.id).collect();
    assert_eq!(read, open.into_iter().map(|row| row.id).collect(), "open to everybody");
}
