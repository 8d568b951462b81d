//! Lints of texts: what brings no value into a message, and is meant to.

use super::{Checker, Local};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::syntax::ast;

impl Checker<'_> {
    pub(super) fn lint_message(&mut self, template: &ast::Template) {
        let (text, start) = (self.text(template.span), template.span.start);
        self.lint_dollars(&text, template);
        self.lint_double_braces(&text, start);
        self.lint_placeholders(&text, start);
        self.lint_bare_path(&text, start);
    }

    /// `message "%s"`, `"$(x.f)"` and `"{0}"`, by which other languages bring values into a text.
    fn lint_placeholders(&mut self, text: &str, start: u32) {
        for (at, sign) in text.match_indices(['%', '$', '{']) {
            let rest = text.get(at + 1..).unwrap_or_default();
            let inside = first_name(rest.get(1..).unwrap_or_default());
            let number = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            let length = match sign {
                "%" if matches!(first_name(rest), "d" | "q" | "s" | "v") => 2,
                "$" if rest.starts_with('(') && self.is_local(inside) => 1,
                "{" if number.len() < rest.len() && number.starts_with('}') => rest.len() - number.len() + 2,
                _ => continue,
            };
            if text.get(..at).is_some_and(|before| before.ends_with('{') || before.ends_with("\\u")) {
                continue;
            }
            let found = text.get(at..at + length).unwrap_or_default();
            let message = format!("`{found}` brings no value of the object into a message");
            let span = Span::of(at..at + length).shifted(start);
            self.warn(codes::DOLLAR, span, message, "write the value in braces: `{c.name}`");
        }
    }

    /// `message "c.name is …"`, where a path stands without braces.
    fn lint_bare_path(&mut self, text: &str, start: u32) {
        let paths: Vec<(usize, usize)> = self.locals.iter().filter_map(|local| self.bare_path(text, local)).collect();
        for (from, to) in paths {
            let span = Span::of(from..to).shifted(start);
            let path = text.get(from..to).unwrap_or_default();
            let diagnostic = Diagnostic::new(codes::DOLLAR, span, format!("`{path}` stands in the message as it is"));
            let right = format!("{{{path}}}");
            self.report(diagnostic.help(format!("write `{right}` for the value")).replace(span, right));
        }
    }

    /// Where a path that begins with a local stands outside of braces.
    fn bare_path(&self, text: &str, local: &Local) -> Option<(usize, usize)> {
        text.match_indices(&*local.name).find_map(|(from, name)| {
            let (before, after) = (text.get(..from)?, text.get(from + name.len()..)?);
            let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | '/' | '(');
            let in_braces = before.rfind('{') > before.rfind('}');
            let member = first_name(after.strip_prefix('.')?);
            let is_path = !in_braces && !before.ends_with(is_word) && self.has_member(&local.value.ty, &member.into());
            let rest = after.trim_start_matches(is_word);
            let end = text.len() - rest.len();
            let path = text.get(from..end)?.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
            is_path.then_some((from, from + path.len()))
        })
    }

    pub(super) fn is_local(&self, name: &str) -> bool {
        self.locals.iter().any(|local| *local.name == *name)
    }

    /// `message "{{x}}"`: other languages have two braces about a value, here they stand for braces.
    fn lint_double_braces(&mut self, text: &str, start: u32) {
        let mut at = 0;
        while let Some((before, rest)) = text.get(at..).and_then(|rest| rest.split_once("{{")) {
            let Some((inner, _)) = rest.split_once("}}") else { return };
            let (from, to) = (at + before.len(), at + before.len() + inner.len() + 4);
            at = to;
            let value = inner.trim();
            let name = first_name(value);
            let known = self.is_local(name);
            let is_path = !name.is_empty() && matches!(value.as_bytes().get(name.len()), Some(b'.' | b'[' | b'('));
            if !(known || is_path) {
                continue;
            }
            let span = Span::of(from..to).shifted(start);
            let diagnostic =
                Diagnostic::new(codes::DOLLAR, span, "`{{` stands for a brace: this is in the message as it is");
            self.report(if known {
                diagnostic.help(format!("write `{{{value}}}` for the value")).replace(span, format!("{{{value}}}"))
            } else {
                diagnostic.help("write `{…}` around a path that begins with a variable of the rule")
            });
        }
    }

    /// `"{p.metadata.name}-1"` outside of a message, where braces bring nothing.
    pub(super) fn lint_interpolation(&mut self, text: &str, span: Span) {
        let is_value = |inside: &str| {
            let name = first_name(inside);
            inside.contains('}') && (name == "request" || self.is_local(name))
        };
        if !self.lenient && text.split('{').skip(1).any(is_value) {
            let message = "braces bring a value only in a message: this string has them as they are";
            self.warn(codes::DOLLAR, span, message, "join strings with `+`, as in `a + \"-1\"`");
        }
    }

    /// `message "${x}"`: other languages have a `$` before the brace, here it is part of the message.
    fn lint_dollars(&mut self, text: &str, template: &ast::Template) {
        let start = template.span.start;
        for part in &template.parts {
            let ast::TemplatePart::Expr(expr) = part else { continue };
            let before = text.get(..expr.span.start.saturating_sub(start) as usize).unwrap_or_default();
            let before = before.trim_end().strip_suffix('{').unwrap_or_default();
            if let Some(rest) = before.strip_suffix('$') {
                let span = Span::of(rest.len()..rest.len() + 1).shifted(start);
                let diagnostic = Diagnostic::new(codes::DOLLAR, span, "this `$` stands in the message as it is");
                self.report(diagnostic.help("remove it: the braces alone bring the value").replace(span, ""));
            }
        }
    }
}

/// The name that a text begins with.
fn first_name(text: &str) -> &str {
    let end = text.bytes().position(|b| !(b.is_ascii_alphanumeric() || b == b'_')).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}
