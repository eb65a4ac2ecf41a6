//! `staffroom extract` alone: what the server of a test starts to read a file.

fn main() -> std::process::ExitCode {
    files::extract::serve(&std::env::args().nth(2).unwrap_or_default())
}
