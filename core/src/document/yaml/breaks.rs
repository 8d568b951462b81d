//! Line breaks that only older YAML knows: U+0085, U+2028 and U+2029.
//!
//! Kubernetes' reader, which is one of YAML 1.1, ends a line at them. To the parser they are characters, so that it would
//! miss what follows a comment on what looks like its line.

use std::borrow::Cow;

/// The text with ordinary line breaks in their place, behind spaces for their other bytes, so that all places stay what
/// they are. Inside a text of several lines these spaces may be left at the end of a line.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    // The first bytes of their UTF-8, which most texts have none of.
    if memchr::memchr2(0xc2, 0xe2, text.as_bytes()).is_none() || !text.contains(['\u{85}', '\u{2028}', '\u{2029}']) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace('\u{85}', " \n").replace(['\u{2028}', '\u{2029}'], "  \n"))
}
