//! Reports and diagnostics as JSON: one form, with the same bytes from every binding.
//!
//! Keys are in a fixed order, and absent values are `null`. Lines and columns count from 1, offsets and documents from 0.

mod diagnostic;
mod form;
mod input;
mod options;
mod project;
#[cfg(feature = "yaml")]
mod proof;
mod report;
mod waivers;

pub use diagnostic::diagnostics;
pub use form::FormError;
pub use input::{check, check_text, fix, passes};
pub use options::{OptionsError, diagnose, engine, engine_over, format};
#[cfg(feature = "yaml")]
pub use proof::{prove, prove_cases};
pub use report::report;

use kubelaw_lang::source::Position;
use serde::Serialize;
use std::fmt::Write as _;

/// The version of the JSON form.
pub const VERSION: u32 = 1;

/// A place in a text.
#[derive(Serialize)]
struct WirePosition {
    line: u32,
    column: u32,
    offset: u32,
    utf16: u32,
}

impl From<Position> for WirePosition {
    fn from(p: Position) -> Self {
        Self { line: p.line, column: p.column, offset: p.offset, utf16: p.utf16 }
    }
}

/// JSON text of a value that is made of texts, numbers, lists and records only, so that writing it cannot fail. What
/// would hide or reorder text where somebody looks at it is written as `\u202e`.
fn write(value: &impl Serialize) -> String {
    let text = serde_json::to_string(value).unwrap_or_default();
    let is_plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if is_plain || !text.chars().any(hides) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if hides(c) {
            // Writing to a String cannot fail.
            let _ = c.encode_utf16(&mut [0; 2]).iter().try_for_each(|unit| write!(out, "\\u{unit:04x}"));
        } else {
            out.push(c);
        }
    }
    out
}

/// Characters that are invisible, change the direction of what follows, or control a terminal.
pub(crate) fn hides(c: char) -> bool {
    c.is_control()
        || matches!(u32::from(c), 0xad | 0x61c | 0x180e | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0xfeff
            | 0xfff9..=0xfffb | 0xe0000..=0xe007f)
}

#[cfg(test)]
mod tests {
    use super::write;

    #[test]
    fn what_hides_or_reorders_text_is_escaped_and_read_back() {
        let text = "a\u{202e}b\u{e0041}\u{7f}日\u{200b}\n";
        let written = write(&text);
        assert_eq!(written, "\"a\\u202eb\\udb40\\udc41\\u007f日\\u200b\\n\"");
        assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
    }
}
