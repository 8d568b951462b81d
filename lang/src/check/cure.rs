//! Whether a fix cures: what a check asks of what its fixes write.

use super::{Checked, Checker};
use crate::codes;
use crate::ir::{Constant, ExprId, ExprKind, Fix, Slot};
use crate::lower::arena::parts;
use crate::lower::outcome::either;
use crate::syntax::ast::{self, CheckKind};
use crate::types::Base;
use crate::values::quantity::Quantity;

impl Checker<'_> {
    /// Refuses fixes after which the check finds the same, as far as that can be told: such a fix is never offered.
    pub(super) fn refuse_no_cure(&mut self, check: &ast::Check, condition: ExprId, fixes: &[Fix]) -> Checked<()> {
        let asks = !matches!(self.arena.kind(condition), ExprKind::Constant(_));
        let beside = asks && !fixes.is_empty() && fixes.iter().all(|fix| self.is_beside(condition, fix));
        // Where what a scope ranges over or asks for goes, the check has nothing left to look at.
        let ends_scope = |fix: &Fix| {
            let place = place_of(fix);
            let is_element = matches!(self.arena.kind(place), ExprKind::Variable(_));
            is_element || self.wheres.iter().any(|&asked| self.arena.any_part(asked, &|part| part == place))
        };
        let same = || self.after(condition, fixes) == Some(check.kind == CheckKind::Forbid);
        if fixes.iter().any(ends_scope) || !(beside || same()) {
            return Ok(());
        }
        let span = check.clauses.iter().find_map(|clause| match clause {
            ast::CheckClause::Fix(fix) => Some(fix.value().unwrap_or(&fix.path).span),
            _ => None,
        });
        let Some(span) = span else { return Ok(()) };
        let (message, help) = if beside {
            ("this fix does not cure: the check does not look at what it changes", "change what the check asks for")
        } else {
            ("this fix does not cure: the check finds the same after it", "write what the check asks for")
        };
        Err(self.error_with_help(codes::FIX_PATH, span, message, help))
    }

    /// Whether a fix changes nothing that a check asks for, nor a condition of the scopes around it.
    fn is_beside(&self, condition: ExprId, fix: &Fix) -> bool {
        let Some(path) = self.way(place_of(fix)) else { return false };
        if self.is_computed(place_of(fix)) {
            return false;
        }
        !self.wheres.iter().chain([&condition]).any(|&asked| self.may_read(asked, &path))
    }

    /// Whether a path begins in a record that was computed: its fields may stand anywhere.
    fn is_computed(&self, path: ExprId) -> bool {
        let is_record = |of| self.arena.ty(of).members.iter().any(|member| matches!(member, Base::Struct(_)));
        parts(self.arena.kind(path)).first().is_some_and(|&of| is_record(of) || self.is_computed(of))
    }

    /// Whether an expression may read a place, one on the way to it or one below it.
    fn may_read(&self, id: ExprId, place: &[Step<'_>]) -> bool {
        match self.arena.kind(id) {
            ExprKind::Objects(_) => true,
            ExprKind::Variable(_) | ExprKind::Field(..) | ExprKind::View(..) | ExprKind::Item(..) => {
                let Some(read) = self.way(id) else { return true };
                let apart = read.iter().zip(place).find(|(a, b)| a != b);
                !matches!(apart, Some((Step::Field(_), Step::Field(_))))
            }
            kind => parts(kind).into_iter().any(|part| self.may_read(part, place)),
        }
    }

    /// The way from a variable to a place, where it is a path.
    fn way(&self, id: ExprId) -> Option<Vec<Step<'_>>> {
        let (base, step) = match self.arena.kind(id) {
            ExprKind::Variable(slot) => return Some(vec![Step::Variable(*slot)]),
            ExprKind::Field(base, name) => (*base, Step::Field(name)),
            ExprKind::View(base, name) => (*base, Step::View(name)),
            ExprKind::Item(base, at) => (*base, Step::Item(*at)),
            _ => return None,
        };
        let mut steps = self.way(base)?;
        steps.push(step);
        Some(steps)
    }

    /// What a condition gives after the fixes, where they decide it.
    fn after(&self, condition: ExprId, fixes: &[Fix]) -> Option<bool> {
        let value = |id| self.written(id, fixes);
        match *self.arena.kind(condition) {
            ExprKind::Not(inner) => self.after(inner, fixes).map(|holds| !holds),
            ExprKind::And(a, b) => either(self.after(a, fixes), self.after(b, fixes), false),
            ExprKind::Or(a, b) => either(self.after(a, fixes), self.after(b, fixes), true),
            ExprKind::Has(path) if fixes.contains(&Fix::Remove(path)) => Some(false),
            ExprKind::Has(path) => value(path).map(|_| true),
            ExprKind::Equal(a, b) | ExprKind::In(a, b) if [a, b].iter().any(|id| fixes.contains(&Fix::Remove(*id))) => {
                Some(false)
            }
            ExprKind::Equal(a, b) => equal(value(a)?, value(b)?),
            ExprKind::In(a, b) => {
                let (element, Constant::List(list)) = (value(a)?, value(b)?) else { return None };
                let mut each = list.iter().map(|other| equal(element, other));
                each.try_fold(false, |found, same| Some(found || same?))
            }
            ExprKind::Compare(comparison, a, b) => {
                let (a, b) = (amount(value(a)?)?, amount(value(b)?)?);
                Some(comparison.holds(a.cmp(&b)))
            }
            _ => None,
        }
    }

    /// The constant that a value is after the fixes.
    fn written(&self, id: ExprId, fixes: &[Fix]) -> Option<&Constant> {
        let set = fixes.iter().rev().find_map(|fix| match *fix {
            Fix::Set(path, value) if path == id => Some(value),
            _ => None,
        });
        match self.arena.kind(set.unwrap_or(id)) {
            ExprKind::Constant(constant) => Some(constant),
            ExprKind::Coalesce(first, default) if fixes.contains(&Fix::Remove(*first)) => self.written(*default, fixes),
            ExprKind::Coalesce(first, _) if set.is_none() => self.written(*first, fixes),
            _ => None,
        }
    }
}

fn place_of(fix: &Fix) -> ExprId {
    let (Fix::Set(path, _) | Fix::Append(path, _) | Fix::Remove(path)) = *fix;
    path
}

/// A step of a path. Only fields of other names lead to other places for certain.
#[derive(PartialEq)]
enum Step<'a> {
    Variable(Slot),
    Field(&'a str),
    View(&'a str),
    Item(i64),
}

fn equal(a: &Constant, b: &Constant) -> Option<bool> {
    match (a, b) {
        (Constant::String(a), Constant::String(b)) => Some(a == b),
        (Constant::Bool(a), Constant::Bool(b)) => Some(a == b),
        _ => Some(amount(a)? == amount(b)?),
    }
}

fn amount(constant: &Constant) -> Option<Quantity> {
    match constant {
        Constant::Int(amount) => Some(Quantity::from(*amount)),
        Constant::Quantity(text) => Quantity::parse(text),
        _ => None,
    }
}
