//! A server in a process of its own, which may be killed: `kill -9` lets no handler run.
//!
//! The process is the test binary itself at one ignored test: the caller writes a test that calls [`Victim::serve`], and
//! names it to [`Victim::start`].

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use platform::Config;

use crate::{Town, engine::Place};

/// The database of the process that will be killed; set only for it.
const DATABASE: &str = "IT_VICTIM_DATABASE";
/// Where that process keeps its address and its files.
const FOLDER: &str = "IT_VICTIM_FOLDER";

/// Killed at the latest when the test ends.
pub struct Victim {
    child: Child,
    pub url: String,
}

impl Victim {
    /// Starts the ignored test of this name (`search::lasting::a_server_that_will_be_killed`) over a database and a folder,
    /// and waits until it answers.
    pub async fn start(test: &str, database: &str, folder: &Path) -> Self {
        let address = folder.join("address");
        let _ = std::fs::remove_file(&address);
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", test, "--ignored"])
            .env(DATABASE, database)
            .env(FOLDER, folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut victim = Self { child, url: String::new() };
        for _ in 0..600 {
            if let Ok(url) = std::fs::read_to_string(&address) {
                victim.url = url;
                return victim;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("the server did not come up");
    }

    /// What the killed process does: serves until then. `change` gets the folder, too. Nothing happens in the test run.
    pub async fn serve(change: impl FnOnce(&mut Config, &Path)) {
        let (Some(url), Some(folder)) = (std::env::var_os(DATABASE), std::env::var_os(FOLDER)) else { return };
        let folder = PathBuf::from(folder);
        let data = tempfile::Builder::new().prefix("killed-").tempdir_in(&folder).unwrap();
        let place = Place { url: url.into_string().unwrap(), data };
        let town = Town::over(place, |config| change(config, &folder)).await;
        let address = folder.join("address");
        std::fs::write(address.with_extension("new"), &town.url).unwrap();
        std::fs::rename(address.with_extension("new"), address).unwrap();
        tokio::time::sleep(Duration::from_secs(120)).await;
    }

    /// SIGKILL: no handler runs, nothing is flushed.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Victim {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
