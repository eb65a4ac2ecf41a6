//! Passwords: hashing off the async threads, the same work for known and unknown logins, refusal of the obvious ones.

use std::{sync::LazyLock, time::Duration};

use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version, password_hash::SaltString,
};
use kernel::{Code, Error, Result, error::Checks};
use platform::App;
use tokio::sync::{Semaphore, SemaphorePermit};

pub const SHORTEST: usize = 10;
pub const LONGEST: usize = 200;

/// Each hash takes tens of megabytes: never more of them at once than there are cores.
static SLOTS: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(2, usize::from)));

const PATIENCE: Duration = Duration::from_secs(10);

/// An argon2id hash in the usual text form.
///
/// # Errors
/// `TooMany` when the queue for hashing is longer than a person waits.
pub async fn hash(app: &App, password: String) -> Result<String> {
    let config = &app.config().auth;
    let (memory, passes) = (config.argon2_memory_kib, config.argon2_passes);
    let _slot = slot().await?;
    let hashed = tokio::task::spawn_blocking(move || make(&password, memory, passes)).await;
    Ok(hashed.map_err(anyhow::Error::from)??)
}

/// The hash with a cost of one's own, for whoever already is off the async threads (the demo loader).
///
/// # Errors
/// When the cost is impossible.
pub fn make(password: &str, memory_kib: u32, passes: u32) -> anyhow::Result<String> {
    let params = Params::new(memory_kib, passes, 1, None).map_err(|e| anyhow::anyhow!("argon2: {e}"))?;
    let salt: [u8; 16] = rand::random();
    let salt = SaltString::encode_b64(&salt).map_err(|e| anyhow::anyhow!("argon2: {e}"))?;
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hash = argon.hash_password(password.as_bytes(), &salt).map_err(|e| anyhow::anyhow!("argon2: {e}"))?;
    Ok(hash.to_string())
}

/// Is it the password? Without a stored hash the same work is done against one nobody knows, and the answer is no.
///
/// # Errors
/// `TooMany` when the queue for hashing is longer than a person waits.
pub async fn verify(app: &App, stored: Option<String>, password: String) -> Result<bool> {
    let known = stored.is_some();
    let stored = stored.unwrap_or_else(|| nobody(app));
    let _slot = slot().await?;
    let same = tokio::task::spawn_blocking(move || {
        let Ok(parsed) = PasswordHash::new(&stored) else { return false };
        Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok()
    })
    .await
    .map_err(anyhow::Error::from)?;
    Ok(known && same)
}

/// A well-formed hash of today's cost that no password has.
fn nobody(app: &App) -> String {
    let config = &app.config().auth;
    format!(
        "$argon2id$v=19$m={},t={},p=1$c3RhZmZyb29tLW5vYm9keQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        config.argon2_memory_kib, config.argon2_passes
    )
}

/// Was it hashed with another cost than today's?
pub fn is_outdated(app: &App, stored: &str) -> bool {
    let config = &app.config().auth;
    !stored.contains(&format!("m={},t={},p=1$", config.argon2_memory_kib, config.argon2_passes))
}

async fn slot() -> Result<SemaphorePermit<'static>> {
    let waited = tokio::time::timeout(PATIENCE, SLOTS.acquire()).await;
    let permit = waited.map_err(|_| Error::TooMany(Code::Busy, Duration::from_secs(3)))?;
    Ok(permit.map_err(anyhow::Error::from)?)
}

/// Adds what is wrong with a new password.
pub fn check(checks: &mut Checks, password: &str, login: &str, field: &str) {
    let length = password.chars().count();
    checks.require(length >= SHORTEST, field, "too_short").require(length <= LONGEST, field, "too_long");
    if (SHORTEST..=LONGEST).contains(&length) {
        checks.require(!is_obvious(password, login), field, "invalid");
    }
}

fn is_obvious(password: &str, login: &str) -> bool {
    let plain = password.trim().to_lowercase();
    let login = login.trim().to_lowercase();
    let name = login.split('@').next().unwrap_or_default();
    let keys: String = plain.chars().map(latin_key).collect();
    let mut distinct: Vec<char> = keys.chars().collect();
    distinct.sort_unstable();
    distinct.dedup();
    plain == login
        || plain == name
        || distinct.len() <= 4
        || is_run(&keys)
        || COMMON.iter().any(|common| keys == *common || keys.strip_prefix(common).is_some_and(is_tail))
}

/// What people add to a forbidden word: digits and signs.
fn is_tail(rest: &str) -> bool {
    rest.chars().all(|c| !c.is_alphabetic())
}

/// «12345678901», «abcdefghij», «zyxwvutsrq».
fn is_run(text: &str) -> bool {
    let codes: Vec<i64> = text.chars().map(|c| i64::from(u32::from(c))).collect();
    let digits = text.chars().all(|c| c.is_ascii_digit());
    let steps: Vec<i64> = codes.windows(2).map(|w| w[1] - w[0]).collect();
    let step = |s: i64| if digits { s.rem_euclid(10) } else { s };
    steps.iter().all(|s| step(*s) == step(1)) || steps.iter().all(|s| step(*s) == step(-1))
}

/// The key of the Latin layout under a Cyrillic letter: «йцукен» is «qwerty».
fn latin_key(c: char) -> char {
    const RUSSIAN: &str = "йцукенгшщзхъфывапролджэячсмитьбюё";
    const LATIN: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
    RUSSIAN.chars().position(|r| r == c).and_then(|at| LATIN.chars().nth(at)).unwrap_or(c)
}

/// By keys of the Latin layout, so each entry covers both layouts: `gfhjkm` is «пароль», `exbntkm` «учитель».
/// A listed word with digits after it is refused too.
const COMMON: &[&str] = &[
    "password",
    "passw0rd",
    "pass",
    "parol",
    "gfhjkm",
    "qwerty",
    "qwertyui",
    "qwertyuiop",
    "qwertyuiop[]",
    "asdfgh",
    "asdfghjkl",
    "zxcvbn",
    "zxcvbnm",
    "qwertyasdfgh",
    "qazwsx",
    "qazwsxedc",
    "qazwsxedcrfv",
    "1qaz2wsx",
    "1qaz2wsx3edc",
    "1q2w3e4r",
    "1q2w3e4r5t",
    "1q2w3e4r5t6y",
    "q1w2e3r4t5",
    "q1w2e3r4t5y6",
    "zaq12wsx",
    "zaq1xsw2",
    "123qwe",
    "123qwe123qwe",
    "qwe123qwe123",
    "123456qwerty",
    "12345qwerty",
    "1234qwer",
    "qwerqwer",
    "123123",
    "1234567890",
    "0987654321",
    "123456789a",
    "admin",
    "administrator",
    "welcome",
    "letmein",
    "iloveyou",
    "monkey",
    "dragon",
    "football",
    "sunshine",
    "princess",
    "superman",
    "secret",
    "school",
    "teacher",
    "uchitel",
    "shkola",
    "direktor",
    "exbntkm",
    "erfxbntkmcrfz",
    "exbntkmcrfz",
    "irjkf",
    "lbhtrnjh",
    "ghbdtn",
    "ghbdtnghbdtn",
    "k.,jdm",
    "k.,bvfz",
    "cjkysirj",
    "cjkyst",
    "yfnfif",
    "fylhtq",
    "vfhbyf",
    "rjntyjr",
    "hjccbz",
    "vjcrdf",
    "staffroom",
    "vfvfgfgf",
    "ljxtymrf",
    "fktrcfylh",
    "vfrcbv",
    "ctrhtn",
    "flvbybcnhfnjh",
    "matematika",
    "vfntvfnbrf",
];
