//! Abstract syntax to canonical law text.
//!
//! The text is laid out within a width, whatever the author's line breaks were. Comments and single empty lines between
//! clauses and items are kept; formatting twice changes nothing.

mod comments;
mod doc;
mod expr;
mod item;
mod literal;
#[cfg(test)]
mod tests;

use super::ast::File;
use super::parser::parse;
use crate::diagnostic::Diagnostic;
use crate::source::Source;
use comments::Comments;
pub use literal::written_regex;

/// The state of printing a file.
struct Printer<'t> {
    comments: Comments<'t>,
    /// Whether the tree was read from a text, whose empty lines are kept.
    has_text: bool,
}

/// Formats a law file.
///
/// Comments and meaning are kept. A file that cannot be read is not formatted: the result is its diagnostics.
pub fn format(source: &Source) -> Result<String, Vec<Diagnostic>> {
    let parsed = parse(source);
    if !parsed.diagnostics.is_empty() {
        return Err(parsed.diagnostics);
    }
    let formatted = reformat(source, &parsed.file);
    // An author's file is never given a meaning that it did not have.
    let again = parse(&Source::new(source.name(), &formatted));
    let same = again.diagnostics.is_empty() && print(&again.file) == print(&parsed.file);
    Ok(if same { formatted } else { source.text().to_owned() })
}

/// The text of a file that was read from `source`, with the comments of the latter.
fn reformat(source: &Source, file: &File) -> String {
    Printer { comments: Comments::of(source.text()), has_text: true }.file(file)
}

/// Prints a file from its tree, in canonical form; parentheses are added where the tree needs them.
#[must_use]
pub fn print(file: &File) -> String {
    Printer { comments: Comments::of(""), has_text: false }.file(file)
}
