//! The stemmer that comes with tantivy, by its book.

use super::set::{Answers, Practice, Query, SHOWN, document, plain};

/// All words of the query, any of them, in title, summary, «subject kind grade» and body, by the stock stemmer.
pub fn stock(practices: &[Practice], queries: &[Query]) -> anyhow::Result<Answers> {
    use tantivy::{
        Index, TantivyDocument,
        collector::TopDocs,
        query::QueryParser,
        schema::{FAST, IndexRecordOption, Schema, TextFieldIndexing, TextOptions},
        tokenizer::{Language, LowerCaser, SimpleTokenizer, Stemmer, TextAnalyzer},
    };
    let indexing =
        TextFieldIndexing::default().set_tokenizer("ru").set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let mut schema = Schema::builder();
    let text = schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing));
    let number = schema.add_u64_field("number", FAST);
    let index = Index::create_in_ram(schema.build());
    let stemmer =
        TextAnalyzer::builder(SimpleTokenizer::default()).filter(LowerCaser).filter(Stemmer::new(Language::Russian));
    index.tokenizers().register("ru", stemmer.build());
    let mut writer = index.writer_with_num_threads(1, 20 << 20)?;
    for (at, practice) in practices.iter().enumerate() {
        let mut to = TantivyDocument::default();
        to.add_text(text, plain(&document(at, practice)));
        to.add_u64(number, at as u64);
        writer.add_document(to)?;
    }
    writer.commit()?;
    let searcher = index.reader()?.searcher();
    let parser = QueryParser::for_index(&index, vec![text]);
    let mut answers = Vec::new();
    for query in queries {
        let (parsed, _) = parser.parse_query_lenient(&query.text.replace(|c: char| !c.is_alphanumeric(), " "));
        let mut hits = Vec::new();
        for (_, address) in searcher.search(&parsed, &TopDocs::with_limit(SHOWN).order_by_score())? {
            let column = searcher.segment_reader(address.segment_ord).fast_fields().u64("number")?;
            hits.extend(column.first(address.doc_id).and_then(|n| usize::try_from(n).ok()));
        }
        answers.push((hits, true));
    }
    Ok(answers)
}
