//! `kubelaw test`: the proofs beside law files.

use crate::arguments::Test;
use crate::configuration::Excluded;
use crate::files::{self, Input};
use crate::output::{self, Outcome};
use crate::progress::Progress;
use crate::sources;
use kubelaw::pack::MANIFEST;
use kubelaw::proof::{self, Subject};
use kubelaw::{Engine, render};
use std::fmt::Write;
use std::path::Path;

/// Runs the proofs.
pub(crate) fn run(test: &Test) -> Result<Outcome, String> {
    let subjects = subjects(&test.paths)?;
    let progress = Progress::new("proving", subjects.len());
    let (mut rules, mut met, mut failures) = (0, 0, 0);
    let mut out = String::new();
    let mut broken = false;
    for subject in &subjects {
        match proof::run(subject) {
            Ok(outcome) => {
                // What is suspicious in a law file is for its author, who names it.
                if !test.paths.is_empty() {
                    super::show(&outcome.warnings);
                }
                rules += outcome.rules;
                met += outcome.met;
                failures += outcome.failures.len();
                for failure in &outcome.failures {
                    let _ = writeln!(out, "{}", render::escape(&failure.to_string()));
                }
            }
            Err(found) => {
                broken = true;
                output::error(&format!("{}: {}", subject.law, super::explain(&found)));
            }
        }
        progress.step();
    }
    drop(progress);
    let failed = if failures == 0 { "no failures".to_owned() } else { count(failures, "failure") };
    let _ = writeln!(out, "{}: {} met, {failed}", count(rules, "rule"), count(met, "expectation"));
    output::print(&out);
    Ok(match (broken, failures) {
        (true, _) => Outcome::Failed,
        (false, 0) => Outcome::Clean,
        (false, _) => Outcome::Findings,
    })
}

/// `1 rule`, `2 rules`.
fn count(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

/// What the arguments name: packs by name or folder, law files, and folders of either.
fn subjects(names: &[String]) -> Result<Vec<Subject>, String> {
    let mut all = Vec::new();
    if names.is_empty() {
        for pack in sources::shipped()? {
            all.extend(proof::subjects(&Engine::builder(), pack));
        }
    }
    for name in names {
        let path = Path::new(name);
        if path.is_file() {
            all.push(law(path)?);
        } else if path.is_dir() && !path.join(MANIFEST).is_file() {
            all.extend(folder(path)?);
        } else {
            all.extend(proof::subjects(&Engine::builder(), &sources::pack(name)?));
        }
    }
    if all.is_empty() { Err("there is no law file to prove".to_owned()) } else { Ok(all) }
}

/// The packs below a folder, and its law files outside of packs.
fn folder(path: &Path) -> Result<Vec<Subject>, String> {
    let mut all = Vec::new();
    let mut packs: Vec<&Path> = Vec::new();
    let found = files::find(&[path.to_owned()], &["law"], &Excluded::nothing());
    for file in &found.files {
        let Input::File(file) = file else { continue };
        match file.ancestors().skip(1).find(|folder| folder.join(MANIFEST).is_file()) {
            Some(pack) if packs.contains(&pack) => {}
            Some(pack) => {
                packs.push(pack);
                all.extend(proof::subjects(&Engine::builder(), &sources::pack(&sources::name(pack))?));
            }
            None => all.push(law(file)?),
        }
    }
    Ok(all)
}

/// A law file by itself, with the proof beside it.
fn law(path: &Path) -> Result<Subject, String> {
    let builder = sources::add_law(Engine::builder(), path)?;
    let proof = path.with_extension("yaml");
    let proof = if proof.is_file() { Some((sources::name(&proof), sources::read(&proof)?.into())) } else { None };
    Ok(Subject { builder, law: sources::name(path), proof })
}
