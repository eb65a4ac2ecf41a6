//! What help is about: subjects and themes of management.

use kernel::{error::Checks, subject};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{codes, kinds::ThemeKind};

/// A theme with its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = PairingTheme)]
pub struct Theme {
    pub kind: ThemeKind,
    /// A subject code, or a code of a theme of management.
    pub theme: String,
    pub title: String,
}

impl Theme {
    pub fn of(kind: ThemeKind, theme: &str) -> Self {
        Self { kind, theme: theme.to_owned(), title: codes::theme(kind, theme).to_owned() }
    }
}

/// All of them, subjects first.
pub fn all() -> Vec<Theme> {
    let subjects = subject::SUBJECTS.iter().map(|code| Theme::of(ThemeKind::Subject, code));
    let management = codes::MANAGEMENT.iter().map(|(code, _)| Theme::of(ThemeKind::Management, code));
    subjects.chain(management).collect()
}

/// Grades from … to, or of no grade in particular.
pub(super) fn check_grades(checks: &mut Checks, from: Option<i32>, to: Option<i32>, prefix: &str) {
    let field = |name: &str| format!("{prefix}{name}");
    let sane = |grade: i32| subject::is_grade(grade);
    checks
        .require(from.is_none_or(sane), &field("grade_from"), "invalid")
        .require(to.is_none_or(sane), &field("grade_to"), "invalid")
        .require(from.is_some() || to.is_none(), &field("grade_from"), "required")
        .require(to.is_some() || from.is_none(), &field("grade_to"), "required")
        .require(from.zip(to).is_none_or(|(from, to)| from <= to), &field("grade_to"), "invalid");
}

/// Per cent.
pub(super) fn is_share(value: Option<i32>) -> bool {
    value.is_none_or(|value| (0..=100).contains(&value))
}
