//! `kubelaw fmt`: law files in their canonical form.

use crate::arguments::Format;
use crate::configuration::Excluded;
use crate::files::{self, Input};
use crate::output::{self, Outcome};
use crate::sources;
use kubelaw::lang::source::Source;
use kubelaw::lang::syntax::format;
use kubelaw::render::diagnostic::diagnostic;

/// Formats law files in place, or standard input to standard output.
pub(crate) fn run(arguments: &Format) -> Outcome {
    let found = files::find(&arguments.paths, &["law"], &Excluded::nothing());
    let mut outcome = Outcome::Clean;
    for (name, message) in &found.errors {
        output::error(&format!("{name}: {message}"));
        outcome = Outcome::Failed;
    }
    for folder in &found.empty {
        output::error(&format!("{}: {}", sources::name(folder), files::nothing_in(folder, &["law"], "law file")));
        outcome = Outcome::Failed;
    }
    for file in &found.files {
        match one(file, arguments.check) {
            Ok(true) => {}
            Ok(false) if outcome == Outcome::Clean => outcome = Outcome::Findings,
            Ok(false) => {}
            Err(message) => {
                output::error(&message);
                outcome = Outcome::Failed;
            }
        }
    }
    outcome
}

/// Formats one file; false if it is not formatted and was only to be looked at.
fn one(file: &Input, check: bool) -> Result<bool, String> {
    let name = file.name();
    let text = file.read().map_err(|message| format!("{name}: {message}"))?;
    let source = Source::new(&name, &text);
    let formatted = format(&source).map_err(|found| {
        for one in &found {
            output::complain(&diagnostic(&source, one, output::error_style()));
        }
        format!("{name} does not parse")
    })?;
    if check {
        if formatted != text {
            output::print(&format!("{name}\n"));
        }
        return Ok(formatted == text);
    }
    match file {
        Input::Standard => output::print(&formatted),
        Input::File(path) if formatted != text => {
            super::fix::replace(path, &text, &formatted).map_err(|error| files::unwritten(path, &error))?;
        }
        Input::File(_) | Input::Held(..) => {}
    }
    Ok(true)
}
