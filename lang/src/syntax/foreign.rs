//! Tokens that no law file may hold.

use super::lexer::{Kind, Token};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// The diagnostic for a `##` line that documents nothing.
pub(crate) fn stray_doc(span: Span) -> Diagnostic {
    Diagnostic::new(codes::STRAY_DOC, span, "this `##` documents nothing")
        .help("write it directly before an item, or write `#` for a comment")
        .replace(Span::new(span.start, span.start.saturating_add(2)), "#")
}

/// What is wrong with a token, if it keeps its item from being read.
pub(crate) fn check(text: &str, token: Token) -> Option<Diagnostic> {
    match token.kind {
        Kind::UnclosedString | Kind::UnclosedInterpolation | Kind::LoneBrace | Kind::UnclosedRegex | Kind::ForeignString | Kind::ForeignCharacter => {
            Some(Diagnostic::new(codes::SYNTAX, token.span, format!("`{}` has no meaning here", token.text(text))))
        }
        _ => None,
    }
}

/// What is wrong with a token that can be skipped.
pub(crate) fn note(text: &str, token: Token) -> Option<Diagnostic> {
    let _ = text;
    match token.kind {
        Kind::ForeignComment => Some(Diagnostic::new(codes::SYNTAX, token.span, "comments begin with `#`")),
        _ => None,
    }
}
