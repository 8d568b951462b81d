//! Line breaks that only older YAML knows: U+0085, U+2028 and U+2029.
//!
//! Kubernetes' reader, which is one of YAML 1.1, ends a line at them. To the parser they are characters, so that it would
//! miss what follows a comment on what looks like its line.

use std::borrow::Cow;

/// Those that a text keeps, where the others become spaces or `\n`.
pub(super) const SEPARATORS: [char; 2] = ['\u{2028}', '\u{2029}'];

/// The text with ordinary line breaks in their place, behind spaces for their other bytes, so that all places stay what
/// they are. Inside a text of several lines these spaces may be left at the end of a line.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    // The first bytes of their UTF-8, which few other characters begin with.
    let mut places = memchr::memchr2_iter(0xc2, 0xe2, text.as_bytes());
    if !places.any(|at| text.get(at..).and_then(|rest| rest.chars().next()).and_then(ordinary).is_some()) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        match ordinary(character) {
            Some(end) => plain.push_str(end),
            None => plain.push(character),
        }
    }
    Cow::Owned(plain)
}

/// What ends a line as this does.
const fn ordinary(character: char) -> Option<&'static str> {
    match character {
        '\u{85}' => Some(" \n"),
        '\u{2028}' | '\u{2029}' => Some("  \n"),
        _ => None,
    }
}
