//! Lints: conditions of which it is known beforehand what they come to, so that a rule never finds anything.

use super::Checker;
use crate::codes;
use crate::ir::{Constant, ExprId, ExprKind};
use crate::lower::outcome::{Atom, atoms, exclude, outcome};
use crate::span::Span;
use crate::syntax::ast::{Check, CheckKind};
use crate::types::Base;
use std::sync::Arc;

impl Checker<'_> {
    /// A check that no object breaks: its condition is constant, or the conditions before it leave only what fulfils it.
    pub(super) fn lint_vacuous_check(&mut self, check: &Check, condition: ExprId) {
        let finding = check.kind == CheckKind::Forbid;
        if self.never(condition, finding) {
            let when = if finding { "never" } else { "always" };
            let message = format!("this {when} holds{}: the check finds nothing", self.reason(condition));
            let help = "ask for what is meant, or leave the check out";
            self.warn(codes::VACUOUS, check.condition.span, message, help);
        }
    }

    /// A `where` that nothing gets past. That of a definition may be for other arguments.
    pub(super) fn lint_vacuous_where(&mut self, condition: ExprId, span: Span) {
        if !self.is_called() && self.never(condition, true) {
            let message = format!("this never holds{}: what comes behind it looks at nothing", self.reason(condition));
            self.warn(codes::VACUOUS, span, message, "ask for what is meant, or leave it out");
        }
    }

    /// Whether a condition never comes out so, where the conditions before it hold.
    fn never(&self, condition: ExprId, holds: bool) -> bool {
        if outcome(&self.arena, condition).is_some_and(|known| known != holds) {
            return true;
        }
        let (mut before, mut last) = (Vec::new(), Vec::new());
        self.wheres.iter().for_each(|condition| atoms(&self.arena, *condition, true, &mut before));
        atoms(&self.arena, condition, holds, &mut last);
        last.into_iter().any(|atom| before.iter().any(|known| exclude(&self.arena, *known, atom)))
    }

    fn reason(&self, condition: ExprId) -> &'static str {
        if outcome(&self.arena, condition).is_some() { "" } else { " beside the `where` before it" }
    }

    /// `x == "a" and x == "b"` never holds, and `x != "a" or x != "b"` always does.
    pub(super) fn lint_exclusive(&mut self, left: ExprId, right: ExprId, and: bool, span: Span) {
        if self.is_called() {
            return;
        }
        let (mut before, mut last) = (Vec::new(), Vec::new());
        atoms(&self.arena, left, and, &mut before);
        atoms(&self.arena, right, and, &mut last);
        let pairs = last.iter().flat_map(|second| before.iter().map(move |first| (*first, *second)));
        let Some((first, second)) = pairs.into_iter().find(|(first, second)| exclude(&self.arena, *first, *second))
        else {
            return;
        };
        let (message, help) = match (self.asked_text(first), self.asked_text(second)) {
            (Some(first), Some(second)) if and => (
                format!("nothing is both \"{first}\" and \"{second}\": this never holds"),
                format!("write `x in [\"{first}\", \"{second}\"]`"),
            ),
            (Some(first), Some(second)) => (
                format!("everything is not \"{first}\" or not \"{second}\": this always holds"),
                format!("write `x not in [\"{first}\", \"{second}\"]`"),
            ),
            _ if and => ("these are never both so: this never holds".to_owned(), "is `or` meant?".to_owned()),
            _ => ("one of these is always so: this always holds".to_owned(), "is `and` meant?".to_owned()),
        };
        self.warn(codes::EXCLUSIVE, span, message, help);
    }

    /// The text that an equality asks for.
    fn asked_text(&self, (id, holds): Atom) -> Option<Arc<str>> {
        let ExprKind::Equal(a, b) = *self.arena.kind(id) else { return None };
        [a, b].into_iter().filter(|_| holds).find_map(|side| match self.arena.kind(side) {
            ExprKind::Constant(Constant::String(text)) if self.arena.ty(side).is(&Base::String) => Some(text.clone()),
            _ => None,
        })
    }
}
