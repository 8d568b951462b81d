//! What conditions ask of a term: tests of what stands at its places.

use super::formula::{Condition, Formula};
use super::reading::{At, Reading, Term};
use super::sketch::{PlaceId, ROOT};
use super::test::Test;
use crate::eval::value::Value;
use crate::eval::world::World;
use crate::plan::op::{ConstantId, Op, OpId};
use kubelaw_lang::ir::Comparison;

/// What is compared with a constant.
pub(super) struct Operand {
    term: Term,
    /// Where it is the size of the term: the built-in, and whether it takes what is missing for empty.
    size: Option<(u32, bool)>,
}

impl Reading<'_> {
    /// Two operands of which one is constant: the other, and the constant.
    pub(super) fn beside_constant(&mut self, a: OpId, b: OpId, at: &At) -> Option<(Operand, ConstantId)> {
        match (self.operand(a, at)?, self.operand(b, at)?) {
            (other, Operand { term: Term::Constant(constant), size: None })
            | (Operand { term: Term::Constant(constant), size: None }, other) => Some((other, constant)),
            _ => None,
        }
    }

    pub(super) fn ordered(&mut self, comparison: Comparison, a: OpId, b: OpId, at: &At) -> Option<Condition> {
        match (self.operand(a, at)?, self.operand(b, at)?) {
            (operand, Operand { term: Term::Constant(constant), size: None }) => {
                self.test_of(&operand, Test::Ordered(comparison, constant), None)
            }
            (Operand { term: Term::Constant(constant), size: None }, operand) => {
                self.test_of(&operand, Test::OrderedAfter(comparison, constant), None)
            }
            _ => None,
        }
    }

    /// A term, or the size of one.
    fn operand(&mut self, id: OpId, at: &At) -> Option<Operand> {
        if let Op::Call(builtin, arguments) = &self.expr(id)?.op
            && let [argument] = **arguments
            && self.plan.builtin_name(*builtin) == "size"
        {
            let counts_missing = self.plan.accepts(argument).empty_if_missing;
            return Some(Operand { term: self.term(argument, at)?, size: Some((*builtin, counts_missing)) });
        }
        Some(Operand { term: self.term(id, at)?, size: None })
    }

    /// As [`Self::test`], of an operand.
    pub(super) fn test_of(&mut self, operand: &Operand, test: Test, missing: Option<bool>) -> Option<Condition> {
        let Some((size, counts_missing)) = operand.size else { return self.test(&operand.term, &test, missing) };
        let test = Test::Of(size, Box::new(test));
        let world = World::new(self.plan.kubernetes().clone());
        let missing = if counts_missing { Some(test.holds(self.plan, &world, &Value::Missing).ok()?) } else { None };
        self.test(&operand.term, &test, missing)
    }

    /// A built-in that gives a bool and has constant arguments but for one.
    pub(super) fn call(&mut self, builtin: u32, arguments: &[OpId], at: &At) -> Option<Condition> {
        let (mut asked, mut may_be_missing) = (None, false);
        let mut constants = Vec::new();
        for argument in arguments {
            let accepts = self.plan.accepts(*argument);
            if accepts.selector.is_some() {
                return None;
            }
            let empty_if_missing = accepts.empty_if_missing;
            match self.term(*argument, at)? {
                Term::Constant(constant) => constants.push(Some(constant)),
                term if asked.is_none() => {
                    (asked, may_be_missing) = (Some(term), empty_if_missing);
                    constants.push(None);
                }
                _ => return None,
            }
        }
        let function = self.plan.builtin(builtin)?;
        if function.optional != 0 {
            return None;
        }
        let missing = if may_be_missing {
            let of = |argument: &Option<ConstantId>| {
                argument.map_or(Value::Missing, |constant| self.plan.constant(constant).clone())
            };
            let arguments: Vec<Value<'_>> = constants.iter().map(of).collect();
            let world = World::new(self.plan.kubernetes().clone());
            Some((function.run)(&world, &arguments).and_then(|value| value.boolean()).ok()?)
        } else {
            None
        };
        self.test(&asked?, &Test::Call(builtin, constants.into()), missing)
    }

    /// A test of a term. `missing` says what the condition is where nothing stands there; none where it is unknown then.
    pub(super) fn test(&mut self, term: &Term, test: &Test, missing: Option<bool>) -> Option<Condition> {
        let absent = match missing {
            Some(value) => Condition::constant(value),
            None => Condition { yes: Formula::FALSE, no: Formula::FALSE },
        };
        match term {
            Term::Missing => Some(absent),
            // The object itself is no value that tests are made for.
            Term::Place(place) if *place == ROOT => None,
            Term::Place(place) if test.takes_long() && self.is_of_texts(*place) => None,
            Term::Place(place) => {
                let atom = Formula::atom(self.sketch.test(*place, test.clone()));
                let (tested, there) = (self.known(*place, atom), self.present(term));
                Some(match (missing, &there.yes) {
                    (Some(false), _) | (_, Formula::Constant(true)) => tested,
                    _ => Condition::choose(&there, &tested, &absent),
                })
            }
            Term::Key(entry) => Some(Condition::exact(Formula::atom(self.sketch.key_test(*entry, test.clone())))),
            Term::Constant(constant) => {
                let plan = self.plan;
                let world = World::new(plan.kubernetes().clone());
                let value = plan.constant(*constant);
                test.holds(plan, &world, value).ok().map(Condition::constant)
            }
            Term::First(terms) => {
                let mut condition = absent;
                for term in terms.iter().rev() {
                    let there = self.present(term);
                    let then = self.test(term, test, missing)?;
                    condition = Condition::choose(&there, &then, &condition);
                }
                Some(condition)
            }
            Term::If(parts) => {
                let (condition, then, otherwise) = &**parts;
                let (then, otherwise) = (self.test(then, test, missing)?, self.test(otherwise, test, missing)?);
                Some(Condition::choose(condition, &then, &otherwise))
            }
        }
    }

    /// Whether a place is that of each string inside something.
    fn is_of_texts(&self, place: PlaceId) -> bool {
        self.sketch.scope(self.sketch.scope_of(place)).is_some_and(|scope| scope.of_texts)
    }
}
