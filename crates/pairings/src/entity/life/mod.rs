//! Tables: the life of a pair: states, agreement, people, room, silence.

pub mod agreement;
pub mod pairing;
pub mod pairing_counter;
pub mod pairing_person;
pub mod pairing_skill;
pub mod pairing_step;
pub mod pairing_tie;
pub mod school_curator;
