//! Rules: what is known of a school: context by year, statuses, needs, offers, schools like it.
//!
//! Numbers of a context are the school's and its coordinators'; the other school of a pair and a curator see them
//! rounded. Needs are known to the two schools, to curators and coordinators, and in outline, without anything that
//! results of pupils say, to observers. An open offer is an announcement: everybody confirmed whose work is in the region
//! reads it in outline, in lists, on pages and in the index alike.

mod announced;
mod reach;

use kernel::{Code, Decision};

pub use announced::{announced_among, announced_to, hears};
pub use reach::{Reach, reach, visible_needs};

use super::SchoolSeat;
use crate::kinds::OfferState;

/// What rules ask of a school beside the seat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// It was closed, or became part of another.
    pub closed: bool,
    /// The actor's school works with it in a pair.
    pub paired: bool,
    /// The actor works in its region.
    pub near: bool,
}

/// How much somebody sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sight {
    /// That there is something, and in what; nothing that results of pupils say.
    Outline,
    /// Numbers without small cells.
    Rounded,
    /// Everything.
    Whole,
}

/// What a write does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Tells of the school in a year.
    Fill,
    /// Names a need, or changes one.
    Need,
    /// Closes a need.
    CloseNeed,
    /// Offers help, or changes an offer.
    Offer,
    /// Pauses, withdraws.
    EndOffer,
    /// Gives a status.
    Grant,
    /// Ends a status.
    EndStatus,
}

impl Act {
    pub const ALL: [Self; 7] =
        [Self::Fill, Self::Need, Self::CloseNeed, Self::Offer, Self::EndOffer, Self::Grant, Self::EndStatus];

    /// Only whoever answers for the territory.
    fn by_office(self) -> bool {
        matches!(self, Self::Grant | Self::EndStatus)
    }

    /// Puts things in order in a school that is no more.
    fn after_closing(self) -> bool {
        matches!(self, Self::CloseNeed | Self::EndOffer | Self::EndStatus)
    }
}

impl SchoolSeat {
    /// The numbers of a context.
    pub fn context(self, place: Place) -> Option<Sight> {
        match self {
            seat if !seat.active() => None,
            seat if seat.coordinates || seat.runs => Some(Sight::Whole),
            seat if seat.curates || place.paired => Some(Sight::Rounded),
            _ => None,
        }
    }

    /// Needs, and what they rest on.
    pub fn needs(self, place: Place) -> Option<Sight> {
        match self {
            seat if !seat.active() => None,
            seat if seat.coordinates || seat.runs => Some(Sight::Whole),
            seat if seat.belongs || seat.curates || place.paired => Some(Sight::Rounded),
            seat if seat.observes => Some(Sight::Outline),
            _ => None,
        }
    }

    /// What the school offers to others, in its state; `None` while it offers nothing.
    pub fn offer(self, place: Place, state: Option<OfferState>) -> Option<Sight> {
        let announced = state == Some(OfferState::Open) && place.near && !place.closed;
        match self.needs(place) {
            None if self.active() && announced => Some(Sight::Outline),
            sight => sight,
        }
    }

    /// How much is known of the school by year, without the numbers; its statuses.
    pub fn overview(self, place: Place) -> Decision {
        if self.needs(place).is_some() { Decision::Allow } else { Decision::Hide }
    }

    /// Which schools are like it: for those who look for help or for helpers.
    pub fn likes(self) -> Decision {
        let looks = self.active() && (self.coordinates || self.runs || self.curates);
        if looks { Decision::Allow } else { Decision::Hide }
    }

    /// The table of a territory: its coordinators, observers, and curators of some of its schools.
    pub fn table(self) -> bool {
        self.active() && (self.coordinates || self.observes || self.curates)
    }

    pub fn may(self, act: Act, place: Place) -> Decision {
        let office = self.coordinates;
        match self {
            seat if seat.overview(place) == Decision::Hide => Decision::Hide,
            seat if office || seat.runs && !act.by_office() => {
                if place.closed && !act.after_closing() {
                    Decision::Refuse(Code::WrongState)
                } else {
                    Decision::Allow
                }
            }
            seat if seat.observes && !seat.belongs && !seat.curates && !place.paired => {
                Decision::Refuse(Code::ReadOnly)
            }
            _ => Decision::Refuse(Code::Forbidden),
        }
    }
}
