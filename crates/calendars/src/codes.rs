//! The code on the screen of a room: six signs that change every half minute, so that it cannot be sent home.

use sha2::{Digest, Sha256};

use kernel::Timestamp;

/// Without letters that are read as digits or as each other.
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 6;
/// Seconds for which one code is shown.
pub const STEP: i64 = 30;
/// Codes before the present one that still count: people type slowly.
const LATE: i64 = 2;

fn step(at: Timestamp) -> i64 {
    at.timestamp().div_euclid(STEP)
}

fn signs(secret: &str, step: i64) -> String {
    // The secret is of fixed length and stands at both ends: nothing can be appended to what was hashed.
    let digest = Sha256::digest(format!("{secret}:{step}:{secret}").as_bytes());
    digest[..LENGTH].iter().map(|byte| char::from(SIGNS[usize::from(byte & 31)])).collect()
}

/// What the screen shows now: «7K3 QM9».
pub fn shown(secret: &str, at: Timestamp) -> String {
    let signs = signs(secret, step(at));
    format!("{} {}", &signs[..LENGTH / 2], &signs[LENGTH / 2..])
}

/// When another one comes.
pub fn until(at: Timestamp) -> Timestamp {
    at + chrono::TimeDelta::seconds(STEP - at.timestamp().rem_euclid(STEP))
}

/// Is this what the screen shows, or showed a moment ago?
pub fn accepts(secret: &str, typed: &str, at: Timestamp) -> bool {
    let Some(typed) = normal(typed) else { return false };
    (0..=LATE).any(|late| signs(secret, step(at) - late) == typed)
}

/// People type small letters, Russian ones that look the same, and spaces.
fn normal(typed: &str) -> Option<String> {
    if typed.len() > 40 {
        return None;
    }
    let sign = |c: char| match c {
        'O' | 'О' => '0',
        'I' | 'L' => '1',
        'А' => 'A',
        'В' => 'B',
        'Е' => 'E',
        'К' => 'K',
        'М' => 'M',
        'Н' => 'H',
        'Р' => 'P',
        'С' => 'C',
        'Т' => 'T',
        'Х' => 'X',
        c => c,
    };
    let signs: String =
        typed.chars().flat_map(char::to_uppercase).filter(|c| !c.is_whitespace() && *c != '-').map(sign).collect();
    (signs.len() == LENGTH).then_some(signs)
}
