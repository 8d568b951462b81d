//! A finding: one rule's objection to one object, and where.

use super::frame::Frame;
use super::verdict::Verdict;
use crate::document::{Position, Source, Span};
use kubelaw_lang::ir::Severity;
use std::sync::Arc;

/// The object that a finding is about.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Subject {
    /// `apps/v1`; empty where the object has none.
    pub api_version: String,
    /// `Deployment`.
    pub kind: String,
    /// The namespace written in the object, or the host's assumed one for a namespaced kind; none for cluster-scoped ones.
    pub namespace: Option<String>,
    /// The name, or the prefix of `generateName`; empty where the object has neither.
    pub name: String,
}

impl std::fmt::Display for Subject {
    /// `Deployment shop/web`, `Namespace shop`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kind = if self.kind.is_empty() { "object" } else { &self.kind };
        let name = if self.name.is_empty() { "<unnamed>" } else { &self.name };
        match &self.namespace {
            Some(namespace) => write!(f, "{kind} {namespace}/{name}"),
            None => write!(f, "{kind} {name}"),
        }
    }
}

/// A place in an input text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Location {
    /// The name that the caller gave the input.
    pub file: Arc<str>,
    /// Which document of the file, from 0; empty ones do not count.
    pub document: u32,
    /// The first character.
    pub start: Position,
    /// The place after the last character.
    pub end: Position,
}

impl Location {
    /// The place of a span in a document of a text, by the document's number.
    pub(crate) fn of(source: &Source, document: u32, span: Span) -> Self {
        let (start, end) = (source.position(span.start), source.position(span.end));
        Self { file: source.name().into(), document, start, end }
    }

    /// The order of places in one input: by file, then offset.
    #[must_use]
    pub fn order(&self) -> (&str, u32, u32) {
        (&self.file, self.start.offset, self.end.offset)
    }
}

/// Another place that a finding talks about, often in another object.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Related {
    /// What is there.
    pub message: String,
    /// The object it is in.
    pub subject: Subject,
    /// The path in that object.
    pub path: String,
    /// Where, if the input was text.
    pub location: Option<Location>,
}

/// A change of text that is part of a fix.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    /// The text to replace; empty where text is inserted.
    pub location: Location,
    /// The new text.
    pub text: String,
}

/// One step of a JSON Patch (RFC 6902).
#[derive(Clone, PartialEq, Debug)]
pub struct PatchStep {
    /// `add`, `replace` or `remove`.
    pub op: &'static str,
    /// A JSON pointer.
    pub path: String,
    /// The value, except for `remove`.
    pub value: Option<serde_json::Value>,
}

/// A change that cures a finding: judged again before it is offered.
#[derive(Clone, PartialEq, Debug)]
pub struct Fix {
    /// What it does, for people.
    pub title: String,
    /// The smallest edits of the text.
    pub edits: Vec<Edit>,
    /// The same for the object.
    pub patch: Vec<PatchStep>,
}

/// One value that decided a condition, as `check --why` shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reason {
    /// The expression as written in the law file.
    pub expression: String,
    /// Its value, or why it has none.
    pub value: String,
}

/// One rule's objection to one object.
#[derive(Clone, PartialEq, Debug)]
pub struct Finding {
    /// The rule's id within its pack.
    pub rule: Arc<str>,
    /// The pack, unless the law file was given alone.
    pub pack: Option<Arc<str>>,
    /// How grave.
    pub severity: Severity,
    /// Fail, undecided or waived.
    pub verdict: Verdict,
    /// The check's message.
    pub message: String,
    /// The object.
    pub subject: Subject,
    /// The path into the object, the missing tail included.
    pub path: String,
    /// The part of the path that does not exist.
    pub missing: Option<String>,
    /// Where, if the input was text.
    pub location: Option<Location>,
    /// Other places.
    pub related: Vec<Related>,
    /// Changes that cure it.
    pub fixes: Vec<Fix>,
    /// Why it has none though its check has fix clauses.
    pub unfixed: Option<String>,
    /// The reason of the waiver, for waived findings.
    pub waiver: Option<String>,
    /// What decided the condition, where the caller asked.
    pub why: Vec<Reason>,
    /// What makes it the same finding when lines have moved: made of rule, object and path, 32 hexadecimal digits.
    pub fingerprint: String,
    /// The source lines around the location, for people; not in JSON, and absent for secret data.
    pub frame: Option<Frame>,
}

impl Finding {
    /// `pack/rule`, or the rule's id alone for a law file without pack.
    #[must_use]
    pub fn identity(&self) -> String {
        super::identity(self.pack.as_deref(), &self.rule)
    }
}

impl std::fmt::Display for Finding {
    /// One line: `web.yaml:7:12: high[pack/rule]: message`, and with the object where there is no text. What the input
    /// says stands in it as it is; [`render`](crate::render) escapes it for terminals.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.location {
            Some(place) => place.fmt(f)?,
            None => self.subject.fmt(f)?,
        }
        let note = if self.verdict == Verdict::Fail { String::new() } else { format!("{}: ", self.verdict) };
        write!(f, ": {}[{}]: {note}{}", self.severity, self.identity(), self.message)
    }
}

impl std::fmt::Display for Location {
    /// `file:line:column`, as editors and terminals link it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.start.line, self.start.column)
    }
}
