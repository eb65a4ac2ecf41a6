//! What the API shows.

mod cards;
mod certified;
mod collected;
mod list;
mod living;
mod page;
mod reviewing;

pub use cards::{Counts, PracticeCard, cards, credit, load, path, points};
pub use certified::{Certificate, CertificateState, certificate};
pub use collected::{Collection, CollectionCard, CollectionQuery, collections, one as collection};
pub use list::{PracticeQuery, practices};
pub use living::{Adoption, VersionDiff, VersionLine, adoptions, diff, similar, version, versions};
pub use page::{Practice, Work, page, work};
pub use reviewing::{Expert, Remark, Reviewing, experts, reviewing};
