//! The demo network: files under `demo/`, written through the same use cases as real work.
//!
//! Loading may be interrupted and repeated: organisations and people are found by key, posts by idempotency key.

mod after;
mod bank;
mod bank_file;
mod events;
mod files;
mod load;
mod pairings;
mod parse;
mod people;
mod places;
mod plan;
mod talk;
mod territory;

pub use load::load_once;

/// Password of every demo login.
pub const PASSWORD: &str = "малый-увал-12";

/// Logins worth trying first: key in `people.csv` and who that is.
pub const LOGINS: &[(&str, &str)] = &[
    ("somova-ea", "учитель математики сельской школы"),
    ("belyaeva-nv", "руководитель районного объединения математиков"),
    ("gordeev-ai", "директор школы"),
    ("rahimova-lf", "муниципальный координатор"),
    ("kovalchuk-mi", "администратор сети"),
];

/// What `serve --demo` prints when it is ready.
pub fn welcome(url: &str) -> String {
    let logins: String = LOGINS.iter().map(|(login, who)| format!("  {login:<14} {who}\n")).collect();
    format!(
        "Учительская открыта: {url}\n\nПробные входы, пароль у всех «{PASSWORD}»:\n{logins}\nПисьма для пробы: {url}/dev/mail\n"
    )
}
