//! What the grammar expected, in the words of authors.

use super::grammar::Rule;
use super::lexer::Token;
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use pest::error::{Error, InputLocation};

/// The diagnostic for tokens where an item should begin.
pub(crate) fn no_item(text: &str, tokens: &[Token]) -> Diagnostic {
    let first = tokens.iter().find(|token| !token.is_comment());
    let span = first.map_or_else(Span::default, |token| token.span);
    let found = first.map_or("nothing", |token| token.text(text));
    Diagnostic::new(codes::SYNTAX, span, format!("expected `use`, `param`, `let`, `def` or `rule`, found `{found}`"))
}

/// The diagnostic for an error of the grammar in the part of `text` under `part`.
pub(crate) fn explain(text: &str, tokens: &[Token], part: Span, error: &Error<Rule>) -> Diagnostic {
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => part.start as usize + at,
    };
    let token = tokens.iter().find(|token| token.span.end as usize > at);
    let span = token.map_or_else(|| super::lexer::span(at, at), |token| token.span);
    Diagnostic::new(codes::SYNTAX, span, format!("unexpected `{}`: {}", token.map_or("", |t| t.text(text)), error.variant.message()))
}
