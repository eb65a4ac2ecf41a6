//! Documents people print and keep: PDF, DOCX and XLSX made of Markdown.
//!
//! Invariants: no clock, no disk, no network; the same words make the same bytes' worth of content; whatever stands in a
//! text is shown as text.

pub mod docx;
mod marked;
pub mod pdf;
pub mod xlsx;
