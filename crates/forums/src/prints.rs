//! Fingerprints of requests: an idempotency key belongs to one request for ever.

use serde::Serialize;
use sha2::{Digest, Sha256};

/// What the client asked for when it used the key.
pub fn print_of<T: Serialize>(request: &T) -> kernel::Result<String> {
    let digest = Sha256::digest(serde_json::to_vec(request)?);
    Ok(digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect())
}
