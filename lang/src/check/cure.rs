//! Whether a fix cures: what a check asks of what its fixes write.

use super::{Checked, Checker};
use crate::codes;
use crate::ir::{Comparison, Constant, ExprId, ExprKind, Fix};
use crate::syntax::ast::{self, CheckKind};
use crate::values::quantity::Quantity;

impl Checker<'_> {
    /// Refuses fixes after which the check finds the same, as far as that can be told: such a fix is never offered.
    pub(super) fn refuse_no_cure(&mut self, check: &ast::Check, condition: ExprId, fixes: &[Fix]) -> Checked<()> {
        if self.after(condition, fixes) != Some(check.kind == CheckKind::Forbid) {
            return Ok(());
        }
        let span = check.clauses.iter().find_map(|clause| match clause {
            ast::CheckClause::FixSet { value, .. } => Some(value.span),
            ast::CheckClause::FixRemove { path, .. } => Some(path.span),
            _ => None,
        });
        let Some(span) = span else { return Ok(()) };
        let message = "this fix does not cure: the check finds the same after it";
        let help = "write what the check asks for";
        Err(self.error_with_help(codes::FIX_PATH, span, message, help))
    }

    /// What a condition gives after the fixes, where they decide it.
    fn after(&self, condition: ExprId, fixes: &[Fix]) -> Option<bool> {
        let value = |id| self.written(id, fixes);
        match *self.arena.kind(condition) {
            ExprKind::Not(inner) => self.after(inner, fixes).map(|holds| !holds),
            ExprKind::And(a, b) => self.joined(a, b, false, fixes),
            ExprKind::Or(a, b) => self.joined(a, b, true, fixes),
            ExprKind::Has(path) if fixes.contains(&Fix::Remove(path)) => Some(false),
            ExprKind::Has(path) => value(path).map(|_| true),
            ExprKind::Equal(a, b) => equal(value(a)?, value(b)?),
            ExprKind::In(a, b) => {
                let (element, Constant::List(list)) = (value(a)?, value(b)?) else { return None };
                let mut each = list.iter().map(|other| equal(element, other));
                each.try_fold(false, |found, same| Some(found || same?))
            }
            ExprKind::Compare(comparison, a, b) => {
                let (a, b) = (amount(value(a)?)?, amount(value(b)?)?);
                Some(match comparison {
                    Comparison::Less => a < b,
                    Comparison::LessEqual => a <= b,
                    Comparison::Greater => a > b,
                    Comparison::GreaterEqual => a >= b,
                })
            }
            _ => None,
        }
    }

    /// `and` or `or` of two conditions; `decisive` alone decides.
    fn joined(&self, a: ExprId, b: ExprId, decisive: bool, fixes: &[Fix]) -> Option<bool> {
        match (self.after(a, fixes), self.after(b, fixes)) {
            (Some(a), Some(b)) => Some(if decisive { a || b } else { a && b }),
            (Some(one), None) | (None, Some(one)) if one == decisive => Some(decisive),
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
            ExprKind::Coalesce(first, _) if set.is_none() => self.written(*first, fixes),
            _ => None,
        }
    }
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
