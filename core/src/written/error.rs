//! What can be wrong with a `kubelaw.yaml` or `pack.yaml`.

use crate::error::nearest_or_known;
use std::sync::Arc;
use thiserror::Error;

/// Everything that is wrong with a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WrittenError {
    /// The name of the file.
    pub file: Arc<str>,
    /// What is wrong, in the order of the text; at least one.
    pub faults: Vec<Fault>,
}

impl std::fmt::Display for WrittenError {
    /// A line for each fault: `kubelaw.yaml:2:1: what is wrong`; of what has no name one line, without places.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (number, fault) in self.faults.iter().enumerate() {
            match &*self.file {
                "" => write!(f, "{}{}", if number > 0 { "; " } else { "" }, fault.kind)?,
                file => write!(f, "{}{file}:{fault}", if number > 0 { "\n" } else { "" })?,
            }
        }
        Ok(())
    }
}

impl std::error::Error for WrittenError {}

/// One thing that is wrong, and where. Lines and columns count from 1.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error("{line}:{column}: {kind}")]
pub struct Fault {
    /// The line.
    pub line: u32,
    /// The character of the line.
    pub column: u32,
    /// What is wrong there.
    pub kind: FaultKind,
}

/// The kinds of faults.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[non_exhaustive]
pub enum FaultKind {
    /// The text is not YAML.
    #[error("the text is not YAML: {reason}")]
    Syntax {
        /// The parser's words.
        reason: String,
    },
    /// The document is not a map.
    #[error("expected a map of keys")]
    NotAMap,
    /// There is another document after the first.
    #[error("a second document: only one is allowed")]
    SecondDocument,
    /// A key occurs twice in a map.
    #[error("`{key}` is there twice: leave one of them out")]
    DuplicateKey {
        /// The key.
        key: String,
    },
    /// YAML reads a key as something else than it looks like.
    #[error("YAML reads the key `{written}` as `{read}`: write it in quotes")]
    KeyWithoutQuotes {
        /// The key as it is written.
        written: String,
        /// What that is.
        read: String,
    },
    /// A key that does not exist.
    #[error("unknown key `{key}`{}", nearest_or_known(suggestion.as_deref(), known))]
    UnknownKey {
        /// Its path.
        key: String,
        /// The nearest known key.
        suggestion: Option<String>,
        /// The keys that may stand there.
        known: &'static [&'static str],
    },
    /// A required key is absent.
    #[error("missing key `{key}`")]
    MissingKey {
        /// Its path.
        key: String,
    },
    /// A value does not have the right form.
    #[error("`{key}` must be {expected}")]
    WrongValue {
        /// The path of its key.
        key: String,
        /// What it takes.
        expected: &'static str,
    },
    /// A language version that this engine does not know.
    #[error("the pack is written in language {found}, and this engine knows language 1")]
    Language {
        /// The version.
        found: i64,
    },
    /// Something that the file names cannot be found or used.
    #[error("{reason}")]
    NotFound {
        /// Why.
        reason: String,
    },
}
