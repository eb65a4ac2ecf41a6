//! `/school-context-form`, `/pairing-themes`: what forms may say.

use axum::Json;
use platform::http::{Problems, Reader, Result};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    codes,
    kinds::{LevelKey, SchoolKind, ShareKey, StatusKind},
    schools::{
        context::NUMBERS,
        themes::{self, Theme},
        years,
    },
};

/// A whole number of the form.
#[derive(Serialize, ToSchema)]
pub struct ContextNumberField {
    pub key: &'static str,
    pub title: &'static str,
    pub min: i32,
    pub max: i32,
}

/// A share of the form: so many of so many.
#[derive(Serialize, ToSchema)]
pub struct ContextShareField {
    pub key: ShareKey,
    pub title: &'static str,
}

/// A step of one to five.
#[derive(Serialize, ToSchema)]
pub struct ContextLevelField {
    pub key: LevelKey,
    pub title: &'static str,
    /// What each step means, from 1.
    pub anchors: Vec<&'static str>,
}

#[derive(Serialize, ToSchema)]
pub struct ContextKindField {
    pub kind: SchoolKind,
    pub title: &'static str,
}

#[derive(Serialize, ToSchema)]
pub struct ContextLanguageField {
    pub code: &'static str,
    pub title: &'static str,
}

#[derive(Serialize, ToSchema)]
pub struct SchoolStatusField {
    pub kind: StatusKind,
    /// Where no territory calls it otherwise.
    pub title: &'static str,
}

/// What a context asks for.
#[derive(Serialize, ToSchema)]
pub struct ContextFormFields {
    pub first_year: i32,
    pub numbers: Vec<ContextNumberField>,
    pub kinds: Vec<ContextKindField>,
    pub shares: Vec<ContextShareField>,
    pub levels: Vec<ContextLevelField>,
    pub languages: Vec<ContextLanguageField>,
    pub statuses: Vec<SchoolStatusField>,
}

/// Keys, ranges and steps of the context of a school
#[utoipa::path(get, path = "/school-context-form", tag = "pairings", responses((status = 200, body = ContextFormFields), Problems))]
pub async fn get_school_context_form(_: Reader) -> Result<Json<ContextFormFields>> {
    let number =
        |n: &crate::schools::context::Number| ContextNumberField { key: n.key, title: n.title, min: n.min, max: n.max };
    let level = |key: LevelKey| ContextLevelField { key, title: key.russian(), anchors: key.anchors().to_vec() };
    Ok(Json(ContextFormFields {
        first_year: years::FIRST,
        numbers: NUMBERS.iter().map(number).collect(),
        kinds: SchoolKind::ALL.map(|kind| ContextKindField { kind, title: kind.russian() }).into(),
        shares: ShareKey::ALL.map(|key| ContextShareField { key, title: key.russian() }).into(),
        levels: LevelKey::ALL.map(level).into(),
        languages: codes::LANGUAGES.iter().map(|(code, title)| ContextLanguageField { code, title }).collect(),
        statuses: StatusKind::ALL.map(|kind| SchoolStatusField { kind, title: kind.russian() }).into(),
    }))
}

/// What help may be about: subjects, then themes of management
#[utoipa::path(get, path = "/pairing-themes", tag = "pairings", responses((status = 200, body = Vec<Theme>), Problems))]
pub async fn list_pairing_themes(_: Reader) -> Result<Json<Vec<Theme>>> {
    Ok(Json(themes::all()))
}
