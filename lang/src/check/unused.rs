//! Lints of what a law file has without need: names that nothing uses, rules that check nothing.

use super::Checker;
use crate::codes;
use crate::ir::{ExprKind, Statement};
use crate::syntax::ast::{self, Item};

impl Checker<'_> {
    pub(super) fn lint_no_checks(&mut self, rule: &ast::Rule, body: &[Statement]) {
        fn checks(body: &[Statement]) -> bool {
            body.iter().any(|s| match s {
                Statement::Check(_) => true,
                Statement::For(_, body) => checks(body),
            })
        }
        if !checks(body) {
            let message = format!("rule `{}` checks nothing", rule.name.text);
            self.warn(codes::NO_CHECKS, rule.name.span, message, "add a `require` or a `forbid`");
        }
    }

    /// `let`s of a rule that nothing uses, when their scope ends. After an error it may be the use that is not known.
    pub(super) fn lint_unused_locals(&mut self, from: usize) {
        if self.errors() > self.rule.errors_before {
            return;
        }
        let unused: Vec<_> = self
            .locals
            .iter()
            .skip(from)
            .filter(|l| l.reported && !l.used && !matches!(self.arena.kind(l.value.id), ExprKind::Variable(_)))
            .map(|l| (l.name.clone(), l.span))
            .collect();
        for (name, span) in unused {
            self.warn(codes::UNUSED, span, format!("nothing uses `{name}`"), "remove it");
        }
    }

    /// Items of a file with rules that nothing uses; a file without rules exists to be used by others. Where there are
    /// errors, what uses the item may be among them.
    pub(super) fn lint_unused_items(&mut self) {
        let file = self.units.file(self.units.main());
        if self.errors() > 0 || !file.items.iter().any(|i| matches!(i, Item::Rule(_))) {
            return;
        }
        self.used_items.sort_unstable();
        for item in &file.items {
            let name = match item {
                Item::Param(p) => &p.name,
                Item::Let(l) => &l.name,
                Item::Def(d) => &d.name,
                Item::Use(_) | Item::Rule(_) => continue,
            };
            if self.used_items.binary_search(&name.text).is_err() {
                let message = format!("nothing uses `{}`", name.text);
                self.warn(codes::UNUSED, name.span, message, "remove it");
            }
        }
    }
}
