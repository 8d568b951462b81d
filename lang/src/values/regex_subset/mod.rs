//! The regular expressions of the language: one subset of RE2 that means the same on every platform.
//!
//! A pattern of the subset has the meaning that Go's `regexp` gives it, with one difference: letters beyond ASCII have
//! no case. Matching is a search for the pattern anywhere in the text, in time linear in the text.
//!
//! | form | meaning |
//! | --- | --- |
//! | `x`, `é` | the character itself; all but `\ . + * ? ( ) \| { [ ^ $` |
//! | `.` | any character but a line feed; with the flag `s` any character |
//! | `[a-z_]`, `[^a-z]` | one of these characters, any other character; also `[[:alpha:]]`, `[[:^digit:]]` |
//! | `\d \w \s`, `\D \W \S` | `[0-9]`, `[0-9A-Za-z_]`, `[\t\n\f\r ]` and their opposites |
//! | `\n \r \t \f \v \a`, `\x7F`, `\x{1F600}` | a character by name or by number |
//! | `\.`, `\/`, … | the ASCII punctuation itself |
//! | `xy`, `x\|y`, `(x)`, `(?:x)`, `(?P<name>x)` | sequence, alternatives, groups |
//! | `x* x+ x? x{n} x{n,} x{n,m}`, followed by `?` for fewest | repetition, at most 1000 in all |
//! | `^ $ \A \z` | the ends of the text; with the flag `m`, `^` and `$` those of a line |
//! | `\b \B` | at, not at the edge of a run of `\w` |
//! | `(?i)`, `(?ims-ims)`, `(?i:x)` | flags: `i` ASCII letters in either case, `m`, `s` |
//!
//! Backreferences, lookaround, Unicode classes and what engines read differently are refused with the place and a way
//! out. An engine never sees a pattern as written but its normal form ([`normalize`]), in which nothing is left that
//! engines disagree on.

mod bracket;
mod class;
mod need;
mod node;
mod parse;
mod render;

pub use need::Need;
use std::fmt;

/// The longest pattern in bytes.
const MAX_LENGTH: usize = 4096;

/// The deepest nesting of groups.
const MAX_DEPTH: usize = 20;

/// The largest repetition, nested ones multiplied.
const MAX_REPEAT: u32 = 1000;

/// The largest program: about one for each character that the pattern, with its repetitions written out, matches.
const MAX_SIZE: usize = 10_000;

/// Why a pattern is refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RegexError {
    /// Where, in bytes from the start of the pattern.
    pub at: usize,
    /// What is wrong and, where there is one, the way out.
    pub message: String,
}

impl fmt::Display for RegexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for RegexError {}

/// The engine that a normal form is for. The two forms differ in how they ask for an ASCII word boundary.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dialect {
    /// The crate `regex`.
    Regex,
    /// The crate `regex-lite`.
    RegexLite,
}

/// Whether the pattern is of the subset.
pub fn check(pattern: &str) -> Result<(), RegexError> {
    parse::parse(pattern).map(|_| ())
}

/// The pattern in the form to give to an engine, which accepts it and finds a match in exactly the same texts as any
/// other engine.
///
/// ```
/// use kubelaw_lang::values::regex_subset::{Dialect, normalize};
///
/// assert_eq!(normalize(r"(?i)^v\d+$", Dialect::Regex).unwrap(), "^[Vv][0-9]+$");
/// assert_eq!(normalize(r"(a)\1", Dialect::Regex).unwrap_err().at, 3);
/// ```
pub fn normalize(pattern: &str, dialect: Dialect) -> Result<String, RegexError> {
    parse::parse(pattern).map(|node| render::render(&node, dialect))
}

/// What a text needs so that the pattern can match in it.
pub fn need(pattern: &str) -> Result<Need, RegexError> {
    parse::parse(pattern).map(|node| Need::of(&node))
}

#[cfg(test)]
mod tests;
