//! What people are shown of pairs.

mod cards;
mod curators;
mod network;
mod page;
mod rights;
mod runs;
mod table;
mod young;

pub use cards::{PairingCard, PairingQuery, list};
pub use curators::{CuratorLine, CuratorLoad, Curators, curators};
pub use network::{PairingNetwork, network};
pub use page::{PairingPage, PairingPersonView, PairingStepView, PairingTieView, PairingWord, page, people};
pub use rights::{PairingRight, PairingWait, WaitSide, WaitWhat};
pub use runs::PairingRun;
pub use table::HelpedBy;
pub(crate) use table::helped_by;
pub use young::{YoungTeacher, young_teachers};
