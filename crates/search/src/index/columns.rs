//! What a pass over many documents asks of each: its facet values and signals, laid out in memory per segment. A segment
//! never changes, so this is made once for it.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use tantivy::{
    DocId, SegmentReader,
    columnar::{ColumnValues, StrColumn},
};

use super::schema::column;

/// Facets in the order of their columns.
pub const FACETS: [&str; 9] = ["kind", "subject", "grade", "form", "skill", "school", "level", "licence", "year"];
pub const FACET_COUNT: usize = FACETS.len();

/// Half of a document's freshness is gone after two years, nearly all after ten.
const AGING: f64 = 1100.0 * 86_400.0;
/// Ages are counted from here, so that they fit small numbers: 2020-01-01.
const ERA: i64 = 1_577_836_800;
/// Documents with this many uses count as the most used.
const MOST_USED: f32 = 200.0;

/// A value by its number: its facet and its name.
pub type Named = Arc<Vec<(usize, Arc<str>)>>;

/// Values of all facets, numbered as they are met: the same in every segment, so that they are counted together.
#[derive(Default)]
pub struct Values(RwLock<Numbered>);

#[derive(Default)]
struct Numbered {
    numbers: HashMap<(usize, Arc<str>), u32>,
    named: Named,
}

impl Values {
    /// All numbers given so far.
    pub fn named(&self) -> Named {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner).named)
    }

    fn number(&self, facet: usize, names: Vec<String>) -> Vec<u32> {
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let Numbered { numbers, named } = &mut *all;
        let number = |name: String| {
            let key = (facet, Arc::from(name));
            *numbers.entry(key).or_insert_with_key(|key| {
                Arc::make_mut(named).push(key.clone());
                small(named.len() - 1)
            })
        };
        names.into_iter().map(number).collect()
    }
}

/// Values of a segment.
pub struct Columns {
    /// Of each document where its values begin, and the numbers of these, facet by facet.
    begins: Vec<u32>,
    values: Vec<u32>,
    /// Quality and use, without freshness.
    steady: Vec<f32>,
    /// `exp((at - ERA) / AGING)`
    fresh: Vec<f32>,
    high: Arc<dyn ColumnValues<u64>>,
    low: Arc<dyn ColumnValues<u64>>,
    at: Arc<dyn ColumnValues<i64>>,
    uses: Arc<dyn ColumnValues<u64>>,
}

impl Columns {
    /// # Errors
    /// When the columns cannot be read.
    pub fn of(segment: &SegmentReader, all: &Values) -> tantivy::Result<Self> {
        let fast = segment.fast_fields();
        let documents = segment.max_doc();
        let facets = FACETS.iter().map(|name| fast.str(name)).collect::<tantivy::Result<Vec<Option<StrColumn>>>>()?;
        let mut numbered = Vec::with_capacity(FACET_COUNT);
        for (at, facet) in facets.into_iter().enumerate() {
            if let Some(facet) = facet {
                let numbers = all.number(at, names(&facet)?);
                numbered.push((facet, numbers));
            }
        }
        let (mut begins, mut values) = (Vec::with_capacity(documents as usize + 1), Vec::new());
        for doc in 0..documents {
            begins.push(small(values.len()));
            for (facet, numbers) in &numbered {
                let ords = facet.ords().values_for_doc(doc).filter_map(|ord| usize::try_from(ord).ok());
                values.extend(ords.filter_map(|ord| numbers.get(ord)));
            }
        }
        begins.push(small(values.len()));
        let quality: Arc<dyn ColumnValues<f64>> = fast.column_first_or_default(column::QUALITY)?;
        let at: Arc<dyn ColumnValues<i64>> = fast.column_first_or_default(column::AT)?;
        let uses: Arc<dyn ColumnValues<u64>> = fast.column_first_or_default(column::USES)?;
        let used = |doc| ((uses.get_val(doc) as f32).ln_1p() / MOST_USED.ln_1p()).min(1.0);
        let steady = (0..documents).map(|doc| 1.0 + 0.25 * quality.get_val(doc) as f32 + 0.10 * used(doc)).collect();
        let fresh = (0..documents).map(|doc| ((at.get_val(doc) - ERA) as f64 / AGING).exp() as f32).collect();
        Ok(Self {
            begins,
            values,
            steady,
            fresh,
            high: fast.column_first_or_default(column::ID_HIGH)?,
            low: fast.column_first_or_default(column::ID_LOW)?,
            at,
            uses,
        })
    }

    /// Values of all facets of a document.
    pub fn values(&self, doc: DocId) -> &[u32] {
        let doc = doc as usize;
        &self.values[self.begins[doc] as usize..self.begins[doc + 1] as usize]
    }

    /// The factor by which quality, use and freshness raise a score.
    pub fn signals(&self, doc: DocId, aged: f32) -> f32 {
        let doc = doc as usize;
        self.steady[doc] + 0.15 * (self.fresh[doc] * aged).min(1.0)
    }

    pub fn at(&self, doc: DocId) -> i64 {
        self.at.get_val(doc)
    }

    pub fn uses(&self, doc: DocId) -> u64 {
        self.uses.get_val(doc)
    }

    pub fn id(&self, doc: DocId) -> (u64, u64) {
        (self.high.get_val(doc), self.low.get_val(doc))
    }
}

/// What [`Columns::signals`] needs to know of the time of the question.
pub fn aged(now: i64) -> f32 {
    (-((now - ERA) as f64) / AGING).exp() as f32
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn names(facet: &StrColumn) -> tantivy::Result<Vec<String>> {
    let mut names = Vec::new();
    for ord in 0..facet.dictionary().num_terms() as u64 {
        let mut name = String::new();
        facet.ord_to_str(ord, &mut name)?;
        names.push(name);
    }
    Ok(names)
}
