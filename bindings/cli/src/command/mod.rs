//! The commands, one a file. Each says how it ended, or why it could not run.

pub(crate) mod check;
pub(crate) mod explain;
mod fix;
pub(crate) mod fmt;
pub(crate) mod list;
pub(crate) mod test;

use crate::output;
use kubelaw::render::diagnostic::diagnostic;
use kubelaw::{Diagnostics, Engine, EngineBuilder, LawDiagnostic};

/// Builds the engine; what is wrong with law files is shown on standard error.
fn build(builder: EngineBuilder) -> Result<Engine, String> {
    match builder.build() {
        Ok(engine) => {
            show(engine.warnings());
            Ok(engine)
        }
        Err(found) => Err(explain(&found)),
    }
}

/// Shows diagnostics of law files on standard error.
fn show(found: &[LawDiagnostic]) {
    let style = output::error_style();
    for LawDiagnostic { source, diagnostic: one } in found {
        output::complain(&diagnostic(source, one, style));
    }
}

/// Shows everything but the last sentence, which the caller gives to the user.
fn explain(found: &Diagnostics) -> String {
    show(&found.laws);
    match found.problems.split_last() {
        Some((last, others)) => {
            for problem in others {
                output::error(&problem.to_string());
            }
            last.to_string()
        }
        None => "the law files do not compile".to_owned(),
    }
}
