//! Zip archives with a purse: however much an archive promises, only so much is unpacked.

use std::{
    cell::Cell,
    io::{BufRead, BufReader, Cursor, Read},
    rc::Rc,
};

use zip::ZipArchive;

use super::{Failure, Outcome};

const ENTRIES: usize = 4_000;
/// Unpacked: one entry, and all that are read.
const ENTRY: u64 = 32 << 20;
const ALL: u64 = 64 << 20;

/// An opened archive.
pub struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    purse: Rc<Cell<u64>>,
}

/// An entry being unpacked.
struct Metered<R> {
    inner: R,
    left: u64,
    purse: Rc<Cell<u64>>,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let most = usize::try_from(self.left.min(self.purse.get())).unwrap_or(usize::MAX).min(buffer.len());
        if most == 0 && !buffer.is_empty() {
            return Err(std::io::Error::other("the archive unpacks to too much"));
        }
        let read = self.inner.read(&mut buffer[..most])?;
        let spent = read as u64;
        self.left -= spent;
        self.purse.set(self.purse.get() - spent);
        Ok(read)
    }
}

impl<'a> Archive<'a> {
    pub fn open(contents: &'a [u8]) -> Outcome<Self> {
        let mut zip = ZipArchive::new(Cursor::new(contents)).map_err(|_| Failure::Damaged)?;
        if zip.len() > ENTRIES {
            return Err(Failure::TooLarge);
        }
        for index in 0..zip.len() {
            if zip.by_index_raw(index).is_ok_and(|entry| entry.encrypted()) {
                return Err(Failure::Encrypted);
            }
        }
        Ok(Self { zip, purse: Rc::new(Cell::new(ALL)) })
    }

    /// Names as they stand, in the order of the archive.
    pub fn names(&self) -> Vec<String> {
        self.zip.file_names_raw().map(|name| String::from_utf8_lossy(name).into_owned()).collect()
    }

    /// What all entries whose name ends so say they unpack to.
    pub fn promised(&mut self, suffix: &str) -> u64 {
        let mut sum = 0_u64;
        for index in 0..self.zip.len() {
            if let Ok(entry) = self.zip.by_index_raw(index)
                && entry.name_raw().ends_with(suffix.as_bytes())
            {
                sum = sum.saturating_add(entry.size());
            }
        }
        sum
    }

    /// An entry to read from, if it is there.
    pub fn entry(&mut self, name: &str) -> Option<impl BufRead> {
        let purse = Rc::clone(&self.purse);
        let inner = self.zip.by_name(name).ok()?;
        Some(BufReader::new(Metered { inner, left: ENTRY, purse }))
    }

    /// The beginning of an entry as text.
    pub fn head(&mut self, name: &str, most: u64) -> Option<String> {
        let mut bytes = Vec::new();
        self.entry(name)?.take(most).read_to_end(&mut bytes).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }
}
