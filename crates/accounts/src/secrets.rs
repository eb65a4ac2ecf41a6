//! Random secrets. What is handed out is stored only as a hash.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// 32 random bytes for a link or a cookie: 43 characters that need no escaping.
pub fn token() -> String {
    URL_SAFE_NO_PAD.encode(bytes())
}

pub fn bytes() -> [u8; 32] {
    rand::random()
}

/// What is stored instead of a token. One round is enough: the token is random, nobody can guess it.
pub fn hash(token: &str) -> String {
    Sha256::digest(token.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
