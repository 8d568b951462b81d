//! The forms `has valid old kind`, which are written like calls.

use super::{Checked, Checker, Failed, Typed};
use crate::codes;
use crate::ir::ExprKind;
use crate::lower::facts::is_present;
use crate::span::Span;
use crate::syntax::ast::{Expr, ExprKind as Written, Literal, Name, Operator};
use crate::types::{Base, Type};

/// The names of the forms, which no definition may have.
pub(super) const FORMS: [&str; 4] = ["has", "valid", "old", "kind"];

impl Checker<'_> {
    /// `has(x)`, `valid(x)`, `old(x)`, `kind("group/Kind")`.
    pub(super) fn form(
        &mut self,
        name: &Name,
        receiver: Option<&Expr>,
        arguments: &[Expr],
        span: Span,
    ) -> Checked<Typed> {
        let ([argument], None) = (arguments, receiver) else {
            return Err(self.misused_form(&name.text, receiver, arguments, span));
        };
        match &*name.text {
            "kind" => self.kind_form(argument),
            "old" => self.old_form(argument),
            "valid" => {
                let value = self.expr(argument)?;
                Ok(self.typed(ExprKind::Valid(value.id), Type::of(Base::Bool)))
            }
            _ => self.has_form(argument),
        }
    }

    /// Refuses a form with more or fewer arguments than one, or with one before a dot.
    fn misused_form(&mut self, name: &str, receiver: Option<&Expr>, arguments: &[Expr], span: Span) -> Failed {
        let text = |expr: &Expr| self.text(expr.span);
        let right = match (receiver, arguments) {
            (Some(map), [key]) if name != "kind" => format!("{}[{}]", text(map), text(key)),
            (None, [map, key]) if is_text(key) => format!("{}[{}]", text(map), text(key)),
            (None, [_, _, ..]) if matches!(name, "has" | "valid") => {
                let each: Vec<String> = arguments.iter().map(text).collect();
                each.join(&format!(") and {name}("))
            }
            _ => receiver.or(arguments.first()).map_or_else(|| "x".to_owned(), text),
        };
        let message = format!("`{name}` is a form with one argument in parentheses");
        self.error_with_help(codes::FORM_MISUSED, span, message, format!("write `{name}({right})`"))
    }

    fn has_form(&mut self, argument: &Expr) -> Checked<Typed> {
        let around = self.asked.replace(argument.span);
        let value = self.expr(argument);
        self.asked = around;
        let value = value?;
        if is_always_there(argument) {
            let text = self.text(argument.span);
            let message = format!("`{text}` is always there");
            let help = match value.ty.element() {
                Some(_) => format!("write `not {text}.isEmpty()`, or `any x in list: has(x.field)`"),
                None => "`has` asks for a path, as in `has(c.livenessProbe)`".to_owned(),
            };
            return Err(self.error_with_help(codes::FORM_MISUSED, argument.span, message, help));
        }
        self.lint_view(&value, argument);
        self.examine(value.id, "has", "", argument.span)?;
        Ok(self.typed(ExprKind::Has(value.id), Type::of(Base::Bool)))
    }

    /// `has(w.containers)`, which always holds: the engine gives it, whatever the object has.
    fn lint_view(&mut self, value: &Typed, written: &Expr) {
        let is_given = matches!(self.arena.kind(value.id), ExprKind::View(..)) && !value.ty.optional;
        if !is_given || self.is_called() || is_present(&self.arena, &self.facts, value.id) {
            return;
        }
        let text = self.text(written.span);
        let help = if value.ty.is_collection() {
            format!("write `not {text}.isEmpty()`")
        } else {
            "leave it out, or ask for a field".to_owned()
        };
        let message = format!("`{text}` is always there: the engine gives it");
        self.warn(codes::MISREAD, written.span, message, help);
    }

    fn kind_form(&mut self, argument: &Expr) -> Checked<Typed> {
        let Written::Literal(Literal::String(text)) = &argument.kind else {
            let help = "write the string itself, as in `kind(\"cert-manager.io/Certificate\")`";
            return Err(self.error_with_help(
                codes::FORM_MISUSED,
                argument.span,
                "`kind` takes a literal string",
                help,
            ));
        };
        match self.vocabulary.qualified_kind(text) {
            Ok(set) => Ok(self.typed(ExprKind::Objects(set.kinds), Type::list(set.element))),
            Err(reason) => Err(self.error_with_help(
                codes::FORM_MISUSED,
                argument.span,
                reason,
                "write the API group without version, a slash and the kind, as in `cert-manager.io/Certificate`",
            )),
        }
    }

    fn old_form(&mut self, argument: &Expr) -> Checked<Typed> {
        let value = self.expr(argument)?;
        if self.rule.subject != Some(value.id) {
            let help = "write `old(x)` with the variable of the rule's first binding, and read on from there";
            let message = "`old` takes the subject of the rule";
            return Err(self.error_with_help(codes::FORM_MISUSED, argument.span, message, help));
        }
        Ok(self.typed(ExprKind::Old(value.id), value.ty.optional()))
    }
}

fn is_text(expr: &Expr) -> bool {
    matches!(expr.kind, Written::Literal(Literal::String(_)))
}

/// Whether an expression gives a value whatever the object is: the list that `[*]` makes, a literal, a condition.
fn is_always_there(expr: &Expr) -> bool {
    match &expr.kind {
        Written::Group(inner) => is_always_there(inner),
        Written::Field { .. } | Written::Index { .. } => is_of_each(expr),
        Written::Binary { operator, .. } => {
            !matches!(operator, Operator::Coalesce | Operator::Add | Operator::Subtract | Operator::Multiply)
        }
        kind => matches!(
            kind,
            Written::Each(_)
                | Written::Literal(_)
                | Written::List(_)
                | Written::Comprehension { .. }
                | Written::Not(_)
                | Written::Quantifier { .. }
        ),
    }
}

/// Whether a path is one of every element: what stands behind `[*]` gives a list, too.
fn is_of_each(path: &Expr) -> bool {
    match &path.kind {
        Written::Field { base, .. } | Written::Index { base, .. } => is_of_each(base),
        kind => matches!(kind, Written::Each(_)),
    }
}
