//! Byte offsets to lines and columns, worked out once a text and only when somebody asks.

use kubelaw_lang::source::Position;
use memchr::memchr2_iter;

/// Where the lines of a text begin. A line ends with `\n`, `\r\n` or a lone `\r`, as in YAML.
#[derive(Clone, Debug)]
pub(crate) struct Lines {
    starts: Vec<Start>,
}

#[derive(Clone, Copy, Debug)]
struct Start {
    offset: u32,
    utf16: u32,
}

const BYTE_ORDER_MARK: char = '\u{feff}';

impl Lines {
    pub(crate) fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![Start { offset: 0, utf16: 0 }];
        let (mut from, mut utf16) = (0, 0);
        for end in memchr2_iter(b'\n', b'\r', bytes).map(|at| at + 1) {
            if bytes.get(end - 1..=end) == Some(b"\r\n") {
                continue;
            }
            utf16 += bytes.get(from..end).map_or(0, units);
            from = end;
            starts.push(Start { offset: u32::try_from(end).unwrap_or(u32::MAX), utf16 });
        }
        Self { starts }
    }

    /// The position of a byte offset; one inside a character or behind the end counts as the nearest place before it. A
    /// byte-order mark takes no column.
    pub(crate) fn position(&self, text: &str, offset: u32) -> Position {
        let mut offset = (offset as usize).min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let offset = u32::try_from(offset).unwrap_or(u32::MAX);
        let index = self.starts.partition_point(|start| start.offset <= offset).saturating_sub(1);
        let start = self.starts.get(index).copied().unwrap_or(Start { offset: 0, utf16: 0 });
        let before = text.get(start.offset as usize..offset as usize).unwrap_or_default();
        // Most lines are ASCII, where a byte is a character.
        let (characters, units) = if before.is_ascii() {
            (before.len(), before.len())
        } else {
            (before.chars().count(), before.chars().map(char::len_utf16).sum())
        };
        let utf16 = start.utf16.saturating_add(u32::try_from(units).unwrap_or(u32::MAX));
        let mut column = u32::try_from(characters).unwrap_or(u32::MAX).saturating_add(1);
        if index == 0 && before.starts_with(BYTE_ORDER_MARK) {
            column -= 1;
        }
        Position { line: u32::try_from(index + 1).unwrap_or(u32::MAX), column, offset, utf16 }
    }
}

/// How many UTF-16 code units some UTF-8 takes: those of a character are counted at its first byte.
fn units(line: &[u8]) -> u32 {
    // Most lines are ASCII, where a byte is a unit.
    if line.is_ascii() {
        return u32::try_from(line.len()).unwrap_or(u32::MAX);
    }
    let of = |byte: &u8| match byte {
        0x80..=0xbf => 0,
        0xf0..=0xff => 2,
        _ => 1,
    };
    line.iter().map(of).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, offset: u32) -> (u32, u32, u32) {
        let position = Lines::new(text).position(text, offset);
        (position.line, position.column, position.utf16)
    }

    #[test]
    fn columns_are_characters_and_utf16_are_code_units() {
        let text = "a: é\nb: 😀x\n";
        assert_eq!(at(text, 0), (1, 1, 0));
        assert_eq!(at(text, 5), (1, 5, 4), "the line break after a two-byte character");
        assert_eq!(at(text, 6), (2, 1, 5));
        assert_eq!(at(text, 13), (2, 5, 10), "after a character of two UTF-16 units");
        assert_eq!(at(text, 11), at(text, 9), "inside a character");
        assert_eq!(at(text, 900), (3, 1, 12));
    }

    #[test]
    fn every_line_break_counts_once() {
        assert_eq!(at("a\r\nb\rc\nd", 3), (2, 1, 3));
        assert_eq!(at("a\r\nb\rc\nd", 5), (3, 1, 5));
        assert_eq!(at("a\r\nb\rc\nd", 7), (4, 1, 7));
        assert_eq!(at("a\r\nb", 2), (1, 3, 2));
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        assert_eq!(at("\u{feff}a", 3), (1, 1, 1));
        assert_eq!(at("\u{feff}a\nb", 5), (2, 1, 3));
    }
}
