//! The comments of a law file, handed out in order while it is printed.

use super::doc::{Doc, text};
use crate::syntax::lexer::{Kind, Token, slice, tokens};

/// A comment and where it stood.
struct Comment<'t> {
    start: u32,
    text: &'t str,
    /// Whether nothing but blanks is before it on its line.
    own_line: bool,
}

/// The comments that are not yet printed; none for a tree without a text.
pub(super) struct Comments<'t> {
    source: &'t str,
    list: std::iter::Peekable<std::vec::IntoIter<Comment<'t>>>,
}

impl<'t> Comments<'t> {
    /// The comments of `source`, documentation left out.
    pub(super) fn of(source: &'t str) -> Self {
        let comments = tokens(source).into_iter().filter(|token| token.kind == Kind::Comment);
        let list: Vec<Comment<'t>> = comments.map(|token| comment(source, token)).collect();
        Self { source, list: list.into_iter().peekable() }
    }

    fn take_before(&mut self, end: u32) -> Vec<Comment<'t>> {
        std::iter::from_fn(|| self.list.next_if(|comment| comment.start < end)).collect()
    }

    /// Whether an empty line is before the offset.
    pub(super) fn blank_before(&self, at: u32) -> bool {
        let before = self.source.get(..at as usize).unwrap_or_default();
        let blanks = before.len() - before.trim_end_matches([' ', '\t', '\r', '\n']).len();
        before.get(before.len() - blanks..).unwrap_or_default().matches('\n').count() > 1
    }

    /// What separates a node that begins at `start` from the line before it: the comments between them, and line breaks.
    ///
    /// `first` says that the node begins a block, where no empty line stands; `blank` asks for an empty line in any case.
    pub(super) fn before_line(&mut self, start: u32, first: bool, blank: bool) -> Vec<Doc> {
        let comments = self.take_before(start);
        let mut docs = self.own_lines(&comments, first, blank);
        let only_line_ends = comments.iter().all(|comment| !comment.own_line);
        docs.push(self.line_break(start, first && only_line_ends, blank && only_line_ends));
        docs
    }

    fn line_break(&self, at: u32, first: bool, blank: bool) -> Doc {
        if !first && (blank || self.blank_before(at)) { Doc::BlankLine } else { Doc::HardLine }
    }

    /// The comments before `end`, where a block or a bracket closes: each on its own line or at the end of the last one.
    pub(super) fn before_close(&mut self, end: u32, first: bool) -> Vec<Doc> {
        let comments = self.take_before(end);
        self.own_lines(&comments, first, false)
    }

    /// A first comment that ends the line before it, and the others each on a line.
    fn own_lines(&self, comments: &[Comment<'_>], first: bool, blank: bool) -> Vec<Doc> {
        let (mut docs, own) = first_apart(comments);
        for (i, comment) in own.iter().enumerate() {
            docs.push(self.line_break(comment.start, first && i == 0, blank && i == 0));
            docs.push(text(comment.text));
        }
        docs
    }

    /// Whether a comment comes before the offset.
    pub(super) fn are_before(&mut self, end: u32) -> bool {
        self.list.peek().is_some_and(|comment| comment.start < end)
    }

    /// What separates a part of an expression that begins at `start` from the part before it: `line`, or comments and a
    /// line break.
    pub(super) fn before_part(&mut self, start: u32, line: Doc) -> Vec<Doc> {
        if !self.are_before(start) {
            return vec![line];
        }
        let comments = self.take_before(start);
        let (mut docs, own) = first_apart(&comments);
        docs.push(Doc::HardLine);
        docs.extend(own.iter().flat_map(|comment| [text(comment.text), Doc::HardLine]));
        docs
    }
}

/// A first comment that ends the line before it, and those that have lines of their own.
fn first_apart<'c, 't>(comments: &'c [Comment<'t>]) -> (Vec<Doc>, &'c [Comment<'t>]) {
    match comments {
        [first, own @ ..] if !first.own_line => (vec![Doc::LineEnd(first.text.to_owned())], own),
        _ => (Vec::new(), comments),
    }
}

fn comment(source: &str, token: Token) -> Comment<'_> {
    let own_line = crate::syntax::items::begins_line(source, token.span);
    Comment { start: token.span.start, text: slice(source, token.span).trim_end(), own_line }
}
