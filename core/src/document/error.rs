//! Errors and warnings about the text of an input.

use super::parts::BuildError;
use super::source::Source;
use super::tree::Kind;
use kubelaw_lang::span::Span;
use std::sync::Arc;
use thiserror::Error;

/// A document cannot be read. The rest of its text is still read if possible.
#[derive(Clone, Debug, Error)]
#[error("{problem}")]
pub struct ReadError {
    /// What is wrong.
    pub problem: Problem,
    /// The place where reading failed.
    pub span: Span,
    /// The text.
    pub input: Arc<Source>,
}

/// Why a document cannot be read.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum Problem {
    /// The text is not JSON.
    #[error(transparent)]
    Json(#[from] JsonProblem),
    /// The text is not YAML, or is YAML that Kubernetes refuses.
    #[error(transparent)]
    Yaml(#[from] YamlProblem),
    /// The document is beyond a limit.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// The text is too long.
    #[error("the text is longer than {limit} bytes")]
    TooLong {
        /// The limit in force.
        limit: usize,
    },
}

impl Problem {
    /// Whether the text is no JSON at all, so that it may be something else.
    pub(crate) const fn is_json_syntax(&self) -> bool {
        matches!(self, Self::Json(problem) if !matches!(problem, JsonProblem::NumberOutOfRange))
    }

    /// Whether JSON has no such key or value, and YAML may: texts without quotes, and templates.
    #[cfg(feature = "yaml")]
    pub(crate) fn is_of_yaml(&self) -> bool {
        match self {
            Self::Json(JsonProblem::Unexpected { expected, .. }) => {
                expected.starts_with("a key") || expected.starts_with("a value")
            }
            Self::Json(JsonProblem::BadNumber) => true,
            _ => false,
        }
    }
}

/// What is wrong with a JSON text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum JsonProblem {
    /// Something other than this was expected.
    #[error("expected {expected}, found `{found}`")]
    Unexpected {
        /// What could have stood here.
        expected: &'static str,
        /// What stands here.
        found: char,
    },
    /// The text ends too early.
    #[error("expected {expected}, found the end of the text")]
    UnexpectedEnd {
        /// What could have stood here.
        expected: &'static str,
    },
    /// A string is not closed before the text ends.
    #[error("the string has no closing quote")]
    UnclosedString,
    /// A string has a control character that is not escaped.
    #[error("a control character in a string must be written as an escape")]
    ControlCharacter,
    /// A backslash does not begin an escape of JSON.
    #[error("expected an escape after the backslash: one of \" \\ / b f n r t, or u and four hexadecimal digits")]
    BadEscape,
    /// A number is not in the notation of JSON.
    #[error("not a number as JSON writes them")]
    BadNumber,
    /// A number is too large for 64-bit floating point.
    #[error("the number is out of range")]
    NumberOutOfRange,
}

/// What is wrong with a YAML text.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum YamlProblem {
    /// The text does not follow the grammar of YAML.
    #[error("{explanation}")]
    Syntax {
        /// In which way.
        explanation: Box<str>,
    },
    /// A comment follows a quote or bracket without a space, in a text so full of them that they are not mended.
    #[error("expected a space before `#`")]
    CommentNotApart,
    /// A lone dash stands in brackets, in a text so full of them that they are not mended.
    #[error("a `-` alone in brackets needs quotes")]
    LoneDash,
    /// A byte-order mark is elsewhere than at the start of a document.
    #[error("a byte-order mark cannot stand inside a document")]
    MarkInside,
    /// The text is a template that has not been rendered.
    #[error("this is not YAML but a template (`{{{{ … }}}}`): check what it gives, as by `helm template`")]
    Template,
    /// An alias names an anchor that is not before it.
    #[error("no anchor of this name stands before the alias")]
    UnknownAnchor,
    /// An alias is inside the value that its anchor names.
    #[error("the alias stands inside the value that its anchor names")]
    ContainsItself,
    /// A key is not a string, nor a number or bool that can be read as one.
    #[error("a key must be a string, a number or a bool, found {found}")]
    NotAKey {
        /// What it is.
        found: &'static str,
    },
    /// A scalar does not fit its tag.
    #[error("`{text}` does not fit the tag `!!{tag}`")]
    DoesNotFitTag {
        /// The scalar.
        text: Box<str>,
        /// The tag.
        tag: Box<str>,
    },
    /// A `!!binary` scalar is not base64.
    #[error("the `!!binary` value is not valid base64")]
    NotBase64,
    /// An escape that does not exist in YAML.
    #[error("unknown escape in the quoted string")]
    StrangeEscape,
    /// An escape that exists only in newer YAML than Kubernetes reads.
    #[error("Kubernetes knows no escape `\\{escape}` in YAML")]
    UnknownEscape {
        /// The escape without its backslash.
        escape: Box<str>,
    },
    /// `.inf` or `.nan`.
    #[error("`{text}` is a number that JSON, and so Kubernetes, cannot hold")]
    NotFinite {
        /// As written.
        text: Box<str>,
    },
}

impl YamlProblem {
    pub(crate) const fn not_a_key(kind: Kind) -> Self {
        let found = match kind {
            Kind::Null => "null",
            Kind::List => "a list",
            Kind::Map => "a map",
            Kind::Bool | Kind::Int | Kind::Float | Kind::String => "an integer beyond 64 bits",
        };
        Self::NotAKey { found }
    }
}

/// Something in a document is most likely a mistake.
#[derive(Clone, Debug)]
pub struct ReadWarning {
    /// What is suspicious.
    pub notice: Notice,
    /// Where.
    pub span: Span,
    /// The text.
    pub input: Arc<Source>,
}

/// What a warning is about.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Notice {
    /// A map has a key twice. The last one counts; the warning points to the one that does not.
    #[error("duplicate key `{key}`: only the last value counts")]
    DuplicateKey {
        /// The key.
        key: Box<str>,
        /// Where it stands next.
        later: Span,
    },
    /// A document follows the `...` that ends the document before it.
    #[error("Kubernetes ignores what follows `...`, up to the next `---`")]
    BehindEnd,
}
