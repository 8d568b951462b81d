//! From pest's pairs to the abstract syntax.
//!
//! The grammar guarantees the shape of the pairs; what it leaves open (precedence, ranges of numbers, escapes, ids) is
//! decided here. Faults that leave an item meaningful are noted and reading goes on; others end the item.

mod expr;
mod file;
mod literal;
mod rule;
mod ty;

pub(super) use expr::{COMPARISON, precedence};
pub(super) use file::item;
pub(super) use literal::escape_slashes;

use super::ast::{Expr, Name};
use super::grammar::Rule;
use super::lexer::Token;
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use pest::iterators::{Pair, Pairs};

/// A fault that ends an item.
pub(super) type Fault = Box<Diagnostic>;

/// The state of reading one item.
pub(super) struct Reader<'t> {
    /// The text of the whole file.
    text: &'t str,
    /// The tokens of the item.
    tokens: &'t [Token],
    /// Where the text that pest was given begins in the file.
    base: u32,
    /// Faults that did not end the item.
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'t> Reader<'t> {
    /// A reader of the pairs of a part of `text` that begins at offset `base` and has `tokens`.
    pub(super) fn new(text: &'t str, tokens: &'t [Token], base: u32) -> Self {
        Self { text, tokens, base, diagnostics: Vec::new() }
    }

    /// The expression of the pair of rule `expr`.
    pub(super) fn expression(&mut self, pair: Pair<'_, Rule>) -> Result<Expr, Fault> {
        self.part(pair, &mut 0)
    }

    /// The span of a pair, without the blanks and comments that pest skipped looking for more of it.
    fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        let span = pair.as_span();
        let Span { start, end } = Span::of(span.start()..span.end()).shifted(self.base);
        let before = self.tokens.partition_point(|token| token.span.start < end);
        let last = self.tokens.get(..before).unwrap_or_default().iter().rev().find(|token| !token.is_comment());
        Span::new(start, last.map_or(end, |token| token.span.end.clamp(start, end)))
    }

    fn name(&self, pair: &Pair<'_, Rule>) -> Name {
        Name { text: pair.as_str().into(), span: self.span(pair) }
    }

    fn note(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn children<'i>(&self, pair: Pair<'i, Rule>) -> Children<'i> {
        Children { span: self.span(&pair), pairs: pair.into_inner() }
    }
}

/// The children of a pair that carry meaning: keywords and marks are left out.
struct Children<'i> {
    /// The whole pair.
    span: Span,
    pairs: Pairs<'i, Rule>,
}

impl<'i> Children<'i> {
    fn next(&mut self) -> Option<Pair<'i, Rule>> {
        self.pairs.by_ref().find(|pair| !is_mark(pair.as_rule()))
    }

    /// The next child, which the grammar guarantees.
    fn need(&mut self) -> Result<Pair<'i, Rule>, Fault> {
        self.next().ok_or_else(|| incomplete(self.span).into())
    }

    /// The next child if it is of `rule`.
    fn take(&mut self, rule: Rule) -> Option<Pair<'i, Rule>> {
        let mut ahead = self.pairs.clone();
        let next = ahead.by_ref().find(|pair| !is_mark(pair.as_rule()))?;
        if next.as_rule() != rule {
            return None;
        }
        self.pairs = ahead;
        Some(next)
    }
}

/// The fault where a pair lacks a child; the grammar excludes it.
fn incomplete(span: Span) -> Diagnostic {
    Diagnostic::new(codes::SYNTAX, span, "this is incomplete")
}

fn is_mark(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::kw_for
            | Rule::kw_in
            | Rule::kw_to
            | Rule::kw_then
            | Rule::kw_else
            | Rule::open_paren
            | Rule::close_paren
            | Rule::close_bracket
            | Rule::close_brace
            | Rule::comma
            | Rule::colon
            | Rule::pipe
            | Rule::assign
            | Rule::comment
            | Rule::EOI
    )
}
