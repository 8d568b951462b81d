//! The arena of a program under construction: equal expressions get one id.

use super::interned::Interned;
use crate::ir::{Binding, Constant, Expr, ExprId, ExprKind, Slot, TypeId};
use crate::types::Type;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Expressions and types, each once.
#[derive(Default)]
pub(crate) struct Arena {
    exprs: Interned<Expr>,
    /// How many expressions each would be if none were shared.
    sizes: Vec<u32>,
    types: Interned<Type>,
    /// The texts that an expression may hold, where only these are legal.
    values: FxHashMap<ExprId, Vec<Arc<str>>>,
    /// The texts that a few expressions always are.
    known: Vec<(ExprId, Constant)>,
}

impl Arena {
    /// The id of an expression of this type. Whether it may be missing is not part of its identity.
    pub(crate) fn add(&mut self, kind: ExprKind, ty: &Type) -> ExprId {
        let ty = TypeId(self.types.number(ty.clone().present()));
        let id = ExprId(self.exprs.number(Expr { kind, ty }));
        if self.sizes.len() < self.len() {
            let parts = parts(self.kind(id)).into_iter();
            self.sizes.push(parts.fold(1, |sum, part| sum.saturating_add(self.size(part))));
        }
        id
    }

    /// The id of a type.
    pub(crate) fn add_type(&mut self, ty: &Type) -> TypeId {
        TypeId(self.types.number(ty.clone()))
    }

    /// The form of an expression.
    #[expect(clippy::indexing_slicing, reason = "ids come from this arena")]
    pub(crate) fn kind(&self, id: ExprId) -> &ExprKind {
        &self.exprs.values()[id.0 as usize].kind
    }

    /// The type of an expression, without whether it may be missing.
    #[expect(clippy::indexing_slicing, reason = "ids come from this arena")]
    pub(crate) fn ty(&self, id: ExprId) -> &Type {
        &self.types.values()[self.exprs.values()[id.0 as usize].ty.0 as usize]
    }

    /// How many expressions it would be if none were shared: what a walk that does not remember goes through.
    pub(crate) fn size(&self, id: ExprId) -> u32 {
        self.sizes.get(id.0 as usize).copied().unwrap_or(0)
    }

    /// Remembers which texts an expression may hold.
    pub(crate) fn restrict(&mut self, id: ExprId, values: &[Arc<str>]) {
        if !values.is_empty() {
            self.values.insert(id, values.to_vec());
        }
    }

    /// The texts that an expression may hold, where only these are legal.
    pub(crate) fn values(&self, id: ExprId) -> Option<&[Arc<str>]> {
        self.values.get(&id).map(Vec::as_slice)
    }

    /// Remembers the text that an expression always is.
    pub(crate) fn fix(&mut self, id: ExprId, text: &Arc<str>) {
        if self.known(id).is_none() {
            self.known.push((id, Constant::String(text.clone())));
        }
    }

    /// The text that an expression always is, as the kind of an object of one kind.
    pub(crate) fn known(&self, id: ExprId) -> Option<&Constant> {
        self.known.iter().find(|(known, _)| *known == id).map(|(_, text)| text)
    }

    /// How many expressions there are.
    pub(crate) fn len(&self) -> usize {
        self.exprs.values().len()
    }

    /// Whether an expression or some part of it is so.
    pub(crate) fn any_part(&self, id: ExprId, is: &dyn Fn(ExprId) -> bool) -> bool {
        is(id) || parts(self.kind(id)).into_iter().any(|part| self.any_part(part, is))
    }

    /// Whether an expression reads the variable of a slot.
    pub(crate) fn mentions(&self, id: ExprId, slot: Slot) -> bool {
        self.any_part(id, &|part| *self.kind(part) == ExprKind::Variable(slot))
    }

    /// The finished arena: expressions, then types.
    pub(crate) fn finish(self) -> (Vec<Expr>, Vec<Type>) {
        (self.exprs.into_values(), self.types.into_values())
    }
}

/// The direct parts of an expression, in the order written.
pub(crate) fn parts(kind: &ExprKind) -> Vec<ExprId> {
    let of_scope = |scope: &[Binding]| -> Vec<ExprId> {
        scope.iter().flat_map(|b| std::iter::once(b.set).chain(b.condition)).collect()
    };
    match kind {
        ExprKind::Constant(_)
        | ExprKind::Param(_)
        | ExprKind::Variable(_)
        | ExprKind::Global(_)
        | ExprKind::Objects(_) => Vec::new(),
        ExprKind::Field(a, _)
        | ExprKind::View(a, _)
        | ExprKind::Item(a, _)
        | ExprKind::Old(a)
        | ExprKind::Has(a)
        | ExprKind::Valid(a)
        | ExprKind::Not(a) => vec![*a],
        ExprKind::Index(a, b)
        | ExprKind::And(a, b)
        | ExprKind::Or(a, b)
        | ExprKind::Equal(a, b)
        | ExprKind::In(a, b)
        | ExprKind::Compare(_, a, b)
        | ExprKind::Matches(a, b)
        | ExprKind::Coalesce(a, b)
        | ExprKind::Arithmetic(_, a, b) => vec![*a, *b],
        ExprKind::If(a, b, c) => vec![*a, *b, *c],
        ExprKind::Call(_, all) | ExprKind::List(all) => all.clone(),
        ExprKind::Record(fields) => fields.iter().map(|(_, id)| *id).collect(),
        ExprKind::Comprehension { scope, element, .. } => {
            of_scope(scope).into_iter().chain(std::iter::once(*element)).collect()
        }
        ExprKind::Quantifier(_, scope, body) => of_scope(scope).into_iter().chain(std::iter::once(*body)).collect(),
    }
}
