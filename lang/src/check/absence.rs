//! Absence: an operation on a value that may be missing does not compile.

use super::lints::ungrouped;
use super::{Checked, Checker, Typed};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::ir::ExprKind;
use crate::syntax::ast::{Expr, ExprKind as Written, Operator};
use crate::types::{Base, Type};

impl Checker<'_> {
    /// Refuses a value that may be missing. A missing list, map or selector is empty instead.
    pub(super) fn present(&mut self, value: &Typed, written: &Expr) -> Checked<()> {
        if !value.ty.optional || value.ty.is_collection() || self.lenient {
            return Ok(());
        }
        let text = self.text(written.span);
        let default = default_for(&value.ty);
        let message = format!("`{text}` may be missing here");
        let help = match default {
            Some(default) => {
                format!(
                    "ask first, as in `has({text}) and …`, or say what missing means, as in `({text} ?? {default})`"
                )
            }
            None => format!("ask first, as in `has({text}) and …`"),
        };
        self.report(Diagnostic::new(codes::MAY_BE_MISSING, written.span, message).help(help));
        Err(super::Failed)
    }

    /// A comparison that something missing decides, which is easily overlooked: `require x != L` and `forbid x != L` hold
    /// there, and so would `forbid x == L` where Kubernetes takes what is missing for L.
    pub(super) fn lint_missing(&mut self, operator: Operator, a: &Typed, left: &Expr, right: &Expr, passing: bool) {
        let (unequal, word) = match operator {
            Operator::Equal => (false, "=="),
            Operator::In => (false, "in"),
            Operator::NotEqual => (true, "!="),
            Operator::NotIn => (true, "not in"),
            _ => return,
        };
        if !a.ty.optional || a.ty.is_collection() || !unequal && passing {
            return;
        }
        let (l, r) = (self.text(left.span), self.text(right.span));
        let default = self.meant(a);
        let is_default = |e: &Expr| default.is_some_and(|default| self.text(e.span) == default);
        let names_default = match &ungrouped(right).kind {
            Written::List(items) => items.iter().any(is_default),
            _ => is_default(right),
        };
        let (has, not_has) = (format!("`has({l}) and …`"), format!("`not has({l}) or …`"));
        let help = match default {
            Some(default) if names_default => {
                let asked = if passing { not_has } else { has };
                format!("there it means {default}: write `({l} ?? {default}) {word} {r}`, or {asked} if that is meant")
            }
            None if unequal && passing => format!("write {not_has} if that is meant, or {has} if not"),
            None if unequal => {
                let positive = if operator == Operator::NotEqual { "==" } else { "in" };
                format!("write `require {l} {positive} {r}` if that is meant, or {has} if not")
            }
            _ => return,
        };
        let message = if unequal == passing {
            format!("this passes where `{l}` is missing, too")
        } else {
            format!("this finds something where `{l}` is missing, too")
        };
        self.report(Diagnostic::new(codes::NEGATED_MISSING, left.span.to(right.span), message).help(help));
    }

    /// What a missing value stands for, as a law writes it.
    fn meant(&self, value: &Typed) -> Option<&'static str> {
        let known = match self.arena.kind(value.id) {
            ExprKind::Field(of, name) | ExprKind::View(of, name) => {
                let mut all = self.arena.ty(*of).members.iter().map(|base| self.vocabulary.default(base, name));
                let first = all.next().flatten();
                first.filter(|_| all.all(|other| other == first))
            }
            _ => None,
        };
        match known {
            Some("none") => None,
            known => known.or_else(|| value.ty.is(&Base::Bool).then_some("false")),
        }
    }
}

/// A default to show for a type.
pub(super) fn default_for(ty: &Type) -> Option<&'static str> {
    match ty.members.first()? {
        Base::Bool => Some("false"),
        Base::Int | Base::IntLiteral | Base::Number | Base::Quantity => Some("0"),
        Base::String => Some("\"\""),
        _ => None,
    }
}
