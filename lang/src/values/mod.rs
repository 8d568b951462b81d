//! The value types that law text has literals or conversions for.
//!
//! Each is a plain value with a parser, an order and a printed form, and each follows one named specification, so that
//! a law never compares text where Kubernetes compares values. Nothing here knows an object, a kind or a field.

pub mod case;
pub mod decimal;
pub mod duration;
pub mod glob;
pub mod quantity;
pub mod regex_subset;
pub mod shortest;
pub mod version;

pub use duration::Duration;
pub use quantity::Quantity;
pub use regex_subset::RegexError;
pub use version::Version;

/// Whether a text begins with `-`, and what follows that or `+`.
fn signed(text: &str) -> (bool, &str) {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    (text.starts_with('-'), unsigned)
}

/// The digits that a text begins with, and what follows them.
fn leading_digits(text: &str) -> (&str, &str) {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    text.split_at(text.len() - rest.len())
}
