//! `kubelaw check`: manifests from disk, judged, reported.

use super::fix::Before;
use crate::arguments::{Check, Form};
use crate::files::{self, Found};
use crate::output::{self, Outcome};
use crate::progress::Progress;
use crate::sources;
use kubelaw::fix::until_cured;
use kubelaw::render::text;
use kubelaw::report::Notice;
use kubelaw::{Engine, Input, Report, wire};

/// Folders hold manifests in these.
const MANIFESTS: [&str; 4] = ["yaml", "yml", "json", "jsonl"];

/// Fixes are offered with the findings of an input of at most so many bytes: trying them takes longer than judging.
const SMALL: u64 = 1 << 20;

/// Checks the inputs.
pub(crate) fn run(check: &Check) -> Result<Outcome, String> {
    let found = files::find(&check.paths, &MANIFESTS);
    let around = files::find(&check.inventory, &MANIFESTS);
    let fixes = check.fix || check.diff || files::size(&found.files) <= SMALL;
    let basis = if check.like.is_empty() { &check.basis } else { &crate::peers::choose(&check.like, &check.basis)? };
    let builder = sources::builder(basis)?.explain(check.why).fixes(fixes);
    let engine = super::build(builder)?;
    // One file or standard input is a part of something larger; several files or a folder are taken as all there is.
    let complete = found.folder || found.files.len() > 1 || !check.inventory.is_empty();
    if check.fix || check.diff {
        return fix(check, &engine, complete, &[found, around]);
    }
    let mut session = engine.session(complete);
    let mut errors = Vec::new();
    let mut progress = Progress::new("checking", found.files.len() + around.files.len());
    for (file, judged) in around.files.iter().map(|f| (f, false)).chain(found.files.iter().map(|f| (f, true))) {
        match file.read() {
            Ok(text) => {
                let input = Input::yaml(file.name(), text);
                session.push(if judged { input } else { Input::default().context(input) });
            }
            Err(message) => errors.push(notice(&file.name(), message)),
        }
        progress.step();
    }
    let mut report = session.finish();
    drop(progress);
    add_notices(&mut report, errors, &[found, around]);
    output::print(&render(check, &report));
    if !fixes && !report.findings.is_empty() {
        output::complain("note: the input is large, so fixes were not tried; --diff and --fix do\n");
    }
    Ok(outcome(check, &report))
}

fn outcome(check: &Check, report: &Report) -> Outcome {
    if !report.errors.is_empty() {
        Outcome::Failed
    } else if report.refuses(check.fail_on) {
        Outcome::Findings
    } else {
        Outcome::Clean
    }
}

/// Fixes the inputs, which are `found` with `around` behind it; then reports, or shows what would change.
fn fix(check: &Check, engine: &Engine, complete: bool, found: &[Found; 2]) -> Result<Outcome, String> {
    let [judged, around] = found;
    if check.fix && judged.files.contains(&files::Input::Standard) {
        return Err("--fix writes into files, and standard input is none; --diff shows the fixes".to_owned());
    }
    let mut errors = Vec::new();
    let mut read = |files: &[files::Input]| {
        let mut texts: Vec<Before> = Vec::new();
        for file in files {
            match file.read() {
                Ok(text) => texts.push(Before { file: file.clone(), text: text.into() }),
                Err(message) => errors.push(notice(&file.name(), message)),
            }
        }
        texts
    };
    let (before, context) = (read(&judged.files), read(&around.files));
    let texts = before.iter().map(|old| (old.file.name(), old.text.clone())).collect();
    let fixed = until_cured(texts, |texts| {
        let mut session = engine.session(complete);
        for other in &context {
            session.push(Input::default().context(Input::yaml(other.file.name(), other.text.clone())));
        }
        for (name, text) in texts {
            session.push(Input::yaml(name.as_str(), text.clone()));
        }
        session.finish()
    });
    if check.diff {
        super::fix::show(&before, &fixed);
        let clean = fixed.applied.is_empty() && errors.is_empty() && fixed.report.errors.is_empty();
        return Ok(if clean { Outcome::Clean } else { Outcome::Findings });
    }
    super::fix::write(&before, &fixed)?;
    let mut report = fixed.report;
    add_notices(&mut report, errors, found);
    output::print(&render(check, &report));
    Ok(outcome(check, &report))
}

/// Adds what the file system had to say, before what the texts had.
fn add_notices(report: &mut Report, mut errors: Vec<Notice>, found: &[Found]) {
    for (name, message) in found.iter().flat_map(|f| &f.errors) {
        errors.push(notice(name, message.clone()));
    }
    errors.append(&mut report.errors);
    report.errors = errors;
    for folder in found.iter().flat_map(|f| &f.empty) {
        report.warnings.push(notice(&sources::name(folder), "the folder holds no YAML or JSON file".to_owned()));
    }
}

fn notice(file: &str, message: String) -> Notice {
    Notice { file: file.into(), location: None, message, frame: None }
}

fn render(check: &Check, report: &Report) -> String {
    match check.format {
        Form::Json => format!("{}\n", wire::report(report)),
        Form::Text => {
            let style = output::style(check.color);
            let rules = if check.by_rule { text::rules(report, style) + "\n" } else { String::new() };
            text::findings(report, style) + &rules + &text::summary(report, style)
        }
    }
}
