//! Reading foreign files. Everything here runs in a child process that may be killed at any moment and loses nothing:
//! limits of memory and time, no files, no network, an empty environment; the file comes on standard input, the
//! answer goes to standard output.
//!
//! [`serve`] is the child's whole life, [`run`] the parent's side.

mod gif;
mod office;
mod parent;
mod pdf;
mod picture;
mod plain;
mod sense;
mod sheets;
mod slides;
mod sniff;
mod word;
mod writing;
mod xml;
mod zipped;

use std::{
    io::{Read, Write},
    process::ExitCode,
};

use platform::ports::FilePart;
use rustix::process::{Resource, Rlimit, setrlimit};
use serde::{Deserialize, Serialize};

pub use parent::run;

/// Grows when files should be read again.
pub const VERSION: i32 = 2;
/// Larger files are kept but not read.
pub const READABLE: usize = 50 << 20;
/// Text of one file.
pub const MAX_TEXT: usize = 2 << 20;

const MEMORY: u64 = 512 << 20;
const CPU_SECONDS: u64 = 10;

/// What the child is to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "task", rename_all = "snake_case")]
pub enum Task {
    /// Say what it is; pictures come back re-encoded.
    Intake { extension: Option<String> },
    /// Read the text and make a page of it.
    Text { media_type: String },
    /// Draw the first page of a PDF.
    Page,
}

/// Why a file is refused, or why it has no text. The words for people are the web catalogue's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    Encrypted,
    Damaged,
    Program,
    /// Too many pixels.
    PictureTooLarge,
    /// A picture that cannot be freed of what its camera wrote into it.
    PictureFormat,
    /// Larger than one may read.
    TooLarge,
    /// Letters without meaning: a PDF that does not say which letters its signs are.
    Nonsense,
    /// Pictures of pages, or nothing at all.
    Empty,
}

impl Failure {
    /// As field errors name it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Encrypted => "encrypted",
            Self::Damaged => "damaged",
            Self::Program => "program",
            Self::PictureTooLarge => "picture_too_large",
            Self::PictureFormat => "picture_format",
            Self::TooLarge => "too_large",
            Self::Nonsense => "nonsense",
            Self::Empty => "empty",
        }
    }
}

/// What a file is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kind {
    pub media_type: String,
    /// Macros, or a page that could run scripts: never shown.
    pub download_only: bool,
    pub width: Option<u32>,
    pub height: Option<u32>,
}

/// The text of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    pub text: String,
    pub html: String,
    pub parts: Vec<FilePart>,
    pub pages: Option<u32>,
    /// Percent of words that look like words.
    pub known: u8,
}

/// What the child answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Report {
    /// With two blobs when it is a picture: the picture re-encoded and its thumbnail.
    Kind(Kind),
    Reading(Box<Reading>),
    /// With two blobs: the page and its thumbnail.
    Page,
    Failed(Failure),
}

/// A report with the bytes that belong to it.
#[derive(Debug)]
pub struct Answer {
    pub report: Report,
    pub blobs: Vec<Vec<u8>>,
}

impl Answer {
    fn of(report: Report) -> Self {
        Self { report, blobs: Vec::new() }
    }
}

type Outcome<T> = Result<T, Failure>;

/// The child's whole life: limits, one file in, one answer out. `words` are the task as JSON.
pub fn serve(words: &str) -> ExitCode {
    match work(words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn work(words: &str) -> anyhow::Result<()> {
    let task: Task = serde_json::from_str(words)?;
    confine()?;
    let mut contents = Vec::new();
    std::io::stdin().lock().take(MEMORY / 2).read_to_end(&mut contents)?;
    let answer = perform(&task, contents).unwrap_or_else(|failure| Answer::of(Report::Failed(failure)));
    let head = serde_json::to_vec(&(&answer.report, answer.blobs.iter().map(Vec::len).collect::<Vec<_>>()))?;
    let mut out = std::io::stdout().lock();
    out.write_all(&u64::try_from(head.len())?.to_le_bytes())?;
    out.write_all(&head)?;
    for blob in &answer.blobs {
        out.write_all(blob)?;
    }
    Ok(out.flush()?)
}

/// Gives up what reading a file does not need. Without a free file descriptor there are no files and no network.
fn confine() -> anyhow::Result<()> {
    let limits = [
        (Resource::As, MEMORY),
        (Resource::Cpu, CPU_SECONDS),
        (Resource::Core, 0),
        (Resource::Fsize, 0),
        (Resource::Nofile, 3),
    ];
    for (resource, most) in limits {
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })?;
    }
    Ok(())
}

fn perform(task: &Task, contents: Vec<u8>) -> Outcome<Answer> {
    match task {
        Task::Intake { extension } => sniff::intake(&contents, extension.as_deref()),
        Task::Page => pdf::page(contents),
        Task::Text { media_type } => {
            let reading = read(media_type, &contents)?;
            if reading.text.trim().is_empty() {
                return Err(Failure::Empty);
            }
            Ok(Answer::of(Report::Reading(Box::new(reading))))
        }
    }
}

/// Can there be text in such a file?
pub fn is_readable(media_type: &str) -> bool {
    sniff::reader_of(media_type).is_some()
}

fn read(media_type: &str, contents: &[u8]) -> Outcome<Reading> {
    use sniff::Reader;
    match sniff::reader_of(media_type).ok_or(Failure::Empty)? {
        Reader::Word => word::read(contents),
        Reader::Slides => slides::read(contents),
        Reader::OpenDocument => office::read(contents),
        Reader::Sheets => sheets::read(contents),
        Reader::Pdf => pdf::read(contents),
        Reader::Rtf => plain::rtf(contents),
        Reader::Text => plain::text(contents),
    }
}
