//! The commands, one a file. Each says how it ended, or why it could not run.

pub(crate) mod check;
pub(crate) mod explain;
mod fix;
pub(crate) mod fmt;
pub(crate) mod list;
pub(crate) mod manual;
mod secrets;
pub(crate) mod test;

use crate::output;
use kubelaw::lang::diagnostic::Level;
use kubelaw::render::diagnostic::diagnostic;
use kubelaw::{Diagnostics, Engine, EngineBuilder, LawDiagnostic};

/// Builds the engine; what is wrong with law files is shown on standard error.
fn build(builder: EngineBuilder) -> Result<Engine, String> {
    match builder.build() {
        Ok(engine) => {
            show(of_users(engine.warnings())?);
            Ok(engine)
        }
        Err(found) => Err(explain(&found)),
    }
}

/// All but what is suspicious in packs that ship with the command, which is nothing that its user could mend.
fn of_users(found: &[LawDiagnostic]) -> Result<Vec<&LawDiagnostic>, String> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let shipped = crate::sources::shipped()?;
    let ships = |name: &str| shipped.iter().any(|pack| **pack.name() == *name);
    let is_of_users =
        |one: &&LawDiagnostic| one.diagnostic.level == Level::Error || !one.pack.as_deref().is_some_and(ships);
    Ok(found.iter().filter(is_of_users).collect())
}

/// Shows diagnostics of law files on standard error.
fn show<'d>(found: impl IntoIterator<Item = &'d LawDiagnostic>) {
    let style = output::error_style();
    for LawDiagnostic { source, diagnostic: one, .. } in found {
        output::complain(&diagnostic(source, one, style));
    }
}

/// Shows everything but the last sentence, which the caller gives to the user.
fn explain(found: &Diagnostics) -> String {
    match of_users(&found.laws) {
        Ok(laws) => show(laws),
        Err(broken) => return broken,
    }
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
