//! A finding: one rule's objection to one object, and where.

use super::frame::Frame;
use super::verdict::Verdict;
use crate::document::{Position, Source, Span};
use kubelaw_lang::ir::Severity;
use std::sync::Arc;

/// The object that a finding is about.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
#[non_exhaustive]
pub struct Subject {
    /// Such as `apps/v1`; empty if the object has none.
    pub api_version: String,
    /// Such as `Deployment`.
    pub kind: String,
    /// The namespace of the object. If a namespaced object names none, the one that the host assumes; `None` for
    /// cluster-scoped objects.
    pub namespace: Option<String>,
    /// The name, or the value of `generateName`; empty if the object has neither.
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
#[non_exhaustive]
pub struct Location {
    /// The name that the caller gave the input.
    pub file: Arc<str>,
    /// The number of the document in the file, from 0; empty documents do not count.
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

/// Another place that has to do with a finding, often in another object.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Related {
    /// What is there.
    pub message: String,
    /// The object it is in.
    pub subject: Subject,
    /// The path in that object.
    pub path: String,
    /// The place in the text, if the input was text.
    pub location: Option<Location>,
}

/// A change of text that is part of a fix.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Edit {
    /// The text to replace; empty where text is inserted.
    pub location: Location,
    /// The new text.
    pub text: String,
}

/// One step of a JSON Patch (RFC 6902).
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub struct PatchStep {
    /// `add`, `replace` or `remove`.
    pub op: &'static str,
    /// A JSON Pointer (RFC 6901).
    pub path: String,
    /// The value, except for `remove`.
    pub value: Option<serde_json::Value>,
}

/// A change that removes the finding. It was tried before it is offered.
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub struct Fix {
    /// A description for people, such as `remove spec.hostNetwork`.
    pub title: String,
    /// The smallest edits of the text; empty if the input was not text.
    pub edits: Vec<Edit>,
    /// The same change of the object, as a JSON Patch.
    pub patch: Vec<PatchStep>,
}

/// One value that decided a condition, as `check --why` shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Reason {
    /// The expression as written in the law file.
    pub expression: String,
    /// Its value, or why it has none.
    pub value: String,
}

/// One rule's objection to one object.
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub struct Finding {
    /// The rule's id within its pack.
    pub rule: Arc<str>,
    /// The pack, unless the law file was given alone.
    pub pack: Option<Arc<str>>,
    /// The severity of the rule.
    pub severity: Severity,
    /// [`Verdict::Fail`], [`Verdict::Undecided`] or [`Verdict::Waived`].
    pub verdict: Verdict,
    /// The message of the check.
    pub message: String,
    /// The object that the finding is about.
    pub subject: Subject,
    /// The path in the object, such as `spec.containers[0].image`. It includes the part that is missing.
    pub path: String,
    /// The part of the path that does not exist.
    pub missing: Option<String>,
    /// The place in the text, if the input was text.
    pub location: Option<Location>,
    /// Other places that have to do with the finding.
    pub related: Vec<Related>,
    /// Changes that remove the finding, if the engine was built with [`crate::EngineBuilder::fixes`].
    pub fixes: Vec<Fix>,
    /// Why there is no fix, although the check has fix clauses.
    pub unfixed: Option<String>,
    /// The reason of the waiver, for waived findings.
    pub waiver: Option<String>,
    /// What decided the condition, if the engine was built with [`crate::EngineBuilder::explain`].
    pub why: Vec<Reason>,
    /// An identifier that stays the same when lines move: a hash of rule, object and path, in 32 hexadecimal digits.
    pub fingerprint: String,
    /// The source line of the location, for people. It is not part of the JSON form, and absent for secret data.
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
    /// One line: `web.yaml:7:12: high[pack/rule]: message`. Without a text, the object stands in place of the file. Text from
    /// the input is not escaped; [`render`](crate::render) escapes it for terminals.
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
