//! Calls whose value is that of one of their arguments, or of a part of it.

use super::reading::{At, Reading, Term};
use crate::eval::value::Value;
use crate::plan::op::{Binding, Op, OpId};

impl<'p> Reading<'p> {
    /// `first` of values that are listed, and `string` of what is a text.
    pub(super) fn value_of_call(&mut self, builtin: u32, arguments: &[OpId], at: &At) -> Option<Term> {
        let [argument] = *arguments else { return None };
        match &*self.plan.builtins.get(builtin as usize)?.name {
            "string" if self.accepts(argument, at).is_text() => self.term(argument, at),
            "first" => {
                let parts = self.listed(argument)?.iter().map(|part| self.term(*part, at));
                // An unknown part, however late, makes all of it unknown.
                let parts = parts.collect::<Option<Vec<Term>>>()?;
                let known = parts.iter().all(|part| self.surely_present(part).is_some());
                known.then_some(Term::First(parts))
            }
            _ => None,
        }
    }

    /// The parts of a list that is written out, perhaps gone through once more without any condition.
    fn listed(&self, id: OpId) -> Option<&'p [OpId]> {
        match &self.expr(id)?.op {
            Op::List(parts) => Some(parts),
            Op::Comprehension { scope, element, .. } => {
                let [Binding { slot, set, condition, .. }] = self.plan.scope(*scope) else { return None };
                let is_all = condition.is_none_or(|condition| self.is_true(condition));
                let same = matches!(self.expr(*element)?.op, Op::Variable(variable) if variable == *slot);
                if is_all && same { self.listed(*set) } else { None }
            }
            _ => None,
        }
    }

    fn is_true(&self, id: OpId) -> bool {
        let constant = match self.plan.expr(id).map(|expr| &expr.op) {
            Some(Op::Constant(constant)) => self.plan.constant(*constant),
            _ => &Value::Missing,
        };
        matches!(constant, Value::Bool(true))
    }
}
