//! The text that documents were read from.

use super::lines::Lines;
use kubelaw_lang::source::Position;
use kubelaw_lang::span::Span;
use std::sync::{Arc, OnceLock};

/// A text and its name. The documents of a stream share one.
#[derive(Debug)]
pub struct Source {
    name: Box<str>,
    text: Arc<str>,
    lines: OnceLock<Lines>,
}

impl Source {
    /// A text under the name that messages call it by (a file name, mostly).
    pub fn new(name: impl Into<Box<str>>, text: Arc<str>) -> Self {
        Self { name: name.into(), text, lines: OnceLock::new() }
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a span, empty where the span does not fit the text.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Line, column and UTF-16 offset of a byte offset.
    pub fn position(&self, offset: u32) -> Position {
        self.lines.get_or_init(|| Lines::new(&self.text)).position(&self.text, offset)
    }
}
