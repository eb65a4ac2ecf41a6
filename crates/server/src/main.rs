//! The `staffroom` command.

use std::process::ExitCode;

use clap::Parser;

/// Answers are many small pieces of memory that live for a moment.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Before anything is started: this process shall hold nothing but the file it reads.
    let mut words = std::env::args().skip(1);
    if words.next().as_deref() == Some("extract") {
        return files::extract::serve(&words.next().unwrap_or_default());
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("cannot start: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(staffroom::cli::run(staffroom::cli::Command::parse())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
