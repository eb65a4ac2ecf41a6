//! Invitation links on their way to people: a file beside the one that was imported.
//!
//! A token is stored as a hash only, so a link that is lost cannot be shown again. Therefore the file is written
//! before the rows it belongs to are committed, and a file that is there is never written over.

use std::{
    fs::{File, OpenOptions},
    io::{self, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

/// One person's way in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub key: String,
    pub name: String,
    pub organisation: String,
    pub address: String,
    /// The last day, as people write it.
    pub until: String,
}

/// Who is told while an import goes on.
pub trait Observer: Send {
    /// `done` rows of `total` are written.
    fn progress(&mut self, done: usize, total: usize);

    /// Links of the rows that are about to be committed.
    ///
    /// # Errors
    /// When they cannot be kept; nothing of these rows is then written.
    fn keep(&mut self, links: &[Link]) -> io::Result<()>;

    /// The last links kept lead nowhere: their rows were not committed.
    fn take_back(&mut self);
}

/// For tests and callers that show the links themselves.
#[derive(Default)]
pub struct Kept {
    pub links: Vec<Link>,
    last: usize,
}

impl Observer for Kept {
    fn progress(&mut self, _: usize, _: usize) {}

    fn keep(&mut self, links: &[Link]) -> io::Result<()> {
        self.last = self.links.len();
        self.links.extend_from_slice(links);
        Ok(())
    }

    fn take_back(&mut self) {
        self.links.truncate(self.last);
    }
}

/// The file of links. Made with the first link.
pub struct LinkFile {
    input: PathBuf,
    open: Option<(PathBuf, File)>,
    /// Length before the last links.
    before: u64,
}

impl LinkFile {
    /// Beside the imported file.
    pub fn beside(input: &Path) -> Self {
        Self { input: input.to_owned(), open: None, before: 0 }
    }

    /// Where the links are, once there are any.
    pub fn path(&self) -> Option<&Path> {
        self.open.as_ref().map(|(path, _)| path.as_path())
    }

    /// # Errors
    /// When the disk refuses.
    pub fn append(&mut self, links: &[Link]) -> io::Result<()> {
        if links.is_empty() {
            return Ok(());
        }
        if self.open.is_none() {
            self.open = Some(create(&self.input)?);
        }
        let Some((_, file)) = &mut self.open else { return Ok(()) };
        self.before = file.seek(SeekFrom::End(0))?;
        let mut text = Vec::new();
        if self.before == 0 {
            text.extend_from_slice("\u{feff}".as_bytes());
        }
        let mut writer =
            csv::WriterBuilder::new().delimiter(b';').terminator(csv::Terminator::CRLF).from_writer(&mut text);
        if self.before == 0 {
            writer.write_record(["ключ", "ФИО", "организация", "ссылка", "действует до"])?;
        }
        for link in links {
            let cells = [&link.key, &link.name, &link.organisation, &link.address, &link.until];
            writer.write_record(cells.map(|cell| harmless(cell)))?;
        }
        writer.flush()?;
        drop(writer);
        file.write_all(&text)?;
        file.sync_data()
    }

    /// Cuts off the last links.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn cut(&mut self) -> io::Result<()> {
        match &mut self.open {
            Some((_, file)) => file.set_len(self.before),
            None => Ok(()),
        }
    }
}

/// `люди.приглашения.csv`, or `люди.приглашения-2.csv` when that is there. Nobody but the owner reads it.
fn create(input: &Path) -> io::Result<(PathBuf, File)> {
    let stem = input.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    for number in 1..1000 {
        let mark = if number == 1 { String::new() } else { format!("-{number}") };
        let path = input.with_file_name(format!("{stem}.приглашения{mark}.csv"));
        match options.open(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            other => return other.map(|file| (path, file)),
        }
    }
    Err(io::Error::new(io::ErrorKind::AlreadyExists, "слишком много файлов с приглашениями рядом"))
}

/// A spreadsheet program takes what begins like this for a formula.
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}
