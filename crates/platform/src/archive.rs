//! Archives on their way to a reader: a ZIP that is never whole in memory, one file of it at most. A slow reader holds up
//! only their own archive.

use std::{
    future::Future,
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::Context;
use axum::body::Body;
use bytes::Bytes;
use futures_util::stream;
use kernel::Result;
use tokio::sync::mpsc;
use zip::{
    CompressionMethod as Method, ZipWriter,
    write::{SimpleFileOptions, StreamWriter},
};

/// Parts of an archive that wait for a slow reader; then its making waits too.
const WAITING: usize = 4;
/// Written at once: about as much as a connection takes at once.
const PART: usize = 128 * 1024;
/// Documents and pictures are packed already. Storing them as they are would be faster still, but a stored entry of
/// a streamed archive does not say where it ends, and some programs refuse it.
pub const FAST: i64 = 1;
pub const GOOD: i64 = 6;

/// An answer that `write` fills entry by entry while it is being read.
pub fn streamed<F, W>(write: F) -> Body
where
    F: FnOnce(Archive) -> W + Send + 'static,
    W: Future<Output = Result<Archive>> + Send + 'static,
{
    let (out, read) = mpsc::channel::<io::Result<Bytes>>(WAITING);
    tokio::spawn(async move {
        let made = match write(Archive::new(out.clone())).await {
            Ok(archive) => archive.finish().await,
            Err(error) => Err(error),
        };
        if let Err(error) = made
            && !out.is_closed()
        {
            tracing::error!(error = format!("{error:?}"), "an archive broke off");
            // The reader must not take half of it for the whole.
            let _ = out.send(Err(io::Error::other("the archive broke off"))).await;
        }
    });
    Body::from_stream(stream::unfold(read, |mut read| async move { read.recv().await.map(|part| (part, read)) }))
}

/// What the archive has written and nobody has taken yet.
#[derive(Clone, Default)]
struct Tray(Arc<Mutex<Vec<u8>>>);

impl Tray {
    fn take(&self, least: usize) -> Option<Vec<u8>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (kept.len() >= least.max(1)).then(|| std::mem::take(&mut *kept))
    }
}

impl Write for Tray {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An archive under construction.
pub struct Archive {
    zip: ZipWriter<StreamWriter<Tray>>,
    tray: Tray,
    out: mpsc::Sender<io::Result<Bytes>>,
}

impl Archive {
    fn new(out: mpsc::Sender<io::Result<Bytes>>) -> Self {
        let tray = Tray::default();
        Self { zip: ZipWriter::new_stream(tray.clone()), tray, out }
    }

    async fn finish(self) -> Result<()> {
        self.zip.finish().context("the archive's end")?;
        if let Some(rest) = self.tray.take(0) {
            self.out.send(Ok(rest.into())).await.map_err(|_| gone())?;
        }
        Ok(())
    }

    /// One file; waits while the reader is behind.
    ///
    /// # Errors
    /// `Internal` when the reader has left, or the name is no name.
    pub async fn entry(&mut self, name: &str, bytes: &[u8], level: i64) -> Result<()> {
        let options = SimpleFileOptions::default().compression_method(Method::Deflated).compression_level(Some(level));
        self.zip.start_file(name, options).context("an archive entry")?;
        for part in bytes.chunks(PART) {
            self.zip.write_all(part).context("an archive entry")?;
            if let Some(written) = self.tray.take(PART) {
                self.out.send(Ok(written.into())).await.map_err(|_| gone())?;
            }
        }
        Ok(())
    }
}

fn gone() -> anyhow::Error {
    anyhow::anyhow!("the reader of the archive is gone")
}

/// A name that leads nowhere out of its folder.
pub fn safe(name: &str) -> String {
    let name: String = name.chars().map(|c| if matches!(c, '/' | '\\' | ':') { '_' } else { c }).collect();
    name.trim_start_matches('.').to_owned()
}
