//! The few source characters that a message shows, cut out while the text is at hand, so that a report need not keep it.

use memchr::{memchr2, memrchr2};
use std::ops::Range;

/// How many characters of a line are kept on each side of the marked part.
const MARGIN: usize = 80;
/// How many characters of the marked part are kept.
const WIDTH: usize = 120;

/// A source line with the marked part, cut where the line is very long.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Frame {
    /// The line's number, from 1.
    pub line: u32,
    /// The text shown, without line break.
    pub text: String,
    /// How many characters of `text` stand before the marked part.
    pub before: usize,
    /// How many characters are marked; at least 1.
    pub marked: usize,
    /// Whether text was left out at the start of the line.
    pub cut_start: bool,
    /// Whether text was left out at the end of the line.
    pub cut_end: bool,
    /// How many more lines the marked part has.
    pub more_lines: u32,
}

impl Frame {
    /// The frame of a range of bytes in `text`, from the first of `lines` to the last; of a range over several lines, the
    /// part in the first.
    #[must_use]
    pub fn cut(text: &str, place: Range<u32>, lines: Range<u32>) -> Self {
        let at = (place.start as usize).min(text.len());
        let stop = (place.end as usize).clamp(at, text.len());
        let head = text.get(..at).unwrap_or_default();
        let tail = text.get(at..).unwrap_or_default();
        // Lines may be as long as the text, so nothing beyond the margins is counted.
        let line_head =
            head.get(memrchr2(b'\n', b'\r', head.as_bytes()).map_or(0, |end| end + 1)..).unwrap_or_default();
        let line_tail = tail.get(..memchr2(b'\n', b'\r', tail.as_bytes()).unwrap_or(tail.len())).unwrap_or_default();
        let marked = line_tail.get(..(stop - at).min(line_tail.len())).unwrap_or_default();
        let marked_here = marked.chars().take(WIDTH).count();
        let skipped = line_head.char_indices().rev().nth(MARGIN - 1).map_or(0, |(start, _)| start);
        let shown = line_tail.char_indices().nth(marked_here + MARGIN).map_or(line_tail.len(), |(end, _)| end);
        let (before, after) =
            (line_head.get(skipped..).unwrap_or_default(), line_tail.get(..shown).unwrap_or_default());
        Self {
            line: lines.start,
            text: [before, after].concat(),
            before: before.chars().count(),
            marked: marked_here.max(1),
            cut_start: skipped > 0,
            cut_end: shown < line_tail.len(),
            more_lines: lines.end.saturating_sub(lines.start),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kubelaw_lang::source::Source;

    fn frame(text: &str, start: u32, end: u32) -> Frame {
        let source = Source::new("x", text);
        Frame::cut(text, start..end, source.position(start).line..source.position(end).line)
    }

    #[test]
    fn marks_characters_not_bytes() {
        let f = frame("a: 1\nñandú: öl\r\nb: 2\n", 14, 17);
        assert_eq!((f.line, f.text.as_str(), f.before, f.marked), (2, "ñandú: öl", 7, 2));
    }

    #[test]
    fn cuts_very_long_lines() {
        let text = format!("{}mark{}", "x".repeat(500), "y".repeat(500));
        let f = frame(&text, 500, 504);
        assert_eq!((f.before, f.marked, f.cut_start, f.cut_end), (80, 4, true, true));
        assert_eq!(f.text.chars().count(), 164);
    }

    #[test]
    fn shows_the_first_of_several_lines() {
        let f = frame("a:\n  b: |\n    c\n    d\ne: 1\n", 8, 20);
        assert_eq!((f.line, f.before, f.marked, f.more_lines), (2, 5, 1, 2));
    }

    #[test]
    fn an_empty_range_marks_one_column() {
        let f = frame("", 0, 0);
        assert_eq!((f.line, f.marked), (1, 1));
    }
}
