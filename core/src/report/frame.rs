//! The few source characters that a message shows, cut out while the text is at hand, so that a report need not keep it.

use std::ops::Range;

/// How many characters of a line are kept on each side of the marked part.
const MARGIN: usize = 80;
/// How many characters of the marked part are kept.
const WIDTH: usize = 120;

/// A source line with the marked part, cut where the line is very long.
#[derive(Clone, PartialEq, Eq, Debug)]
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
        let marked = text.get(at..stop).unwrap_or_default();
        let tail = text.get(at..).unwrap_or_default();
        let line_head = head.rsplit(['\n', '\r']).next().unwrap_or_default();
        let line_tail = tail.split(['\n', '\r']).next().unwrap_or_default();
        let marked_here = marked.split(['\n', '\r']).next().unwrap_or_default().chars().count();
        let head_length = line_head.chars().count();
        let tail_length = line_tail.chars().count();
        let skipped = head_length.saturating_sub(MARGIN);
        let shown = (marked_here.min(WIDTH) + MARGIN).min(tail_length);
        let text: String = line_head.chars().skip(skipped).chain(line_tail.chars().take(shown)).collect();
        Self {
            line: lines.start,
            text,
            before: head_length - skipped,
            marked: marked_here.clamp(1, WIDTH),
            cut_start: skipped > 0,
            cut_end: shown < tail_length,
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
