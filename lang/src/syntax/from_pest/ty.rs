//! Types as written.

use super::{Fault, Reader};
use crate::syntax::ast::{Type, TypeBase, TypeMember};
use crate::syntax::grammar::Rule;
use pest::iterators::Pair;

impl Reader<'_> {
    /// The type of a pair of rule `ty`.
    pub(super) fn ty(&mut self, pair: Pair<'_, Rule>) -> Result<Type, Fault> {
        let mut children = self.children(pair);
        let mut members = Vec::new();
        while let Some(pair) = children.next() {
            members.push(self.ty_member(pair)?);
        }
        Ok(Type { members, span: children.span })
    }

    fn ty_member(&mut self, pair: Pair<'_, Rule>) -> Result<TypeMember, Fault> {
        let mut children = self.children(pair);
        let pair = children.need()?;
        let base = match pair.as_rule() {
            Rule::ty_list => TypeBase::List(Box::new(self.inner_ty(pair)?)),
            Rule::ty_map => TypeBase::Map(Box::new(self.inner_ty(pair)?)),
            Rule::ty_record => self.ty_record(pair)?,
            _ => TypeBase::Name(self.name(&pair)),
        };
        Ok(TypeMember { base, optional: children.next().is_some(), span: children.span })
    }

    fn inner_ty(&mut self, pair: Pair<'_, Rule>) -> Result<Type, Fault> {
        let mut children = self.children(pair);
        self.ty(children.need()?)
    }

    fn ty_record(&mut self, pair: Pair<'_, Rule>) -> Result<TypeBase, Fault> {
        let mut children = self.children(pair);
        let mut fields = Vec::new();
        while let Some(pair) = children.next() {
            let mut field = self.children(pair);
            let name = self.name(&field.need()?);
            fields.push((name, self.ty(field.need()?)?));
        }
        Ok(TypeBase::Record(fields))
    }
}
