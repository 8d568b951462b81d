//! Fixes: what the fix clauses of a failed check change, as edits of the text and as JSON Patch.
//!
//! A fix is offered only after it was tried: the edited text is read again, must hold exactly what the patch makes of
//! the object, and is judged again; the finding must be gone and nothing new may have appeared. Where that is not so,
//! the finding says why it has no fix.

mod apply;
mod block;
mod edit;
mod flow;
mod layout;
mod patch;
mod verify;
mod write;

#[cfg(test)]
mod tests;

pub use apply::{Applied, Fixed, apply, until_cured};
pub use edit::{Obstacle, TextEdit};

use crate::document::{Document, Limits, Symbols};
use crate::engine::Engine;
use crate::eval::{Judge, Outcome, RawFinding};
use crate::inventory::Object;
use crate::kubernetes::secret;
use crate::plan::{Plan, PlannedRule};
use crate::report::blame::{self, FixTarget};
use crate::report::finding::{Edit, Fix, Location};
use patch::Change;
use std::sync::Arc;
use thiserror::Error;
pub(crate) use write::json;

/// Why a finding whose check has fix clauses has no fix.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum Withheld {
    /// The text cannot be edited so.
    #[error(transparent)]
    Text(#[from] Obstacle),
    /// It touches the data of a Secret.
    #[error("the fix would touch secret data")]
    Secret,
    /// The clauses contradict each other or the object.
    #[error("the fix does not fit the object")]
    DoesNotFit,
    /// The finding would still be there.
    #[error("the fix would not cure it")]
    DoesNotCure,
    /// There would be another one.
    #[error("the fix would cause a finding of {rule}")]
    Causes {
        /// The rule.
        rule: String,
    },
}

/// What fixes are tried with.
pub(crate) struct Trial<'t, 'a> {
    plan: &'a Plan,
    judge: &'t Judge<'a>,
    symbols: &'t Arc<Symbols>,
    limits: &'t Limits,
    /// What all rules say of the object as it is.
    outcomes: &'t [Outcome<'a>],
}

impl<'t, 'a> Trial<'t, 'a> {
    /// A trial of fixes of one object, of which the rules of the engine say `outcomes`.
    pub(crate) const fn new(engine: &'a Engine, judge: &'t Judge<'a>, outcomes: &'t [Outcome<'a>]) -> Self
    where
        'a: 't,
    {
        Self { plan: engine.plan(), judge, symbols: engine.symbols(), limits: engine.limits(), outcomes }
    }

    /// The fix of a finding of a rule; nothing where its check has no clauses that change anything.
    pub(crate) fn offer(
        &self,
        (number, rule): (u32, &'a PlannedRule),
        object: &'a Object<'a>,
        raw: &RawFinding<'a>,
    ) -> Result<Option<Fix>, Withheld> {
        let targets = blame::fixes(self.judge, rule, object, raw);
        if targets.is_empty() {
            return Ok(None);
        }
        if targets.iter().any(touches_secret) {
            return Err(Withheld::Secret);
        }
        let changes: Vec<Change> = targets.iter().map(|target| Change::of(target, object.root)).collect();
        let old = object.root.to_json();
        let mut new = old.clone();
        let patch = patch::apply(&changes, &mut new).ok_or(Withheld::DoesNotFit)?;
        if new == old {
            return Ok(None);
        }
        let document = object.root.document();
        let edits = if document.has_text() { edit::edits(object.root, &new)? } else { Vec::new() };
        self.verify((number, rule), object, raw, (&edits, &new))?;
        let title = changes.iter().map(Change::title).collect::<Vec<_>>().join(", ");
        let edits =
            edits.into_iter().map(|edit| Edit { location: location(document, &edit), text: edit.text }).collect();
        Ok(Some(Fix { title, edits, patch }))
    }
}

fn touches_secret(target: &FixTarget<'_>) -> bool {
    let (FixTarget::Set(spot, _) | FixTarget::Append(spot, _) | FixTarget::Remove(spot)) = target;
    secret::holds_secret_data(spot.node)
}

fn location(document: &Document, edit: &TextEdit) -> Location {
    let source = document.source();
    let position = |at: usize| source.position(u32::try_from(at).unwrap_or(u32::MAX));
    Location {
        file: source.name().into(),
        document: document.index(),
        start: position(edit.start),
        end: position(edit.end),
    }
}
