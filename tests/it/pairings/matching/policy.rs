//! Rules of the board, line by line.

use kernel::{Code, Decision};
use pairings::{
    kinds::{DecisionKind, Obstacle},
    policy::{
        SchoolSeat,
        matching::{Word, Wrong, board, office, wishes, word},
    },
};

const WHOLE: SchoolSeat = SchoolSeat {
    coordinates: false,
    runs: false,
    heads: false,
    belongs: false,
    curates: false,
    observes: false,
    consented: true,
    confirmed: true,
};

#[test]
fn the_board_is_there_for_coordinators_and_in_outline_for_observers() {
    let coordinator = SchoolSeat { coordinates: true, ..WHOLE };
    assert_eq!(board(coordinator, true), Decision::Allow);
    assert_eq!(board(SchoolSeat { consented: false, ..coordinator }, false), Decision::Allow);
    assert_eq!(board(SchoolSeat { consented: false, ..coordinator }, true), Decision::Refuse(Code::ConsentRequired));
    assert_eq!(board(SchoolSeat { confirmed: false, ..coordinator }, false), Decision::Hide);
    let others = SchoolSeat { runs: true, heads: true, belongs: true, curates: true, ..WHOLE };
    assert_eq!(board(others, false), Decision::Hide);
    assert_eq!(board(others, true), Decision::Hide);
    let observer = SchoolSeat { observes: true, ..WHOLE };
    assert_eq!(board(observer, false), Decision::Allow);
    assert_eq!(board(observer, true), Decision::Refuse(Code::ReadOnly));
    assert_eq!(office(observer), Decision::Refuse(Code::ReadOnly));
    assert_eq!(board(SchoolSeat { consented: false, ..observer }, false), Decision::Hide);
    assert_eq!(board(SchoolSeat { confirmed: false, ..observer }, true), Decision::Hide);
    assert_eq!(office(coordinator), Decision::Allow);
    assert_eq!(office(others), Decision::Hide);
    assert_eq!(wishes(others, true), Decision::Allow);
    assert_eq!(wishes(SchoolSeat { runs: false, ..others }, false), Decision::Hide);
}

#[test]
fn what_may_be_said_of_a_pair() {
    use DecisionKind::{Accept, Pin, Veto};
    let plain = Word { kind: Accept, weighed: true, obstacle: None, reasoned: false, before: None, promised: false };
    let ruled_out = |kind, obstacle| Word { kind, weighed: false, obstacle: Some(obstacle), ..plain };
    let table = [
        (plain, Ok(())),
        (Word { kind: Pin, ..plain }, Ok(())),
        (Word { kind: Veto, ..plain }, Err(Wrong::NoReason)),
        (Word { kind: Veto, reasoned: true, ..plain }, Ok(())),
        (Word { before: Some(Pin), ..plain }, Ok(())),
        (Word { kind: Pin, before: Some(Pin), ..plain }, Err(Wrong::Said)),
        (Word { before: Some(Accept), ..plain }, Err(Wrong::Said)),
        (Word { before: Some(Veto), ..plain }, Err(Wrong::Said)),
        (Word { promised: true, ..plain }, Err(Wrong::Said)),
        (Word { kind: Veto, reasoned: true, promised: true, ..plain }, Ok(())),
        (Word { weighed: false, ..plain }, Err(Wrong::Impossible)),
        (ruled_out(Accept, Obstacle::Unlike), Err(Wrong::Impossible)),
        (ruled_out(Pin, Obstacle::Unlike), Err(Wrong::NoReason)),
        (Word { reasoned: true, ..ruled_out(Pin, Obstacle::Unlike) }, Ok(())),
        (Word { reasoned: true, ..ruled_out(Pin, Obstacle::Itself) }, Err(Wrong::Impossible)),
        (Word { reasoned: true, ..ruled_out(Pin, Obstacle::Struggling) }, Err(Wrong::Impossible)),
        (Word { reasoned: true, ..ruled_out(Veto, Obstacle::Far) }, Ok(())),
    ];
    for (said, expected) in table {
        assert_eq!(word(said), expected, "{said:?}");
    }
}
