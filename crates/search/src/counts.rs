//! Counts beside the hits, ways out of an empty page, and what was done to the query.

use std::collections::BTreeMap;

use kernel::{Actor, Result};
use platform::{App, ports::DocKey};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    answer::Kept,
    query::{
        FACETS,
        plan::{Correction, Did},
        repair::Reading,
        structure::Said,
    },
    service,
};

/// A value of a facet.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FacetValue {
    /// Code, number or id.
    pub value: String,
    /// Name of what an id stands for; codes have theirs in the catalogue of the site.
    pub label: Option<String>,
    pub count: u64,
    pub chosen: bool,
}

/// What was done to the query, to be told and undone.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DidToQuery {
    pub reading: Reading,
    /// The words that were looked for.
    pub text: String,
    pub corrected: Vec<Correction>,
    /// Looked for as well.
    pub also: Vec<String>,
    /// Filters said in words, to be chosen with one click.
    pub said: Vec<SaidFilter>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SaidFilter {
    /// `subject`, `grade` or `form`.
    pub facet: &'static str,
    pub values: Vec<String>,
}

/// A way out of an empty page.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Relax {
    /// Without this filter…
    pub facet: Option<String>,
    /// …or with this word alone…
    pub word: Option<String>,
    /// …so much is found.
    pub count: u64,
}

/// Values shown of one facet.
const VALUES: usize = 40;

pub(crate) async fn facets(
    app: &App,
    reader: Option<&Actor>,
    kept: &Kept,
) -> Result<BTreeMap<String, Vec<FacetValue>>> {
    let found = &kept.raw.found;
    let counts = if found.exact > 0 { &found.exact_counts } else { &found.all_counts };
    let mut all = BTreeMap::new();
    for ((name, counts), chosen) in FACETS.iter().zip(counts).zip(&kept.ask.chosen) {
        let mut values: Vec<FacetValue> = counts
            .iter()
            .map(|(value, count)| FacetValue {
                value: value.clone(),
                label: None,
                count: *count,
                chosen: chosen.contains(value),
            })
            .collect();
        let gone = chosen.iter().filter(|c| !counts.contains_key(*c));
        values.extend(gone.map(|c| FacetValue { value: c.clone(), label: None, count: 0, chosen: true }));
        values.sort_by(|a, b| {
            b.chosen.cmp(&a.chosen).then_with(|| b.count.cmp(&a.count)).then_with(|| a.value.cmp(&b.value))
        });
        values.truncate(VALUES);
        all.insert((*name).to_owned(), values);
    }
    label(app, reader, &mut all, "school", "organisation").await?;
    label(app, reader, &mut all, "skill", "skill").await?;
    Ok(all)
}

/// Names for ids; those the reader may not see are left out.
async fn label(
    app: &App,
    reader: Option<&Actor>,
    facets: &mut BTreeMap<String, Vec<FacetValue>>,
    facet: &str,
    kind: &str,
) -> Result<()> {
    let Some(values) = facets.get_mut(facet) else { return Ok(()) };
    let Some((source, kind)) = service::source(app, kind) else {
        values.clear();
        return Ok(());
    };
    let keys: Vec<DocKey> = values.iter().filter_map(|v| v.value.parse().ok()).map(|id| DocKey { kind, id }).collect();
    if keys.is_empty() {
        return Ok(());
    }
    let cards = source.cards(app, reader, &keys).await?;
    values.retain_mut(|value| {
        let card = value.value.parse().ok().and_then(|id| cards.get(&DocKey { kind, id }));
        value.label = card.map(|c| c.title.clone());
        value.label.is_some()
    });
    Ok(())
}

pub(crate) fn did(did: &Did) -> DidToQuery {
    let mut also = did.also.clone();
    also.sort();
    also.dedup();
    DidToQuery {
        reading: did.reading,
        text: did.text.clone(),
        corrected: did.corrections.clone(),
        also,
        said: did.said.iter().map(said).collect(),
    }
}

fn said(said: &Said) -> SaidFilter {
    match said {
        Said::Subject(codes) => SaidFilter { facet: "subject", values: codes.clone() },
        Said::Form(codes) => SaidFilter { facet: "form", values: codes.clone() },
        Said::Grades(grades) => SaidFilter { facet: "grade", values: grades.iter().map(ToString::to_string).collect() },
    }
}

/// Each filter whose taking away finds something, then each word that alone finds something.
pub(crate) fn relax(kept: &Kept) -> Vec<Relax> {
    let found = &kept.raw.found;
    let filters = FACETS.iter().zip(&kept.ask.chosen).enumerate().filter(|(_, (_, chosen))| !chosen.is_empty());
    let mut ways: Vec<Relax> = filters
        .map(|(at, (name, _))| Relax { facet: Some((*name).to_owned()), word: None, count: found.without[at] })
        .filter(|way| way.count > 0)
        .collect();
    if kept.words.len() > 1 || kept.raw.plan.concepts.len() > 1 {
        let words = kept.words.iter().map(|w| Relax { facet: None, word: Some(w.text.clone()), count: w.count });
        ways.extend(words);
    }
    ways
}
