//! What a file is, by its first bytes and by what its container holds; its name only chooses among plain texts.

use super::{Answer, Failure, Kind, Outcome, Report, gif, pdf, picture, zipped::Archive};

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const PPTX: &str = "application/vnd.openxmlformats-officedocument.presentationml.presentation";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const XLSB: &str = "application/vnd.ms-excel.sheet.binary.macroEnabled.12";
const DOCM: &str = "application/vnd.ms-word.document.macroEnabled.12";
const PPTM: &str = "application/vnd.ms-powerpoint.presentation.macroEnabled.12";
const XLSM: &str = "application/vnd.ms-excel.sheet.macroEnabled.12";
const ODT: &str = "application/vnd.oasis.opendocument.text";
const ODS: &str = "application/vnd.oasis.opendocument.spreadsheet";
const ODP: &str = "application/vnd.oasis.opendocument.presentation";
const PDF: &str = "application/pdf";
const RTF: &str = "application/rtf";
const UNKNOWN: &str = "application/octet-stream";

/// Who reads a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    Word,
    Slides,
    OpenDocument,
    Sheets,
    Pdf,
    Rtf,
    Text,
}

pub fn reader_of(media_type: &str) -> Option<Reader> {
    Some(match media_type {
        DOCX | DOCM => Reader::Word,
        PPTX | PPTM => Reader::Slides,
        ODT | ODP => Reader::OpenDocument,
        XLSX | XLSM | XLSB | ODS | "application/vnd.ms-excel" => Reader::Sheets,
        PDF => Reader::Pdf,
        RTF => Reader::Rtf,
        "text/plain" | "text/csv" => Reader::Text,
        _ => return None,
    })
}

fn kind(media_type: &str, download_only: bool) -> Outcome<Answer> {
    let kind = Kind { media_type: media_type.to_owned(), download_only, ..Kind::default() };
    Ok(Answer { report: Report::Kind(kind), blobs: Vec::new() })
}

/// The verdict about a file that was just uploaded.
pub fn intake(contents: &[u8], extension: Option<&str>) -> Outcome<Answer> {
    let head = &contents[..contents.len().min(1024)];
    if contents.starts_with(b"PK\x03\x04") || contents.starts_with(b"PK\x05\x06") {
        return archive(contents);
    }
    if contents.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return compound(contents);
    }
    if contents.starts_with(b"{\\rtf") {
        return kind(RTF, false);
    }
    // Texts are looked at below: a drawing that can act begins as any XML does.
    if let Some(found) = infer::get(contents).filter(|f| f.matcher_type() != infer::MatcherType::Text) {
        return known(found.mime_type(), found.matcher_type(), contents);
    }
    if head.windows(5).any(|w| w == b"%PDF-") {
        pdf::check(contents)?;
        return kind(PDF, false);
    }
    match text(contents) {
        Some(text) => plain(&text, extension),
        None => kind(UNKNOWN, true),
    }
}

fn known(media_type: &str, family: infer::MatcherType, contents: &[u8]) -> Outcome<Answer> {
    match (media_type, family) {
        (PDF, _) => {
            pdf::check(contents)?;
            kind(PDF, false)
        }
        ("image/gif", _) => gif::intake(contents),
        ("image/jpeg" | "image/png" | "image/webp", _) => picture::intake(contents, media_type),
        // No camera writes these, and nothing here shows them.
        ("image/vnd.djvu" | "image/vnd.adobe.photoshop" | "image/bmp" | "image/vnd.dwg", _) => kind(media_type, true),
        (_, infer::MatcherType::Image) => Err(Failure::PictureFormat),
        (_, infer::MatcherType::App) => Err(Failure::Program),
        _ => kind(media_type, true),
    }
}

/// Office documents are zip archives that say what they are; other archives stay archives.
fn archive(contents: &[u8]) -> Outcome<Answer> {
    let mut archive = match Archive::open(contents) {
        Err(Failure::Encrypted) => return Err(Failure::Encrypted),
        // Broken or enormous: kept as it came, opened by nobody here.
        Err(_) => return kind("application/zip", true),
        Ok(archive) => archive,
    };
    let names = archive.names();
    let macros = names.iter().any(|n| n.ends_with("vbaProject.bin") || n.starts_with("Basic/"));
    if let Some(types) = archive.head("[Content_Types].xml", 1 << 20) {
        let macros = macros || types.contains("macroEnabled");
        let pick = |plain: &str, with_macros: &str| kind(if macros { with_macros } else { plain }, macros);
        return match types {
            t if t.contains("wordprocessingml.document.main") || t.contains("word.document.macroEnabled") => {
                pick(DOCX, DOCM)
            }
            t if t.contains("wordprocessingml.template.main") || t.contains("word.template.macroEnabled") => {
                pick(DOCX, DOCM)
            }
            t if t.contains("ms-excel.sheet.binary") => kind(XLSB, macros),
            t if t.contains("spreadsheetml.") || t.contains("ms-excel.") => pick(XLSX, XLSM),
            t if t.contains("presentationml.") || t.contains("ms-powerpoint.") => pick(PPTX, PPTM),
            _ => kind("application/zip", true),
        };
    }
    let declared = archive.head("mimetype", 200).unwrap_or_default();
    match declared.trim() {
        ODT | "application/vnd.oasis.opendocument.text-template" => kind(ODT, macros),
        ODS => kind(ODS, macros),
        ODP => kind(ODP, macros),
        "application/epub+zip" => kind("application/epub+zip", true),
        _ if names.iter().any(|n| n == "META-INF/MANIFEST.MF" || n == "AndroidManifest.xml") => Err(Failure::Program),
        _ => kind("application/zip", true),
    }
}

/// Office 97–2003 and what Office puts around encrypted documents.
fn compound(contents: &[u8]) -> Outcome<Answer> {
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        contents.windows(wide.len()).any(|w| w == wide)
    };
    if holds("EncryptedPackage") {
        return Err(Failure::Encrypted);
    }
    let macros = holds("_VBA_PROJECT") || holds("Macros");
    match () {
        () if holds("WordDocument") => kind("application/msword", macros),
        () if holds("PowerPoint Document") => kind("application/vnd.ms-powerpoint", macros),
        () if holds("Workbook") || holds("Book") => kind("application/vnd.ms-excel", macros),
        // Installers are compound files too.
        () if holds("MsiDigitalSignatureEx") || holds("!_StringPool") => Err(Failure::Program),
        () => kind(UNKNOWN, true),
    }
}

/// The beginning as text, unless it is no text at all.
fn text(contents: &[u8]) -> Option<String> {
    let head = &contents[..contents.len().min(64 << 10)];
    let wide = head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]);
    let control = |b: &u8| *b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b);
    if !wide && head.iter().any(control) {
        return None;
    }
    Some(super::plain::decode(head).into_owned())
}

fn plain(text: &str, extension: Option<&str>) -> Outcome<Answer> {
    let start: String = text.trim_start_matches('\u{feff}').trim_start().chars().take(4_000).collect();
    let start = start.to_lowercase();
    let markup = ["<!doctype html", "<html", "<head", "<body", "<script", "<iframe", "<meta"];
    if start.contains("<svg") {
        return kind("image/svg+xml", true);
    }
    if markup.iter().any(|m| start.contains(m)) {
        return kind("text/html", true);
    }
    if start.starts_with("<?xml") {
        return kind("text/xml", true);
    }
    kind(if extension == Some("csv") { "text/csv" } else { "text/plain" }, false)
}
