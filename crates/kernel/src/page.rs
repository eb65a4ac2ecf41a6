//! Keyset pages: an opaque cursor instead of an offset, so that new rows never shift a page.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use utoipa::{IntoParams, ToSchema};

use crate::{Error, Result};

/// One page of a list. `next` is absent on the last page.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Page<T> {
    pub items: Vec<T>,
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// Cuts `rows`, read with `limit + 1`, into a page; `key` names the last row for the cursor.
    pub fn cut<K: Serialize>(mut rows: Vec<T>, limit: usize, key: impl Fn(&T) -> K) -> Result<Self> {
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = match rows.last() {
            Some(row) if more => Some(PageCursor::encode(&key(row))?),
            _ => None,
        };
        Ok(Self { items: rows, next })
    }

    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(f).collect(), next: self.next }
    }
}

/// `?cursor=…&limit=…` of every list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// `next` of the previous page.
    pub cursor: Option<String>,
    /// Rows per page, 1 to 100; 30 unless told.
    pub limit: Option<u32>,
}

impl PageQuery {
    pub fn limit(&self) -> usize {
        self.limit.unwrap_or(30).clamp(1, 100) as usize
    }

    /// The decoded cursor.
    ///
    /// # Errors
    /// `Invalid` when it was not made by us.
    pub fn key<K: DeserializeOwned>(&self) -> Result<Option<K>> {
        self.cursor.as_deref().filter(|c| !c.is_empty()).map(PageCursor::decode).transpose()
    }
}

/// Text form of a keyset position: hexadecimal JSON, opaque to clients.
pub struct PageCursor;

impl PageCursor {
    pub fn encode<K: Serialize>(key: &K) -> Result<String> {
        let bytes = serde_json::to_vec(key)?;
        Ok(bytes.iter().map(|b| format!("{b:02x}")).collect())
    }

    pub fn decode<K: DeserializeOwned>(text: &str) -> Result<K> {
        let bad = || Error::invalid("cursor", "invalid");
        if !text.is_ascii() || !text.len().is_multiple_of(2) || text.len() > 1000 {
            return Err(bad());
        }
        let bytes: Option<Vec<u8>> =
            (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).ok()).collect();
        serde_json::from_slice(&bytes.ok_or_else(bad)?).map_err(|_| bad())
    }
}
