//! Two things that newer YAML forbids and Kubernetes' reader takes: a comment right behind a quote or bracket, and a
//! lone dash in brackets (`args: [-]`).
//!
//! The parser refuses both. The offending bytes are replaced by harmless ones in a copy of the text, of the same
//! length, so that all places stay what they are, and the document is read again. What it holds is taken from the text
//! as written.

use crate::document::error::{Problem, YamlProblem};
use std::borrow::Cow;

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
            _ => return None,
        };
        let (at, from) = (at as usize, from as usize);
        let found = self.text.get(at..)?.strip_prefix(sign)?;
        let taken = match kind {
            Kind::Comment => !self.text.get(..at)?.rsplit('\n').next()?.starts_with('%'),
            Kind::Dash => found.starts_with([',', ']', '}']),
        };
        let affordable = at.saturating_sub(from) <= self.left;
        (taken && affordable).then_some(Mend { kind, at, from })
    }

    pub(crate) fn mend(&mut self, mend: Mend) {
        self.left = self.left.saturating_sub(mend.at.saturating_sub(mend.from));
        let rest = self.text.get(mend.at..).unwrap_or_default();
        let (length, put) = match mend.kind {
            Kind::Comment => (rest.find(['\n', '\r']).unwrap_or(rest.len()), " "),
            Kind::Dash => (1, "x"),
        };
        self.text.to_mut().replace_range(mend.at..mend.at + length, &put.repeat(length));
    }
}
