//! Who may do what in the work of a pair, and in which state of it.

use kernel::{Code, Decision};
use pairings::{
    kinds::{EffectWhose, PairState, PlanState, Side, VisitState},
    policy::work::{Act, Hands, ItemAct, VisitAct, item_after, open, visit_after},
};

const NOBODY: Hands = Hands {
    mentor: false,
    mentee: false,
    runs_mentor: false,
    runs_mentee: false,
    coordinates: false,
    answers: false,
    writes: true,
};

#[test]
fn who_may_do_what() {
    let teacher = Hands { mentor: true, ..NOBODY };
    let helped = Hands { mentee: true, ..NOBODY };
    let head = Hands { mentor: true, runs_mentor: true, ..NOBODY };
    let coordinator = Hands { coordinates: true, answers: true, ..NOBODY };
    let neighbour = Hands { coordinates: true, ..NOBODY };
    let (mentee, alike) = (Act::Measure(EffectWhose::Mentee), Act::Measure(EffectWhose::Alike));
    let allowed: [(&str, Hands, &[Act]); 6] = [
        ("curator", NOBODY, &[]),
        ("teacher", teacher, &[Act::Plan, Act::Work, Act::Report, Act::Answer, Act::Choose, alike]),
        ("helped", helped, &[Act::Plan, Act::Work, Act::Report, Act::Answer, Act::Choose, mentee]),
        ("head", head, &[Act::Plan, Act::Work, Act::Report, Act::Submit, Act::Answer, Act::Choose, alike]),
        ("coordinator", coordinator, &[Act::Choose, mentee, alike]),
        ("coordinator of the mentor", neighbour, &[Act::Choose, alike]),
    ];
    for (who, hands, acts) in allowed {
        for act in Act::ALL {
            let expected = if acts.contains(&act) { Decision::Allow } else { Decision::Refuse(Code::Forbidden) };
            assert_eq!(hands.may(act), expected, "{who} {act:?}");
            let silent = Hands { writes: false, ..hands };
            assert_eq!(silent.may(act), Decision::Refuse(Code::NotConfirmed), "{who} who may not write, {act:?}");
        }
    }
}

#[test]
fn numbers_of_the_school_are_its_own_and_its_coordinators() {
    for (hands, sees) in [
        (Hands { mentor: true, runs_mentor: true, ..NOBODY }, false),
        (Hands { coordinates: true, ..NOBODY }, false),
        (Hands { mentee: true, ..NOBODY }, true),
        (Hands { answers: true, ..NOBODY }, true),
    ] {
        assert_eq!(hands.counts(), sees, "{hands:?}");
    }
}

#[test]
fn whoever_stands_on_both_sides_says_which_one_they_mean() {
    let both = Hands { mentor: true, mentee: true, ..NOBODY };
    assert_eq!(both.meant(Some(Side::Mentee)).unwrap(), Side::Mentee);
    assert_eq!(both.meant(None).unwrap_err().code(), Code::Invalid);
    let one = Hands { mentor: true, ..NOBODY };
    assert_eq!(one.meant(None).unwrap(), Side::Mentor);
    assert_eq!(one.meant(Some(Side::Mentee)).unwrap_err().code(), Code::Invalid);
    assert_eq!(NOBODY.meant(Some(Side::Mentor)).unwrap_err().code(), Code::Forbidden);
}

#[test]
fn in_which_state_of_a_pair_what_is_done() {
    for state in PairState::ALL {
        for act in Act::ALL {
            let expected = match state {
                PairState::Proposed | PairState::Declined | PairState::Vetoed | PairState::Withdrawn => false,
                PairState::Agreed => act == Act::Plan,
                PairState::Active | PairState::Suspended => true,
                // A pair that is over still writes its report and counts.
                PairState::Completed | PairState::Ended => !matches!(act, Act::Plan | Act::Work),
            };
            assert_eq!(open(state, act), expected, "{state:?} {act:?}");
        }
    }
}

#[test]
fn an_item_goes_its_way() {
    use PlanState::{Cancelled, Done, Planned};
    let table = [
        (Planned, ItemAct::Change, Some(Planned)),
        (Planned, ItemAct::Become, Some(Planned)),
        (Planned, ItemAct::Do, Some(Done)),
        (Planned, ItemAct::Cancel, Some(Cancelled)),
        (Done, ItemAct::Reopen, Some(Planned)),
        (Cancelled, ItemAct::Reopen, Some(Planned)),
    ];
    for state in [Planned, Done, Cancelled] {
        for act in ItemAct::ALL {
            let expected = table.iter().find(|(s, a, _)| (*s, *a) == (state, act)).and_then(|(_, _, to)| *to);
            assert_eq!(item_after(state, act).ok(), expected, "{state:?} {act:?}");
        }
    }
}

#[test]
fn a_visit_goes_its_way() {
    use VisitState::{Held, Missed, Planned, Signed};
    let (first, last) = (VisitAct::Sign { last: false }, VisitAct::Sign { last: true });
    let table = [
        (Planned, VisitAct::Change, Planned),
        (Held, VisitAct::Change, Held),
        (Planned, VisitAct::Hold, Held),
        (Planned, VisitAct::Miss, Missed),
        (Held, first, Held),
        (Held, last, Signed),
    ];
    for state in [Planned, Held, Signed, Missed] {
        for act in VisitAct::ALL {
            let expected = table.iter().find(|(s, a, _)| (*s, *a) == (state, act)).map(|(_, _, to)| *to);
            assert_eq!(visit_after(state, act).ok(), expected, "{state:?} {act:?}");
        }
    }
}
