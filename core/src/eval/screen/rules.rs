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
    /// Where it fails or cannot decide.
    pub(super) doubts: Vec<(ScopeId, Formula)>,
}

impl<'p> Reading<'p> {
    /// Reads the rule of a number.
    pub(super) fn numbered(&mut self, number: u32) -> Option<Screened> {
        let rule = self.plan.rule(number)?;
        let read = self.rule(number, rule)?;
        let few = |formula: &Formula| self.sketch.cubes(formula).is_some();
        if few(&read.apart) && read.doubts.iter().all(|(_, formula)| few(formula)) {
            return Some(read);
        }
        // Too many cases: the evaluator is asked of constant lists as a whole.
        self.one_by_one = false;
        let read = self.rule(number, rule);
        self.one_by_one = true;
        read
    }

    /// Reads a rule; none where it cannot be expressed.
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
        let mut screened = Screened { rule: number, apart, fails: Vec::new(), doubts: Vec::new() };
        if !self.is_exact(&condition) {
            screened.doubts.push((OBJECT, condition.unknown()));
        }
        self.scope(rule, (rest, &rule.body), &at, &[condition], &mut screened)?;
        Some(screened)
    }

    fn scope(
        &mut self,
        rule: &'p PlannedRule,
        (bindings, body): (&'p [Binding], &'p [PlannedStatement]),
        at: &At,
        guards: &[Condition],
        screened: &mut Screened,
    ) -> Option<()> {
        let mut doubts = Vec::new();
        let mut doubt = |_: &mut Self, scope: ScopeId, formula: Formula| {
            doubts.push((scope, formula));
            Some(())
        };
        self.bindings(bindings, at, guards, &mut doubt, &mut |reading, at, guards| {
            reading.body(rule, body, at, guards, screened)
        })?;
        screened.doubts.append(&mut doubts);
        Some(())
    }

    fn body(
        &mut self,
        rule: &'p PlannedRule,
        body: &'p [PlannedStatement],
        at: &At,
        guards: &[Condition],
        screened: &mut Screened,
    ) -> Option<()> {
        for statement in body {
            match statement {
                PlannedStatement::For(scope, body) => {
                    self.scope(rule, (scope, body), at, guards, screened)?;
                }
                PlannedStatement::Check(number) => {
                    let check = rule.checks.get(*number as usize)?;
                    let condition = self.condition(check.condition, at)?;
                    let is_exact = self.is_exact(&condition);
                    let Condition { yes, no } = condition;
                    let (holds, fails) = if check.kind == CheckKind::Require { (yes, no) } else { (no, yes) };
                    let reached = |then| Formula::all(guards.iter().map(|guard| guard.yes.clone()).chain([then]));
                    if is_exact {
                        screened.fails.push((at.scope, reached(holds.opposite())));
                    } else {
                        screened.fails.push((at.scope, reached(fails)));
                        screened.doubts.push((at.scope, reached(holds.opposite())));
                    }
                }
            }
        }
        Some(())
    }
}
