//! The rules of schools as a table, and reading beside its SQL twin.

use std::collections::BTreeSet;

use kernel::{Actor, Code, Decision, Grant, NeedId, OrgId, PersonId, Role, SessionId};
use kit::{Town, town};
use pairings::{
    entity::schools::need,
    kinds::{NeedSource, NeedState, OfferState, ThemeKind},
    policy::{
        SchoolSeat,
        schools::{Act, Place, Sight, announced_among, announced_to, hears, reach, visible_needs},
    },
};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use sea_orm::entity::prelude::*;
use uuid::Uuid;

const NOBODY: SchoolSeat = SchoolSeat {
    coordinates: false,
    runs: false,
    heads: false,
    belongs: false,
    curates: false,
    observes: false,
    consented: true,
    confirmed: true,
};
const OPEN: Place = Place { closed: false, paired: false, near: false };

/// Name, seat, place, and what they read: context, needs, an open offer.
type Line = (&'static str, SchoolSeat, Place, [Option<Sight>; 3]);

fn lines() -> Vec<Line> {
    use Sight::{Outline, Rounded, Whole};
    let seat = NOBODY;
    vec![
        ("nobody", seat, OPEN, [None, None, None]),
        ("of the region", seat, Place { near: true, ..OPEN }, [None, None, Some(Outline)]),
        ("of the region, closed", seat, Place { near: true, closed: true, ..OPEN }, [None, None, None]),
        ("teacher", SchoolSeat { belongs: true, ..seat }, OPEN, [None, Some(Rounded), Some(Rounded)]),
        ("head", SchoolSeat { runs: true, heads: true, ..seat }, OPEN, [Some(Whole), Some(Whole), Some(Whole)]),
        ("coordinator", SchoolSeat { coordinates: true, ..seat }, OPEN, [Some(Whole), Some(Whole), Some(Whole)]),
        ("curator", SchoolSeat { curates: true, ..seat }, OPEN, [Some(Rounded), Some(Rounded), Some(Rounded)]),
        ("of the pair", seat, Place { paired: true, ..OPEN }, [Some(Rounded), Some(Rounded), Some(Rounded)]),
        ("observer", SchoolSeat { observes: true, ..seat }, OPEN, [None, Some(Outline), Some(Outline)]),
        ("pending", SchoolSeat { coordinates: true, confirmed: false, ..seat }, OPEN, [None, None, None]),
        ("without consent", SchoolSeat { runs: true, consented: false, ..seat }, OPEN, [None, None, None]),
    ]
}

#[test]
fn who_reads_what_of_a_school() {
    for (who, seat, place, [context, needs, offer]) in lines() {
        assert_eq!(seat.context(place), context, "{who}");
        assert_eq!(seat.needs(place), needs, "{who}");
        assert_eq!(seat.offer(place, Some(OfferState::Open)), offer, "{who}");
        for other in [None, Some(OfferState::Paused), Some(OfferState::Withdrawn)] {
            assert_eq!(seat.offer(place, other), needs, "{who}: what is not open is announced to nobody");
        }
        assert_eq!(seat.overview(place).allowed(), needs.is_some(), "{who}");
    }
}

#[test]
fn who_writes_what_of_a_school() {
    let office = [Act::Grant, Act::EndStatus];
    let after = [Act::CloseNeed, Act::EndOffer, Act::EndStatus];
    for (who, seat, place, _) in lines() {
        for act in Act::ALL {
            for closed in [false, true] {
                let place = Place { closed, ..place };
                let expected = match who {
                    "nobody" | "of the region" | "of the region, closed" | "pending" | "without consent" => {
                        Decision::Hide
                    }
                    "coordinator" if closed && !after.contains(&act) => Decision::Refuse(Code::WrongState),
                    "coordinator" => Decision::Allow,
                    "head" if office.contains(&act) => Decision::Refuse(Code::Forbidden),
                    "head" if closed && !after.contains(&act) => Decision::Refuse(Code::WrongState),
                    "head" => Decision::Allow,
                    "observer" => Decision::Refuse(Code::ReadOnly),
                    _ => Decision::Refuse(Code::Forbidden),
                };
                assert_eq!(seat.may(act, place), expected, "{who} {act:?} closed: {closed}");
            }
        }
    }
}

const ROLES: [Role; 8] = [
    Role::Teacher,
    Role::SchoolHead,
    Role::MentorCoordinator,
    Role::Curator,
    Role::MunicipalCoordinator,
    Role::RegionalCoordinator,
    Role::Observer,
    Role::Administrator,
];

fn actors(orgs: Vec<OrgId>) -> impl Strategy<Value = Actor> {
    let scope = prop::option::weighted(0.85, prop::sample::select(orgs.clone()));
    let below = prop::sample::subsequence(orgs.clone(), 0..=2);
    let grants = prop::collection::vec((prop::sample::select(ROLES.to_vec()), scope, below), 0..3);
    let own = prop::sample::subsequence(orgs, 0..=2);
    (own, grants, prop::bool::weighted(0.85), prop::bool::weighted(0.9)).prop_map(
        |(own, grants, confirmed, consented)| {
            let grant = |(role, scope, below): (Role, Option<OrgId>, Vec<OrgId>)| Grant {
                role,
                scope,
                until: None,
                territory: scope.map(|scope| below.into_iter().chain([scope]).collect()).unwrap_or_default(),
            };
            Actor {
                person: PersonId(Uuid::nil()),
                session: SessionId(Uuid::nil()),
                confirmed,
                consented,
                circle: own.iter().copied().collect(),
                orgs: own.into_iter().collect(),
                subjects: Vec::new(),
                grants: grants.into_iter().map(grant).collect(),
            }
        },
    )
}

/// A need of each school.
async fn needs(town: &Town, schools: &[OrgId]) -> Vec<need::Model> {
    let by = town::actor(&town.app, "mun").await.person;
    let tx = town.app.begin().await.unwrap();
    let mut made = Vec::new();
    for school in schools {
        let row = need::Model {
            id: tx.id(),
            school_id: *school,
            theme_kind: ThemeKind::Subject,
            theme: "math".into(),
            grade_from: None,
            grade_to: None,
            strength: 50,
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
        let insert = need::Entity::insert(need::ActiveModel::from(row.clone()).reset_all());
        insert.exec_without_returning(tx.db()).await.unwrap();
        made.push(row);
    }
    tx.commit().await.unwrap();
    made
}

#[tokio::test]
async fn the_rule_of_reading_needs_and_its_sql_twin_agree() {
    let town = Town::new().await;
    let mut schools = Vec::new();
    for key in ["school6", "school12", "school3"] {
        schools.push(town.org(key).await.parse::<OrgId>().unwrap());
    }
    let rows = needs(&town, &schools).await;
    let mut runner = TestRunner::deterministic();
    let strategy = actors(schools.clone());
    let mut some = 0;
    for _ in 0..300 {
        let actor = strategy.new_tree(&mut runner).unwrap().current();
        let found = need::Entity::find().filter(visible_needs(&actor)).all(town.app.reader()).await.unwrap();
        let listed: BTreeSet<NeedId> = found.into_iter().map(|row| row.id).collect();
        let seen = |row: &need::Model| SchoolSeat::take(&actor, row.school_id).needs(OPEN).is_some();
        let allowed: BTreeSet<NeedId> = rows.iter().filter(|row| seen(row)).map(|row| row.id).collect();
        some += usize::from(!allowed.is_empty() && allowed.len() < rows.len());
        assert_eq!(listed, allowed, "{actor:?}");
        for row in &rows {
            assert_eq!(reach(&actor).covers(row.school_id), seen(row), "{actor:?}");
        }
    }
    assert!(some > 50, "only {some} of the actors saw a part");
}

/// A school, its region, and everything above it, itself included.
type Placed = (OrgId, OrgId, BTreeSet<OrgId>);

/// All organisations of two regions, and their schools.
fn country() -> (Vec<OrgId>, Vec<Placed>) {
    let org = |number: u128| OrgId(Uuid::from_u128(number));
    let (mut all, mut schools) = (Vec::new(), Vec::new());
    for region in [100, 200] {
        all.push(org(region));
        for municipality in [region + 10, region + 20] {
            all.push(org(municipality));
            for school in [municipality + 1, municipality + 2] {
                all.push(org(school));
                schools.push((org(school), org(region), [region, municipality, school].map(org).into()));
            }
        }
    }
    (all, schools)
}

#[test]
fn who_hears_of_an_offer_and_what_the_index_says_of_it_agree() {
    let (all, schools) = country();
    let above = |place: OrgId| {
        let under = schools.iter().filter(|(.., above)| above.contains(&place));
        let shared = under.map(|(.., above)| above.clone()).reduce(|one, other| &one & &other).unwrap();
        shared.into_iter().chain([place])
    };
    let below = |place: OrgId| schools.iter().filter(move |(.., above)| above.contains(&place));
    let mut runner = TestRunner::deterministic();
    let strategy = actors(all);
    let mut some = 0;
    for _ in 0..3_000 {
        let mut actor = strategy.new_tree(&mut runner).unwrap().current();
        // As it is in a network: everything above a place of work, everything below an office, heads of schools.
        actor.circle = actor.orgs.iter().flat_map(|org| above(*org)).collect();
        actor.grants.retain(|grant| {
            !matches!(grant.role, Role::SchoolHead | Role::MentorCoordinator)
                || grant.scope.is_some_and(|scope| schools.iter().any(|(school, ..)| *school == scope))
        });
        for grant in &mut actor.grants {
            let scope = grant.scope;
            grant.territory =
                scope.into_iter().flat_map(|scope| below(scope).map(|(id, ..)| *id).chain([scope])).collect();
        }
        let heard: BTreeSet<_> = hears(&actor).into_iter().collect();
        let near = schools.iter().filter(|(_, region, _)| actor.circle.contains(region));
        let listed = announced_among(&actor, near.map(|(school, ..)| *school).collect());
        let mut allowed = 0;
        for (school, region, above) in &schools {
            let place = Place { near: actor.circle.contains(region), ..OPEN };
            let reads = SchoolSeat::take(&actor, *school).offer(place, Some(OfferState::Open)).is_some();
            let found = announced_to(*region, above).iter().any(|term| heard.contains(term));
            assert_eq!(found, reads, "{school} for {actor:?}");
            assert_eq!(listed.covers(*school), reads, "{school} for {actor:?}");
            allowed += usize::from(reads);
        }
        some += usize::from(allowed > 0 && allowed < schools.len());
    }
    assert!(some > 500, "only {some} of the actors heard of some and not of all");
}
