//! Tabs that Kubernetes' reader refuses and newer YAML takes: in the indentation of a line, also of one that holds a
//! comment or nothing else, behind the dash of an item or the `?` or `:` that starts a line, and where a text block has yet
//! to say how far it is indented.

use granit_parser::{ScalarStyle, TokenType};
use kubelaw_lang::span::Span;

/// The tabs of a text, from the first that no token has passed yet.
pub(super) struct Tabs {
    next: u32,
}

/// What was read before a token.
#[derive(Clone, Copy)]
pub(super) struct Before {
    /// Where the last value ends.
    pub(super) value: u32,
    pub(super) in_brackets: bool,
}

impl Tabs {
    pub(super) fn from(text: &str, offset: u32) -> Self {
        Self { next: next(text, offset) }
    }

    /// Whether one stands before the end of a token.
    #[inline]
    pub(super) const fn are_before(&self, end: u32) -> bool {
        self.next < end
    }

    /// The first that is refused, before the token or in it.
    #[cold]
    pub(super) fn refused(&mut self, text: &str, token: &TokenType<'_>, span: Span, before: Before) -> Option<u32> {
        let is_apart = self.next < span.start && !before.in_brackets;
        self.next = next(text, span.end);
        let apart = if is_apart { between(text, before.value, span.start) } else { None };
        match token {
            TokenType::Scalar(ScalarStyle::Literal | ScalarStyle::Folded, _) => {
                apart.or_else(|| in_block_scalar(text, span, before))
            }
            _ => apart,
        }
    }
}

fn next(text: &str, from: u32) -> u32 {
    let rest = text.as_bytes().get(from as usize..).unwrap_or_default();
    memchr::memchr(b'\t', rest).map_or(u32::MAX, |at| offset(from as usize + at))
}

/// The first that is refused between the end of a value and a token.
fn between(text: &str, start: u32, end: u32) -> Option<u32> {
    // A text block ends in the indentation of the line that is no part of it.
    let above = text.get(..start as usize)?.trim_end_matches(' ');
    let between = text.get(above.len()..end as usize)?;
    // Where a text without quotes may go on, spaces before the tab suffice.
    let mut starts_line = above.is_empty() || above.ends_with(['\n', '\r']);
    let mut may_go_on = !starts_line && !above.ends_with(['"', '\'', ']', '}']);
    let mut at = above.len();
    for line in between.split_inclusive(['\n', '\r']) {
        let (signs, content) = split(line, |sign| matches!(sign, ' ' | '-' | '?' | ':'));
        let is_taken = may_go_on && !signs.is_empty() && signs.trim().is_empty();
        let is_refused = starts_line && !is_taken || signs.contains(['-', '?']);
        if is_refused && content.starts_with('\t') {
            return Some(offset(at + signs.len()));
        }
        may_go_on &= line.trim().is_empty();
        starts_line = true;
        at += line.len();
    }
    None
}

/// The characters of a sort that a line starts with, and the rest.
fn split(line: &str, sort: impl Fn(char) -> bool) -> (&str, &str) {
    let rest = line.trim_start_matches(sort);
    line.split_at(line.len() - rest.len())
}

/// The first that is refused in a text block, which ends with a token.
fn in_block_scalar(text: &str, span: Span, before: Before) -> Option<u32> {
    let from = before.value as usize;
    let raw = text.get(from..span.end as usize)?;
    let head = raw.find(['|', '>'])?;
    let mut indentation = None;
    let mut at = from + head;
    for (number, line) in raw.get(head..)?.split_inclusive('\n').enumerate() {
        let (spaces, content) = split(line, |sign| sign == ' ');
        let spaces = spaces.len();
        if number == 0 {
            let signs = content.split([' ', '\t', '#']).next().unwrap_or_default();
            if signs.contains(|sign: char| sign.is_ascii_digit()) {
                return None;
            }
        } else if content.starts_with('\t') && indentation.is_none_or(|indentation| spaces < indentation) {
            return Some(offset(at + spaces));
        } else if !content.trim_end_matches(['\n', '\r']).is_empty() {
            indentation = indentation.or(Some(spaces));
        }
        at += line.len();
    }
    None
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
