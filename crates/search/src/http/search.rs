//! Searching, and suggestions while one types.

use axum::{Json, extract::State};
use kernel::{Error, Result as Outcome};
use platform::{
    App,
    http::{MaybeActor, Parameters, Problems, Result},
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::{
    answer::{self, Ask, SearchPage},
    query::Sort,
    suggest::{self, Suggestions},
};

/// A search. Facets take several values, separated by commas.
#[derive(Debug, Default, Deserialize, IntoParams, ToSchema)]
#[into_params(parameter_in = Query)]
pub struct SearchQuery {
    /// As typed: words, "quoted words", -without, автор:…, тег:….
    #[serde(default)]
    pub q: String,
    /// `practice`, `event`, `offer`, `topic`, `post`, `person`, `organisation`, `skill`.
    pub kind: Option<String>,
    pub subject: Option<String>,
    pub grade: Option<String>,
    /// Kind within the kind: `lesson_plan`, `question`, `school`…
    pub form: Option<String>,
    pub skill: Option<String>,
    pub school: Option<String>,
    pub level: Option<String>,
    pub licence: Option<String>,
    pub year: Option<String>,
    #[param(inline)]
    pub sort: Option<Sort>,
    /// Search exactly what was typed: repair nothing, add nothing.
    #[serde(default)]
    pub literal: bool,
    /// `next` of the previous page.
    pub cursor: Option<String>,
    /// Wait, for a moment, until everything up to this position of the feed is found.
    pub min_seq: Option<i64>,
}

/// Values of one facet.
const CHOSEN: usize = 50;

impl SearchQuery {
    pub(super) fn ask(&self) -> Outcome<Ask> {
        let facets = [
            ("kind", &self.kind),
            ("subject", &self.subject),
            ("grade", &self.grade),
            ("form", &self.form),
            ("skill", &self.skill),
            ("school", &self.school),
            ("level", &self.level),
            ("licence", &self.licence),
            ("year", &self.year),
        ];
        let mut ask =
            Ask { query: self.q.clone(), sort: self.sort.unwrap_or_default(), literal: self.literal, ..Ask::default() };
        for ((name, values), chosen) in facets.into_iter().zip(&mut ask.chosen) {
            let values = values.iter().flat_map(|v| v.split(','));
            *chosen = values.map(str::trim).filter(|v| !v.is_empty()).map(str::to_owned).collect();
            if chosen.len() > CHOSEN {
                return Err(Error::invalid(name, "too_many"));
            }
        }
        Ok(ask)
    }
}

/// Finds what fits; strangers find what everybody may see
#[utoipa::path(get, path = "/search", tag = "search", params(SearchQuery),
    responses((status = 200, body = SearchPage), Problems))]
pub async fn search(
    State(app): State<App>,
    MaybeActor(actor): MaybeActor,
    Parameters(query): Parameters<SearchQuery>,
) -> Result<Json<SearchPage>> {
    let ask = query.ask()?;
    Ok(Json(answer::page(&app, actor.as_ref(), ask, query.cursor.as_deref(), query.min_seq).await?))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SuggestQuery {
    /// What is typed so far.
    #[serde(default)]
    pub q: String,
}

/// What the words typed so far may become
#[utoipa::path(get, path = "/search/suggest", tag = "search", operation_id = "suggest", params(SuggestQuery),
    responses((status = 200, body = Suggestions), Problems))]
pub async fn suggest(
    State(app): State<App>,
    MaybeActor(actor): MaybeActor,
    Parameters(query): Parameters<SuggestQuery>,
) -> Result<Json<Suggestions>> {
    Ok(Json(suggest::suggest(&app, actor.as_ref(), &query.q).await?))
}
