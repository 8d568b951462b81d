//! Fixes: what the fix clauses of a failed check change, as edits of the text and as JSON Patch.
//!
//! A fix is offered only after it was tried. The edited part of the text is read again, and must give exactly the object
//! that the patch gives. This object is judged again: the finding must be gone, and no new finding may have appeared,
//! except for what could not be decided before. Otherwise the finding says why it has no fix.

mod apply;
mod block;
mod draft;
mod edit;
mod flow;
mod layout;
mod patch;
mod reading;
mod verify;
mod write;

#[cfg(test)]
mod tests;

pub use apply::{Applied, Fixed, apply, until_cured};
pub use edit::{Obstacle, TextEdit};

use crate::document::{Document, Span};
use crate::engine::Engine;
use crate::eval::{Judge, Outcome};
use crate::inventory::Object;
use crate::kubernetes::secret;
use crate::plan::PlannedRule;
use crate::report::blame::{self, FixTarget};
use crate::report::finding::{Edit, Finding, Fix, Location};
use crate::report::verdict::Verdict;
use draft::Draft;
use patch::Change;
use reading::Reading;
use std::cell::Cell;
use thiserror::Error;
use verify::{Findings, Told};
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
        /// The rule, as `pack/rule`.
        rule: String,
    },
    /// The object is large and had many fixes tried before.
    #[error("not tried, since the object has too many findings: apply the other fixes, and check again")]
    TooMany,
}

/// How much work may be done to try the fixes of one object: each trial looks at all of the object's values and judges it
/// again, so that an object with thousands of findings would take as long as all others together.
const MOST_WORK: u64 = 5_000_000;

/// So many steps of rules are as much work as looking at a value.
const STEPS_OF_A_VALUE: u64 = 16;

/// What fixes of one object are tried with.
pub(crate) struct Trial<'t, 'a> {
    judge: &'t Judge<'a>,
    engine: &'t Engine,
    object: &'a Object<'a>,
    /// What all rules say of the object as it is.
    before: Findings<'t, 'a>,
    /// The work of a trial, and how much may still be done.
    each: u64,
    left: Cell<u64>,
}

impl<'t, 'a> Trial<'t, 'a> {
    /// A trial of fixes of an object, of which the rules of the engine say `outcomes`.
    pub(crate) fn new(
        engine: &'t Engine,
        judge: &'t Judge<'a>,
        object: &'a Object<'a>,
        outcomes: &'t [Outcome<'a>],
    ) -> Self {
        let steps: u64 = outcomes.iter().map(|outcome| outcome.steps).sum();
        let each = u64::from(object.root.node().size()) + steps / STEPS_OF_A_VALUE;
        Self { judge, engine, object, before: Findings::of(outcomes), each, left: Cell::new(MOST_WORK) }
    }

    /// Gives the findings of what a rule says of the object their fixes, or the reasons why they have none.
    pub(crate) fn cure(&self, rule: &'a PlannedRule, outcome: &Outcome<'a>, findings: &mut [Finding]) {
        let told = Told { rule, outcome, findings };
        let fails = |finding: &Finding| finding.verdict == Verdict::Fail;
        let offer = |(at, finding): (usize, &Finding)| if fails(finding) { self.offer(&told, at) } else { Ok(None) };
        let offers: Vec<_> = findings.iter().enumerate().map(offer).collect();
        for (finding, offer) in findings.iter_mut().zip(offers) {
            match offer {
                Ok(fix) => finding.fixes.extend(fix),
                Err(reason) => finding.unfixed = Some(reason.to_string()),
            }
        }
    }

    /// The fix of one of the findings of a rule; nothing where its check has no clauses that change anything.
    fn offer(&self, told: &Told<'_, 'a>, at: usize) -> Result<Option<Fix>, Withheld> {
        let root = self.object.root;
        let Some(raw) = told.outcome.findings.get(at) else { return Ok(None) };
        let targets = blame::fixes(self.judge, told.rule, self.object, raw).ok_or(Withheld::Secret)?;
        if targets.is_empty() {
            return Ok(None);
        }
        if targets.iter().any(touches_secret) {
            return Err(Withheld::Secret);
        }
        let changes: Vec<Change> = targets.iter().map(|target| Change::of(target, root)).collect();
        let mut draft = Draft::Kept(root);
        let patch = patch::apply(&changes, &mut draft).ok_or(Withheld::DoesNotFit)?;
        if draft.is_kept() {
            return Ok(None);
        }
        self.left.set(self.left.get().checked_sub(self.each).ok_or(Withheld::TooMany)?);
        let document = root.document();
        let edits = if document.has_text() { self.edits(&draft)? } else { Vec::new() };
        self.verify(told, at, &draft)?;
        let title = patch::title(&changes, &targets);
        let edits =
            edits.into_iter().map(|edit| Edit { location: location(document, &edit), text: edit.text }).collect();
        Ok(Some(Fix { title, edits, patch }))
    }

    /// The edits that make the object what it becomes, where the edited text says so when it is read again.
    fn edits(&self, draft: &Draft<'a>) -> Result<Vec<TextEdit>, Obstacle> {
        let root = self.object.root;
        let edits = edit::edits(root, draft)?;
        let reading = Reading { root, symbols: self.engine.symbols(), limits: self.engine.limits() };
        if reading.says(&edits, draft) { Ok(edits) } else { Err(reading.obstacle()) }
    }
}

fn touches_secret(target: &FixTarget<'_>) -> bool {
    let (FixTarget::Set(spot, _) | FixTarget::Append(spot, _) | FixTarget::Remove(spot)) = target;
    secret::holds_secret_data(spot.node)
}

fn location(document: &Document, edit: &TextEdit) -> Location {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Location::of(document.source(), document.index(), Span::new(offset(edit.start), offset(edit.end)))
}
