//! What can be wrong with a proof, or with what it proves.

use super::script::ScriptError;
use crate::error::did_you_mean;
use thiserror::Error;

/// One thing that is wrong with a proof or with what it proves.
#[derive(Clone, PartialEq, Debug)]
pub struct Failure {
    /// The proof or law file.
    pub file: String,
    /// The line, from 1, where there is one.
    pub line: Option<u32>,
    /// What is wrong.
    pub problem: Problem,
}

impl std::fmt::Display for Failure {
    /// `file:line: what is wrong`
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.problem),
            None => write!(f, "{}: {}", self.file, self.problem),
        }
    }
}

/// What can be wrong with a proof or with what it proves.
#[derive(Clone, PartialEq, Debug, Error)]
pub enum Problem {
    /// A law file with rules has no proof.
    #[error("the law file has no proof beside it: a `.yaml` file of the same name")]
    NoProof,
    /// A comment cannot be understood.
    #[error(transparent)]
    Script(#[from] ScriptError),
    /// An expectation names a rule that the law file does not have.
    #[error("the law file has no rule `{rule}`{}", did_you_mean(near.as_deref()))]
    UnknownRule {
        /// The rule.
        rule: String,
        /// The rule that is most likely meant.
        near: Option<String>,
    },
    /// A document cannot be read, or is not an object.
    #[error("{message}")]
    Input {
        /// What is wrong.
        message: String,
    },
    /// No engine can be built with these settings.
    #[error("the engine cannot be built: {message}")]
    Settings {
        /// What is wrong.
        message: String,
    },
    /// An expected finding was not made.
    #[error("expected {expected}{} of `{rule}`, found {found}", repeated(*times))]
    Missing {
        /// The rule.
        rule: String,
        /// The verdict expected.
        expected: &'static str,
        /// How often it is expected.
        times: usize,
        /// What was found on the line instead.
        found: String,
    },
    /// The fix of a finding does not remove it, or causes another finding.
    #[error("the fix of `{rule}` is not offered: {reason}")]
    Unfixed {
        /// The rule.
        rule: String,
        /// Why.
        reason: String,
    },
    /// A finding is not expected.
    #[error("unexpected {verdict} of `{rule}` at `{path}`: {message}")]
    Unexpected {
        /// The rule.
        rule: String,
        /// Its verdict.
        verdict: &'static str,
        /// The path.
        path: String,
        /// The message.
        message: String,
    },
    /// No example breaks a rule.
    #[error("no example breaks the rule `{rule}`")]
    NeverFails {
        /// The rule.
        rule: String,
    },
    /// No example satisfies a rule.
    #[error("no example satisfies the rule `{rule}`")]
    NeverPasses {
        /// The rule.
        rule: String,
    },
    /// No example breaks a check, in a rule whose other checks fail.
    #[error("no example breaks this check of the rule `{rule}`")]
    CheckNeverFails {
        /// The rule.
        rule: String,
    },
    /// No example satisfies a check.
    #[error("no example satisfies this check of the rule `{rule}`")]
    CheckNeverPasses {
        /// The rule.
        rule: String,
    },
    /// A line of carets marks something else.
    #[error("the carets mark nothing: on the line is {found}")]
    Mark {
        /// What is on the line instead.
        found: String,
    },
    /// An expected diagnostic was not made.
    #[error("expected {code} on this line")]
    NotDiagnosed {
        /// The code.
        code: String,
    },
    /// A diagnostic is not expected.
    #[error("unexpected {code}: {says}")]
    Diagnosed {
        /// The code.
        code: String,
        /// Its message and help.
        says: String,
    },
    /// The verdicts differ from those in a comment.
    #[error("the verdicts of `{rule}` are {found}")]
    Verdicts {
        /// The rule.
        rule: String,
        /// The verdicts.
        found: String,
    },
    /// An expected problem did not occur.
    #[error("expected a problem with this text, found none")]
    NoProblem,
}

impl Problem {
    /// Whether the problem is only that a proof does not show something, and not that something is wrong.
    #[must_use]
    pub fn is_vacuity(&self) -> bool {
        matches!(
            self,
            Self::NeverFails { .. }
                | Self::NeverPasses { .. }
                | Self::CheckNeverFails { .. }
                | Self::CheckNeverPasses { .. }
        )
    }
}

fn repeated(times: usize) -> String {
    if times > 1 { format!(" ({times} times)") } else { String::new() }
}
