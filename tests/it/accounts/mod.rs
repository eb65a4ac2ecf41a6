//! People and organisations: signing in, belonging, roles, who sees whom.

mod addresses;
mod belonging;
mod directory;
mod import;
mod import_files;
mod invitations;
mod leaving;
mod policy;
mod registration;
mod roles;
mod sessions;
mod sign_in;
mod twins;

use kit::{Answer, Person};

/// Exchanges the refresh cookie `cookie`.
async fn refresh_with(person: &Person, cookie: &str) -> Answer {
    let request = person.client.post(format!("{}/api/v1/auth/refresh", person.url)).header("cookie", cookie);
    person.send(request).await
}

/// Exchanges the device's cookie and keeps what came.
async fn refresh(person: &mut Person) -> Answer {
    let answer = refresh_with(person, &person.cookie.clone().unwrap()).await;
    if answer.status.is_success() {
        person.take_session(&answer);
    }
    answer
}

/// The refresh cookie of an answer, `name=value`.
fn cookie(answer: &Answer) -> String {
    answer.headers["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned()
}

/// The token at the end of the first link with `path` in a letter.
#[track_caller]
fn token_in(text: &str, path: &str) -> String {
    let rest = text.split(path).nth(1).unwrap_or_else(|| panic!("no link {path} in: {text}"));
    rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect()
}
