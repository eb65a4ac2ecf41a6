//! Timings of many requests, and how they are printed.

use std::{
    future::Future,
    time::{Duration, Instant},
};

/// Latencies of one run.
pub struct Run {
    pub took: Duration,
    sorted: Vec<Duration>,
}

impl Run {
    pub fn new(took: Duration, mut latencies: Vec<Duration>) -> Self {
        latencies.sort_unstable();
        Self { took, sorted: latencies }
    }

    pub fn count(&self) -> usize {
        self.sorted.len()
    }

    pub fn per_second(&self) -> f64 {
        self.count() as f64 / self.took.as_secs_f64()
    }

    /// `quantile(0.99)` is p99.
    pub fn quantile(&self, q: f64) -> Duration {
        let index = ((self.sorted.len().max(1) - 1) as f64 * q).round() as usize;
        self.sorted.get(index).copied().unwrap_or_default()
    }

    pub fn line(&self) -> String {
        format!(
            "{:>9.0} /s   p50 {:>8.2} ms   p99 {:>8.2} ms",
            self.per_second(),
            millis(self.quantile(0.5)),
            millis(self.quantile(0.99))
        )
    }
}

pub fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

/// Runs `make(worker)` loops for `time` and collects the latency of each step.
pub async fn load<W, F>(workers: usize, time: Duration, mut make: impl FnMut(usize) -> W) -> anyhow::Result<Run>
where
    W: FnMut() -> F + Send + 'static,
    F: Future<Output = anyhow::Result<()>> + Send,
{
    let begun = Instant::now();
    let mut tasks = Vec::new();
    for worker in 0..workers {
        let mut step = make(worker);
        tasks.push(tokio::spawn(async move {
            let mut latencies = Vec::new();
            while begun.elapsed() < time {
                let started = Instant::now();
                step().await?;
                latencies.push(started.elapsed());
            }
            anyhow::Ok(latencies)
        }));
    }
    let mut latencies = Vec::new();
    for task in tasks {
        latencies.extend(task.await??);
    }
    Ok(Run::new(begun.elapsed(), latencies))
}
