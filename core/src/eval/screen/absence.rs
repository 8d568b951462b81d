//! What conditions are where a place that they read is empty: where that decides them, the evaluator need not be asked.

use super::formula::Condition;
use super::reading::{At, Reading, Term};
use super::sketch::ROOT;
use crate::eval::value::Value;
use crate::eval::world::World;
use crate::eval::{compare, membership};
use crate::plan::op::{Op, OpId, ScopeId};
use kubelaw_lang::syntax::ast::Quantifier;

impl Reading<'_> {
    /// When something stands at a place that part of a condition reads, and what the condition is where nothing does.
    pub(super) fn decided_without(&mut self, condition: OpId, part: OpId, at: &At) -> Option<(Condition, bool)> {
        let op = &self.plan.expr(part)?.op;
        if matches!(op, Op::Field(..))
            && let Some(Term::Place(place)) = self.term(part, at)
            && place != ROOT
            && self.sketch.unknown(place).is_none()
            && let Some(Value::Bool(decided)) = self.without(part, condition)
        {
            return Some((self.present(&Term::Place(place)), decided));
        }
        // Further inside, slots may stand for other variables.
        let parts = match op {
            Op::Comprehension { scope, .. } | Op::Quantifier(_, scope, _) => {
                self.first_set(*scope).into_iter().collect()
            }
            _ => op.parts(),
        };
        parts.into_iter().find_map(|part| self.decided_without(condition, part, at))
    }

    /// The value of an expression where another is missing; none where that does not tell it.
    fn without(&self, absent: OpId, id: OpId) -> Option<Value<'static>> {
        if id == absent {
            return Some(Value::Missing);
        }
        let plan = self.plan;
        let of = |id: &OpId| self.without(absent, *id);
        let is_empty =
            |scope: &ScopeId| self.first_set(*scope).and_then(|set| of(&set)).is_some_and(|set| set.is_missing());
        match &self.expr(id)?.op {
            Op::Constant(constant) => Some(plan.constant(*constant).clone()),
            Op::Field(base, _) | Op::View(base, _) | Op::Index(base, _) => of(base).filter(Value::is_missing),
            Op::Coalesce(first, second) => {
                if of(first)?.is_missing() {
                    of(second)
                } else {
                    of(first)
                }
            }
            Op::Comprehension { scope, .. } => is_empty(scope).then(|| Value::List([].into())),
            Op::Quantifier(quantifier, scope, _) => {
                is_empty(scope).then_some(Value::Bool(*quantifier == Quantifier::All))
            }
            Op::And(parts) => parts.iter().filter_map(of).find(|part| matches!(part, Value::Bool(false))),
            Op::Or(parts) => parts.iter().filter_map(of).find(|part| matches!(part, Value::Bool(true))),
            Op::Equal(a, b) => compare::equal_operands(plan, (*a, &of(a)?), (*b, &of(b)?)).ok().map(Value::Bool),
            Op::InTexts(element, texts, _) => {
                membership::member_of_texts(&of(element)?, plan.texts(*texts)).ok().map(Value::Bool)
            }
            Op::Call(builtin, arguments) => {
                let builtin = plan.builtin(*builtin)?;
                let usable = |argument: &OpId| {
                    let value = of(argument)?;
                    let accepts = plan.accepts(*argument);
                    match accepts.selector {
                        // What a missing one selects is up to its field.
                        Some(selector) if value.is_missing() => Some(Value::Selector(None, selector)),
                        _ => Some(value).filter(|value| !value.is_missing() || accepts.empty_if_missing),
                    }
                };
                let arguments = arguments.iter().map(usable).collect::<Option<Vec<_>>>()?;
                (builtin.run)(&World::new(plan.kubernetes().clone()), &arguments).ok()
            }
            _ => None,
        }
    }

    /// What the first variable of a scope ranges over.
    fn first_set(&self, scope: ScopeId) -> Option<OpId> {
        self.plan.scope(scope).first().map(|binding| binding.set)
    }
}
