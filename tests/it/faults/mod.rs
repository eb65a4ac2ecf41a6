//! What must survive when processes die and clocks lie.

mod clock;
mod killed;
