//! Tables of the catalogue.

pub mod skill;
pub mod skill_synonym;
