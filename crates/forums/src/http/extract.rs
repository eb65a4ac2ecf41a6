//! What requests of the forums say in a way of their own.

use serde::{Deserialize, Deserializer};

/// Tells an absent field from `null`: absent stays, `null` clears.
pub fn some<'de, T: Deserialize<'de>, D: Deserializer<'de>>(value: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(value).map(Some)
}
