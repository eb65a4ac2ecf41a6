//! What the numbers were measured on.

use std::{fs::read_to_string, time::Duration};

pub fn describe() -> String {
    let cpu = field("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown processor".into());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let memory = field("/proc/meminfo", "MemTotal").unwrap_or_default();
    let kernel = read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    format!(
        "Machine: {cpu}, {cores} cores, {memory}, Linux {}. Load generator and server share it; compare ratios.",
        kernel.trim()
    )
}

fn field(file: &str, name: &str) -> Option<String> {
    let text = read_to_string(file).ok()?;
    let line = text.lines().find(|l| l.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

/// Resident memory of a process, kB.
pub fn resident(pid: u32) -> u64 {
    let value = field(&format!("/proc/{pid}/status"), "VmRSS").unwrap_or_default();
    value.split_whitespace().next().and_then(|n| n.parse().ok()).unwrap_or(0)
}

/// Of it, what is not pages of files, kB.
pub fn resident_own(pid: u32) -> u64 {
    let value = field(&format!("/proc/{pid}/status"), "RssAnon").unwrap_or_default();
    value.split_whitespace().next().and_then(|n| n.parse().ok()).unwrap_or(0)
}

/// Processor time of this process so far.
pub fn spent() -> Duration {
    spent_by("self")
}

fn spent_by(process: &str) -> Duration {
    let text = read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let fields: Vec<&str> = text.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|n| n.parse::<u64>().ok()).unwrap_or(0);
    // Linux counts in hundredths of a second.
    Duration::from_millis((ticks(11) + ticks(12)) * 10)
}

/// Waits until a process has done next to nothing for three seconds: indexes are built, files are read. Two minutes at
/// the longest.
pub async fn settled(pid: u32) {
    for _ in 0..40 {
        let before = spent_by(&pid.to_string());
        tokio::time::sleep(Duration::from_secs(3)).await;
        if spent_by(&pid.to_string()) - before <= Duration::from_millis(50) {
            return;
        }
    }
}
