//! The house rules that a compiler does not check: layering, file sizes, headers, left-overs.

use crate::run::{Problem, output, root};
use std::fmt::Write as _;
use std::path::Path;

/// A file holds at most this many lines of code, tests and comments aside.
const MOST_CODE_LINES: usize = 400;

/// Which module may not name which: folder, words that must not stand in its code, and why.
const LAYERS: &[(&str, &[&str], &str)] = &[
    ("lang/src", &["kubelaw::", "serde_yaml", "granit_parser"], "the language knows no domain and no YAML"),
    (
        "core/src/document",
        &["crate::kubernetes", "crate::eval", "crate::plan", "crate::report"],
        "documents know no rules",
    ),
    ("core/src/kubernetes", &["crate::render", "crate::wire", "crate::report"], "the domain knows no reports"),
    ("core/src/eval", &["crate::render", "crate::wire", "crate::fix"], "judging knows no output"),
    ("core/src/plan", &["crate::render", "crate::wire", "crate::fix"], "planning knows no output"),
    ("core/src/render", &["crate::eval", "crate::plan", "crate::document::yaml"], "renderers see reports only"),
    (
        "core/src",
        &["std::fs", "std::env", "TcpStream", "UdpSocket", "SystemTime::now", "Instant::now", "thread::spawn"],
        "the engine reads no files, network, clock or environment",
    ),
    ("bindings/wasm/src", &["std::fs", "std::env"], "the browser has no files"),
];

/// Words that say something was left for later.
const LEFT_OVER: [&str; 5] = ["TODO", "FIXME", "todo!(", "unimplemented!(", "#[ignore"];

/// Checks every tracked file; prints each fault and a closing line.
pub(crate) fn run() -> Result<(), Problem> {
    let listed = output(crate::run::command("git", &["ls-files", "*.rs"]))?;
    let (mut faults, mut passed) = (String::new(), 0);
    for file in listed.lines().filter(|f| root().join(f).exists()) {
        let text = std::fs::read_to_string(root().join(file))?;
        let before = faults.len();
        check_file(file, &text, &mut faults)?;
        passed += usize::from(faults.len() == before);
    }
    check_root(&mut faults)?;
    let failed = faults.lines().count();
    print!("{faults}");
    println!("tidy: {passed} passed, {failed} failed");
    if failed == 0 { Ok(()) } else { Err("the house is not tidy".into()) }
}

fn check_file(file: &str, text: &str, faults: &mut String) -> Result<(), Problem> {
    if !text.starts_with("//!") && !text.starts_with("#!") {
        writeln!(faults, "{file}: does not open with `//!` saying what it is")?;
    }
    let is_test = file.contains("/tests/") || file.ends_with("/tests.rs") || file.ends_with("_tests.rs");
    let code: Vec<&str> = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default().lines().collect();
    let counted = code.iter().filter(|l| !l.trim().is_empty() && !l.trim_start().starts_with("//")).count();
    if counted > MOST_CODE_LINES && !is_test {
        writeln!(
            faults,
            "{file}: {counted} code lines, more than {MOST_CODE_LINES}; does the subject split somewhere?"
        )?;
    }
    // This file names the words that it looks for.
    if file == "bindings/xtask/src/tidy.rs" {
        return Ok(());
    }
    for word in LEFT_OVER {
        if text.contains(word) {
            writeln!(faults, "{file}: `{word}` was left")?;
        }
    }
    for (folder, words, why) in LAYERS.iter().filter(|(folder, _, _)| Path::new(file).starts_with(folder)) {
        for word in *words {
            let named = code.iter().any(|l| !l.trim_start().starts_with("//") && l.contains(word));
            if named && !is_test {
                writeln!(faults, "{file}: names `{word}`, but {why} ({folder})")?;
            }
        }
    }
    Ok(())
}

/// The root holds what the design names and nothing else.
fn check_root(faults: &mut String) -> Result<(), Problem> {
    let allowed =
        ["Cargo.toml", "Cargo.lock", "README.md", "CHANGELOG.md", "core", "lang", "bindings", "policies", "benches"];
    let listed = output(crate::run::command("git", &["ls-files"]))?;
    let mut names: Vec<&str> = listed.lines().filter_map(|f| f.split('/').next()).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        if !allowed.contains(&name) && !name.starts_with('.') && !name.starts_with("LICENSE-") {
            writeln!(faults, "{name}: the root holds more than the design names")?;
        }
    }
    Ok(())
}
