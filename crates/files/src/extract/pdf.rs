//! PDF: text by lopdf page by page, the first page drawn by hayro.

use hayro::{
    PixmapSettings, RenderCache, RenderSettings, hayro_interpret::InterpreterSettings, hayro_syntax::Pdf,
    vello_cpu::color::palette::css::WHITE,
};
use image::{DynamicImage, RgbaImage};
use lopdf::{Document, LoadOptions};
use platform::ports::FilePlace;

use super::{Answer, Failure, Outcome, Reading, Report, picture, sense, writing::Writing};

/// What one stream may unpack to.
const STREAM: usize = 32 << 20;
/// Pages read.
const PAGES: usize = 1_000;
/// Width of the drawn page.
const WIDTH: f32 = 1_000.0;

fn load(contents: &[u8]) -> Outcome<Document> {
    let options = LoadOptions::with_max_decompressed_size(STREAM);
    match Document::load_mem_with_options(contents, options) {
        // Without a password most "protected" files open: they only forbid printing.
        Ok(document) if document.is_encrypted() => Err(Failure::Encrypted),
        Ok(document) => Ok(document),
        Err(lopdf::Error::Decryption(_) | lopdf::Error::InvalidPassword) => Err(Failure::Encrypted),
        Err(_) => Err(Failure::Damaged),
    }
}

/// Refuses what needs a password. Damaged ones may be kept: a reader may be kinder than ours.
pub fn check(contents: &[u8]) -> Outcome<()> {
    let locked = contents.windows(8).any(|w| w == b"/Encrypt");
    if locked && load(contents).is_err() { Err(Failure::Encrypted) } else { Ok(()) }
}

pub fn read(contents: &[u8]) -> Outcome<Reading> {
    let document = load(contents)?;
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    let mut out = Writing::default();
    for page in pages.iter().take(PAGES) {
        if out.full() {
            break;
        }
        let text: String = document.extract_text_chunks_with_limit(&[*page], STREAM).into_iter().flatten().collect();
        let text = joined(&text);
        if text.trim().is_empty() {
            continue;
        }
        out.part(FilePlace::Page { number: *page });
        for line in text.lines().filter(|l| !l.trim().is_empty()) {
            out.paragraph("p", line.trim_end());
        }
    }
    let reading = out.done(u32::try_from(pages.len()).ok());
    if !reading.text.trim().is_empty() && reading.known < sense::LEAST {
        return Err(Failure::Nonsense);
    }
    Ok(Reading { html: String::new(), ..reading })
}

/// Words that a line end has cut with a hyphen.
fn joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let cut = line.trim_end().strip_suffix(['-', '\u{ad}']);
        let goes_on = lines.peek().is_some_and(|next| next.starts_with(char::is_lowercase));
        match cut.filter(|c| goes_on && c.ends_with(char::is_alphabetic)) {
            Some(cut) => out.push_str(cut),
            None => {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    out
}

/// The first page as a PNG, and its thumbnail.
pub fn page(contents: Vec<u8>) -> Outcome<Answer> {
    let pdf = Pdf::new(contents).map_err(|_| Failure::Damaged)?;
    let page = pdf.pages().first().ok_or(Failure::Empty)?;
    let (width, height) = page.render_dimensions();
    if !(width > 1.0 && height > 1.0) {
        return Err(Failure::Damaged);
    }
    // A page one kilometre high is drawn small rather than not at all.
    let scale = (WIDTH / width).min(2_000.0 / height);
    let settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let drawn = hayro::render(
        page,
        &RenderCache::new(),
        &InterpreterSettings::default(),
        &RenderSettings::default(),
        &settings,
    );
    let (width, height) = (u32::from(drawn.width()), u32::from(drawn.height()));
    let pixels = RgbaImage::from_raw(width, height, drawn.data_as_u8_slice().to_vec()).ok_or(Failure::Damaged)?;
    let page = DynamicImage::ImageRgba8(pixels);
    let blobs = vec![picture::png(&page)?, picture::thumbnail(&page)?];
    Ok(Answer { report: Report::Page, blobs })
}
