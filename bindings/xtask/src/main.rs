//! `cargo xtask …`: set-up, generated files and the test run.

mod schema;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let done = match arguments.split_first() {
        Some((command, rest)) if command == "schema" => schema::run(rest, &root),
        _ => Err("usage: cargo xtask schema [--check] [--dump] [--wheel PATH]".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("xtask: {problem}");
            ExitCode::FAILURE
        }
    }
}
