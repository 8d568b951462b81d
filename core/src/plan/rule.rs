//! A rule in a plan.

use super::op::{Binding, OpId};
use kubelaw_lang::ir::Operation;
use kubelaw_lang::span::Span;
use kubelaw_lang::syntax::ast::CheckKind;
use std::sync::Arc;

/// A rule, prepared.
#[derive(Clone, Debug)]
pub struct PlannedRule {
    /// Which of the planned law files it is in.
    pub law: usize,
    /// Which rule of that law file it is.
    pub index: usize,
    /// Its id within its pack.
    pub id: Arc<str>,
    /// Whether it reads other objects outside `inventory and …`.
    pub closed_world: bool,
    /// Whether it reads `request`, or is limited to operations without `create`.
    pub needs_request: bool,
    /// Whether it holds for the target Kubernetes version.
    pub holds: bool,
    /// The operations that it says it holds at.
    pub operations: Vec<Operation>,
    /// The kinds of its subjects, by number.
    pub(crate) kinds: u32,
    /// What it ranges over, the subject first.
    pub(crate) scope: Box<[Binding]>,
    pub(crate) body: Vec<PlannedStatement>,
    /// All checks in the order of the text; statements refer to them by number.
    pub checks: Vec<PlannedCheck>,
}

impl PlannedRule {
    /// Whether it holds at an operation. What a rule asks of objects is asked where they come to be so: what is deleted
    /// is as it may not be no longer, and who connects changes none. A rule that asks about the request means any.
    pub(crate) fn holds_at(&self, operation: Operation) -> bool {
        match &*self.operations {
            [] => self.needs_request || operation.writes(),
            limited => limited.contains(&operation),
        }
    }

    /// What the variables range over that a statement of its body sees, the subject first.
    pub(crate) fn bindings_around(&self, is_it: &dyn Fn(&PlannedStatement) -> bool) -> impl Iterator<Item = &Binding> {
        self.scope.iter().chain(way(&self.body, is_it).unwrap_or_default())
    }
}

/// The bindings of the scopes that lead to a statement, its own the last, if it is there.
fn way<'r>(body: &'r [PlannedStatement], is_it: &dyn Fn(&PlannedStatement) -> bool) -> Option<Vec<&'r Binding>> {
    body.iter().find_map(|statement| {
        let here = || is_it(statement).then(Vec::new);
        let PlannedStatement::For(scope, inner) = statement else { return here() };
        Some(scope.iter().chain(way(inner, is_it).or_else(here)?).collect())
    })
}

/// A part of a rule's body.
#[derive(Clone, Debug)]
pub(crate) enum PlannedStatement {
    For(Box<[Binding]>, Vec<PlannedStatement>),
    /// A check, by its number in the rule.
    Check(u32),
}

/// The scopes in a rule's body.
pub(super) fn scopes(body: &[PlannedStatement]) -> Vec<&[Binding]> {
    let mut found = Vec::new();
    for statement in body {
        if let PlannedStatement::For(scope, inner) = statement {
            found.push(&**scope);
            found.extend(scopes(inner));
        }
    }
    found
}

/// A check, prepared.
#[derive(Clone, Debug)]
pub struct PlannedCheck {
    /// Require or forbid.
    pub kind: CheckKind,
    /// The condition.
    pub condition: OpId,
    /// The message, where the check has one.
    pub message: Option<Vec<PlannedPart>>,
    /// `at PATH`.
    pub at: Option<OpId>,
    /// All fix clauses, which are one fix.
    pub fixes: Vec<PlannedFix>,
    /// The slots of the variables in scope, innermost last.
    pub variables: Vec<u16>,
    /// Where the condition is written.
    pub span: Span,
}

/// A part of a message.
#[derive(Clone, Debug)]
pub enum PlannedPart {
    /// Literal text.
    Text(Arc<str>),
    /// A value.
    Value(OpId),
}

/// A clause of a fix.
#[derive(Clone, Copy, Debug)]
pub enum PlannedFix {
    /// `set PATH = EXPR`
    Set(OpId, OpId),
    /// `remove PATH`
    Remove(OpId),
    /// `append EXPR to PATH`, path first.
    Append(OpId, OpId),
}
