//! Types as written, resolved.

use super::{Checked, Checker, closest};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::syntax::ast;
use crate::types::{Base, NAMED, Type};

impl Checker<'_> {
    /// The type that a written one names.
    pub(super) fn type_of(&mut self, written: &ast::Type) -> Checked<Type> {
        let mut ty = Type::default();
        for member in &written.members {
            let mut one = self.base_of(&member.base)?;
            one.optional |= member.optional;
            ty = ty.union(&one);
        }
        Ok(ty)
    }

    fn base_of(&mut self, written: &ast::TypeBase) -> Checked<Type> {
        Ok(match written {
            ast::TypeBase::Name(name) => self.named_type(name)?,
            ast::TypeBase::List(element) => Type::list(self.type_of(element)?),
            ast::TypeBase::Map(value) => Type::map(self.type_of(value)?),
            ast::TypeBase::Record(fields) => {
                let mut resolved = Vec::with_capacity(fields.len());
                for (name, ty) in fields {
                    resolved.push((name.text.clone(), self.type_of(ty)?));
                }
                Type::of(Base::Struct(resolved))
            }
        })
    }

    fn named_type(&mut self, name: &ast::Name) -> Checked<Type> {
        if let Some((_, base)) = NAMED.iter().find(|(n, _)| *n == &*name.text) {
            return Ok(Type::of(base.clone()));
        }
        if let Some(ty) = self.vocabulary.record(&name.text) {
            return Ok(ty);
        }
        let records = self.vocabulary.record_names();
        let known = NAMED.iter().map(|(n, _)| *n).chain(records.iter().map(|n| &**n));
        let near = match &*name.text {
            "boolean" => Some("bool".to_owned()),
            "integer" | "int64" | "int32" => Some("int".to_owned()),
            "float" | "double" => Some("number".to_owned()),
            "str" | "text" => Some("string".to_owned()),
            "any" | "object" => Some("dyn".to_owned()),
            other => closest(other, known).map(str::to_owned),
        };
        let mut diagnostic =
            Diagnostic::new(codes::UNKNOWN_TYPE, name.span, format!("there is no type `{}`", name.text));
        let composed = match &*name.text {
            "list" | "array" | "set" => Some("a list is written by the type of its elements, as in `[string]`"),
            "map" | "dict" => Some("a map is written by the type of its values, as in `{string}`"),
            _ => None,
        };
        if let Some(help) = composed {
            self.report(diagnostic.help(help));
            return Err(super::Failed);
        }
        diagnostic = match near {
            Some(near) => diagnostic.did_you_mean(name.span, near),
            None => diagnostic.help("types are bool int number string quantity image regex version duration cidr selector dyn, records such as `Container`, kinds such as `Pod`, `[T]`, `{T}` and `{a: T}`"),
        };
        self.report(diagnostic);
        Err(super::Failed)
    }
}
