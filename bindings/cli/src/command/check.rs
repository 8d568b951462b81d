//! `kubelaw check`: manifests from disk, judged, reported.

use super::fix::Before;
use super::secrets::Found as Secrets;
use crate::arguments::Check;
use crate::baseline;
use crate::configuration::{Excluded, Project};
use crate::files::{self, Found};
use crate::output::{self, Outcome};
use crate::progress::Progress;
use crate::{reports, sources};
use kubelaw::fix::until_cured;
use kubelaw::report::Notice;
use kubelaw::report::baseline::Baseline;
use kubelaw::{Engine, EngineBuilder, Input, Report, Severity};
use std::path::PathBuf;

/// Folders hold manifests in these.
const MANIFESTS: [&str; 4] = ["yaml", "yml", "json", "jsonl"];

/// Fixes are offered with the findings of an input of at most so many bytes: trying them takes longer than judging.
const SMALL: u64 = 4 << 20;

/// What makes the exit status 1.
#[derive(Clone, Copy)]
struct FailOn {
    /// Findings from this severity on.
    severity: Severity,
    /// Warnings.
    warnings: bool,
}

impl FailOn {
    fn of(check: &Check, engine: &Engine) -> Self {
        Self {
            severity: check.fail_on.severity.unwrap_or_else(|| engine.fail_on()),
            warnings: check.fail_on.warnings || engine.fail_on_warnings(),
        }
    }

    fn outcome(self, report: &Report) -> Outcome {
        if !report.errors.is_empty() {
            Outcome::Failed
        } else if report.refuses(self.severity) || self.warnings && !report.warnings.is_empty() {
            Outcome::Findings
        } else {
            Outcome::Clean
        }
    }
}

/// Checks the inputs.
pub(crate) fn run(check: &Check) -> Result<Outcome, String> {
    reports::look(&check.format, &check.by)?;
    let start = check.paths.first().filter(|path| path.as_os_str() != "-");
    let project = Project::find(&check.configuration, start.map(PathBuf::as_path))?;
    if [&check.paths, &check.inventory].iter().all(|paths| paths.iter().any(|path| path.as_os_str() == "-")) {
        return Err("standard input can be read but once: as what is checked, or as --inventory".to_owned());
    }
    let found = files::find(&check.paths, &MANIFESTS, &project.excluded()?).held();
    let around = files::find(&check.inventory, &MANIFESTS, &Excluded::nothing()).held();
    let fixes = check.fix || check.diff || files::size(&found.files) <= SMALL;
    let builder = builder(check, &project)?.explain(check.why).fixes(fixes);
    let engine = super::build(with_definitions(builder, &[&found, &around])).map_err(|why| project.blame(why))?;
    let fail_on = FailOn::of(check, &engine);
    let baseline = baseline::read(check.baseline.as_deref())?;
    // One file or standard input is a part of something larger; several files or a folder are taken as all there is.
    let is_whole = || found.folder || found.files.len() > 1 || !check.inventory.is_empty();
    let complete = check.complete.unwrap_or_else(is_whole);
    if check.fix || check.diff {
        return fix(check, &engine, &baseline, complete, fail_on, &[found, around]);
    }
    let mut session = engine.session(complete);
    let progress = Progress::new("checking", found.files.len() + around.files.len());
    let files: Vec<_> = around.files.iter().map(|f| (f, false)).chain(found.files.iter().map(|f| (f, true))).collect();
    let done: Vec<Result<(), String>> = session.push_each(&files, |session, (file, judged)| {
        let text = file.read();
        progress.step();
        let input = Input::yaml(file.name(), text?);
        session.push(if *judged { input } else { Input::default().context(input) });
        Ok(())
    });
    let unread = files.iter().zip(done).filter_map(|((file, _), done)| Some(notice(&file.name(), done.err()?)));
    let errors = unread.collect();
    let mut report = session.finish();
    drop(progress);
    add_notices(&mut report, errors, &[found, around]);
    let accepted = leave_out(&baseline, &mut report);
    let outcome = conclude(check, &engine, &report, accepted, fail_on)?;
    if !fixes && !report.findings.is_empty() {
        output::complain("note: the input is large, so fixes were not tried; --diff and --fix do\n");
    }
    // The process ends: to give the engine back piece by piece would take longer than a small file takes to judge.
    std::mem::forget(engine);
    Ok(outcome)
}

/// What the options ask for, and below them the configuration.
fn builder(check: &Check, project: &Project) -> Result<EngineBuilder, String> {
    if check.like.is_empty() {
        project.builder(&check.basis)
    } else {
        project.without_rules().builder(&crate::peers::choose(&check.like, &check.basis)?)
    }
}

/// Adds the kinds that the inputs themselves define.
fn with_definitions(mut builder: EngineBuilder, found: &[&Found]) -> EngineBuilder {
    for file in found.iter().flat_map(|found| &found.files) {
        // What cannot be read is told when it is judged.
        if let Ok(text) = file.read() {
            builder = builder.definitions_in(&file.name(), &text);
        }
    }
    builder
}

/// How many findings a baseline accepted, and how many it names that are there no longer.
type Accepted = (usize, usize);

/// Takes what a baseline accepts out of a report.
fn leave_out(baseline: &Baseline, report: &mut Report) -> Accepted {
    let (accepted, gone) = baseline.apply(report);
    (accepted.len(), gone)
}

/// Shows a report, or writes a baseline.
fn conclude(
    check: &Check,
    engine: &Engine,
    report: &Report,
    (accepted, gone): Accepted,
    fail_on: FailOn,
) -> Result<Outcome, String> {
    if let Some(file) = &check.write_baseline {
        reports::complain(report);
        baseline::write(file, report)?;
        return Ok(if report.errors.is_empty() { Outcome::Clean } else { Outcome::Failed });
    }
    if check.baseline.is_some() {
        baseline::tell(accepted, gone);
    }
    reports::write(check, engine, report)?;
    Ok(fail_on.outcome(report))
}

/// Fixes the inputs, which are `found` with `around` behind it; then reports, or shows what would change.
fn fix(
    check: &Check,
    engine: &Engine,
    baseline: &Baseline,
    complete: bool,
    fail_on: FailOn,
    found: &[Found; 2],
) -> Result<Outcome, String> {
    let [judged, around] = found;
    let stream = judged.files.iter().find(|file| matches!(file, files::Input::Held(..)));
    if let Some(stream) = stream.filter(|_| check.fix) {
        return Err(format!("--fix writes into files, and {} is none; --diff shows the fixes", stream.name()));
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
    let mut accepted = Accepted::default();
    // The secrets that rules found in each of the texts, from those before the fixes to those after them.
    let mut secrets: Vec<Secrets> = Vec::new();
    let fixed = until_cured(texts, |texts| {
        let mut session = engine.session(complete);
        for other in &context {
            session.push(Input::default().context(Input::yaml(other.file.name(), other.text.clone())));
        }
        for (name, text) in texts {
            session.push(Input::yaml(name.as_str(), text.clone()));
        }
        let mut report = session.finish();
        secrets.push(Secrets::by(engine, &report));
        accepted = leave_out(baseline, &mut report);
        report
    });
    if check.diff {
        super::fix::show(&before, &fixed, &secrets);
    } else {
        super::fix::write(&before, &fixed)?;
    }
    let (mut report, cured) = (fixed.report, !fixed.applied.is_empty());
    add_notices(&mut report, errors, found);
    if !check.diff {
        return conclude(check, engine, &report, accepted, fail_on);
    }
    reports::complain(&report);
    Ok(match (report.errors.is_empty(), cured) {
        (false, _) => Outcome::Failed,
        (true, true) => Outcome::Findings,
        (true, false) => Outcome::Clean,
    })
}

/// Adds what the file system had to say, before what the texts had.
fn add_notices(report: &mut Report, mut errors: Vec<Notice>, found: &[Found]) {
    for (name, message) in found.iter().flat_map(|f| &f.errors) {
        errors.push(notice(name, message.clone()));
    }
    errors.append(&mut report.errors);
    report.errors = errors;
    for link in found.iter().flat_map(|f| &f.links) {
        let message =
            "a link to a folder is not followed: name the folder, or leave the link out by `exclude`".to_owned();
        report.warnings.push(notice(&sources::name(link), message));
    }
    for folder in found.iter().flat_map(|f| &f.empty) {
        let message = files::nothing_in(folder, &MANIFESTS, "YAML or JSON file");
        report.warnings.push(notice(&sources::name(folder), message));
    }
}

fn notice(file: &str, message: String) -> Notice {
    Notice::of(file, message)
}
