//! Absence: an operation on a value that may be missing does not compile.

use super::{Checked, Checker, Typed};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::syntax::ast::Expr;
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
