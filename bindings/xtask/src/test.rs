//! `cargo xtask test`: everything that must hold, suite by suite, each with its own closing lines.

use crate::run::{Problem, command, run};
use std::process::Command;
use std::time::Instant;

/// A suite: its name and what runs it. A suite that cannot run here says why instead.
type Suite = (&'static str, fn() -> Result<Outcome, Problem>);

/// How a suite ended without failing.
pub(crate) enum Outcome {
    Passed,
    /// Not run, and why.
    Skipped(String),
}

const SUITES: &[Suite] = &[
    ("format", format),
    ("tidy", || crate::tidy::run().map(|()| Outcome::Passed)),
    ("clippy", || cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])),
    ("docs", docs),
    ("rust", || cargo(&["test", "--workspace"])),
    ("features", crate::crates::suite),
    ("formats", crate::formats::suite),
    ("python", crate::python::suite),
    ("wasm", crate::wasm::suite),
    ("browser", crate::playground::suite),
    ("speed", crate::speed::suite),
    ("packs", || cargo(&["run", "--quiet", "-p", "kubelaw-cli", "--", "test", "policies"])),
    ("generated", generated),
];

/// Runs all suites, or those named; prints a summary.
pub(crate) fn run_suites(names: &[String]) -> Result<(), Problem> {
    if let Some(unknown) = names.iter().find(|n| !SUITES.iter().any(|(name, _)| *name == n.as_str())) {
        let known: Vec<&str> = SUITES.iter().map(|(name, _)| *name).collect();
        return Err(format!("there is no suite `{unknown}`; there are {}", known.join(", ")).into());
    }
    let mut lines = Vec::new();
    let (mut passed, mut failed, mut skipped) = (0, 0, 0);
    for (name, suite) in SUITES.iter().filter(|(name, _)| names.is_empty() || names.iter().any(|n| n == name)) {
        eprintln!("\n== {name}");
        let start = Instant::now();
        let result = suite();
        let seconds = start.elapsed().as_secs();
        lines.push(match result {
            Ok(Outcome::Passed) => {
                passed += 1;
                format!("{name}: passed ({seconds} s)")
            }
            Ok(Outcome::Skipped(why)) => {
                skipped += 1;
                format!("{name}: skipped: {why}")
            }
            Err(problem) => {
                failed += 1;
                format!("{name}: FAILED ({seconds} s): {problem}")
            }
        });
    }
    println!("\n{}", lines.join("\n"));
    println!("suites: {passed} passed, {failed} failed, {skipped} skipped");
    if failed == 0 { Ok(()) } else { Err("some suite failed".into()) }
}

/// Runs cargo with the toolchain that runs this.
pub(crate) fn cargo(arguments: &[&str]) -> Result<Outcome, Problem> {
    run(cargo_command(arguments)).map(|()| Outcome::Passed)
}

pub(crate) fn cargo_command(arguments: &[&str]) -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()), arguments)
}

/// Makes the table of what rules cost.
pub(crate) fn costs() -> Result<(), Problem> {
    let mut test = with_manifests("no_rule_costs")?;
    test.env("KUBELAW_COSTS", "write");
    run(test)
}

/// Compiles the shipped packs ahead.
pub(crate) fn programs() -> Result<(), Problem> {
    let mut test = engine(PROGRAMS);
    test.env("KUBELAW_PROGRAMS", "write");
    run(test)
}

/// Makes the table of rules that have no fast form.
pub(crate) fn forms() -> Result<(), Problem> {
    let mut test = engine(FORMS);
    test.env("KUBELAW_FORMS", "write");
    run(test)
}

/// The test that compares the programs of the shipped packs with those that were compiled ahead.
const PROGRAMS: &str = "engine::stored::tests::the_file_is_what_would_be_made_now";
/// The test that compares the table of rules without a fast form.
const FORMS: &str = "eval::screen::form_tests::the_page_tells_which_rules_have_no_fast_form";

/// A test of the engine's own.
fn engine(test: &str) -> Command {
    cargo_command(&["test", "--quiet", "-p", "kubelaw", "--features", "packs,parallel", "--lib", "--", "--exact", test])
}

/// Tries every fix of all real manifests, where the suite tries some.
pub(crate) fn fixes() -> Result<(), Problem> {
    let mut test = with_manifests("every_fix_of_real_manifests")?;
    test.env("KUBELAW_FIXES", "all");
    run(test)
}

/// Runs the cases of other tools through the table of peers, and prints agreement.
pub(crate) fn corpora(source: Option<&String>) -> Result<(), Problem> {
    let mut test = policies("cases_of_other_tools");
    if let Some(source) = source {
        test.env("KUBELAW_SOURCE", source);
    }
    run(test)
}

/// A test of the packs that has to have the manifests of others.
fn with_manifests(test: &str) -> Result<Command, Problem> {
    if std::env::var_os("KUBELAW_CORPORA").is_none() {
        return Err("KUBELAW_CORPORA names no folder of manifests".into());
    }
    Ok(policies(test))
}

/// A test of the packs with what it prints.
fn policies(test: &str) -> Command {
    cargo_command(&["test", "--quiet", "-p", "kubelaw-policies", "--test", "suite", "--", "--nocapture", test])
}

/// Whether what is made from something else is what would be made now.
fn generated() -> Result<Outcome, Problem> {
    let check = ["--check".to_owned()];
    crate::catalogue::run(&check, &crate::run::root())?;
    crate::schema::run(&check, &crate::run::root())?;
    run(engine(PROGRAMS))?;
    run(engine(FORMS))?;
    Ok(Outcome::Passed)
}

/// Rust in rustfmt's form, law files in that of `kubelaw fmt`.
fn format() -> Result<Outcome, Problem> {
    cargo(&["fmt", "--all", "--check"])?;
    let laws = ["policies", "core/src/kubernetes/std.law"];
    cargo(&[&["run", "--quiet", "-p", "kubelaw-cli", "--", "fmt", "--check"], laws.as_slice()].concat())
}

fn docs() -> Result<Outcome, Problem> {
    let mut doc = cargo_command(&["doc", "--no-deps", "--workspace", "--document-private-items"]);
    doc.env("RUSTDOCFLAGS", "-D warnings");
    run(doc).map(|()| Outcome::Passed)
}
