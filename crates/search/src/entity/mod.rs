//! Tables of search: what people keep and change. The index is not among them.

pub mod saved_match;
pub mod saved_search;
pub mod search_miss;
pub mod synonym_line;
