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
    /// Where the rule objects, or cannot decide: a formula for elements of a scope.
    pub(super) objects: Vec<(ScopeId, Formula)>,
    /// Whether it decides wherever it objects, so that objecting is failing.
    pub(super) decides: bool,
}

impl Screened {
    /// Where the rule is undecided.
    fn doubts(&mut self, scope: ScopeId, formula: Formula) {
        self.decides = false;
        self.objects.push((scope, formula));
    }
}

impl<'p> Reading<'p> {
    /// Reads the rule of a number.
    pub(super) fn numbered(&mut self, number: u32) -> Option<Screened> {
        self.rule(number, self.plan.rule(number)?)
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
        let mut screened = Screened { rule: number, apart: condition.no.clone(), objects: Vec::new(), decides: true };
        if !self.is_exact(&condition) {
            screened.doubts(OBJECT, condition.unknown());
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
        for (scope, formula) in doubts {
            screened.doubts(scope, formula);
        }
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
                    screened.decides &= self.is_exact(&condition);
                    let holds = if check.kind == CheckKind::Require { condition.yes } else { condition.no };
                    let reached = guards.iter().map(|guard| guard.yes.clone());
                    screened.objects.push((at.scope, Formula::all(reached.chain([holds.opposite()]))));
                }
            }
        }
        Some(())
    }
}
