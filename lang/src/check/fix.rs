//! Fixes: the places that they change, and whether what they write may stand there.

use super::never::impossible;
use super::rewriting::rewritten;
use super::{Checked, Checker, Failed, Operand, Typed, closest};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::ir::{ExprKind, Fix};
use crate::span::Span;
use crate::syntax::ast;
use crate::types::{Base, Type};
use crate::vocabulary::Access;
use std::sync::Arc;

impl Checker<'_> {
    pub(super) fn fix(&mut self, fix: &ast::Fix) -> Checked<Fix> {
        match &fix.change {
            ast::Change::Set(value) => self.fix_set(&fix.path, value),
            ast::Change::Remove => self.fix_path(&fix.path, true).map(|path| Fix::Remove(path.id)),
            ast::Change::Append(value) => self.fix_append(&fix.path, value),
        }
    }

    /// A path that a fix may change: fields, items and indexes over a variable.
    fn fix_path(&mut self, path: &ast::Expr, element: bool) -> Checked<Typed> {
        let value = self.leniently(|c| c.expr(path))?;
        let mut at = value.id;
        let mut steps = 0;
        loop {
            at = match self.arena.kind(at) {
                ExprKind::Field(base, _) | ExprKind::Item(base, _) | ExprKind::Index(base, _) => *base,
                ExprKind::View(base, name) if matches!(&**name, "pod" | "containers") => *base,
                ExprKind::Variable(_) if steps > 0 || element => return Ok(value),
                _ => break,
            };
            steps += 1;
        }
        let message = format!("`{}` is not a place that can be changed", self.text(path.span));
        let help = match self.arena.kind(at) {
            ExprKind::Comprehension { .. } => "a fix names one place: bind the elements, as in `for x in list { … }`",
            _ => "a fix names a path of fields and indexes that begins at a variable of the rule's scope",
        };
        self.report(Diagnostic::new(codes::FIX_PATH, path.span, message).help(help));
        Err(Failed)
    }

    fn fix_set(&mut self, path: &ast::Expr, value: &ast::Expr) -> Checked<Fix> {
        let target = self.fix_path(path, true)?;
        let new = self.leniently(|c| c.expr(value))?;
        if !new.ty.may_be(&target.ty) {
            let (found, wanted) = (self.phrase(&new.ty), self.phrase(&target.ty));
            let message = format!("`{}` is {wanted}; it cannot be set to {found}", self.text(path.span));
            return Err(self.wrong_type(message, &new.ty, &target.ty, value));
        }
        self.refuse_misfit(target.operand(path), &target.ty, new.operand(value))?;
        Ok(Fix::Set(target.id, new.id))
    }

    fn fix_append(&mut self, path: &ast::Expr, value: &ast::Expr) -> Checked<Fix> {
        let target = self.fix_path(path, false)?;
        let Ok(element) = target.ty.elements().map(Type::present) else {
            let (text, found) = (self.text(path.span), self.phrase(&target.ty));
            let message = format!("`{text}` is {found}, not a list to append to");
            return Err(self.error_with_help(codes::NOT_A_LIST, path.span, message, "write `fix set PATH = VALUE`"));
        };
        let new = self.leniently(|c| c.expr(value))?;
        if !new.ty.may_be(&element) {
            let (found, wanted) = (self.phrase(&new.ty), self.phrase(&element));
            let message = format!("an element of `{}` is {wanted}, not {found}", self.text(path.span));
            return Err(self.wrong_type(message, &new.ty, &element, value));
        }
        self.refuse_misfit(target.operand(path), &element, new.operand(value))?;
        Ok(Fix::Append(target.id, new.id))
    }

    /// Reports a value of a fix that its place does not take, with how it is written right.
    fn wrong_type(&mut self, message: String, found: &Type, wanted: &Type, value: &ast::Expr) -> Failed {
        let text = self.text(value.span);
        let right = rewritten(&text, found, wanted).or_else(|| match (&value.kind, found.members.as_slice()) {
            (ast::ExprKind::List(items), [Base::List(element)]) if element.fits(wanted) => {
                items.first().map(|item| format!("write `{}`", self.text(item.span)))
            }
            _ => None,
        });
        self.error_with(codes::FIX_PATH, value.span, message, right)
    }

    /// Refuses a value of a fix that holds what the schema does not let stand at its place: a text of none of those that a
    /// field holds, a field that a record does not have; and a record that lacks a field which it has to have.
    fn refuse_misfit(&mut self, target: Operand<'_>, wanted: &Type, new: Operand<'_>) -> Checked<()> {
        self.refuse_impossible(target, new)?;
        self.refuse_amiss(target, new)?;
        if let [Base::Struct(keys)] = new.ty.members.as_slice() {
            for (key, _) in keys {
                let span = entry(new.written, key).map_or(new.span(), |(span, _)| span);
                self.refuse_key(target, key, span)?;
            }
        }
        match self.misfit(wanted, new.ty, new.written) {
            Some(diagnostic) => {
                self.report(diagnostic);
                Err(Failed)
            }
            None => Ok(()),
        }
    }

    /// What of a written record a type has no place for, or what the record lacks.
    fn misfit(&self, wanted: &Type, found: &Type, written: &ast::Expr) -> Option<Diagnostic> {
        found.members.iter().find_map(|member| match member {
            Base::List(inner) => wanted.members.iter().find_map(|m| match m {
                Base::List(element) => self.misfit(element, inner, written),
                _ => None,
            }),
            Base::Struct(fields) => fields
                .iter()
                .find_map(|(name, ty)| self.misplaced(wanted, name, ty, written))
                .or_else(|| self.lacking(wanted, fields, written)),
            _ => None,
        })
    }

    /// What is wrong with one field of a written record.
    fn misplaced(&self, wanted: &Type, name: &Arc<str>, ty: &Type, written: &ast::Expr) -> Option<Diagnostic> {
        let (span, value) = entry(written, name).unwrap_or((written.span, written));
        let Some(field) = wanted.members.iter().find_map(|m| self.member(m, name)) else {
            let message = format!("{} has no field `{name}`", self.describe(&wanted.clone().present()));
            let names = self.member_names(wanted);
            let mut diagnostic = Diagnostic::new(codes::FIX_PATH, span, message);
            diagnostic.help = closest(name, names.iter().map(|n| &**n)).map(|near| format!("did you mean `{near}`?"));
            return Some(diagnostic);
        };
        if let ast::ExprKind::Literal(ast::Literal::String(text)) = &value.kind
            && !(field.values.is_empty() || field.values.contains(text))
        {
            return Some(impossible(text, &field.values, value.span));
        }
        if let ([Base::Struct(keys)], [Base::Map(_)]) = (ty.members.as_slice(), field.ty.members.as_slice())
            && let Some((key, help)) = keys.iter().find_map(|(key, _)| {
                Some((key, wanted.members.iter().find_map(|m| self.vocabulary.refusal(m, name, Some(key)))?))
            })
        {
            let span = entry(value, key).map_or(value.span, |(span, _)| span);
            let message = format!("`{name}` never has the key `{key}`");
            return Some(Diagnostic::new(codes::FIX_PATH, span, message).help(help));
        }
        if ty.may_be(&field.ty) {
            return self.misfit(&field.ty, ty, value);
        }
        let (found, is) = (self.phrase(ty), self.phrase(&field.ty));
        let message = format!("`{name}` is {is}; it cannot be set to {found}");
        let mut diagnostic = Diagnostic::new(codes::FIX_PATH, value.span, message);
        diagnostic.help = rewritten(&self.text(value.span), ty, &field.ty);
        Some(diagnostic)
    }

    /// A field that a written record has to have and has not.
    fn lacking(&self, wanted: &Type, fields: &[(Arc<str>, Type)], written: &ast::Expr) -> Option<Diagnostic> {
        let [record @ Base::Record(_)] = wanted.members.as_slice() else { return None };
        let has_to_be = |name: &Arc<str>| {
            let field = self.vocabulary.field(record, name);
            field.is_some_and(|field| field.access == Access::Field && !field.ty.optional)
        };
        let given = |name: &Arc<str>| fields.iter().any(|(n, _)| n == name);
        let names = self.vocabulary.field_names(record);
        let name = names.iter().find(|name| !given(name) && has_to_be(name))?;
        let message = format!("{} always has `{name}`, which is missing here", self.phrase(wanted));
        Some(Diagnostic::new(codes::FIX_PATH, written.span, message).help(format!("write `\"{name}\": …`, too")))
    }
}

/// Where a written record has a key, and its value; of a list, those of its first element that has it.
fn entry<'e>(written: &'e ast::Expr, name: &str) -> Option<(Span, &'e ast::Expr)> {
    match &written.kind {
        ast::ExprKind::Record(entries) => {
            entries.iter().find(|(key, _)| *key.value == *name).map(|(key, value)| (key.span, value))
        }
        ast::ExprKind::List(items) => items.iter().find_map(|item| entry(item, name)),
        ast::ExprKind::Group(inner) => entry(inner, name),
        _ => None,
    }
}
