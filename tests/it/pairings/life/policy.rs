//! The life of a pair and of its agreement as tables, and the policy beside its SQL twin.

use std::collections::BTreeSet;

use kernel::{Actor, Grant, OrgId, PairingId, PersonId, Role, SessionId};
use kit::{Town, town};
use pairings::{
    entity::life::{pairing, pairing_person},
    kinds::{AgreementState, Duty, PairState, Side, ThemeKind},
    life,
    policy::life::{Act, PairSeat, PaperAct, after, after_paper, visible},
};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use super::org;

#[test]
fn every_act_on_every_state_of_a_pair_has_one_outcome() {
    use PairState::{Active, Agreed, Completed, Declined, Ended, Proposed, Suspended, Vetoed, Withdrawn};
    let no = [(Act::Decline, Declined), (Act::Veto, Vetoed), (Act::Withdraw, Withdrawn)];
    let over = [(Act::Complete, Completed), (Act::End, Ended)];
    let table = [
        (Proposed, [vec![(Act::AgreeFirst, Proposed), (Act::AgreeLast, Agreed)], no.to_vec()].concat()),
        (Agreed, [vec![(Act::Activate, Active)], no.to_vec()].concat()),
        (Active, [vec![(Act::Suspend, Suspended)], over.to_vec()].concat()),
        (Suspended, [vec![(Act::Resume, Active)], over.to_vec()].concat()),
        (Completed, vec![]),
        (Ended, vec![]),
        (Declined, vec![]),
        (Vetoed, vec![]),
        (Withdrawn, vec![]),
    ];
    assert_eq!(table.len(), PairState::ALL.len());
    for (state, allowed) in table {
        for act in Act::ALL {
            let expected = allowed.iter().find(|(a, _)| *a == act).map(|(_, next)| *next);
            assert_eq!(after(state, act).ok(), expected, "{state:?} {act:?}");
        }
    }
}

#[test]
fn every_act_on_every_state_of_an_agreement_has_one_outcome() {
    use AgreementState::{Draft, Expired, Sent, Signed, SignedOne, Terminated};
    let ends = (PaperAct::Terminate, Terminated);
    let table = [
        (Draft, vec![(PaperAct::Save, Draft), (PaperAct::Send, Sent), ends]),
        (Sent, vec![(PaperAct::SignFirst, SignedOne), (PaperAct::Recall, Draft), ends]),
        (SignedOne, vec![(PaperAct::SignLast, Signed), (PaperAct::Recall, Draft), ends]),
        (Signed, vec![(PaperAct::Expire, Expired), ends]),
        (Expired, vec![]),
        (Terminated, vec![]),
    ];
    assert_eq!(table.len(), AgreementState::ALL.len());
    for (state, allowed) in table {
        for act in PaperAct::ALL {
            let expected = allowed.iter().find(|(a, _)| *a == act).map(|(_, next)| *next);
            assert_eq!(after_paper(state, act).ok(), expected, "{state:?} {act:?}");
        }
    }
}

#[test]
fn who_takes_a_pair_which_way() {
    let seat = PairSeat { consented: true, confirmed: true, ..PairSeat::default() };
    let head = PairSeat { mentor_side: true, runs_mentor: true, heads_mentor: true, ..seat };
    let runner = PairSeat { mentor_side: true, runs_mentor: true, ..seat };
    let teacher = PairSeat { mentee_side: true, ..seat };
    let above = PairSeat { coordinates: true, answers: true, ..seat };
    let beside = PairSeat { coordinates: true, ..seat };
    let curator = PairSeat { curates: true, ..seat };
    let stranger = seat;
    let word = |who: &PairSeat, act: Act| match who.step(act) {
        kernel::Decision::Allow => "yes",
        kernel::Decision::Refuse(_) => "no",
        kernel::Decision::Hide => "-",
    };
    let all = [&head, &runner, &teacher, &above, &beside, &curator, &stranger];
    for (act, expected) in [
        (Act::AgreeFirst, ["yes", "no", "no", "no", "no", "no", "-"]),
        (Act::AgreeLast, ["yes", "no", "no", "no", "no", "no", "-"]),
        (Act::Decline, ["yes", "no", "no", "no", "no", "no", "-"]),
        (Act::Veto, ["no", "no", "no", "yes", "yes", "no", "-"]),
        (Act::Withdraw, ["no", "no", "no", "yes", "yes", "no", "-"]),
        (Act::Activate, ["no", "no", "no", "yes", "no", "no", "-"]),
        (Act::Suspend, ["no", "no", "no", "yes", "no", "no", "-"]),
        (Act::Resume, ["no", "no", "no", "yes", "no", "no", "-"]),
        (Act::Complete, ["no", "no", "no", "yes", "no", "no", "-"]),
        (Act::End, ["no", "no", "no", "yes", "no", "no", "-"]),
    ] {
        assert_eq!(all.map(|who| word(who, act)), expected, "{act:?}");
    }
    for seat in [PairSeat { consented: false, ..head }, PairSeat { confirmed: false, ..above }] {
        assert!(!seat.see().allowed() && !seat.write_paper().allowed() && !seat.work().allowed());
    }
    let observer = PairSeat { observes: true, ..teacher };
    assert!(observer.see().allowed() && observer.work() == kernel::Decision::Refuse(kernel::Code::ReadOnly));
    assert!(head.sign(Side::Mentor).allowed() && !head.sign(Side::Mentee).allowed());
    assert!(!runner.sign(Side::Mentor).allowed() && runner.write_paper().allowed());
    assert!(teacher.work().allowed() && !above.work().allowed() && !teacher.write_paper().allowed());
    assert!(runner.name_people(Side::Mentor).allowed() && !runner.name_people(Side::Mentee).allowed());
}

const ROLES: [Role; 8] = [
    Role::Teacher,
    Role::SchoolHead,
    Role::MentorCoordinator,
    Role::Curator,
    Role::Observer,
    Role::MunicipalCoordinator,
    Role::RegionalCoordinator,
    Role::Administrator,
];

fn actors(people: Vec<PersonId>, orgs: Vec<OrgId>) -> impl Strategy<Value = Actor> {
    let scope = prop::option::weighted(0.85, prop::sample::select(orgs.clone()));
    let below = prop::sample::subsequence(orgs.clone(), 0..=2);
    let grants = prop::collection::vec((prop::sample::select(ROLES.to_vec()), scope, below), 0..3);
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
                    territory: scope.map(|scope| below.into_iter().chain([scope]).collect()).unwrap_or_default(),
                })
                .collect(),
        },
    )
}

/// Every two schools in two themes, with people on one side, on the other, gone, or of both.
async fn every_pair(town: &Town, people: &[PersonId], orgs: &[OrgId]) -> Vec<pairing::Model> {
    let tx = town.app.begin().await.unwrap();
    let mut made = Vec::new();
    for mentor in orgs {
        for mentee in orgs.iter().filter(|org| *org != mentor) {
            for (variant, state) in PairState::ALL.into_iter().enumerate() {
                let number = i32::try_from(made.len()).unwrap() + 1;
                let row = pairing::Model {
                    id: tx.id(),
                    number,
                    territory_id: orgs[0],
                    mentor_id: *mentor,
                    mentee_id: *mentee,
                    duo: format!("{number}"),
                    need_id: None,
                    offer_id: None,
                    theme_kind: ThemeKind::Subject,
                    theme: format!("t{number}"),
                    year: 2026,
                    run_id: None,
                    score: None,
                    parts: None,
                    explanation: String::new(),
                    state,
                    reason: String::new(),
                    debrief: String::new(),
                    mentor_agreed_by: None,
                    mentor_agreed_at: None,
                    mentee_agreed_by: None,
                    mentee_agreed_at: None,
                    active_since: None,
                    until: None,
                    space_id: None,
                    last_active_at: tx.now(),
                    silence: 0,
                    by_id: people[0],
                    revision: 1,
                    created_at: tx.now(),
                    changed_at: tx.now(),
                };
                pairing::ActiveModel::from(row.clone()).reset_all().insert(tx.db()).await.unwrap();
                if variant > 0 {
                    member(&tx, row.id, variant, people).await;
                }
                made.push(row);
            }
        }
    }
    tx.commit().await.unwrap();
    made
}

async fn member(tx: &platform::Tx, pair: PairingId, variant: usize, people: &[PersonId]) {
    let row = pairing_person::Model {
        id: tx.id(),
        pairing_id: pair,
        side: if variant.is_multiple_of(2) { Side::Mentor } else { Side::Mentee },
        person_id: people[variant % people.len()],
        duty: Duty::Teacher,
        since: tx.now().date_naive(),
        until: variant.is_multiple_of(3).then(|| tx.now().date_naive()),
        by_id: people[0],
        created_at: tx.now(),
    };
    pairing_person::ActiveModel::from(row).reset_all().insert(tx.db()).await.unwrap();
}

#[tokio::test]
async fn the_policy_and_its_sql_twin_agree_about_every_pair() {
    let town = Town::new().await;
    let mut people = Vec::new();
    for login in ["ana", "ben", "far", "mo"] {
        people.push(town::actor(&town.app, login).await.person);
    }
    let mut orgs = Vec::new();
    for key in ["school6", "school12", "school3"] {
        orgs.push(org(&town, key).await);
    }
    let rows = every_pair(&town, &people, &orgs).await;
    let db = town.app.reader();
    let mut runner = TestRunner::deterministic();
    let strategy = actors(people, orgs);
    let mut some = 0;
    for _ in 0..80 {
        let actor = strategy.new_tree(&mut runner).unwrap().current();
        let found = pairing::Entity::find().filter(visible(&actor)).all(db).await.unwrap();
        let listed: BTreeSet<PairingId> = found.into_iter().map(|row| row.id).collect();
        let mut allowed = BTreeSet::new();
        for row in &rows {
            if life::desk(db, &actor, row.id).await.is_ok() {
                allowed.insert(row.id);
            }
        }
        assert_eq!(listed, allowed, "{actor:?}");
        some += usize::from(!listed.is_empty() && listed.len() < rows.len());
    }
    assert!(some > 20, "most actors see some and not all: {some}");
}
