//! Rules: the life of a pair: states, agreement, people, room, silence.
