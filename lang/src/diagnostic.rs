//! Messages about law text: a code, what is wrong, where, and what to do.

use crate::codes::{self, Code};
use crate::limits::MAX_ERRORS;
use crate::span::Span;

/// How grave a diagnostic is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Level {
    /// The law file compiles; the author should look.
    Warning,
    /// The item does not compile.
    Error,
}

/// A place that a diagnostic talks about, with what it is to the message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there; may be empty for the primary label.
    pub message: String,
}

/// A change of law text that a diagnostic proposes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Replacement {
    /// The text to replace.
    pub span: Span,
    /// The new text.
    pub text: String,
}

/// A message about law text.
///
/// Messages are lowercase sentences without a final period, user text in backticks; `help` is an action.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// The numbered code, documented by `kubelaw explain`.
    pub code: Code,
    /// Error or warning.
    pub level: Level,
    /// What was expected and what was found.
    pub message: String,
    /// The primary place first.
    pub labels: Vec<Label>,
    /// What to do about it.
    pub help: Option<String>,
    /// Edits that would do it.
    pub fixes: Vec<Replacement>,
}

impl Diagnostic {
    /// A diagnostic of `code` at `span`; the code says whether it is an error or a warning.
    #[must_use]
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            level: code.level(),
            message: message.into(),
            labels: vec![Label { span, message: String::new() }],
            help: None,
            fixes: Vec::new(),
        }
    }

    /// The same with an action.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same with a second place.
    #[must_use]
    pub fn label(mut self, span: Span, message: impl Into<String>) -> Self {
        self.labels.push(Label { span, message: message.into() });
        self
    }

    /// The same with a proposed edit.
    #[must_use]
    pub fn replace(mut self, span: Span, text: impl Into<String>) -> Self {
        self.fixes.push(Replacement { span, text: text.into() });
        self
    }

    /// The same with what to write at a place.
    pub(crate) fn write(self, span: Span, right: impl Into<String>) -> Self {
        let right = right.into();
        self.help(format!("write `{right}`")).replace(span, right)
    }

    /// The same with what is too much.
    pub(crate) fn remove(self, span: Span) -> Self {
        self.help("remove it").replace(span, "")
    }

    /// The same with the name that is likely meant at a place.
    pub(crate) fn did_you_mean(self, span: Span, near: impl Into<String>) -> Self {
        let near = near.into();
        self.help(format!("did you mean `{near}`?")).replace(span, near)
    }

    /// The primary place.
    #[must_use]
    pub fn span(&self) -> Span {
        self.labels.first().map_or_else(Span::default, |label| label.span)
    }

    /// The same with only the first errors, and one that says how many others there are.
    pub(crate) fn bounded(mut all: Vec<Self>) -> Vec<Self> {
        let mut errors = 0;
        let mut first_hidden = None;
        all.retain(|diagnostic| {
            errors += usize::from(diagnostic.level == Level::Error);
            let kept = diagnostic.level == Level::Warning || errors <= MAX_ERRORS;
            if !kept {
                first_hidden.get_or_insert(diagnostic.span());
            }
            kept
        });
        if let Some(span) = first_hidden {
            let more = errors - MAX_ERRORS;
            let message = format!("{more} more error{} from here on", if more == 1 { "" } else { "s" });
            all.push(Self::new(codes::MORE_ERRORS, span, message).help("mend the first ones: others may come of them"));
            all.sort_by_key(Self::span);
        }
        all
    }
}
