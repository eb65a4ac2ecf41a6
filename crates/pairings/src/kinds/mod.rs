//! The closed words of the pairings: what columns, requests and answers may say. One file a room.

mod life;
mod matching;
mod schools;
mod work;

use serde::Serialize;

pub use life::*;
pub use matching::*;
pub use schools::*;
pub use work::*;

/// The stored word of a closed list.
pub fn word<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Words between commas, as columns keep lists that nobody asks for one by one.
pub fn joined<T: Serialize>(values: &[T]) -> String {
    values.iter().map(word).collect::<Vec<_>>().join(",")
}

/// What [`joined`] wrote; words nobody knows any more are left out.
pub fn split<T: serde::de::DeserializeOwned>(text: &str) -> Vec<T> {
    text.split(',').filter_map(|word| serde_json::from_value(serde_json::Value::from(word)).ok()).collect()
}
