//! The comments that speak to kubelaw, found without asking the parser for every comment.

use super::tree::{Document, Kind, NO_PLACE};
use kubelaw_lang::span::Span;
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// What such a comment holds.
static MARK: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("kubelaw:".as_bytes()));

/// The marks of a text that are not given to a document yet.
pub(crate) struct Comments<'t> {
    text: &'t str,
    marks: std::iter::Peekable<std::vec::IntoIter<usize>>,
}

impl<'t> Comments<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        let marks: Vec<usize> = MARK.find_iter(text.as_bytes()).collect();
        Self { text, marks: marks.into_iter().peekable() }
    }

    /// Gives a document its comments: those before this offset that no earlier document has.
    pub(crate) fn attach(&mut self, mut document: Document, before: u32) -> Document {
        if self.marks.peek().is_none() {
            return document;
        }
        let scalars = scalars(&document);
        let mut comments: Vec<Span> = Vec::new();
        while let Some(mark) = self.marks.next_if(|mark| *mark < before as usize) {
            let Some(comment) = self.comment(mark, &scalars) else { continue };
            if comments.last() != Some(&comment) {
                comments.push(comment);
            }
        }
        document.comments = comments.into();
        document
    }

    /// The comment around a mark, from its `#` to the end of its line, if the mark stands in one.
    fn comment(&self, mark: usize, scalars: &[Span]) -> Option<Span> {
        let line_start = self.text.get(..mark)?.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let line = self.text.get(line_start..)?;
        let line = line.split(['\n', '\r']).next()?;
        let before = line.get(..mark - line_start)?;
        let hash = before.match_indices('#').map(|(at, _)| at).find(|at| {
            let apart =
                before.get(..*at).is_some_and(|left| left.is_empty() || left.ends_with([' ', '\t', '\u{feff}']));
            apart && !is_inside(scalars, line_start + at)
        })?;
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Some(Span::new(offset(line_start + hash), offset(line_start + line.len())))
    }
}

/// The spans of all keys and scalars in the order of the text, without those that aliases repeat.
fn scalars(document: &Document) -> Vec<Span> {
    let mut spans = Vec::with_capacity(document.nodes.len() * 2);
    for (node, place) in document.nodes.iter().zip(document.places()) {
        if place.key != NO_PLACE {
            spans.push(place.key);
        }
        if !matches!(node.kind, Kind::List | Kind::Map) {
            spans.push(place.value);
        }
    }
    spans.sort_unstable();
    spans
}

/// Whether an offset is inside one of the spans, which do not overlap.
fn is_inside(spans: &[Span], at: usize) -> bool {
    let after = spans.partition_point(|span| span.start as usize <= at);
    after.checked_sub(1).and_then(|before| spans.get(before)).is_some_and(|span| at < span.end as usize)
}
