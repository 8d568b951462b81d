//! What can be wrong with a configuration.

use crate::error::nearest_or_known;
use thiserror::Error;

/// Why a configuration cannot be used: everything at once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConfigError {
    /// What is wrong, in the order of the text; at least one.
    pub problems: Vec<ConfigProblem>,
}

impl std::fmt::Display for ConfigError {
    /// A line for each problem.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (number, problem) in self.problems.iter().enumerate() {
            if number > 0 {
                f.write_str("\n")?;
            }
            problem.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigError {}

/// One thing that is wrong with a configuration, and where, both counted from 1.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error("{line}:{column}: {fault}")]
pub struct ConfigProblem {
    /// The line.
    pub line: u32,
    /// The character of the line.
    pub column: u32,
    /// What is wrong there.
    pub fault: ConfigFault,
}

/// What may be wrong with a configuration.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum ConfigFault {
    /// The text is no YAML.
    #[error("the text is no YAML: {reason}")]
    Syntax {
        /// The parser's words.
        reason: String,
    },
    /// The whole is no map.
    #[error("the configuration must be a map of keys")]
    NotAMap,
    /// Another document after the configuration.
    #[error("a second document: the configuration is one, without `---` in it")]
    SecondDocument,
    /// A key that stands twice in a map.
    #[error("`{key}` is there twice: leave one of them out")]
    DuplicateKey {
        /// The key.
        key: String,
    },
    /// A key that there is not.
    #[error("unknown key `{key}`{}", nearest_or_known(suggestion.as_deref(), known))]
    UnknownKey {
        /// Its path.
        key: String,
        /// The nearest known key.
        suggestion: Option<String>,
        /// The keys that may stand there.
        known: &'static [&'static str],
    },
    /// A key that has to be there.
    #[error("missing key `{key}`")]
    MissingKey {
        /// Its path.
        key: String,
    },
    /// A value of another form.
    #[error("`{key}` must be {expected}")]
    WrongValue {
        /// The path of its key.
        key: String,
        /// What it takes.
        expected: &'static str,
    },
}
