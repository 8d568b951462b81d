//! What authors of other languages type, and what to write instead.
//!
//! Each file looks at the place where the grammar stopped, recognises one family of habits, and answers with a
//! diagnostic of its own code. What the grammar can read but no author can mean, such as `null`, is found in the tree.

mod clause;
mod item;
mod operand;
mod operator;
mod scope;
mod tree;

pub(crate) use clause::attribute_example;
pub(super) use item::no_item;
pub(super) use tree::{lessons, lessons_of_expression};

use super::grammar::Rule;
use super::lexer::{KEYWORDS, Kind, Token};
use crate::check::within;
use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// The place where the grammar stopped, with the tokens around it.
pub(super) struct Place<'a> {
    text: &'a str,
    /// The item's tokens without comments.
    tokens: Vec<Token>,
    /// The index of the token that the grammar could not read; past the end where the item ends too early.
    at: usize,
    expected: &'a [Rule],
}

impl<'a> Place<'a> {
    pub(super) fn new(text: &'a str, tokens: &[Token], offset: usize, expected: &'a [Rule]) -> Self {
        let tokens: Vec<Token> = tokens.iter().copied().filter(|token| !token.is_comment()).collect();
        let at = tokens.iter().position(|token| token.span.end as usize > offset).unwrap_or(tokens.len());
        Self { text, tokens, at, expected }
    }

    /// The token `by` steps from the place.
    pub(super) fn token(&self, by: isize) -> Option<Token> {
        self.at.checked_add_signed(by).and_then(|at| self.tokens.get(at)).copied()
    }

    /// The text of the token `by` steps from the place; empty where there is none.
    pub(super) fn text(&self, by: isize) -> &'a str {
        self.token(by).map_or("", |token| token.text(self.text))
    }

    /// The kind of the token `by` steps from the place.
    pub(super) fn kind(&self, by: isize) -> Option<Kind> {
        self.token(by).map(|token| token.kind)
    }

    /// The span of the token `by` steps from the place; where there is none, the end of the last token.
    pub(super) fn span(&self, by: isize) -> Span {
        let end = self.tokens.last().map_or(0, |token| token.span.end);
        self.token(by).map_or(Span::new(end, end), |token| token.span)
    }

    /// Whether the grammar could have gone on with `rule`.
    pub(super) fn expects(&self, rule: Rule) -> bool {
        self.expected.contains(&rule)
    }

    /// The token at the place, in words.
    pub(super) fn found(&self) -> String {
        let Some(token) = self.token(0) else {
            return if self.ends_file() { "the end of the text".into() } else { "the end of the item".into() };
        };
        let text = token.text(self.text);
        let short: String = text.chars().take(24).collect();
        let dots = if short.len() < text.len() { "…" } else { "" };
        let what = match token.kind {
            Kind::Word if KEYWORDS.contains(&text) => return format!("the keyword `{text}`"),
            Kind::Word => "the name ",
            Kind::Number => "the number ",
            Kind::String => "the string ",
            Kind::Regex => "the regular expression ",
            _ => "",
        };
        format!("{what}`{short}{dots}`")
    }

    /// Whether nothing but white space and comments follows the item's last token.
    fn ends_file(&self) -> bool {
        let end = self.tokens.last().map_or(0, |token| token.span.end as usize);
        let mut lines = self.text.get(end..).unwrap_or_default().lines();
        lines.all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'))
    }
}

/// The lesson for a place, if a habit is recognised.
pub(super) fn explain(place: &Place<'_>) -> Option<Diagnostic> {
    operator::explain(place)
        .or_else(|| operand::explain(place))
        .or_else(|| scope::explain(place))
        .or_else(|| clause::explain(place))
}

/// The words of other languages for a missing value.
const NULLS: &[&str] = &["null", "nil", "undefined", "None", "NULL", "Null", "nothing"];

/// The one of `words` that `word` is most likely a slip for.
fn closest(word: &str, words: &[&'static str]) -> Option<&'static str> {
    within(word.len() / 4, word, &mut words.iter().copied())
}

#[cfg(test)]
mod tests;
