//! Rules that filter lists exist twice, in Rust and in SQL. Here they are held against each other on random actors.

use std::collections::BTreeSet;

use accounts::{
    directory,
    entity::{affiliation, person, role_grant},
    policy, standing, visible,
    words::AffiliationStatus,
};
use kernel::{Actor, Grant, GrantId, OrgId, PersonId, Role, SessionId};
use kit::{Town, json, town};
use rand::{Rng, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use sea_orm::{Iterable, entity::prelude::*};
use uuid::Uuid;

/// A town where somebody waits for every school and somebody is blocked in each district.
async fn restless() -> Town {
    let town = Town::new().await;
    let pen = town.person("pen").await;
    for org in ["school6", "school12", "association", "school3"] {
        pen.post(&format!("/organisations/{}/affiliations", town.org(org).await), json!({})).await.ok();
    }
    town.person("far")
        .await
        .post(&format!("/organisations/{}/affiliations", town.org("school12").await), json!({}))
        .await
        .ok();
    let admin = town.person("admin").await;
    for who in ["ben", "farhead"] {
        admin.put(&format!("/people/{}/block", town.id(who).await), json!({"blocked": true})).await.ok();
    }
    for (who, role, scope) in [("ana", "expert", ""), ("mo", "curator", "school6"), ("lea", "methodist", "region")] {
        let scope = if scope.is_empty() { json!(null) } else { json!(town.org(scope).await) };
        let body = json!({"person_id": town.id(who).await, "role": role, "scope_id": scope, "basis": "решение"});
        admin.post("/grants", body).await.ok();
    }
    town
}

/// Anybody at all: any roles anywhere, in any state.
async fn anybody(town: &Town, random: &mut StdRng) -> Actor {
    let keys = ["region", "district", "farland", "office", "school6", "school12", "school3", "association"];
    let people = ["admin", "ana", "ben", "lea", "mo", "head", "mun", "reg", "far", "farhead", "pen"];
    let roles: Vec<Role> = Role::iter().collect();
    let mut grants = Vec::new();
    for _ in 0..random.random_range(0..3) {
        let scope: Option<OrgId> = match random.random_bool(0.85) {
            true => Some(town.org(keys.choose(random).unwrap()).await.parse().unwrap()),
            false => None,
        };
        let below = directory::descendants(town.app.reader(), scope.as_slice()).await.unwrap();
        let role = if random.random_bool(0.7) {
            *policy::ADMINISTERING.choose(random).unwrap()
        } else {
            *roles.choose(random).unwrap()
        };
        let territory = scope.and_then(|s| below.get(&s).cloned()).unwrap_or_default();
        grants.push(Grant { role, scope, until: None, territory });
    }
    Actor {
        person: town.id(people.choose(random).unwrap()).await.parse().unwrap(),
        session: SessionId(Uuid::nil()),
        confirmed: random.random_bool(0.85),
        consented: random.random_bool(0.9),
        orgs: BTreeSet::new(),
        circle: BTreeSet::new(),
        subjects: Vec::new(),
        grants,
    }
}

async fn compare(town: &Town, actor: &Actor) {
    let db = town.app.reader();
    let mut people: BTreeSet<PersonId> = BTreeSet::new();
    for row in person::Entity::find().all(db).await.unwrap() {
        let target = standing::of_row(db, &row, town.app.now()).await.unwrap();
        if policy::see_person(actor, &target).allowed() {
            people.insert(row.id);
        }
    }
    let listed = person::Entity::find().filter(visible::people(actor)).all(db).await.unwrap();
    assert_eq!(listed.iter().map(|p| p.id).collect::<BTreeSet<_>>(), people, "people for {actor:?}");

    let all = role_grant::Entity::find().all(db).await.unwrap();
    let seen: BTreeSet<GrantId> =
        all.iter().filter(|g| policy::see_grant(actor, g.person_id, g.scope_id).allowed()).map(|g| g.id).collect();
    let listed = role_grant::Entity::find().filter(visible::grants(actor)).all(db).await.unwrap();
    assert_eq!(listed.iter().map(|g| g.id).collect::<BTreeSet<_>>(), seen, "grants for {actor:?}");

    let pending = affiliation::Column::Status.eq(AffiliationStatus::Pending);
    let all = affiliation::Entity::find().filter(pending.clone()).all(db).await.unwrap();
    let seen: BTreeSet<Uuid> =
        all.iter().filter(|a| policy::confirm(actor, a.organisation_id).allowed()).map(|a| a.id.0).collect();
    let listed = affiliation::Entity::find().filter(pending).filter(visible::requests(actor)).all(db).await.unwrap();
    assert_eq!(listed.iter().map(|a| a.id.0).collect::<BTreeSet<_>>(), seen, "requests for {actor:?}");
}

#[tokio::test]
async fn lists_show_exactly_what_the_rules_allow() {
    let town = restless().await;
    for who in ["admin", "ana", "lea", "mo", "head", "mun", "reg", "far", "pen"] {
        compare(&town, &town::actor(&town.app, who).await).await;
    }
    let mut random = StdRng::seed_from_u64(20_261_005);
    for _ in 0..150 {
        let actor = anybody(&town, &mut random).await;
        compare(&town, &actor).await;
    }
}
