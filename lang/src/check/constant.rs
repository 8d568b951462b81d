//! Constants: what a default may be, and the parameters that have them.

use super::rewriting::{example, rewritten};
use super::{Checked, Checker, Failed, Typed};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::ir::{Constant, ExprId, ExprKind, Param};
use crate::span::Span;
use crate::syntax::ast;
use crate::types::{Base, Type};
use std::sync::Arc;

impl Checker<'_> {
    /// The constants of expressions, where all are constant.
    pub(super) fn constants(&self, ids: &[ExprId]) -> Option<Vec<Constant>> {
        ids.iter()
            .map(|&id| match self.arena.kind(id) {
                ExprKind::Constant(constant) => Some(constant.clone()),
                _ => None,
            })
            .collect()
    }

    /// The parameter of a unit; declared on its first use, at `call`.
    pub(super) fn param(&mut self, unit: usize, param: &ast::Param, call: Option<Span>) -> Checked<Typed> {
        let key = (unit, param.name.text.clone());
        if let Some(&index) = self.param_ids.get(&key)
            && let Some(known) = self.params.get(index as usize)
        {
            let ty = known.ty.clone();
            return Ok(self.typed(ExprKind::Param(index), ty));
        }
        let span = param.name.span;
        let (ty, default) = self.expanded(unit, &param.name.text, call, |c| {
            let ty = c.type_of(&param.ty)?;
            let default = param.default.as_ref().map(|d| c.default(d, (&ty, param.ty.span))).transpose()?;
            Ok((ty, default))
        })?;
        let index = u32::try_from(self.params.len()).unwrap_or(u32::MAX);
        self.params.push(Param {
            name: param.name.text.clone(),
            ty: ty.clone(),
            default,
            doc: param.doc.as_ref().map_or_else(|| Arc::from(""), |d| Arc::from(d.text.as_str())),
            span,
        });
        self.param_ids.insert(key, index);
        Ok(self.typed(ExprKind::Param(index), ty))
    }

    /// What to write for a default of another type than its parameter's.
    fn default_help(&self, wanted: &Type, found: &Type, text: &str) -> String {
        if let Some(right) = rewritten(text, found, wanted) {
            return right;
        }
        if let ([Base::Struct(fields)], [Base::Struct(have)]) = (wanted.members.as_slice(), found.members.as_slice())
            && let Some((name, _)) =
                fields.iter().find(|(name, ty)| !ty.optional && !have.iter().any(|(n, _)| n == name))
        {
            return format!("write `{name}` in it, too");
        }
        match (wanted.members.first(), example(wanted)) {
            (Some(base @ (Base::Duration | Base::Cidr)), _) => {
                let name = self.describe(&Type::of(base.clone()));
                format!("no constant is one: let the parameter be a `string`, and write `{name}(…)` where it is used")
            }
            (_, Some(example)) => format!("write it like `{example}`, or give the parameter another type"),
            (Some(Base::Struct(_)), _) => "write its fields as the type has them".to_owned(),
            _ => "no constant is one: leave the default out, so that the caller gives the value".to_owned(),
        }
    }

    fn default(&mut self, written: &ast::Expr, (wanted, declared): (&Type, Span)) -> Checked<Constant> {
        let value = self.expr(written)?;
        let ExprKind::Constant(constant) = self.arena.kind(value.id).clone() else {
            let help = "a default is made of literals, lists and records of them";
            return Err(self.error_with_help(codes::DEFAULT, written.span, "this default is not a constant", help));
        };
        if !value.ty.fits(wanted) {
            let (found, is) = (self.phrase(&value.ty), self.phrase(wanted));
            let message = format!("the default is {found}, but the parameter is {is}");
            let help = self.default_help(wanted, &value.ty, &self.text(written.span));
            self.report(Diagnostic::new(codes::DEFAULT, written.span, message).label(declared, "its type").help(help));
            return Err(Failed);
        }
        Ok(constant)
    }
}
