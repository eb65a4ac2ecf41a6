//! Where papers are made: away from the reactor, a few at a time.

use kernel::Result;
use tokio::sync::Semaphore;

use crate::App;

/// Papers made at once: more would keep all cores from those who only read.
const AT_ONCE: usize = 2;

struct Presses(Semaphore);

impl Default for Presses {
    fn default() -> Self {
        Self(Semaphore::new(AT_ONCE))
    }
}

/// Runs what takes the processor for longer than a request should hold its thread.
///
/// # Errors
/// What `make` answers; `Internal` when it panics.
pub async fn pressed<T: Send + 'static>(
    app: &App,
    make: impl FnOnce() -> anyhow::Result<T> + Send + 'static,
) -> Result<T> {
    let presses = app.memory::<Presses>();
    let _one = presses.0.acquire().await.map_err(anyhow::Error::from)?;
    Ok(tokio::task::spawn_blocking(make).await.map_err(anyhow::Error::from)??)
}
