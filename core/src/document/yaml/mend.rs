//! Four things that newer YAML forbids and Kubernetes' reader takes: a comment right behind a quote or bracket, a
//! lone dash in brackets (`args: [-]`), a single quote that is escaped inside double ones (`"\'"`), and a byte-order mark
//! right behind the `---` that ends the document above: what comes of files that were joined.
//!
//! The parser refuses them. The offending bytes are replaced by harmless ones in a copy of the text, of the same
//! length, so that all places stay what they are, and the document is read again. What it holds is taken from the text
//! as written.

use crate::document::error::{Problem, YamlProblem};
use std::borrow::Cow;

/// What an escaped single quote is for the parser: `\P`, a separator of paragraphs.
pub(super) const APOSTROPHE: char = '\u{2029}';

/// A text whose documents the parser takes.
pub(crate) struct Mended<'t> {
    text: Cow<'t, str>,
    /// How many bytes may still be read again, so that a text full of these takes no quadratic time.
    left: usize,
}

/// A place to mend.
#[derive(Clone, Copy)]
pub(crate) struct Mend {
    kind: Kind,
    at: usize,
    /// Where the document that fails starts.
    pub(crate) from: usize,
}

#[derive(Clone, Copy)]
enum Kind {
    Comment,
    Dash,
    Mark,
    Apostrophe,
}

impl<'t> Mended<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text: Cow::Borrowed(text), left: text.len().saturating_mul(4).saturating_add(1 << 16) }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// What can be done about a problem at an offset, in the document that starts at another.
    pub(crate) fn remedy(&self, problem: &Problem, at: u32, from: u32) -> Option<Mend> {
        let (kind, sign) = match problem {
            Problem::Yaml(YamlProblem::CommentNotApart) => (Kind::Comment, '#'),
            Problem::Yaml(YamlProblem::LoneDash) => (Kind::Dash, '-'),
            Problem::Yaml(YamlProblem::MarkInside) => (Kind::Mark, '\u{feff}'),
            Problem::Yaml(YamlProblem::StrangeEscape) => (Kind::Apostrophe, '"'),
            _ => return None,
        };
        let (at, from) = (at as usize, from as usize);
        let found = self.text.get(at..)?.strip_prefix(sign)?;
        let taken = match kind {
            Kind::Comment => !self.text.get(..at)?.rsplit('\n').next()?.starts_with('%'),
            Kind::Dash => found.starts_with([',', ']', '}']),
            Kind::Mark => begins_document(self.text.get(..at)?),
            Kind::Apostrophe => {
                let inside = within_quotes(found);
                let others = ["\u{2029}", "\\P", "\\u2029", "\\U00002029"];
                apostrophes(inside).next().is_some() && !others.iter().any(|other| inside.contains(other))
            }
        };
        let affordable = at.saturating_sub(from) <= self.left;
        (taken && affordable).then_some(Mend { kind, at, from })
    }

    pub(crate) fn mend(&mut self, mend: Mend) {
        self.left = self.left.saturating_sub(mend.at.saturating_sub(mend.from));
        let rest = self.text.get(mend.at..).unwrap_or_default();
        let put = match mend.kind {
            Kind::Comment => " ".repeat(rest.find(['\n', '\r']).unwrap_or(rest.len())).into(),
            Kind::Dash => Cow::Borrowed("x"),
            // As long as the mark: a comment is the one line that may stand below anything.
            Kind::Mark => Cow::Borrowed("# \n"),
            Kind::Apostrophe => {
                let inside = within_quotes(rest.get(1..).unwrap_or_default());
                let mut put = inside.to_owned();
                apostrophes(inside).for_each(|at| put.replace_range(at..at + 2, "\\P"));
                format!("\"{put}").into()
            }
        };
        self.text.to_mut().replace_range(mend.at..mend.at + put.len(), &put);
    }
}

/// Whether a document begins behind a text as Kubernetes' reader splits them: at the line below a `---` that ends something.
fn begins_document(before: &str) -> bool {
    let is_idle = |text: &str| text.trim_start().is_empty() || text.trim_start().starts_with('#');
    let is_marker = |line: &str| line.strip_prefix("---").is_some_and(is_idle);
    let mut above = before.lines().rev();
    before.ends_with('\n') && above.next().is_some_and(is_marker) && above.next().is_some_and(|line| !is_marker(line))
}

/// What stands before the quote that closes a text in double quotes.
fn within_quotes(text: &str) -> &str {
    let mut is_escaped = false;
    let closes = |byte: u8| {
        let closes = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        closes
    };
    let end = text.bytes().position(closes).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// Where single quotes are escaped inside double ones.
fn apostrophes(inside: &str) -> impl Iterator<Item = usize> {
    let mut escape = None;
    inside.bytes().enumerate().filter_map(move |(at, byte)| {
        let escaped_by = escape.take();
        if byte == b'\\' && escaped_by.is_none() {
            escape = Some(at);
        }
        escaped_by.filter(|_| byte == b'\'')
    })
}
