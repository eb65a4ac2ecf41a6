//! The rules as tables: facts in, decisions out, no server.

use std::collections::BTreeSet;

use accounts::{
    policy::{self, Place, Target},
    words::PersonStatus,
};
use kernel::{Actor, Decision, Grant, OrgId, OrgKind, PersonId, Role, SessionId};
use kit::expect;
use sea_orm::Iterable;
use uuid::Uuid;

const REGION: u128 = 1;
const DISTRICT: u128 = 2;
const SCHOOL: u128 = 3;
const CIRCLE: u128 = 4;
const ABROAD: u128 = 9;

fn org(n: u128) -> OrgId {
    OrgId(Uuid::from_u128(n))
}

fn place(n: u128) -> Place {
    let kind = match n {
        REGION => OrgKind::Region,
        DISTRICT => OrgKind::Municipality,
        CIRCLE => OrgKind::Association,
        _ => OrgKind::School,
    };
    Place { id: org(n), kind, closed: false }
}

/// Region 1 holds district 2, that holds school 3, that holds the association 4. School 9 is elsewhere.
fn below(scope: u128) -> BTreeSet<OrgId> {
    match scope {
        ABROAD => [org(ABROAD)].into(),
        scope => (scope..=CIRCLE).map(org).collect(),
    }
}

fn actor(roles: &[(Role, Option<u128>)]) -> Actor {
    let grant = |(role, scope): &(Role, Option<u128>)| Grant {
        role: *role,
        scope: scope.map(org),
        until: None,
        territory: scope.map(below).unwrap_or_default(),
    };
    Actor {
        person: PersonId(Uuid::from_u128(100)),
        session: SessionId(Uuid::nil()),
        confirmed: true,
        consented: true,
        orgs: [org(SCHOOL)].into(),
        circle: [org(SCHOOL), org(DISTRICT), org(REGION)].into(),
        subjects: Vec::new(),
        grants: roles.iter().map(grant).collect(),
    }
}

fn cast() -> Vec<(&'static str, Actor)> {
    vec![
        ("teacher", actor(&[(Role::Teacher, Some(SCHOOL))])),
        ("leader", actor(&[(Role::AssociationLeader, Some(CIRCLE))])),
        ("deputy", actor(&[(Role::DeputyHead, Some(SCHOOL))])),
        ("head", actor(&[(Role::SchoolHead, Some(SCHOOL))])),
        ("curator", actor(&[(Role::Curator, Some(SCHOOL))])),
        ("municipal", actor(&[(Role::MunicipalCoordinator, Some(DISTRICT))])),
        ("regional", actor(&[(Role::RegionalCoordinator, Some(REGION))])),
        ("admin", actor(&[(Role::Administrator, None)])),
        ("abroad", actor(&[(Role::SchoolHead, Some(ABROAD))])),
        ("pending head", Actor { confirmed: false, ..actor(&[(Role::SchoolHead, Some(SCHOOL))]) }),
        ("head without consent", Actor { consented: false, ..actor(&[(Role::SchoolHead, Some(SCHOOL))]) }),
        ("pending admin", Actor { confirmed: false, ..actor(&[(Role::Administrator, None)]) }),
    ]
}

fn word(decision: Decision) -> String {
    match decision {
        Decision::Allow => "yes".into(),
        Decision::Hide => "hidden".into(),
        Decision::Refuse(code) => code.name(),
    }
}

fn target(status: PersonStatus, works_at: &[u128], asked: &[u128], roles: &[Role]) -> Target {
    let orgs = |list: &[u128]| list.iter().copied().map(org).collect();
    Target {
        id: PersonId(Uuid::from_u128(200)),
        status,
        works_at: orgs(works_at),
        asked: orgs(asked),
        roles: roles.iter().copied().collect(),
    }
}

#[test]
fn which_roles_each_may_give_where_they_fit() {
    let mut table = String::new();
    for (who, actor) in cast() {
        let mut given = Vec::new();
        for role in Role::iter() {
            let mut scopes: Vec<&str> = Vec::new();
            for (name, scope) in
                [("region", REGION), ("district", DISTRICT), ("school", SCHOOL), ("association", CIRCLE)]
            {
                let scope = place(scope);
                if policy::fits(role, Some(scope.kind)) && policy::give_role(&actor, role, Some(&scope)).allowed() {
                    scopes.push(name);
                }
            }
            if policy::fits(role, None) && policy::give_role(&actor, role, None).allowed() {
                scopes.push("everywhere");
            }
            if !scopes.is_empty() {
                given.push(format!("{role:?}@{}", scopes.join("+")));
            }
        }
        table += &format!("{who}: {}\n", given.join(", "));
    }
    expect![[r#"
        teacher: 
        leader: 
        deputy: 
        head: Teacher@school, DeputyHead@school, AssociationLeader@association, Tutor@school, Psychologist@school
        curator: 
        municipal: Teacher@school, SchoolHead@school, DeputyHead@school, AssociationLeader@association, MentorCoordinator@school, Curator@district+school, Methodist@district+school, Tutor@district+school, Psychologist@district+school, Observer@district+school
        regional: Teacher@school, SchoolHead@school, DeputyHead@school, AssociationLeader@association, MentorCoordinator@school, Curator@region+district+school, MunicipalCoordinator@district, Expert@region+district+school, Methodist@region+district+school, Tutor@region+district+school, Psychologist@region+district+school, Inspector@region+district, Observer@region+district+school
        admin: Teacher@school, SchoolHead@school, DeputyHead@school, AssociationLeader@association, MentorCoordinator@school, Curator@region+district+school, MunicipalCoordinator@district, RegionalCoordinator@region, Expert@region+district+school+everywhere, Methodist@region+district+school, Tutor@region+district+school, Psychologist@region+district+school, Inspector@region+district, Observer@region+district+school+everywhere, Administrator@everywhere
        abroad: 
        pending head: 
        head without consent: 
        pending admin: 
    "#]].assert_eq(&table);
}

#[test]
fn who_sees_which_person() {
    use PersonStatus::{Blocked, Confirmed, Pending};
    let targets = [
        ("confirmed", target(Confirmed, &[ABROAD], &[], &[])),
        ("pending at school", target(Pending, &[], &[SCHOOL], &[])),
        ("pending nowhere", target(Pending, &[], &[], &[])),
        ("blocked at school", target(Blocked, &[SCHOOL], &[], &[])),
        ("blocked abroad", target(Blocked, &[ABROAD], &[], &[])),
    ];
    let mut table = String::new();
    for (who, actor) in cast() {
        let row = targets.iter().map(|(name, t)| format!("{name}: {}", word(policy::see_person(&actor, t))));
        table += &format!("{who} | {}\n", row.collect::<Vec<_>>().join(" | "));
    }
    expect![[r#"
        teacher | confirmed: yes | pending at school: hidden | pending nowhere: hidden | blocked at school: hidden | blocked abroad: hidden
        leader | confirmed: yes | pending at school: hidden | pending nowhere: hidden | blocked at school: hidden | blocked abroad: hidden
        deputy | confirmed: yes | pending at school: yes | pending nowhere: hidden | blocked at school: yes | blocked abroad: hidden
        head | confirmed: yes | pending at school: yes | pending nowhere: hidden | blocked at school: yes | blocked abroad: hidden
        curator | confirmed: yes | pending at school: hidden | pending nowhere: hidden | blocked at school: hidden | blocked abroad: hidden
        municipal | confirmed: yes | pending at school: yes | pending nowhere: hidden | blocked at school: yes | blocked abroad: hidden
        regional | confirmed: yes | pending at school: yes | pending nowhere: hidden | blocked at school: yes | blocked abroad: hidden
        admin | confirmed: yes | pending at school: yes | pending nowhere: yes | blocked at school: yes | blocked abroad: yes
        abroad | confirmed: yes | pending at school: hidden | pending nowhere: hidden | blocked at school: hidden | blocked abroad: yes
        pending head | confirmed: not_confirmed | pending at school: not_confirmed | pending nowhere: not_confirmed | blocked at school: not_confirmed | blocked abroad: not_confirmed
        head without consent | confirmed: consent_required | pending at school: consent_required | pending nowhere: consent_required | blocked at school: consent_required | blocked abroad: consent_required
        pending admin | confirmed: not_confirmed | pending at school: not_confirmed | pending nowhere: not_confirmed | blocked at school: not_confirmed | blocked abroad: not_confirmed
    "#]].assert_eq(&table);
}

#[test]
fn who_blocks_whom() {
    use PersonStatus::Confirmed;
    let targets = [
        ("teacher", target(Confirmed, &[SCHOOL], &[], &[Role::Teacher])),
        ("head", target(Confirmed, &[SCHOOL], &[], &[Role::SchoolHead])),
        ("works abroad too", target(Confirmed, &[SCHOOL, ABROAD], &[], &[])),
        ("coordinator", target(Confirmed, &[SCHOOL], &[], &[Role::MunicipalCoordinator])),
        ("nowhere", target(Confirmed, &[], &[], &[])),
    ];
    let mut table = String::new();
    for (who, actor) in cast() {
        let allowed = targets.iter().filter(|(_, t)| policy::block(&actor, t).allowed()).map(|(name, _)| *name);
        table += &format!("{who}: {}\n", allowed.collect::<Vec<_>>().join(", "));
    }
    let own = Target { id: PersonId(Uuid::from_u128(100)), ..target(Confirmed, &[SCHOOL], &[], &[]) };
    assert!(cast().iter().all(|(_, actor)| !policy::block(actor, &own).allowed()), "nobody blocks themselves");
    expect![[r#"
        teacher: 
        leader: 
        deputy: 
        head: 
        curator: 
        municipal: teacher, head
        regional: teacher, head
        admin: teacher, head, works abroad too, coordinator, nowhere
        abroad: 
        pending head: 
        head without consent: 
        pending admin: 
    "#]]
    .assert_eq(&table);
}

#[test]
fn who_founds_edits_confirms_and_invites() {
    let mut table = String::new();
    for (who, actor) in cast() {
        let mut may = Vec::new();
        for (kind, parent) in [
            (OrgKind::Region, None),
            (OrgKind::Municipality, Some(REGION)),
            (OrgKind::School, Some(DISTRICT)),
            (OrgKind::Association, Some(DISTRICT)),
            (OrgKind::Unit, Some(SCHOOL)),
            (OrgKind::Association, Some(SCHOOL)),
        ] {
            let parent = parent.map(place);
            assert!(policy::stands_under(kind, parent.map(|p| p.kind)));
            if policy::found_organisation(&actor, kind, parent.as_ref()).allowed() {
                may.push(format!("found {kind:?} under {:?}", parent.map(|p| p.kind)));
            }
        }
        for (name, n) in [("district", DISTRICT), ("school", SCHOOL), ("association", CIRCLE)] {
            let verbs = [
                ("edit", policy::edit_organisation(&actor, org(n))),
                ("confirm", policy::confirm(&actor, org(n))),
                ("invite", policy::invite(&actor, Role::Teacher, &place(n))),
            ];
            let verbs: Vec<_> = verbs.iter().filter(|(_, d)| d.allowed()).map(|(v, _)| *v).collect();
            if !verbs.is_empty() {
                may.push(format!("{} {name}", verbs.join("+")));
            }
        }
        table += &format!("{who}: {}\n", may.join(", "));
    }
    expect![[r#"
        teacher: 
        leader: edit+confirm+invite association
        deputy: confirm+invite school, confirm+invite association
        head: found Unit under Some(School), found Association under Some(School), edit+confirm+invite school, edit+confirm+invite association
        curator: 
        municipal: found School under Some(Municipality), found Association under Some(Municipality), found Unit under Some(School), found Association under Some(School), edit+confirm+invite district, edit+confirm+invite school, edit+confirm+invite association
        regional: found Municipality under Some(Region), found School under Some(Municipality), found Association under Some(Municipality), found Unit under Some(School), found Association under Some(School), edit+confirm+invite district, edit+confirm+invite school, edit+confirm+invite association
        admin: found Region under None, found Municipality under Some(Region), found School under Some(Municipality), found Association under Some(Municipality), found Unit under Some(School), found Association under Some(School), edit+confirm+invite district, edit+confirm+invite school, edit+confirm+invite association
        abroad: 
        pending head: 
        head without consent: 
        pending admin: 
    "#]].assert_eq(&table);
}

#[test]
fn nobody_in_waiting_does_anything_but_leave() {
    let scope = place(SCHOOL);
    for (who, actor) in cast().into_iter().filter(|(_, a)| a.may_write().is_err()) {
        for role in Role::iter() {
            assert!(!policy::give_role(&actor, role, Some(&scope)).allowed(), "{who} gives {role:?}");
            assert!(!policy::invite(&actor, role, &scope).allowed(), "{who} invites {role:?}");
        }
        assert!(policy::territory(&actor, policy::ADMINISTERING).is_nowhere(), "{who}");
        let own = policy::end_affiliation(&actor, actor.person, &scope, &[Role::SchoolHead]);
        assert_eq!(own.allowed(), actor.consented, "{who} leaves");
    }
}

#[test]
fn a_closed_place_takes_nobody_in() {
    let closed = Place { closed: true, ..place(SCHOOL) };
    for (who, actor) in cast() {
        assert!(!policy::invite(&actor, Role::Teacher, &closed).allowed(), "{who}");
        assert!(!policy::ask_to_join(&actor, &closed).allowed(), "{who}");
    }
}
