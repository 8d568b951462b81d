//! Scopes: `NAME in SET [where C], …`.

use super::{Checked, Checker, Typed};
use crate::codes;
use crate::ir::{Binding, Constant, ExprKind};
use crate::syntax::ast;
use crate::types::{Base, Type};
use crate::vocabulary::Kinds;

impl Checker<'_> {
    /// Checks a scope; its variables and what its conditions establish stay until the enclosing scope ends.
    pub(super) fn scope(&mut self, bindings: &[ast::Binding]) -> Checked<Vec<Binding>> {
        let binding = |written| {
            let mut binding = self.unfiltered(written)?;
            self.filter(&mut binding, written)?;
            Ok(binding)
        };
        bindings.iter().map(binding).collect()
    }

    /// A binding without its condition.
    pub(super) fn unfiltered(&mut self, binding: &ast::Binding) -> Checked<Binding> {
        let set = self.set(binding)?;
        let span = binding.set.first().map_or(binding.span, |e| e.span);
        if let ExprKind::Constant(Constant::String(name)) = self.arena.kind(set.id)
            && self.vocabulary.kinds(name).is_some()
        {
            let message = format!("`\"{name}\"` is a string, not a set of objects");
            let help = format!("write `{name}`, without quotes");
            return Err(self.error_with_help(codes::NOT_A_LIST, span, message, help));
        }
        let element = self.element(&set.ty, span)?;
        let slot = self.fresh_slot(Some(set.id));
        let ty = self.arena.add_type(&element);
        let variable = self.typed(ExprKind::Variable(slot), element);
        self.bind(&binding.name, variable, true)?;
        Ok(Binding { slot, ty, set: set.id, condition: None })
    }

    /// Gives a binding its condition, which holds from here on.
    pub(super) fn filter(&mut self, binding: &mut Binding, written: &ast::Binding) -> Checked<()> {
        let Some(asked) = &written.condition else { return Ok(()) };
        self.picking += 1;
        self.passing = Some(false).filter(|_| !self.lenient);
        let condition = self.condition(asked);
        self.picking -= 1;
        let condition = condition?;
        self.lint_vacuous_where(condition, asked.span);
        binding.condition = Some(condition);
        self.assume(condition, true);
        self.wheres.push(condition);
        Ok(())
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
