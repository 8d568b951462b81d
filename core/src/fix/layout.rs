//! How a text is laid out: its lines, and how its author indents.

use crate::document::{Document, Kind, NodeId, NodeRef, Style};
use memchr::{memchr2, memrchr2};

/// A text to be edited, looked at line by line. Lines end with `\n`, `\r\n` or a lone `\r`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lines<'t> {
    text: &'t str,
}

impl<'t> Lines<'t> {
    pub(super) const fn new(text: &'t str) -> Self {
        Self { text }
    }

    /// The text of a range, empty where the range does not fit.
    pub(super) fn slice(self, from: usize, to: usize) -> &'t str {
        self.text.get(from..to).unwrap_or_default()
    }

    /// Where the line of an offset starts, behind a byte-order mark.
    pub(super) fn start(self, at: usize) -> usize {
        let before = self.slice(0, at);
        let start = memrchr2(b'\n', b'\r', before.as_bytes()).map_or(0, |end| end + 1);
        let mark = self.slice(start, at).starts_with('\u{feff}');
        start + if mark { '\u{feff}'.len_utf8() } else { 0 }
    }

    /// Where the line of an offset ends, before its line break.
    pub(super) fn end(self, at: usize) -> usize {
        let rest = self.slice(at, self.text.len());
        at + memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len())
    }

    /// Where the line after that of an offset starts, or the end of the text.
    pub(super) fn next(self, at: usize) -> usize {
        let end = self.end(at);
        end + self.break_at(end).len()
    }

    /// Whether the line of an offset has no line break.
    pub(super) fn is_last(self, at: usize) -> bool {
        self.end(at) == self.text.len()
    }

    /// The line break at an offset; empty where there is none.
    fn break_at(self, end: usize) -> &'t str {
        let rest = self.slice(end, self.text.len());
        let length = if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with(['\n', '\r'])) };
        rest.get(..length).unwrap_or_default()
    }

    /// The line break to write near an offset: that of its line, else of the line before, else of the first line.
    pub(super) fn line_break(self, at: usize) -> &'t str {
        let own = self.break_at(self.end(at));
        let before = self.slice(0, self.start(at));
        let above = if before.ends_with("\r\n") {
            "\r\n"
        } else {
            before.get(before.len().saturating_sub(1)..).unwrap_or_default()
        };
        let first = self.break_at(self.end(0));
        [own, above, first].into_iter().find(|b| !b.is_empty()).unwrap_or("\n")
    }

    /// How many characters stand before an offset in its line.
    pub(super) fn column(self, at: usize) -> usize {
        self.slice(self.start(at), at).chars().count()
    }

    /// What stands before an offset in its line, if that is space only.
    pub(super) fn indentation(self, at: usize) -> Option<&'t str> {
        let head = self.slice(self.start(at), at);
        head.bytes().all(|byte| matches!(byte, b' ' | b'\t')).then_some(head)
    }

    /// The first offset from here on in the same line that is no space.
    pub(super) fn skip_space(self, at: usize) -> usize {
        let rest = self.slice(at, self.text.len());
        at + rest.len() - rest.trim_start_matches([' ', '\t']).len()
    }
}

/// How the author of a document indents.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Habits {
    /// Columns by which a map is indented below its key.
    pub(super) map: usize,
    /// Columns by which a list is indented below its key; many write it at the key's own column.
    pub(super) list: usize,
}

impl Habits {
    /// Those of most authors.
    const USUAL: Self = Self { map: 2, list: 0 };

    /// What the first nested map and the first list of a document show, looked for from a node on.
    pub(super) fn of(document: &Document, near: NodeId) -> Self {
        if document.root().style() == Style::Flow {
            // In brackets nothing is written by indentation.
            return Self::USUAL;
        }
        let lines = Lines::new(document.source().text());
        let (mut map, mut list) = (None, None);
        let numbers = (near.number()..).chain(0..near.number());
        for number in numbers.take(document.len()) {
            let Some(node) = document.node(NodeId(number % u32::try_from(document.len()).unwrap_or(u32::MAX))) else {
                continue;
            };
            let wanted = match node.kind() {
                Kind::Map => &mut map,
                Kind::List => &mut list,
                _ => continue,
            };
            if wanted.is_none() {
                *wanted = step(node, lines);
            }
            if map.is_some() && list.is_some() {
                break;
            }
        }
        Self { map: map.filter(|step| *step > 0).unwrap_or(Self::USUAL.map), list: list.unwrap_or(Self::USUAL.list) }
    }
}

/// By how many columns a value written by indentation stands behind its key.
fn step(node: NodeRef<'_>, lines: Lines<'_>) -> Option<usize> {
    if node.style() != Style::Block || node.is_by_alias() {
        return None;
    }
    let (key, value) = (node.key_span()?.start as usize, node.span()?.start as usize);
    lines.column(value).checked_sub(lines.column(key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Limits, Symbols, read};
    use std::sync::Arc;

    #[test]
    fn lines_of_every_kind() {
        let lines = Lines::new("a\r\nbc\rd\n  e");
        assert_eq!((lines.start(4), lines.end(4), lines.next(4)), (3, 5, 6));
        assert_eq!((lines.start(0), lines.end(0), lines.next(0)), (0, 1, 3));
        assert_eq!((lines.start(10), lines.next(10), lines.is_last(10)), (8, 11, true));
        assert_eq!([0, 4, 6, 10].map(|at| lines.line_break(at)), ["\r\n", "\r", "\n", "\n"]);
        assert_eq!(lines.indentation(10), Some("  "));
        assert_eq!(lines.indentation(4), None);
        let marked = Lines::new("\u{feff}a: 1");
        assert_eq!((marked.start(4), marked.column(4)), (3, 1));
        assert_eq!(Lines::new("---\n\u{feff}a: 1").start(8), 7);
    }

    #[test]
    fn habits_are_those_of_the_text() {
        let habits = |text: &str| {
            let read = read("x", text.into(), &Arc::new(Symbols::new()), &Limits::default());
            let habits = Habits::of(&read.documents[0], NodeId::ROOT);
            (habits.map, habits.list)
        };
        assert_eq!(habits("a:\n    b: 1\nc:\n  - x\n"), (4, 2));
        assert_eq!(habits("a:\n  b:\n  - x\n"), (2, 0));
        assert_eq!(habits("a: 1\n"), (2, 0));
        assert_eq!(habits("a: {b: [1]}\n"), (2, 0));
    }
}
