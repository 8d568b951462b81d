//! Reports and diagnostics for people and other programs, with one module for each format.

pub mod controls;
pub mod diagnostic;
mod escape;
mod excerpt;
pub mod github;
pub mod gitlab;
#[cfg(test)]
mod hostile;
pub mod junit;
pub mod markdown;
pub mod sarif;
mod style;
pub mod text;

pub use escape::escape;
pub use style::Style;

use crate::report::finding::Finding;
use crate::report::verdict::Verdict;

/// A finding's message in one harmless line, with a word ahead where it could not be decided.
fn message(finding: &Finding) -> String {
    let note = if finding.verdict == Verdict::Undecided { "undecided: " } else { "" };
    format!("{note}{}", escape(&finding.message))
}

/// The object and the path, as `Pod shop/web, spec.containers[0]`.
fn place(finding: &Finding) -> String {
    let subject = escape(&finding.subject.to_string());
    if finding.path.is_empty() { subject } else { format!("{subject}, {}", escape(&finding.path)) }
}

/// A file as a repository names it.
fn relative(file: &str) -> &str {
    file.strip_prefix("./").unwrap_or(file)
}
