//! Closed lists of words this feature stores and speaks.

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Declares a word list that is a text column, JSON and an OpenAPI schema at once.
macro_rules! words {
    ($($(#[$meta:meta])* $name:ident { $($(#[$inner:meta])* $word:ident),* $(,)? })*) => {$(
        $(#[$meta])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum,
        )]
        #[serde(rename_all = "snake_case")]
        #[schema(rename_all = "snake_case")]
        #[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
        pub enum $name { $($(#[$inner])* $word),* }
    )*};
}

words! {
    /// Where a person stands with the network.
    PersonStatus {
        /// Nobody vouches for them yet: reads open spaces only.
        Pending,
        Confirmed,
        /// Shut out by an administrator or a coordinator.
        Blocked,
        /// Left for good: the name and everything personal are gone.
        Erased,
    }

    /// Where a person stands with one organisation.
    AffiliationStatus { Pending, Confirmed, Ended, Refused }

    /// How wide a subject association reaches.
    AssociationLevel { School, Municipal, Regional }

    /// Whom a link is for.
    InvitationKind {
        /// One person.
        Single,
        /// A staff room: a sheet on the wall.
        Room,
    }

    /// What a person agrees to. Two separate records, as the law asks.
    ConsentKind {
        Processing,
        /// Showing the name on public pages.
        Publication,
    }

    /// What a one-time link does.
    TokenKind {
        /// Makes the first administrator.
        Setup,
        /// Sets a new password.
        Reset,
        /// Proves an address.
        Email,
    }
}

impl PersonStatus {
    /// Nobody signs in or acts as this person.
    pub fn is_out(self) -> bool {
        matches!(self, Self::Blocked | Self::Erased)
    }
}
