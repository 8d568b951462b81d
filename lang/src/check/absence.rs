//! Absence: an operation on a value that may be missing does not compile.

use super::{Checked, Checker, Operand};
use crate::codes;
use crate::ir::{Binding, ExprId, ExprKind};
use crate::lower::outcome::atoms;
use crate::syntax::ast::{ExprKind as Written, Operator, Scope};
use crate::types::{Base, Type};

/// The empty text, as a law writes it.
const EMPTY: &str = "\"\"";

impl Checker<'_> {
    /// Refuses a value that may be missing. A missing list, map or selector is empty instead.
    pub(super) fn present(&mut self, value: Operand<'_>) -> Checked<()> {
        if !value.ty.optional || value.ty.is_collection() || self.lenient {
            return Ok(());
        }
        let text = self.text(value.span());
        let default = self.stand_in(value);
        let message = format!("`{text}` may be missing here");
        let help = match default {
            Some(default) => {
                format!(
                    "ask first, as in `has({text}) and …`, or say what missing means, as in `({text} ?? {default})`"
                )
            }
            None => format!("`has({text}) and …` is false where it is missing, `not has({text}) or …` is true"),
        };
        Err(self.error_with_help(codes::MAY_BE_MISSING, value.span(), message, help))
    }

    /// A comparison that something missing decides, which is easily overlooked: `require x != L` and `forbid x != L` hold
    /// there, and so would `forbid x == L` where Kubernetes takes what is missing for L.
    pub(super) fn lint_missing(&mut self, operator: Operator, a: Operand<'_>, b: Operand<'_>, passing: bool) {
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
        let (l, r) = (self.text(a.span()), self.text(b.span()));
        let names = |default: &str| match &b.written.ungrouped().kind {
            Written::List(items) => items.iter().any(|item| self.text(item.span) == default),
            _ => r == default,
        };
        let default = self.meant(a, names(EMPTY));
        let names_default = default.is_some_and(names);
        let (has, not_has) = (format!("`has({l}) and …`"), format!("`not has({l}) or …`"));
        let help = match default {
            Some(default) if names_default => {
                let asked = if passing { not_has } else { has };
                format!("there it means {default}: write `({l} ?? {default}) {word} {r}`, or {asked} if that is meant")
            }
            // What a `where` picks by is mostly meant so.
            None if self.picking > 0 => return,
            None if unequal && passing => format!("write {not_has} if that is meant, or {has} if not"),
            None if unequal => {
                let positive = if operator == Operator::NotEqual { "==" } else { "in" };
                format!("write `require {l} {positive} {r}` if that is meant, or {has} if not")
            }
            _ => return,
        };
        let message = if self.picking > 0 {
            let what = if unequal { "looked at, too" } else { "left out" };
            format!("where `{l}` is missing, this is {what}")
        } else if unequal == passing {
            format!("this passes where `{l}` is missing, too")
        } else {
            format!("this finds something where `{l}` is missing, too")
        };
        self.warn(codes::NEGATED_MISSING, a.to(b), message, help);
    }

    /// `n.metadata.name == w.metadata.namespace`: where an object names no namespace, it is in one all the same.
    pub(super) fn lint_namespace(&mut self, value: Operand<'_>, other: Operand<'_>) {
        let Some(object) = self.object_of(value.id, "namespace") else { return };
        let is_view = |base| self.has_view(base, "namespace");
        let is_known = !value.ty.optional || matches!(self.arena.kind(other.id), ExprKind::Constant(_));
        if is_known || self.is_called() || !self.arena.ty(object).members.iter().all(is_view) {
            return;
        }
        let text = self.text(value.span());
        let message = format!("`{text}` is missing where the object names none");
        let help = format!("write `{}` for the namespace that it is in", text.replace(".metadata.", "."));
        self.warn(codes::NEGATED_MISSING, value.span(), message, help);
    }

    /// `require all p in xs[*].f: p == L`, which passes by each of `xs` that has no `f`: it is not in that list.
    pub(super) fn lint_left_out(&mut self, all: bool, scope: &Scope, bindings: &[Binding], holds: ExprId) {
        let mut parts = Vec::new();
        atoms(&self.arena, holds, true, &mut parts);
        for (written, binding) in scope.bindings.iter().zip(bindings) {
            let is_it = |id: ExprId| *self.arena.kind(id) == ExprKind::Variable(binding.slot);
            let equals = |id: ExprId| match *self.arena.kind(id) {
                ExprKind::Equal(a, b) => is_it(a) || is_it(b),
                ExprKind::In(a, _) => is_it(a),
                _ => false,
            };
            let is_asked = parts.iter().any(|(id, holds)| *holds == all && equals(*id));
            let ([set], true) = (&written.set[..], is_asked && self.leaving.contains(&binding.set)) else { continue };
            if !self.is_called() {
                let message = format!("`{}` leaves out what is missing, which passes", self.text(set.span));
                let help = "bind the elements themselves, as in `all x in list: x.field == …`, or leave those out by `where has(…)` if that is meant";
                self.warn(codes::NEGATED_MISSING, set.span, message, help);
            }
        }
    }

    /// Notes a list of values that may be missing, which it leaves out.
    pub(super) fn note_left_out(&mut self, element: &Type, list: ExprId) {
        if element.optional && !element.is_collection() {
            self.leaving.push(list);
        }
    }

    /// What to write for a missing value: what it stands for, or an example.
    pub(super) fn stand_in(&self, value: Operand<'_>) -> Option<&'static str> {
        self.meant(value, false).or_else(|| default_for(value.ty))
    }

    /// What a missing value stands for, as a law writes it. The field of a record that is compared with the empty text stands
    /// for that: Kubernetes does not tell the two apart.
    fn meant(&self, value: Operand<'_>, with_empty: bool) -> Option<&'static str> {
        let (mut known, mut of_record) = (None, false);
        if let ExprKind::Field(of, name) | ExprKind::View(of, name) = self.arena.kind(value.id) {
            let of = self.arena.ty(*of);
            known = of.common(|base| self.vocabulary.default(base, name));
            of_record = of.members.iter().all(|base| matches!(base, Base::Record(_)));
        }
        match known {
            Some("none") => None,
            None if value.ty.is(&Base::Bool) => Some("false"),
            None if with_empty && of_record && value.ty.is(&Base::String) => Some(EMPTY),
            known => known,
        }
    }
}

/// A default to show for a type. No number is one: where there is none, most is unlimited.
fn default_for(ty: &Type) -> Option<&'static str> {
    match ty.members.first()? {
        Base::Bool => Some("false"),
        Base::String => Some(EMPTY),
        _ => None,
    }
}
