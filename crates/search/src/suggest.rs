//! While one types: how the words may go on, and what is called so. Titles and names only.

use kernel::{Actor, Result};
use platform::{App, ports::DocKey};
use serde::Serialize;
use tantivy::{
    Term,
    collector::TopDocs,
    query::{BooleanQuery, BoostQuery, DisjunctionMaxQuery, EnableScoring, Occur, Query, TermQuery},
    schema::IndexRecordOption,
};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    analysis::{composed, words},
    answer,
    index::Sight,
    marks::Piece,
    query::{
        Engine, Hit,
        repair::{self, Eyes},
    },
    service::{self, Search},
};

/// Words offered, and things offered.
const WORDS: usize = 5;
const THINGS: usize = 8;
/// Continuations of the last word that are looked for in titles.
const CONTINUED: usize = 24;

/// Something that is called so.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SuggestedThing {
    pub kind: String,
    pub id: Uuid,
    /// The title in pieces, what was typed lit.
    pub title: Vec<Piece>,
    pub path: String,
    /// School, space or summary in short.
    pub hint: Option<String>,
}

/// Suggestions for what is typed so far.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct Suggestions {
    /// Whole queries.
    pub queries: Vec<String>,
    pub things: Vec<SuggestedThing>,
}

/// What the index says.
struct Looked {
    queries: Vec<String>,
    hits: Vec<Hit>,
    /// Beginnings of words to light.
    lit: Vec<String>,
}

/// # Errors
/// `Internal` when the index or the database is out of reach.
pub async fn suggest(app: &App, reader: Option<&Actor>, typed: &str) -> Result<Suggestions> {
    let typed: String = typed.chars().take(100).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if !typed.chars().any(char::is_alphanumeric) {
        return Ok(Suggestions::default());
    }
    let search = Search::of(app);
    let engine = search.engine().await?;
    let audiences = service::audiences(app, reader).await?;
    let looked = search
        .look(move |search| {
            let Some(sight) = search.sight(&audiences)? else { return Ok(None) };
            look(&engine, &sight, &typed).map(Some)
        })
        .await?;
    let Some(looked) = looked else { return Ok(Suggestions::default()) };
    let keys: Vec<DocKey> = looked.hits.iter().filter_map(|hit| answer::key(app, hit)).collect();
    let mut cards = answer::cards(app, reader, keys.iter()).await?;
    let things = keys.into_iter().filter_map(|key| {
        let card = cards.remove(&key)?;
        let hint = card.place.or_else(|| card.people.first().map(kernel::PersonRef::short_name));
        Some(SuggestedThing {
            kind: key.kind.to_owned(),
            id: key.id,
            title: lit(&card.title, &looked.lit),
            path: card.path,
            hint,
        })
    });
    Ok(Suggestions { things: things.take(THINGS).collect(), queries: looked.queries })
}

fn look(engine: &Engine, sight: &Sight, typed: &str) -> tantivy::Result<Looked> {
    let looked = complete(engine, sight, typed)?;
    if !looked.hits.is_empty() || !looked.queries.is_empty() {
        return Ok(looked);
    }
    let eyes = Eyes { sight, analysis: &engine.analysis };
    let (text, _) = repair::read(&eyes, typed);
    if text != typed {
        return complete(engine, sight, &text);
    }
    Ok(looked)
}

fn complete(engine: &Engine, sight: &Sight, typed: &str) -> tantivy::Result<Looked> {
    let text = composed(typed);
    let words = words(&text);
    let Some((last, before)) = words.split_last() else {
        return Ok(Looked { queries: Vec::new(), hits: Vec::new(), lit: Vec::new() });
    };
    let open = !typed.ends_with(char::is_whitespace);
    let mut endings: Vec<String> = vec![last.text.clone()];
    if open {
        let mut found = sight.beginning(&last.text, CONTINUED)?;
        if found.is_empty() && last.text.chars().count() >= 4 {
            found = sight.near(&last.text, 1, 6)?.into_iter().map(|(_, form)| form).collect();
        }
        endings.extend(found.into_iter().map(|f| f.text).filter(|t| *t != last.text));
    }
    let mut clauses: Vec<(Occur, Box<dyn Query>)> = vec![(Occur::Must, Box::new(sight.query()))];
    for word in before {
        clauses.push((Occur::Must, in_names(engine, sight, std::slice::from_ref(&word.text))));
    }
    clauses.push((Occur::Must, in_names(engine, sight, &endings)));
    let hits = top(sight, &BooleanQuery::new(clauses))?;
    let head = &text[..last.from];
    let queries = endings.iter().filter(|e| **e != last.text || endings.len() == 1).take(WORDS);
    let mut lit: Vec<String> = before.iter().map(|w| w.text.clone()).collect();
    lit.push(last.text.clone());
    Ok(Looked {
        queries: if open {
            queries.filter(|e| sight.knows(&engine.analysis, e)).map(|e| format!("{head}{e}")).collect()
        } else {
            Vec::new()
        },
        hits,
        lit,
    })
}

/// Any of these words in what things are called by.
fn in_names(engine: &Engine, sight: &Sight, forms: &[String]) -> Box<dyn Query> {
    let fields = sight.fields;
    let mut ways: Vec<Box<dyn Query>> = Vec::new();
    let mut lemmas: Vec<String> = forms.iter().flat_map(|form| engine.analysis.lemmas(form).to_vec()).collect();
    lemmas.sort();
    lemmas.dedup();
    for (field, boost) in [(fields.title, 2.0), (fields.tags, 1.0), (fields.places, 1.0), (fields.authors, 0.7)] {
        for lemma in &lemmas {
            let term = Term::from_field_text(field, lemma);
            if sight.is_somewhere(&term) {
                let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
                ways.push(Box::new(BoostQuery::new(Box::new(query), boost)));
            }
        }
    }
    Box::new(DisjunctionMaxQuery::with_tie_breaker(ways, 0.1))
}

fn top(sight: &Sight, query: &dyn Query) -> tantivy::Result<Vec<Hit>> {
    let scoring = EnableScoring::enabled_from_statistics_provider(sight, &sight.searcher);
    let weight = query.weight(scoring)?;
    let collector = TopDocs::with_limit(THINGS * 2).order_by_score();
    let mut fruits = Vec::new();
    use tantivy::collector::Collector;
    for (ord, segment) in (0..).zip(sight.searcher.segment_readers()) {
        fruits.push(collector.collect_segment(weight.as_ref(), ord, segment)?);
    }
    let found = collector.merge_fruits(fruits)?;
    let mut hits = Vec::with_capacity(found.len());
    for (score, address) in found {
        // Posts have no name of their own.
        let named = sight.key(address).filter(|(kind, _)| *kind != "post");
        hits.extend(named.map(|(kind, id)| Hit { kind: kind.to_owned(), id, met: 0, score: f64::from(score) }));
    }
    Ok(hits)
}

/// Beginnings of words lit.
fn lit(title: &str, beginnings: &[String]) -> Vec<Piece> {
    let title = composed(title);
    let mut pieces = Vec::new();
    let mut at = 0;
    for word in words(&title) {
        if word.from < at || !beginnings.iter().any(|b| word.text.starts_with(b.as_str())) {
            continue;
        }
        if word.from > at {
            pieces.push(Piece { text: title[at..word.from].to_owned(), hit: false });
        }
        pieces.push(Piece { text: title[word.from..word.to].to_owned(), hit: true });
        at = word.to;
    }
    if at < title.len() {
        pieces.push(Piece { text: title[at..].to_owned(), hit: false });
    }
    pieces
}
