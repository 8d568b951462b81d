//! Doubts: what is suspicious unless something else in the rule says that it is meant, which is known at its end.

use super::rule::any_condition;
use super::{Checker, Operand};
use crate::codes;
use crate::ir::{Binding, ExprId, ExprKind, Statement};
use crate::lower::arena::{Arena, parts};
use crate::span::Span;
use crate::syntax::ast::Operator;
use crate::types::{Base, Type};
use crate::vocabulary::Doubt;
use std::sync::Arc;

/// A doubt about a place in a rule.
pub(super) struct Noted {
    doubt: Doubt,
    span: Span,
    /// Whether what is asked for by `has` counts as read.
    has_counts: bool,
}

impl Checker<'_> {
    /// `p.backend.serviceName`, which Ingresses had in versions that are gone: a rule passes by those of today.
    pub(super) fn lint_removed(&mut self, of: &Type, field: &Arc<str>, span: Span) {
        let (with, without): (Vec<&Base>, Vec<&Base>) =
            of.members.iter().partition(|member| self.member(member, field).is_some());
        let doubts = with.iter().map(|member| self.vocabulary.doubt(member, Some(field), "read", ""));
        let Some(Some(mut doubt)) = doubts.reduce(Option::and) else { return };
        let names = |of: &[&Base]| of.iter().flat_map(|member| self.vocabulary.field_names(member)).collect();
        let (old, mut newer): (Vec<Arc<str>>, Vec<Arc<str>>) = (names(&with), names(&without));
        newer.retain(|name| !old.contains(name));
        if let [newer] = &newer[..] {
            doubt.help = format!("those that it serves have `{newer}`");
        }
        doubt.unless.extend(newer);
        if !self.lenient {
            self.note_doubt(doubt, span, true);
        }
    }

    /// What is found by its name alone, as in `forbid "get" in p.verbs`, where another text stands for it, too.
    pub(super) fn lint_found(&mut self, operator: Operator, a: Operand<'_>, b: Operand<'_>, passing: bool) {
        let finds = match operator {
            Operator::Equal | Operator::In => !passing,
            Operator::NotEqual | Operator::NotIn => passing,
            _ => false,
        } && !self.is_called();
        for (value, known) in [(a, b), (b, a)].into_iter().filter(|_| finds) {
            for text in self.known_texts(known.id) {
                if let Some(doubt) = self.doubt(value.id, "finds", &text) {
                    self.note_doubt(doubt, known.span(), true);
                }
            }
        }
    }

    /// Notes a doubt for the end of the rule. Other files than the one that is checked have diagnostics of their own.
    pub(super) fn note_doubt(&mut self, doubt: Doubt, span: Span, has_counts: bool) {
        if self.in_main() {
            self.rule.doubts.push(Noted { doubt, span, has_counts });
        }
    }

    /// Tells of the doubts about a rule that remain once all of it is known.
    pub(super) fn lint_doubts(&mut self, scope: &[Binding], body: &[Statement]) {
        for Noted { doubt, span, has_counts } in std::mem::take(&mut self.rule.doubts) {
            let meant = |member: &Arc<str>| {
                any_condition(scope, body, &|condition| reads_member(&self.arena, condition, member, has_counts))
            };
            // Beside its other form a text is meant.
            let other = |form: &String| self.rule.compared.iter().any(|text| text.eq_ignore_ascii_case(form));
            if !doubt.form.as_ref().is_some_and(other) && !doubt.unless.iter().any(meant) {
                self.warn(codes::MISREAD, span, doubt.message, doubt.help);
            }
        }
    }

    /// What the vocabulary says of a value that is compared with a text.
    pub(super) fn doubt(&self, value: ExprId, test: &str, text: &str) -> Option<Doubt> {
        let of = match self.arena.kind(value) {
            ExprKind::Call(name, of) if &**name == "string" => *of.first()?,
            _ => value,
        };
        let of_text = |of: ExprId| self.vocabulary.doubt(self.arena.ty(of).members.first()?, None, test, text);
        of_text(of).or_else(|| {
            let (of, member) = self.members_at(self.holder(value)).into_iter().next()?;
            self.vocabulary.doubt(self.arena.ty(of).members.first()?, Some(&member), test, text)
        })
    }
}

/// Whether an expression reads a member of that name of anything, or asks whether it is there where `has_counts`.
pub(super) fn reads_member(arena: &Arena, id: ExprId, member: &str, has_counts: bool) -> bool {
    let (mut kind, mut is_read) = (arena.kind(id), true);
    if let ExprKind::Has(asked) = kind {
        (kind, is_read) = (arena.kind(*asked), has_counts);
    }
    let is_it = matches!(kind, ExprKind::Field(_, name) | ExprKind::View(_, name) if **name == *member);
    is_it && is_read || parts(kind).into_iter().any(|part| reads_member(arena, part, member, has_counts))
}
