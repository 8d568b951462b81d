//! Rules as formulas: where in an object some check of a rule does not hold.

use super::formula::{Condition, Formula};
use super::reading::{At, Reading, Term};
use super::sketch::{OBJECT, ROOT, ScopeId};
use crate::plan::op::Binding;
use crate::plan::{PlannedRule, PlannedStatement};
use kubelaw_lang::syntax::ast::CheckKind;

/// A rule that formulas decide.
#[derive(Clone, Debug)]
pub(super) struct Screened {
    /// The rule, by its number in the plan.
    pub(super) rule: u32,
    /// When the rule does not concern an object.
    pub(super) apart: Formula,
    /// Where the rule fails: a formula for elements of a scope.
    pub(super) fails: Vec<(ScopeId, Formula)>,
    /// Where it fails or cannot decide, or where the evaluator must say.
    pub(super) doubts: Vec<(ScopeId, Formula)>,
    /// How many of its parts have no form: wherever one is reached, the evaluator must say.
    pub(super) left: usize,
}

/// What a rule ranges over from some place on, and what it asks there.
type Rest<'p> = (&'p [Binding], &'p [PlannedStatement]);

impl<'p> Reading<'p> {
    /// Reads the rule of a number.
    pub(super) fn numbered(&mut self, number: u32) -> Option<Screened> {
        let rule = self.plan.rule(number)?;
        let read = self.rule(number, rule);
        if read.as_ref().is_some_and(|read| read.left == 0) {
            return read;
        }
        // Constant lists asked about as a whole may bring fewer cases than their elements do.
        self.one_by_one = false;
        let whole = self.rule(number, rule);
        self.one_by_one = true;
        [read, whole].into_iter().flatten().min_by_key(|read| read.left)
    }

    /// Reads a rule; none where the evaluator would have to say of every object.
    fn rule(&mut self, number: u32, rule: &'p PlannedRule) -> Option<Screened> {
        let alone = rule.holds && !rule.needs_request && !rule.closed_world && rule.operations.is_empty();
        let (subject, rest) = rule.scope.split_first().filter(|_| alone)?;
        let accepts = crate::eval::accepts::MAP.clone();
        let at = At { variables: vec![(subject.slot, Term::Place(ROOT), accepts)], scope: OBJECT };
        let condition = match subject.condition {
            Some(condition) => self.condition(condition, &at)?,
            None => Condition::constant(true),
        };
        let apart = condition.no.clone();
        let unknown = if self.is_exact(&condition) { Formula::FALSE } else { condition.unknown() };
        if !apart.is_short() || !unknown.is_short() {
            return None;
        }
        let doubts = vec![(OBJECT, unknown)];
        let mut screened = Screened { rule: number, apart, fails: Vec::new(), doubts, left: 0 };
        self.scope(rule, (rest, &rule.body), &at, &[condition], &mut screened)?;
        Some(screened)
    }

    /// Reads what a rule ranges over, variable by variable. What has no form is left to the evaluator.
    fn scope(
        &mut self,
        rule: &'p PlannedRule,
        (bindings, body): Rest<'p>,
        at: &At,
        guards: &[Condition],
        screened: &mut Screened,
    ) -> Option<()> {
        let Some((binding, rest)) = bindings.split_at_checked(1) else {
            return body.iter().try_for_each(|statement| self.statement(rule, statement, at, guards, screened));
        };
        let before = screened.clone();
        let mut doubts = Vec::new();
        let mut doubt = |_: &mut Self, scope: ScopeId, formula: Formula| {
            doubts.push((scope, formula));
            Some(())
        };
        let read = self.bindings(binding, at, guards, &mut doubt, &mut |reading, at, guards| {
            reading.scope(rule, (rest, body), at, guards, screened)
        });
        if read.is_some() && doubts.iter().all(|(_, formula)| formula.is_short()) {
            screened.doubts.append(&mut doubts);
            return Some(());
        }
        *screened = before;
        self.leave(at, guards, screened)
    }

    fn statement(
        &mut self,
        rule: &'p PlannedRule,
        statement: &'p PlannedStatement,
        at: &At,
        guards: &[Condition],
        screened: &mut Screened,
    ) -> Option<()> {
        let number = match statement {
            PlannedStatement::For(scope, body) => return self.scope(rule, (scope, body), at, guards, screened),
            PlannedStatement::Check(number) => *number,
        };
        let check = rule.checks.get(number as usize)?;
        let Some(condition) = self.condition(check.condition, at) else { return self.leave(at, guards, screened) };
        let is_exact = self.is_exact(&condition);
        let Condition { yes, no } = condition;
        let (holds, fails) = if check.kind == CheckKind::Require { (yes, no) } else { (no, yes) };
        let reached = |then| Formula::all(guards.iter().map(|guard| guard.yes.clone()).chain([then]));
        let objects = reached(holds.opposite());
        if !objects.is_short() {
            return self.leave(at, guards, screened);
        }
        if is_exact {
            screened.fails.push((at.scope, objects));
        } else {
            screened.fails.push((at.scope, reached(fails)));
            screened.doubts.push((at.scope, objects));
        }
        Some(())
    }

    /// Leaves to the evaluator what comes after some guards. None where that would be all of the rule.
    fn leave(&self, at: &At, guards: &[Condition], screened: &mut Screened) -> Option<()> {
        let reached = Formula::all(guards.iter().map(|guard| guard.yes.clone()));
        if reached == Formula::TRUE && at.scope == OBJECT || !reached.is_short() {
            return None;
        }
        screened.doubts.push((at.scope, reached));
        screened.left += 1;
        Some(())
    }
}
