//! Text from inputs made harmless for a terminal, and its width there.

use crate::wire::hides;
use std::fmt::Write;

/// The text with control characters, and characters that reorder or hide text, written as `\u{…}`.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // Most text needs nothing, so what is plain is taken over in one piece.
    while let Some(at) = rest.bytes().position(|byte| !matches!(byte, b' '..=b'~')) {
        let (plain, other) = rest.split_at(at);
        out.push_str(plain);
        let mut chars = other.chars();
        chars.next().map(|c| push(&mut out, c));
        rest = chars.as_str();
    }
    out.push_str(rest);
    out
}

/// Appends one character, escaped; returns how many columns it takes.
pub(crate) fn push(out: &mut String, c: char) -> usize {
    let from = out.len();
    match c {
        ' '..='~' => {
            out.push(c);
            return 1;
        }
        '\t' => out.push_str("    "),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        _ if hides(c) => {
            // Writing to a String cannot fail.
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        }
        _ => {
            out.push(c);
            return width(c);
        }
    }
    out.len() - from
}

/// The columns of a printable character in a terminal.
fn width(c: char) -> usize {
    match u32::from(c) {
        0x300..=0x36f
        | 0x483..=0x489
        | 0x591..=0x5bd
        | 0x610..=0x61a
        | 0x64b..=0x65f
        | 0xe31
        | 0xe34..=0xe3a
        | 0xe47..=0xe4e
        | 0x20d0..=0x20f0
        | 0xfe00..=0xfe0f
        | 0xfe20..=0xfe2f => 0,
        0x1100..=0x115f
        | 0x2e80..=0x303e
        | 0x3041..=0xa4cf
        | 0xac00..=0xd7a3
        | 0xf900..=0xfaff
        | 0xfe30..=0xfe6f
        | 0xff00..=0xff60
        | 0xffe0..=0xffe6
        | 0x1f300..=0x1f64f
        | 0x1f680..=0x1f6ff
        | 0x1f900..=0x1f9ff
        | 0x20000..=0x3fffd => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_and_reordering_are_spelled_out() {
        assert_eq!(escape("a\u{1b}[31m\nb\u{202e}c\td"), "a\\u{1b}[31m\\nb\\u{202e}c    d");
        assert_eq!(escape("ñ 日本 😀"), "ñ 日本 😀");
    }

    #[test]
    fn wide_characters_take_two_columns() {
        let mut out = String::new();
        assert_eq!(push(&mut out, '日'), 2);
        assert_eq!(push(&mut out, 'e'), 1);
        assert_eq!(push(&mut out, '\u{301}'), 0);
        assert_eq!(push(&mut out, '\u{7}'), 5);
    }
}
