//! Scopes: `NAME in SET [where C], …`.

use super::{Checked, Checker, Typed};
use crate::codes;
use crate::ir::{Binding, ExprKind};
use crate::syntax::ast;
use crate::types::{Base, Type};
use crate::vocabulary::Kinds;

impl Checker<'_> {
    /// Checks a scope; its variables and what its conditions establish stay until the enclosing scope ends.
    pub(super) fn scope(&mut self, scope: &ast::Scope) -> Checked<Vec<Binding>> {
        scope.bindings.iter().map(|binding| self.binding(binding)).collect()
    }

    fn binding(&mut self, binding: &ast::Binding) -> Checked<Binding> {
        let set = self.set(binding)?;
        let span = binding.set.first().map_or(binding.span, |e| e.span);
        let element = self.element(&set.ty, span)?;
        let slot = self.fresh_slot();
        let ty = self.arena.add_type(&element);
        let variable = self.typed(ExprKind::Variable(slot), element);
        self.bind(&binding.name, variable, true)?;
        let condition = binding.condition.as_ref().map(|c| self.condition(c)).transpose()?;
        if let Some(condition) = condition {
            self.assume(condition, true);
        }
        Ok(Binding { slot, ty, set: set.id, condition })
    }

    fn set(&mut self, binding: &ast::Binding) -> Checked<Typed> {
        if let [single] = binding.set.as_slice() {
            return self.expr(single);
        }
        let mut kinds: Option<Kinds> = None;
        let mut element = Type::default();
        for alternative in &binding.set {
            let value = self.expr(alternative)?;
            let (ExprKind::Objects(more), [Base::List(of)]) = (self.arena.kind(value.id), value.ty.members.as_slice())
            else {
                let text = self.text(alternative.span);
                let message = format!("`{text}` is not a set of objects; `|` joins only those");
                return Err(self.error_with_help(codes::NOT_A_LIST, alternative.span, message, "join lists with `+`"));
            };
            kinds = Some(kinds.map_or_else(|| more.clone(), |k| k.union(more)));
            element = element.union(of);
        }
        Ok(self.typed(ExprKind::Objects(kinds.unwrap_or(Kinds::All)), Type::list(element)))
    }
}
