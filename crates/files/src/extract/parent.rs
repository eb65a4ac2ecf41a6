//! The parent's side: starts the child, feeds it, waits no longer than it may.

use std::{path::PathBuf, process::Stdio, time::Duration};

use anyhow::Context;
use bytes::Bytes;
use kernel::Result;
use platform::App;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    process::{Child, Command},
    sync::Semaphore,
};

use super::{Answer, Report, Task};

/// Children at the same time in this process.
const AT_ONCE: usize = 2;
const PATIENCE: Duration = Duration::from_secs(15);
/// Text, page and pictures of one file together.
const MAX_ANSWER: u64 = 64 << 20;

struct Places(Semaphore);

impl Default for Places {
    fn default() -> Self {
        Self(Semaphore::new(AT_ONCE))
    }
}

fn program(app: &App) -> anyhow::Result<PathBuf> {
    let named = &app.config().files.extractor;
    if named.as_os_str().is_empty() {
        return std::env::current_exe().context("this program does not know where it lies");
    }
    Ok(named.clone())
}

/// Runs a task over contents in a child. `None`: the child died of them, or took too long.
///
/// # Errors
/// `Internal` when no child can be started: that is our fault, not the file's.
pub async fn run(app: &App, task: &Task, contents: Bytes) -> Result<Option<Answer>> {
    let places = app.memory::<Places>();
    let _place = places.0.acquire().await.map_err(anyhow::Error::from)?;
    let program = program(app)?;
    let mut child = Command::new(&program)
        .arg("extract")
        .arg(serde_json::to_string(task)?)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        // A group of its own: whatever it may have started dies with it.
        .process_group(0)
        .kill_on_drop(true)
        .spawn()
        .with_context(|| format!("{} cannot be started to read a file", program.display()))?;
    let answered = tokio::time::timeout(PATIENCE, converse(&mut child, contents)).await;
    kill(&mut child).await;
    match answered {
        Ok(Ok(bytes)) => Ok(parse(&bytes)),
        Ok(Err(error)) => {
            tracing::info!(%error, ?task, "a file could not be read");
            Ok(None)
        }
        Err(_) => {
            tracing::info!(?task, "a file took too long to read");
            Ok(None)
        }
    }
}

/// Writes and reads at once: a child that answers before it has read everything must not wait for us for ever.
async fn converse(child: &mut Child, contents: Bytes) -> anyhow::Result<Vec<u8>> {
    let mut input = child.stdin.take().context("no input")?;
    let mut output = child.stdout.take().context("no output")?.take(MAX_ANSWER);
    let feed = async move {
        // A child that stops reading has its reasons; its answer or its absence tells.
        let _ = input.write_all(&contents).await;
        drop(input);
    };
    let mut answer = Vec::new();
    let (read, ()) = tokio::join!(output.read_to_end(&mut answer), feed);
    read?;
    let status = child.wait().await?;
    anyhow::ensure!(status.success(), "the child ended with {status}");
    Ok(answer)
}

async fn kill(child: &mut Child) {
    let pid = child.id().and_then(|id| i32::try_from(id).ok()).and_then(rustix::process::Pid::from_raw);
    if let Some(pid) = pid {
        let _ = rustix::process::kill_process_group(pid, rustix::process::Signal::KILL);
        let _ = child.wait().await;
    }
}

/// The child read a hostile file: its answer is believed as far as its shape goes.
fn parse(bytes: &[u8]) -> Option<Answer> {
    let (length, rest) = bytes.split_first_chunk::<8>()?;
    let (head, mut rest) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
    let (report, lengths): (Report, Vec<usize>) = serde_json::from_slice(head).ok()?;
    let mut blobs = Vec::new();
    for length in lengths {
        let (blob, after) = rest.split_at_checked(length)?;
        blobs.push(blob.to_vec());
        rest = after;
    }
    Some(Answer { report, blobs })
}
