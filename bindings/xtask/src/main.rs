//! `cargo xtask …`: set-up, generated files and the test run.

mod catalogue;
mod crates;
mod formats;
mod playground;
mod python;
mod run;
mod schema;
mod speed;
mod test;
mod tidy;
mod tools;
mod wasm;

use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "usage:
  cargo xtask test [SUITE…]                     run all suites, or those named
  cargo xtask wasm [packs]                      build the npm package, or only the modules of its packs
  cargo xtask playground                        serve the playground
  cargo xtask tidy                              check the house rules that a compiler does not check
  cargo xtask semver [REVISION]                 what breaks users since the latest release, or since a revision
  cargo xtask corpora [SOURCE]                  compare with the test cases of other tools in $KUBELAW_CORPORA
  cargo xtask speed                             accept the current cost of reading and judging
  cargo xtask peers                             measure the Python package beside other engines
  cargo xtask fixes                             try every fix of all manifests in $KUBELAW_CORPORA
  cargo xtask costs                             make the table of what rules cost, from the manifests in $KUBELAW_CORPORA
  cargo xtask forms                             make the table of rules that have no fast form
  cargo xtask catalogue [--check]               make the catalogue of rules in policies/README.md
  cargo xtask programs                          precompile the shipped packs
  cargo xtask schema [--check] [--dump] [--wheel PATH]   make the schema table";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let done = match arguments.split_first() {
        Some((command, rest)) if command == "schema" => schema::run(rest, &root),
        Some((command, rest)) if command == "test" => test::run_suites(rest),
        Some((command, [])) if command == "wasm" => wasm::build(),
        Some((command, [what])) if command == "wasm" && what == "packs" => wasm::packs(),
        Some((command, [])) if command == "playground" => playground::serve(),
        Some((command, [])) if command == "tidy" => tidy::run(),
        Some((command, rest)) if command == "semver" => crates::semver(rest.first()),
        Some((command, rest)) if command == "catalogue" => catalogue::run(rest, &root),
        Some((command, [])) if command == "forms" => test::forms(),
        Some((command, [])) if command == "programs" => test::programs(),
        Some((command, [])) if command == "speed" => speed::accept(),
        Some((command, [])) if command == "peers" => python::peers(),
        Some((command, [])) if command == "costs" => test::costs(),
        Some((command, [])) if command == "fixes" => test::fixes(),
        Some((command, rest)) if command == "corpora" => test::corpora(rest.first()),
        _ => Err(USAGE.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("xtask: {problem}");
            ExitCode::FAILURE
        }
    }
}
