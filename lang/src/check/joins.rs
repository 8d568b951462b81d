//! Lints of rules that look at other objects beside their subject.

use super::Checker;
use crate::codes;
use crate::ir::{Binding, ExprId, ExprKind, Slot};
use crate::lower::arena::Arena;
use crate::syntax::ast;
use crate::types::Type;

/// Objects that a scope ranges over inside of another one.
struct Join<'a> {
    written: &'a ast::Binding,
    slot: Slot,
    set: ExprId,
    /// The conditions on the objects, or on what is in them.
    about: Vec<ExprId>,
    /// Those of them that compare with outer variables.
    outer: Vec<ExprId>,
    /// The variables of the objects and of what is in them.
    slots: Vec<Slot>,
}

impl Checker<'_> {
    /// A set of objects that depends on outer variables, but by no equality that an index could answer.
    pub(super) fn lint_scanning_joins(&mut self, scope: &ast::Scope, bindings: &[Binding], body: Option<ExprId>) {
        if !self.expansions.is_empty() {
            return;
        }
        for (written, binding) in scope.bindings.iter().zip(bindings) {
            if binding.slot.0 == 0 || !matches!(self.arena.kind(binding.set), ExprKind::Objects(_)) {
                continue;
            }
            let join = self.join(written, binding, bindings, body);
            self.lint_other_namespaces(&join);
            if !join.outer.is_empty() && !join.about.iter().any(|&c| is_indexable(&self.arena, c, binding.slot)) {
                let set = written.set.first().map(|e| self.text(e.span)).unwrap_or_default();
                let name = &written.name.text;
                let message = format!("every {set} is looked at for every subject");
                let help = format!(
                    "join by an equality, such as `{name}.namespace == …` or `… in {name}.spec.list[*].field`, which uses an index"
                );
                self.warn(codes::SCANNING_JOIN, written.span, message, help);
            }
        }
    }

    fn join<'a>(
        &self,
        written: &'a ast::Binding,
        binding: &Binding,
        bindings: &[Binding],
        body: Option<ExprId>,
    ) -> Join<'a> {
        let mut about = Vec::new();
        let conditions = bindings.iter().filter_map(|b| b.condition).chain(body);
        conditions.for_each(|c| conjunction(&self.arena, c, &mut about));
        // What is in the objects belongs to them.
        let mut slots = vec![binding.slot];
        for inner in bindings.iter().filter(|inner| inner.slot.0 > binding.slot.0) {
            if slots.iter().any(|slot| self.arena.mentions(inner.set, *slot)) {
                slots.push(inner.slot);
            }
        }
        about.retain(|c| slots.iter().any(|slot| self.arena.mentions(*c, *slot)));
        let mut outer = about.clone();
        outer.retain(|c| (0..binding.slot.0).any(|slot| self.arena.mentions(*c, Slot(slot))));
        Join { written, slot: binding.slot, set: binding.set, about, outer, slots }
    }

    /// `any x in X: x.metadata.name == …`, which is true of one in another namespace, too.
    fn lint_other_namespaces(&mut self, join: &Join<'_>) {
        let Some(subject) = self.rule.subject else { return };
        let within = |ty: &Type| ty.common(|base| self.vocabulary.unique_within(base));
        let Some(element) = self.arena.ty(join.set).element() else { return };
        let (Some((name, scope)), Some(_)) = (within(element), within(self.arena.ty(subject))) else { return };
        let ExprKind::Variable(of_subject) = *self.arena.kind(subject) else { return };
        let is_name = |id: ExprId| [join.slot, of_subject].iter().any(|slot| is_at(&self.arena, id, *slot, name));
        let by_name = |id: &ExprId| match self.arena.kind(*id) {
            ExprKind::Equal(a, b) | ExprKind::In(a, b) => is_name(*a) || is_name(*b),
            ExprKind::Call(function, _) => &**function == "selects",
            _ => false,
        };
        let is_other = |id: &ExprId| match self.arena.kind(*id) {
            ExprKind::Not(same) => {
                matches!(self.arena.kind(*same), ExprKind::Equal(a, b) if is_name(*a) && is_name(*b))
            }
            _ => false,
        };
        let is_scope = |part: ExprId| match self.arena.kind(part) {
            ExprKind::Field(of, name) | ExprKind::View(of, name) => {
                **name == *scope && join.slots.iter().any(|slot| self.arena.mentions(*of, *slot))
            }
            _ => false,
        };
        if join.about.iter().any(|c| self.arena.any_part(*c, &is_scope)) {
            return;
        }
        let x = &join.written.name.text;
        let (message, help) = if join.outer.iter().any(is_other) {
            let message = format!("`{x}` of the same name in another {scope} is left out");
            let subject = self.subject_name().unwrap_or_default();
            (message, format!("write `{x} != {subject}`"))
        } else if join.outer.iter().any(by_name) {
            let message = format!("`{x}` may be in another {scope} than the subject");
            (message, format!("ask for `{x}.{scope} == …`, too, or for `{x}.{scope} != \"\"` if any is meant"))
        } else {
            return;
        };
        self.warn(codes::OTHER_NAMESPACE, join.written.span, message, help);
    }
}

fn conjunction(arena: &Arena, id: ExprId, into: &mut Vec<ExprId>) {
    if let ExprKind::And(a, b) = arena.kind(id) {
        conjunction(arena, *a, into);
        conjunction(arena, *b, into);
    } else {
        into.push(id);
    }
}

/// Whether an expression is the member of a slot's variable that a path names.
fn is_at(arena: &Arena, id: ExprId, slot: Slot, path: &str) -> bool {
    match arena.kind(id) {
        ExprKind::Variable(variable) => *variable == slot && path.is_empty(),
        ExprKind::Field(of, name) => {
            let before = path.strip_suffix(&**name);
            before.is_some_and(|before| is_at(arena, *of, slot, before.strip_suffix('.').unwrap_or(before)))
        }
        _ => false,
    }
}

/// Whether an index over the variable's set answers the conjunct: an equality, `in` or `selects` with the variable on
/// one side only.
fn is_indexable(arena: &Arena, id: ExprId, slot: Slot) -> bool {
    let split = |a: ExprId, b: ExprId| arena.mentions(a, slot) != arena.mentions(b, slot);
    match arena.kind(id) {
        ExprKind::Equal(a, b) | ExprKind::In(a, b) => split(*a, *b),
        ExprKind::Call(name, arguments) if &**name == "selects" => {
            matches!(arguments.as_slice(), [a, b] if split(*a, *b))
        }
        ExprKind::Or(a, b) => is_indexable(arena, *a, slot) && is_indexable(arena, *b, slot),
        _ => false,
    }
}
