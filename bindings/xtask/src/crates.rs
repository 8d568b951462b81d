//! The published crates: each feature of the engine alone, the examples, and what a release changes for its users.

use crate::run::{Problem, exists, output, run, target};
use crate::test::{Outcome, cargo_command};

/// The crates that others use as libraries.
const LIBRARIES: [&str; 2] = ["kubelaw-lang", "kubelaw"];
/// The features of the engine. Each is additive, so what compiles alone compiles with others.
const FEATURES: [&str; 4] = ["yaml", "render", "parallel", "packs"];
const EXAMPLES: [&str; 4] = ["embed", "typed", "webhook", "yaml_value"];

/// Checks the engine without features and with each alone, runs its examples, and packs the crates.
pub(crate) fn suite() -> Result<Outcome, Problem> {
    for feature in [""].iter().chain(&FEATURES) {
        run(cargo_command(&["check", "-p", "kubelaw", "--no-default-features", "--features", feature]))?;
    }
    for example in EXAMPLES {
        run(cargo_command(&["run", "--quiet", "-p", "kubelaw", "--example", example]))?;
    }
    // Without building them again: all that a crate's text names is looked for in the package.
    run(cargo_command(&["package", "--workspace", "--no-verify", "--allow-dirty", "--quiet"]))?;
    Ok(Outcome::Passed)
}

/// Compares the libraries with an earlier state, a revision or the latest release, and fails where the version does not
/// tell of a change that breaks users.
pub(crate) fn semver(revision: Option<&String>) -> Result<(), Problem> {
    if revision.is_none() && output(crate::run::command("git", &["tag", "--list", "v*"]))?.trim().is_empty() {
        return Err("there is no release to compare with; name a revision".into());
    }
    if !exists("cargo-semver-checks", "--version") && !exists(own(), "--version") {
        let mut install = cargo_command(&["install", "cargo-semver-checks", "--locked", "--root"]);
        install.arg(target().join("tools")).env("CARGO_TARGET_DIR", target().join("tools/build"));
        run(install)?;
    }
    let mut check = cargo_command(&["semver-checks", "--all-features"]);
    for library in LIBRARIES {
        check.args(["--package", library]);
    }
    if let Some(revision) = revision {
        check.args(["--baseline-rev", revision]);
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let places = std::iter::once(target().join("tools/bin")).chain(std::env::split_paths(&path));
    check.env("PATH", std::env::join_paths(places)?);
    run(check)
}

fn own() -> std::path::PathBuf {
    target().join("tools/bin/cargo-semver-checks")
}
