//! How deep law text nests, found in one linear pass before the grammar runs.
//!
//! The grammar and everything after it recurse, so a text that nests deeper than the limit is refused here, with the same
//! answer on every platform. Brackets count, and so do the forms that reach as far right as possible: `not`, `if` and
//! the quantifiers.

use super::items::ends_operand;
use super::lexer::{Kind, Token};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::limits::MAX_NESTING;
use crate::span::Span;

/// A form that is still open at some point of the text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    /// `not`, before its operand or around a form that follows it.
    Not,
    /// A quantifier before its `:`, where a comma continues its scope.
    Header,
    /// An `if` before its `then`.
    Condition,
    /// An `if` between `then` and `else`.
    Then,
    /// A quantifier after its `:`, or an `if` after its `else`.
    Body,
    /// A bracket.
    Bracket,
}

/// The diagnostic for the first place where `tokens`, those of one item, nest too deeply.
pub(crate) fn check(text: &str, tokens: &[Token]) -> Option<Diagnostic> {
    let mut open: Vec<Open> = Vec::new();
    let mut last: Option<Token> = None;
    for &token in tokens.iter().filter(|token| !token.is_comment()) {
        let after_dot = last.is_some_and(|last| last.text(text) == ".");
        match token.kind {
            Kind::Open(b'{') if last.is_some_and(|last| ends_operand(text, last)) => {
                close_forms(&mut open);
                open.push(Open::Bracket);
            }
            Kind::Open(_) => open.push(Open::Bracket),
            Kind::Close(_) => {
                close_forms(&mut open);
                open.pop();
            }
            Kind::Word if !after_dot => word(&mut open, token.text(text)),
            Kind::Punct => mark(&mut open, token.text(text)),
            _ => {}
        }
        if open.len() > MAX_NESTING {
            return Some(too_deep(token.span));
        }
        last = Some(token);
    }
    None
}

fn too_deep(span: Span) -> Diagnostic {
    Diagnostic::new(codes::NESTING, span, format!("this nests deeper than {MAX_NESTING} levels"))
        .help("give the inner parts names with `let` or `def`")
}

fn word(open: &mut Vec<Open>, word: &str) {
    match word {
        "not" => open.push(Open::Not),
        "any" | "all" | "one" => open.push(Open::Header),
        "if" => open.push(Open::Condition),
        "then" => advance(open, Open::Condition, Open::Then),
        "else" => advance(open, Open::Then, Open::Body),
        // A `not` ends where its operand does; one around a quantifier lies below it and stays.
        "and" | "or" | "in" | "matches" | "where" => close(open, |top| top == Open::Not),
        "require" | "forbid" | "message" | "at" | "fix" | "let" | "for" => close_forms(open),
        _ => {}
    }
}

fn mark(open: &mut Vec<Open>, mark: &str) {
    match mark {
        ":" => advance(open, Open::Header, Open::Body),
        "," => close(open, |top| !matches!(top, Open::Bracket | Open::Header)),
        _ => {}
    }
}

/// Moves the innermost form in state `from` on to state `to` and closes the forms inside it.
fn advance(open: &mut Vec<Open>, from: Open, to: Open) {
    let found = open.iter().rposition(|&form| form == from || form == Open::Bracket);
    if let Some(at) = found.filter(|&at| open.get(at) == Some(&from)) {
        open.truncate(at);
        open.push(to);
    }
}

fn close_forms(open: &mut Vec<Open>) {
    close(open, |top| top != Open::Bracket);
}

/// Closes the innermost forms that are so.
fn close(open: &mut Vec<Open>, is: impl Fn(Open) -> bool) {
    while open.pop_if(|top| is(*top)).is_some() {}
}

#[cfg(test)]
mod tests;
