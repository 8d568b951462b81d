//! The specification of the language (`lang/spec`), its manual and the pages of its diagnostics, run case by case.

mod coverage;
mod forms;
mod manual;
mod pages;

use kubelaw::proof::literate::{self, Case};
use std::path::{Path, PathBuf};

/// The folder of the language.
fn lang() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../lang")
}

/// The Markdown files of a folder by name, in order, each with its cases.
fn books(folder: &Path) -> Vec<(String, String)> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    paths.sort();
    paths.iter().map(|path| (name(path), text(path))).collect()
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The cases of the specification and the manual, each with its file.
fn cases() -> Vec<(String, Case)> {
    let mut books = books(&lang().join("spec"));
    books.push(("REFERENCE.md".to_owned(), text(&lang().join("REFERENCE.md"))));
    books
        .into_iter()
        .flat_map(|(name, text)| literate::read(&text).into_iter().map(move |c| (name.clone(), c)))
        .collect()
}

#[test]
fn every_case_holds() {
    let mut failures = Vec::new();
    let mut met = 0;
    for (file, case) in cases() {
        let outcome = case.run(&file);
        met += outcome.met;
        failures.extend(
            outcome
                .failures
                .into_iter()
                .map(|failure| format!("{}:{}: {}", failure.file, failure.line.unwrap_or(case.line), failure.problem)),
        );
    }
    assert!(failures.is_empty(), "{met} expectations met, {} failures:\n{}", failures.len(), failures.join("\n"));
    assert!(met > 500, "only {met} expectations were found");
}
