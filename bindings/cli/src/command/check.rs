//! `kubelaw check`: manifests from disk, judged, reported.

use crate::arguments::{Check, Form};
use crate::files::{self, Found};
use crate::output::{self, Outcome};
use crate::progress::Progress;
use crate::sources;
use kubelaw::render::text;
use kubelaw::report::Notice;
use kubelaw::{Input, Report, wire};

/// Folders hold manifests in these.
const MANIFESTS: [&str; 4] = ["yaml", "yml", "json", "jsonl"];

/// Checks the inputs.
pub(crate) fn run(check: &Check) -> Result<Outcome, String> {
    let builder = sources::builder(&check.laws)?.explain(check.why);
    let engine = super::build(builder)?;
    let found = files::find(&check.paths, &MANIFESTS);
    let around = files::find(&check.inventory, &MANIFESTS);
    // One file or standard input is a part of something larger; several files or a folder are taken as all there is.
    let complete = found.folder || found.files.len() > 1 || !check.inventory.is_empty();
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
    Ok(if !report.errors.is_empty() {
        Outcome::Failed
    } else if report.refuses(check.fail_on) {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
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
