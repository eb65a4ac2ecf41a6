//! The rules of the forums, as tables.

use std::collections::BTreeSet;

use forums::{
    kinds::{Audience, JoinRule, MemberState, SpaceKind, SpaceRole, TopicKind},
    policy::{self, PostFacts, Seat, SpaceFacts, Standing, TopicFacts, standing},
};
use kernel::{Actor, Code, Decision, Grant, OrgId, PersonId, Role, SessionId, SpaceId};
use uuid::Uuid;

const SCHOOL: OrgId = OrgId(Uuid::from_u128(10));
const DISTRICT: OrgId = OrgId(Uuid::from_u128(11));
const ASSOCIATION: OrgId = OrgId(Uuid::from_u128(12));
const ELSEWHERE: OrgId = OrgId(Uuid::from_u128(13));

fn grant(role: Role, scope: Option<OrgId>) -> Grant {
    Grant { role, scope, until: None, territory: scope.into_iter().chain([SCHOOL]).collect() }
}

fn person(orgs: &[OrgId], grants: Vec<Grant>) -> Actor {
    let orgs: BTreeSet<OrgId> = orgs.iter().copied().collect();
    let mut circle = orgs.clone();
    if orgs.contains(&SCHOOL) {
        circle.insert(DISTRICT);
    }
    Actor {
        person: PersonId(Uuid::from_u128(1)),
        session: SessionId(Uuid::nil()),
        confirmed: true,
        consented: true,
        orgs,
        circle,
        subjects: Vec::new(),
        grants,
    }
}

fn space(kind: SpaceKind, join: JoinRule, explicit: Option<(SpaceRole, MemberState)>) -> SpaceFacts {
    let organisation = match kind {
        SpaceKind::Open | SpaceKind::Group => None,
        SpaceKind::Association => Some(ASSOCIATION),
        SpaceKind::School => Some(SCHOOL),
        SpaceKind::Municipality => Some(DISTRICT),
    };
    let audience = match kind {
        SpaceKind::Open | SpaceKind::Association => Audience::Network,
        _ => Audience::Members,
    };
    SpaceFacts { id: SpaceId(Uuid::nil()), kind, organisation, join, audience, explicit, archived: false }
}

const KINDS: [(SpaceKind, JoinRule); 6] = [
    (SpaceKind::Open, JoinRule::Auto),
    (SpaceKind::Association, JoinRule::Auto),
    (SpaceKind::School, JoinRule::Auto),
    (SpaceKind::Municipality, JoinRule::Auto),
    (SpaceKind::Group, JoinRule::Request),
    (SpaceKind::Group, JoinRule::Invitation),
];

fn row(actor: &Actor) -> [Standing; 6] {
    KINDS.map(|(kind, join)| standing(actor, &space(kind, join, None)))
}

#[test]
fn everybody_stands_where_the_table_says() {
    use Standing::{Member, Moderator, Outsider, Reader, Stranger};
    let teacher = person(&[SCHOOL], vec![grant(Role::Teacher, Some(SCHOOL))]);
    let pending = Actor { confirmed: false, ..teacher.clone() };
    let without_consent = Actor { consented: false, ..teacher.clone() };
    //                                                     open       association  school     municipality group/req  group/inv
    assert_eq!(row(&teacher), /* */ [Member, /* */ Reader, /* */ Member, /* */ Member, /* */ Outsider, Stranger]);
    assert_eq!(
        row(&pending),
        /* */ [Reader, /* */ Stranger, /**/ Stranger, /**/ Stranger, /**/ Stranger, Stranger]
    );
    assert_eq!(row(&without_consent), [Stranger; 6]);
    let far = person(&[ELSEWHERE], vec![]);
    assert_eq!(
        row(&far),
        /*     */ [Member, /* */ Reader, /* */ Stranger, /**/ Stranger, /**/ Outsider, Stranger]
    );
    let head = person(&[], vec![grant(Role::SchoolHead, Some(SCHOOL))]);
    assert_eq!(
        row(&head),
        /*    */ [Member, /* */ Reader, /* */ Moderator, /**/ Stranger, /**/ Outsider, Stranger]
    );
    let deputy = person(&[SCHOOL], vec![grant(Role::DeputyHead, Some(SCHOOL))]);
    assert_eq!(row(&deputy), /*  */ [Member, /* */ Reader, /* */ Moderator, /**/ Member, /**/ Outsider, Stranger]);
    let leader = person(&[ASSOCIATION], vec![grant(Role::AssociationLeader, Some(ASSOCIATION))]);
    assert_eq!(
        row(&leader),
        /*  */ [Member, /* */ Moderator, /**/ Stranger, /**/ Stranger, /**/ Outsider, Stranger]
    );
    let coordinator = person(&[], vec![grant(Role::MunicipalCoordinator, Some(DISTRICT))]);
    assert_eq!(row(&coordinator), [Member, /* */ Reader, /* */ Stranger, /**/ Moderator, /**/ Outsider, Stranger]);
    let administrator = person(&[], vec![grant(Role::Administrator, None)]);
    assert_eq!(row(&administrator), [Moderator, Moderator, /**/ Stranger, /**/ Stranger, /**/ Outsider, Stranger]);
    let observer = person(&[SCHOOL], vec![grant(Role::Observer, Some(DISTRICT))]);
    assert_eq!(row(&observer), /**/ [Reader, /* */ Reader, /* */ Reader, /* */ Reader, /* */ Outsider, Stranger]);
}

#[test]
fn rows_lift_silence_and_shut_out() {
    use MemberState::{Invited, Member, Removed, Requested};
    let far = person(&[ELSEWHERE], vec![]);
    let at =
        |actor: &Actor, kind, role, state| standing(actor, &space(kind, JoinRule::Invitation, Some((role, state))));
    for kind in [SpaceKind::Open, SpaceKind::Association, SpaceKind::School, SpaceKind::Municipality, SpaceKind::Group]
    {
        assert_eq!(at(&far, kind, SpaceRole::Member, Member), Standing::Member, "{kind:?}");
        assert_eq!(at(&far, kind, SpaceRole::Moderator, Member), Standing::Moderator, "{kind:?}");
        assert_eq!(at(&far, kind, SpaceRole::Reader, Member), Standing::Reader, "{kind:?}");
        assert_eq!(at(&far, kind, SpaceRole::Moderator, Removed), Standing::Stranger, "{kind:?}");
        assert!(at(&far, kind, SpaceRole::Member, Invited) >= Standing::Outsider, "{kind:?}");
        assert!(at(&far, kind, SpaceRole::Moderator, Requested) <= Standing::Member, "{kind:?}");
    }
    let administrator = person(&[], vec![grant(Role::Administrator, None)]);
    assert_eq!(at(&administrator, SpaceKind::Open, SpaceRole::Member, Removed), Standing::Stranger, "deny wins");
    let leader = person(&[ASSOCIATION], vec![grant(Role::AssociationLeader, Some(ASSOCIATION))]);
    assert_eq!(at(&leader, SpaceKind::Association, SpaceRole::Reader, Member), Standing::Moderator);
    let pending = Actor { confirmed: false, ..far };
    assert_eq!(at(&pending, SpaceKind::Group, SpaceRole::Moderator, Member), Standing::Stranger);
}

#[test]
fn why_a_reader_may_not_write_is_said() {
    let teacher = person(&[SCHOOL], vec![]);
    let seat = |actor: &Actor, kind, explicit| Seat::take(actor, &space(kind, JoinRule::Auto, explicit)).write();
    assert_eq!(seat(&teacher, SpaceKind::Association, None), Decision::Refuse(Code::NotMember));
    let silenced = Some((SpaceRole::Reader, MemberState::Member));
    assert_eq!(seat(&teacher, SpaceKind::Open, silenced), Decision::Refuse(Code::ReadOnly));
    let pending = Actor { confirmed: false, ..teacher.clone() };
    assert_eq!(seat(&pending, SpaceKind::Open, None), Decision::Refuse(Code::NotConfirmed));
    assert_eq!(seat(&teacher, SpaceKind::Group, None), Decision::Hide);
}

#[test]
fn what_was_put_away_is_read_by_the_same_and_written_by_nobody() {
    let teacher = person(&[SCHOOL], vec![]);
    let administrator = person(&[], vec![grant(Role::Administrator, None)]);
    let explicit = Some((SpaceRole::Moderator, MemberState::Member));
    for (kind, join) in KINDS {
        for (actor, explicit) in [(&teacher, None), (&administrator, None), (&teacher, explicit)] {
            let open = space(kind, join, explicit);
            let away = SpaceFacts { archived: true, ..open.clone() };
            let (before, after) = (Seat::take(actor, &open), Seat::take(actor, &away));
            assert_eq!((before.standing, before.see(), before.read()), (after.standing, after.see(), after.read()));
            assert_eq!(before.moderate(), after.archive(), "{kind:?}");
            let closed =
                |decision| if decision == Decision::Allow { Decision::Refuse(Code::SpaceArchived) } else { decision };
            assert_eq!(after.write(), closed(before.write()), "{kind:?}");
            assert_eq!(after.moderate(), closed(before.moderate()), "{kind:?}");
            assert!(!after.reply(topic(OTHER)).allowed() && !after.change_topic(topic(ME)).allowed(), "{kind:?}");
            assert!(!after.edit_post(topic(ME), post(ME)).allowed() && !after.react(topic(ME), post(OTHER)).allowed());
        }
    }
}

const ME: PersonId = PersonId(Uuid::from_u128(1));
const OTHER: PersonId = PersonId(Uuid::from_u128(2));

fn topic(author: PersonId) -> TopicFacts {
    TopicFacts { author, kind: TopicKind::Question, locked: false, deleted: false, answered: true }
}

fn post(author: PersonId) -> PostFacts {
    PostFacts { author, first: false, deleted: None }
}

fn seat(role: Option<SpaceRole>) -> Seat {
    let explicit = role.map(|role| (role, MemberState::Member));
    Seat::take(&person(&[], vec![]), &space(SpaceKind::Group, JoinRule::Request, explicit))
}

#[test]
fn deeds_are_allowed_as_the_table_says() {
    use Decision::{Allow, Hide, Refuse};
    let (outsider, reader) = (seat(None), seat(Some(SpaceRole::Reader)));
    let (member, moderator) = (seat(Some(SpaceRole::Member)), seat(Some(SpaceRole::Moderator)));
    let four = |f: &dyn Fn(&Seat) -> Decision| [f(&outsider), f(&reader), f(&member), f(&moderator)];
    let (silent, not_author, locked) = (Refuse(Code::ReadOnly), Refuse(Code::NotAuthor), Refuse(Code::TopicLocked));
    let forbidden = Refuse(Code::Forbidden);
    let shut = |author| TopicFacts { locked: true, ..topic(author) };
    let gone = |author| TopicFacts { deleted: true, ..topic(author) };

    assert_eq!(four(&|s| s.see()), [Allow, Allow, Allow, Allow]);
    assert_eq!(four(&|s| s.read()), [Hide, Allow, Allow, Allow]);
    assert_eq!(four(&|s| s.write()), [Hide, silent, Allow, Allow]);
    assert_eq!(four(&|s| s.moderate()), [forbidden, forbidden, forbidden, Allow]);
    assert_eq!(four(&|s| s.start_topic(TopicKind::Announcement)), [Hide, silent, forbidden, Allow]);
    assert_eq!(four(&|s| s.read_topic(gone(ME))), [Hide, Hide, Hide, Allow]);
    assert_eq!(four(&|s| s.reply(topic(OTHER))), [Hide, silent, Allow, Allow]);
    assert_eq!(four(&|s| s.reply(shut(ME))), [Hide, silent, locked, locked]);
    assert_eq!(four(&|s| s.change_topic(topic(ME))), [Hide, silent, Allow, Allow]);
    assert_eq!(four(&|s| s.change_topic(topic(OTHER))), [Hide, silent, not_author, Allow]);
    assert_eq!(four(&|s| s.change_topic(shut(ME))), [Hide, silent, locked, Allow]);
    assert_eq!(four(&|s| s.delete_topic(topic(ME))), [Hide, silent, forbidden, Allow]);
    assert_eq!(four(&|s| s.delete_topic(TopicFacts { answered: false, ..topic(ME) })), [Hide, silent, Allow, Allow]);
    assert_eq!(four(&|s| s.delete_topic(topic(OTHER))), [Hide, silent, not_author, Allow]);
    assert_eq!(four(&|s| s.accept(topic(ME))), [Hide, silent, Allow, Allow]);
    assert_eq!(four(&|s| s.accept(topic(OTHER))), [Hide, silent, not_author, Allow]);
    let talk = TopicFacts { kind: TopicKind::Discussion, ..topic(ME) };
    assert_eq!(four(&|s| s.accept(talk)), [Hide, silent, forbidden, forbidden]);
    assert_eq!(four(&|s| s.react(topic(ME), post(OTHER))), [Hide, silent, Allow, Allow]);
    assert_eq!(four(&|s| s.react(topic(ME), post(ME))), [Hide, silent, forbidden, forbidden]);
    assert_eq!(four(&|s| s.edit_post(topic(OTHER), post(ME))), [Hide, silent, Allow, Allow]);
    assert_eq!(four(&|s| s.edit_post(topic(ME), post(OTHER))), [Hide, silent, not_author, Allow]);
    assert_eq!(four(&|s| s.edit_post(shut(ME), post(ME))), [Hide, silent, locked, Allow]);
    assert_eq!(four(&|s| s.delete_post(topic(OTHER), post(ME))), [Hide, silent, Allow, Allow]);
    assert_eq!(four(&|s| s.delete_post(topic(ME), post(OTHER))), [Hide, silent, not_author, Allow]);
    assert_eq!(
        four(&|s| s.delete_post(topic(ME), PostFacts { first: true, ..post(ME) })),
        [Hide, silent, forbidden, forbidden]
    );
    let taken = |author, by| PostFacts { deleted: Some(by), ..post(author) };
    assert_eq!(four(&|s| s.restore_post(topic(ME), taken(ME, ME))), [Hide, silent, Allow, Allow]);
    assert_eq!(four(&|s| s.restore_post(topic(ME), taken(ME, OTHER))), [Hide, silent, forbidden, Allow]);
    assert_eq!(four(&|s| s.edit_post(topic(ME), taken(ME, ME))), [Hide, silent, Hide, Hide]);
    assert_eq!(four(&|s| s.react(topic(ME), taken(OTHER, OTHER))), [Hide, silent, Hide, Hide]);
    assert_eq!(four(&|s| s.read_history(topic(ME), post(OTHER))), [Hide, Allow, Allow, Allow]);
    assert_eq!(four(&|s| s.read_history(topic(ME), taken(ME, ME))), [Hide, Hide, Hide, Allow]);
}

#[test]
fn spaces_are_opened_by_who_runs_them() {
    use Decision::{Allow, Refuse};
    let teacher = person(&[SCHOOL], vec![grant(Role::Teacher, Some(SCHOOL))]);
    let head = person(&[SCHOOL], vec![grant(Role::SchoolHead, Some(SCHOOL))]);
    let administrator = person(&[], vec![grant(Role::Administrator, None)]);
    let forbidden = Refuse(Code::Forbidden);
    let open = |actor: &Actor, kind, org| policy::create_space(actor, kind, org);
    assert_eq!(open(&teacher, SpaceKind::Group, None), Allow);
    assert_eq!(open(&teacher, SpaceKind::Open, None), forbidden);
    assert_eq!(open(&teacher, SpaceKind::School, Some(SCHOOL)), forbidden);
    assert_eq!(open(&head, SpaceKind::School, Some(SCHOOL)), Allow);
    assert_eq!(open(&head, SpaceKind::School, Some(ELSEWHERE)), forbidden);
    assert_eq!(open(&administrator, SpaceKind::Municipality, Some(DISTRICT)), Allow);
    let pending = Actor { confirmed: false, ..teacher };
    assert_eq!(open(&pending, SpaceKind::Group, None), Refuse(Code::NotConfirmed));
}
