//! Where indexes lie: one folder per node, in it one folder per rebuild, and a file that names the one in force.
//!
//! Several nodes may share a data folder: each claims a numbered folder of its own by a file lock.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use anyhow::Context;

/// Nodes on one data folder.
const NODES: usize = 64;
const CURRENT: &str = "current";
const WANTED: &str = "rebuild";

/// The folder of this node. The lock is held while it lives.
pub struct Home {
    folder: PathBuf,
    _lock: File,
}

impl Home {
    /// # Errors
    /// When no folder can be made or claimed.
    pub fn claim(root: &Path) -> anyhow::Result<Self> {
        fs::create_dir_all(root).with_context(|| format!("cannot create {}", root.display()))?;
        for number in 0..NODES {
            let lock = File::create(root.join(format!("node-{number}.lock")))?;
            if lock.try_lock().is_ok() {
                let folder = root.join(format!("node-{number}"));
                fs::create_dir_all(&folder)?;
                return Ok(Self { folder, _lock: lock });
            }
        }
        anyhow::bail!("{NODES} nodes hold all folders of {}", root.display())
    }

    /// No other node was here before.
    pub fn is_first(&self) -> bool {
        self.folder.ends_with("node-0")
    }

    /// The index in force, whether or not it can be read.
    pub fn current(&self) -> Option<PathBuf> {
        let name = fs::read_to_string(self.folder.join(CURRENT)).ok()?;
        let name = name.trim();
        let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        plain.then(|| self.folder.join(name))
    }

    /// A name nothing lies under yet.
    pub fn fresh(&self, fingerprint: &str) -> PathBuf {
        (0_u32..).map(|n| self.folder.join(format!("{fingerprint}-{n}"))).find(|p| !p.exists()).unwrap_or_default()
    }

    /// Puts an index in force and takes the others away.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn adopt(&self, index: &Path) -> anyhow::Result<()> {
        let name = index.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        fs::create_dir_all(&self.folder)?;
        let new = self.folder.join("current.new");
        fs::write(&new, name)?;
        fs::rename(new, self.folder.join(CURRENT))?;
        for entry in fs::read_dir(&self.folder)?.flatten() {
            if entry.path() != index && entry.path().is_dir() {
                // A reader may still hold files open: on Unix they live until it lets go.
                let _ = fs::remove_dir_all(entry.path());
            }
        }
        Ok(())
    }

    /// Was a rebuild asked for from outside? Asks once.
    pub fn rebuild_wanted(&self) -> bool {
        fs::remove_file(self.folder.join(WANTED)).is_ok()
    }
}

/// Asks every node of a data folder for a rebuild; answers how many there are.
///
/// # Errors
/// When the folder cannot be written.
pub fn ask_rebuild(root: &Path) -> anyhow::Result<usize> {
    let mut asked = 0;
    for number in 0..NODES {
        let folder = root.join(format!("node-{number}"));
        if folder.is_dir() {
            fs::write(folder.join(WANTED), "")?;
            asked += 1;
        }
    }
    Ok(asked)
}
