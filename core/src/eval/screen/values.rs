//! Calls whose value is that of one of their arguments, or of a part of it, and whether a computed list has elements.

use super::formula::{Condition, Formula};
use super::reading::{At, Reading, Term};
use crate::plan::op::{Binding, Op, OpId};

/// What binds a variable to an element, and the condition that lets it through.
type Guard<'p> = (&'p Binding, OpId);

impl<'p> Reading<'p> {
    /// `first` of values that are listed, and `string` of what is a string.
    pub(super) fn value_of_call(&mut self, builtin: u32, arguments: &[OpId], at: &At) -> Option<Term> {
        let [argument] = *arguments else { return None };
        match self.plan.builtin_name(builtin) {
            "string" if self.accepts(argument, at).is_text() => self.term(argument, at),
            "first" => self.first_of(argument, at),
            _ => None,
        }
    }

    /// The first of a list that is written out, perhaps of those that a condition lets through. None where some part or
    /// its condition may be unknown: however late it is, that makes all of it unknown.
    fn first_of(&mut self, list: OpId, at: &At) -> Option<Term> {
        let (parts, binding) = self.listed(list)?;
        let parts = parts.iter().map(|part| {
            let term = self.term(*part, at)?;
            let there = self.surely_present(&term)?;
            let Some((binding, condition)) = binding else { return Some((term, there)) };
            let inner = at.with(binding.slot, (term.clone(), self.plan.accepts(*part).clone()), at.scope);
            let condition = self.condition(condition, &inner)?;
            self.is_exact(&condition).then(|| (term, Formula::all([there, condition.yes])))
        });
        let parts = parts.collect::<Option<Vec<(Term, Formula)>>>()?;
        if binding.is_none() {
            return Some(Term::First(parts.into_iter().map(|(term, _)| term).collect()));
        }
        let or = |rest, (term, there)| Term::If(Box::new((Condition::exact(there), term, rest)));
        Some(parts.into_iter().rev().fold(Term::Missing, or))
    }

    /// The parts of a list that is written out, and what lets only some of them through.
    fn listed(&self, list: OpId) -> Option<(&'p [OpId], Option<Guard<'p>>)> {
        match &self.expr(list)?.op {
            Op::List(parts) => Some((parts, None)),
            Op::Comprehension { scope, element, .. } => {
                let [binding] = self.plan.scope(*scope) else { return None };
                let same = matches!(self.expr(*element)?.op, Op::Variable(variable) if variable == binding.slot);
                let Op::List(parts) = &self.expr(binding.set).filter(|_| same)?.op else { return None };
                Some((parts, binding.condition.map(|condition| (binding, condition))))
            }
            _ => None,
        }
    }

    /// `isEmpty` of a list that is written out or computed, unless its elements may be unknown.
    pub(super) fn has_no_element(&mut self, builtin: u32, arguments: &[OpId], at: &At) -> Option<Condition> {
        let [list] = *arguments else { return None };
        let is_computed = matches!(self.expr(list)?.op, Op::List(_) | Op::Comprehension { .. });
        if !is_computed || self.plan.builtin_name(builtin) != "isEmpty" {
            return None;
        }
        let outer = self.outermost(list, at)?;
        let mut found = Vec::new();
        self.each(list, &outer, &mut |reading, _, scope, there| {
            found.push(reading.summed_up(there, scope, outer.scope)?);
            Some(())
        })?;
        Some(Condition::exact(Formula::some(found).opposite()))
    }
}
