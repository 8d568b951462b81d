//! Comparisons with what is never there.

use super::{Checked, Checker, Failed, Operand};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::ir::{Constant, ExprId, ExprKind, Param};
use crate::span::Span;
use crate::syntax::ast::ExprKind as Written;
use crate::types::Base;
use std::sync::Arc;

impl Checker<'_> {
    /// A value that is never there is compared in vain, and an amount with one that nobody means.
    pub(super) fn refuse_amiss(&mut self, value: Operand<'_>, other: Operand<'_>) -> Checked<()> {
        let (text, span) = match self.arena.kind(other.id) {
            ExprKind::Constant(Constant::Quantity(text)) => (Some(text.to_string()), other.span()),
            ExprKind::Constant(Constant::Int(amount)) if value.ty.is(&Base::Quantity) => {
                (Some(amount.to_string()), other.span())
            }
            ExprKind::Constant(_) => return Ok(()),
            _ => (None, value.span()),
        };
        let refused = self.refusal(value.id, text.as_deref()).filter(|_| !self.is_called());
        let Some(help) = refused else { return Ok(()) };
        let value = self.text(value.span());
        let message = match text {
            Some(text) => format!("`{text}` is hardly an amount of `{value}`"),
            None => format!("`{value}` is never there"),
        };
        Err(self.error_with_help(codes::IMPOSSIBLE_VALUE, span, message, help))
    }

    /// A text that the other side never holds is an error; `known` may hold only some texts.
    pub(super) fn refuse_impossible(&mut self, known: Operand<'_>, other: Operand<'_>) -> Checked<()> {
        let (constant, given) = match self.arena.kind(other.id) {
            ExprKind::Constant(constant) => (constant, true),
            // What a parameter is where nobody gives it may stand for nothing, but is no pattern; an empty list stands for
            // nothing, too, so that an element is meant.
            ExprKind::Param(at) => match self.params.get(*at as usize) {
                Some(Param { default: Some(default), .. }) => (default, matches!(default, Constant::List(_))),
                _ => return Ok(()),
            },
            _ => return Ok(()),
        };
        let list = if let Constant::List(list) = constant { &list[..] } else { std::slice::from_ref(constant) };
        let span = |at: usize| match &other.written.kind {
            Written::List(items) => items.get(at).unwrap_or(other.written).span,
            _ => other.span(),
        };
        let elements = list.iter().enumerate().map(|(at, constant)| (span(at), constant));
        let texts = elements.clone().filter_map(|(span, constant)| match constant {
            Constant::String(text) if given || text.contains('*') => Some((span, text)),
            _ => None,
        });
        let admitted = |text: &str| known.ty.members.iter().any(|member| self.vocabulary.admits(member, text));
        if let Some((span, wrong)) = texts.clone().find(|(_, text)| !admitted(text)) {
            let message = format!(
                "this is never \"{wrong}\", which is not a valid {}",
                self.describe(&known.ty.clone().present())
            );
            let help = "ask for a part, as in `c.image.tag == \"latest\"` or `c.image.under(\"ghcr.io\")`, or for the string, as in `string(c.image).glob(\"*-debug\")`";
            return Err(self.error_with_help(codes::IMPOSSIBLE_VALUE, span, message, help));
        }
        if let Some(values) = self.arena.values(known.id)
            && let Some((span, wrong)) = texts.clone().find(|(_, t)| !t.is_empty() && !values.contains(t))
        {
            let diagnostic = impossible(wrong, values, span);
            self.report(diagnostic);
            return Err(Failed);
        }
        let refused = texts.clone().find_map(|(span, text)| Some((span, text, self.refusal(known.id, Some(text))?)));
        if let Some((span, wrong, help)) = refused.filter(|_| !self.is_called()) {
            let message = format!("this is never \"{wrong}\"");
            return Err(self.error_with_help(codes::IMPOSSIBLE_VALUE, span, message, help));
        }
        let has_numbers = known.ty.members.contains(&Base::String);
        let numbers = elements.filter_map(|(span, constant)| match constant {
            Constant::Int(number) if has_numbers => Some((span, Arc::from(number.to_string()))),
            _ => None,
        });
        let texts = texts.map(|(span, text)| (span, text.clone()));
        let all: Vec<(Span, Arc<str>)> = texts.chain(numbers).filter(|_| given).collect();
        for (span, text) in &all {
            self.examine(known.id, "==", text, *span)?;
        }
        self.rule.compared.extend(all.into_iter().map(|(_, text)| text));
        Ok(())
    }

    /// Refuses to look in a value for a text with a character that it never has, and warns of what is hardly meant.
    pub(super) fn examine(&mut self, value: ExprId, test: &str, text: &str, span: Span) -> Checked<()> {
        let is_sign = |c: char| test == "glob" && matches!(c, '*' | '?');
        let by_default = self.default_text(value).unwrap_or_default();
        if !self.is_called()
            && let Some(legal) = self.characters(value)
            && let Some(alien) = text.chars().find(|&c| !legal(c) && !is_sign(c) && !by_default.contains(c))
        {
            let message = format!("what is compared with this never has `{alien}` in it");
            let help = self.refusal(value, Some(text)).or_else(|| self.in_case(value, text));
            return Err(self.error_with(codes::IMPOSSIBLE_VALUE, span, message, help));
        }
        if let Some(doubt) = self.doubt(value, test, text) {
            self.note_doubt(doubt, span, test != "has");
        }
        Ok(())
    }

    fn characters(&self, value: ExprId) -> Option<fn(char) -> bool> {
        if let ExprKind::Call(name, _) = self.arena.kind(value) {
            match &**name {
                "lower" => return Some(|c| !c.is_ascii_uppercase()),
                "upper" => return Some(|c| !c.is_ascii_lowercase()),
                _ => {}
            }
        }
        self.members_at(value)
            .into_iter()
            .find_map(|(of, member)| self.arena.ty(of).in_each(|base| self.vocabulary.characters(base, &member)))
    }

    /// A text in the case that a value has.
    fn in_case(&self, value: ExprId, text: &str) -> Option<String> {
        let ExprKind::Call(name, _) = self.arena.kind(value) else { return None };
        let right = if &**name == "lower" { text.to_ascii_lowercase() } else { text.to_ascii_uppercase() };
        Some(format!("write \"{right}\""))
    }
}

/// That a text is none of those that a place may hold.
pub(super) fn impossible(wrong: &str, legal: &[Arc<str>], span: Span) -> Diagnostic {
    let near = super::closest(wrong, legal.iter().map(|v| &**v));
    let near = near.map_or_else(|| "it".to_owned(), |near| format!("did you mean \"{near}\"? It"));
    let legal: Vec<String> = legal.iter().map(|v| format!("\"{v}\"")).collect();
    let which = if legal.len() == 1 { "always" } else { "one of" };
    let help = format!("{near} is {which} {}", legal.join(", "));
    Diagnostic::new(codes::IMPOSSIBLE_VALUE, span, format!("this is never \"{wrong}\"")).help(help)
}
