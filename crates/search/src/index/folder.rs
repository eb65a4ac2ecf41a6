//! Files of the index, read so that nothing done to them from outside can end the process. A mapped file that is cut
//! short kills whoever looks at it (SIGBUS); here a cut list is an error like any other, and the index is built anew.
//!
//! What every query reads of every document (dictionaries, columns, lengths) is held in memory, some 60 bytes a document;
//! the lists of words and of their positions, most of the index, are read as they are needed, from the page cache.

use std::{
    collections::HashMap,
    fmt,
    fs::{File, Metadata},
    io,
    ops::Range,
    os::unix::fs::{FileExt, MetadataExt},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use tantivy::{
    Directory, HasLen,
    directory::{
        DirectoryLock, FileHandle, Lock, MmapDirectory, OwnedBytes, WatchCallback, WatchHandle, WritePtr,
        error::{DeleteError, LockError, OpenReadError, OpenWriteError},
    },
};

/// Files read piece by piece.
const PIECEMEAL: [&str; 3] = ["idx", "pos", "store"];

/// A folder of an index.
#[derive(Clone)]
pub struct Folder {
    root: PathBuf,
    /// Writes, locks and renames as the library does.
    plain: MmapDirectory,
    opened: Arc<Mutex<HashMap<PathBuf, Weak<Opened>>>>,
}

/// A file as it was when it was opened. Files of an index are written once.
struct Opened {
    content: Content,
    length: usize,
    seal: Seal,
}

enum Content {
    Held(OwnedBytes),
    File(File),
}

#[derive(PartialEq, Eq)]
struct Seal {
    inode: u64,
    size: u64,
    changed: (i64, i64),
}

impl Seal {
    fn of(about: &Metadata) -> Self {
        Self { inode: about.ino(), size: about.size(), changed: (about.mtime(), about.mtime_nsec()) }
    }
}

impl Folder {
    /// # Errors
    /// When there is no such folder.
    pub fn open(root: &Path) -> anyhow::Result<Self> {
        Ok(Self { root: root.to_owned(), plain: MmapDirectory::open(root)?, opened: Arc::default() })
    }

    /// Are the files in use still what they were?
    pub fn is_sound(&self) -> bool {
        let mut opened = self.opened();
        opened.retain(|_, file| file.strong_count() > 0);
        opened.iter().all(|(path, file)| {
            let Some(file) = file.upgrade() else { return true };
            std::fs::metadata(self.root.join(path)).is_ok_and(|about| Seal::of(&about) == file.seal)
        })
    }

    fn opened(&self) -> MutexGuard<'_, HashMap<PathBuf, Weak<Opened>>> {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read(&self, path: &Path) -> io::Result<Opened> {
        let file = File::open(self.root.join(path))?;
        let seal = Seal::of(&file.metadata()?);
        let length = usize::try_from(seal.size).map_err(io::Error::other)?;
        let piecemeal = path.extension().is_some_and(|kind| PIECEMEAL.iter().any(|known| kind == *known));
        let content = if piecemeal { Content::File(file) } else { Content::Held(piece(&file, 0..length)?) };
        Ok(Opened { content, length, seal })
    }
}

fn piece(file: &File, range: Range<usize>) -> io::Result<OwnedBytes> {
    let mut bytes = vec![0; range.len()];
    file.read_exact_at(&mut bytes, range.start as u64)?;
    Ok(OwnedBytes::new(bytes))
}

impl FileHandle for Opened {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        match &self.content {
            Content::Held(bytes) => Ok(bytes.slice(range)),
            Content::File(file) => piece(file, range),
        }
    }
}

impl HasLen for Opened {
    fn len(&self) -> usize {
        self.length
    }
}

impl fmt::Debug for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Opened({} bytes)", self.length)
    }
}

impl fmt::Debug for Folder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Folder({})", self.root.display())
    }
}

impl Directory for Folder {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        if let Some(file) = self.opened().get(path).and_then(Weak::upgrade) {
            return Ok(file);
        }
        let file = self.read(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => OpenReadError::FileDoesNotExist(path.to_owned()),
            _ => OpenReadError::wrap_io_error(error, path.to_owned()),
        })?;
        let file = Arc::new(file);
        self.opened().insert(path.to_owned(), Arc::downgrade(&file));
        Ok(file)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.opened().remove(path);
        self.plain.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.plain.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.plain.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.plain.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.plain.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.plain.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.plain.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.plain.watch(callback)
    }
}
