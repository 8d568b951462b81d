//! A law file's text with its name, and offsets turned into lines and columns.

use crate::span::{Span, offset};
use std::sync::{Arc, OnceLock};

/// One law file: the name that messages show, and its text.
#[derive(Clone, Debug)]
pub struct Source {
    name: Arc<str>,
    text: Arc<str>,
    /// Where lines start, looked for when a place is first asked for.
    line_starts: Arc<OnceLock<Box<[u32]>>>,
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        (&self.name, &self.text) == (&other.name, &other.text)
    }
}

/// A place in a text, in the units that editors use.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Offset in bytes from the start of the text.
    pub offset: u32,
    /// Offset in UTF-16 code units from the start of the text.
    pub utf16: u32,
}

impl Source {
    /// A source named `name` with `text`.
    #[must_use]
    pub fn new(name: &str, text: &str) -> Self {
        Self::shared(name, text.into())
    }

    /// The same, of a text that others hold too.
    #[must_use]
    pub fn shared(name: &str, text: Arc<str>) -> Self {
        Self { name: name.into(), text, line_starts: Arc::default() }
    }

    /// The name that messages show.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text under `span`, empty where the span does not lie on character borders.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Line, column and UTF-16 offset of a byte offset.
    #[must_use]
    pub fn position(&self, at: u32) -> Position {
        let starts = self.line_starts.get_or_init(|| line_starts(&self.text));
        let line = starts.partition_point(|&start| start <= at).max(1);
        let start = starts.get(line - 1).copied().unwrap_or(0);
        let before = self.text.get(start as usize..at as usize).unwrap_or_default();
        let head = self.text.get(..at as usize).unwrap_or_default();
        Position {
            line: offset(line),
            column: offset(before.chars().count() + 1),
            offset: at,
            utf16: offset(head.encode_utf16().count()),
        }
    }

    /// The text of a line (from 1), without its line break.
    #[must_use]
    pub fn line(&self, line: u32) -> &str {
        self.text.lines().nth(line.saturating_sub(1) as usize).unwrap_or_default()
    }
}

fn line_starts(text: &str) -> Box<[u32]> {
    let breaks = text.bytes().enumerate().filter(|&(_, b)| b == b'\n').map(|(i, _)| offset(i + 1));
    std::iter::once(0).chain(breaks).collect()
}
