//! Plain text, CSV and RTF, in whatever encoding they came.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};

use super::{Outcome, Reading, writing::Writing};

/// Bytes looked at to guess the encoding.
const GUESSED_FROM: usize = 256 << 10;

/// The text in whatever encoding: a mark at the start, UTF-8 when it is that, else the likeliest for a Russian text.
pub fn decode(contents: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(contents) {
        return encoding.decode(contents).0;
    }
    // The head of a file may end in the middle of a letter.
    match std::str::from_utf8(contents) {
        Ok(text) => return Cow::Borrowed(text),
        Err(error) if error.error_len().is_none() => return String::from_utf8_lossy(&contents[..error.valid_up_to()]),
        Err(_) => {}
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&contents[..contents.len().min(GUESSED_FROM)], true);
    detector.guess(Some(b"ru"), Utf8Detection::Allow).decode(contents).0
}

pub fn text(contents: &[u8]) -> Outcome<Reading> {
    Ok(lines(&decode(contents)))
}

fn lines(text: &str) -> Reading {
    let mut out = Writing::default();
    let mut open = false;
    for line in text.lines() {
        if out.full() {
            break;
        }
        let line = line.trim_end();
        if line.trim().is_empty() {
            if std::mem::take(&mut open) {
                out.close("p");
            }
            continue;
        }
        if open {
            out.line_break();
        } else {
            out.open("p");
            open = true;
        }
        out.text(line);
        out.line();
    }
    out.done(None)
}

/// Words of an RTF. Formatting is passed over; `\uNNNN` and code pages are read.
pub fn rtf(contents: &[u8]) -> Outcome<Reading> {
    let mut reader =
        Rtf { source: contents, at: 0, page: encoding_rs::WINDOWS_1251, out: String::new(), bytes: vec![] };
    reader.read();
    Ok(lines(&reader.out))
}

/// Groups that hold no text of the document.
const SILENT: &[&str] = &[
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "object",
    "themedata",
    "datastore",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "generator",
    "xmlnstbl",
    "latentstyles",
    "fldinst",
    "bkmkstart",
    "bkmkend",
];

struct Rtf<'a> {
    source: &'a [u8],
    at: usize,
    page: &'static encoding_rs::Encoding,
    out: String,
    /// Bytes of the code page, not decoded yet.
    bytes: Vec<u8>,
}

impl Rtf<'_> {
    fn read(&mut self) {
        // Depth below which everything is silent.
        let (mut depth, mut silent, mut pass_over) = (0_usize, None::<usize>, 0_usize);
        while let Some(&byte) = self.source.get(self.at) {
            self.at += 1;
            match byte {
                b'{' => depth += 1,
                b'}' => {
                    self.flush();
                    depth = depth.saturating_sub(1);
                    if silent.is_some_and(|s| depth < s) {
                        silent = None;
                    }
                }
                b'\\' => {
                    let (word, number) = self.control();
                    let quiet = silent.is_some();
                    match (word.as_str(), number) {
                        ("*", _) => silent = silent.or(Some(depth)),
                        (w, _) if SILENT.contains(&w) => silent = silent.or(Some(depth)),
                        ("ansicpg", Some(1252)) => self.page = encoding_rs::WINDOWS_1252,
                        ("u", Some(n)) if !quiet => {
                            self.flush();
                            let unit = u32::try_from(if n < 0 { n + 65_536 } else { n }).unwrap_or(0xfffd);
                            self.out.push(char::from_u32(unit).unwrap_or('\u{fffd}'));
                            pass_over = 1;
                        }
                        ("'", Some(n)) if !quiet => {
                            if pass_over > 0 {
                                pass_over -= 1;
                            } else {
                                self.bytes.push(u8::try_from(n).unwrap_or(b'?'));
                            }
                        }
                        ("par" | "line" | "row" | "sect" | "page", _) if !quiet => self.push("\n"),
                        ("tab" | "cell", _) if !quiet => self.push("\t"),
                        ("\\" | "{" | "}", _) if !quiet => self.push(&word),
                        ("~", _) if !quiet => self.push(" "),
                        _ => {}
                    }
                }
                b'\r' | b'\n' => {}
                _ if silent.is_some() => {}
                _ if pass_over > 0 => pass_over -= 1,
                byte => self.bytes.push(byte),
            }
            if self.out.len() >= super::MAX_TEXT {
                return;
            }
        }
        self.flush();
    }

    fn push(&mut self, text: &str) {
        self.flush();
        self.out.push_str(text);
    }

    fn flush(&mut self) {
        if !self.bytes.is_empty() {
            let (text, _) = self.page.decode_without_bom_handling(&self.bytes);
            self.out.push_str(&text);
            self.bytes.clear();
        }
    }

    /// A control word with its number, or a control sign.
    fn control(&mut self) -> (String, Option<i32>) {
        let rest = &self.source[self.at..];
        let letters = rest.iter().take(32).take_while(|b| b.is_ascii_alphabetic()).count();
        if letters == 0 {
            let sign = rest.first().copied().map(char::from).unwrap_or_default();
            self.at += 1;
            if sign == '\'' {
                let code = rest.get(1..3).and_then(|hex| std::str::from_utf8(hex).ok());
                self.at += 2;
                return ("'".into(), code.and_then(|hex| i32::from_str_radix(hex, 16).ok()));
            }
            return (sign.to_string(), None);
        }
        let word = String::from_utf8_lossy(&rest[..letters]).into_owned();
        let digits = rest[letters..].iter().take(8).take_while(|b| b.is_ascii_digit() || **b == b'-').count();
        let number = std::str::from_utf8(&rest[letters..letters + digits]).ok().and_then(|d| d.parse().ok());
        self.at += letters + digits;
        if rest.get(letters + digits) == Some(&b' ') {
            self.at += 1;
        }
        (word, number)
    }
}
