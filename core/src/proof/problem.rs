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
    /// A law file with rules and without proof.
    #[error("the law file has no proof beside it: a `.yaml` file of the same name")]
    NoProof,
    /// A comment that is not understood.
    #[error(transparent)]
    Script(#[from] ScriptError),
    /// An expectation of a rule that the law file does not have.
    #[error("the law file has no rule `{rule}`{}", did_you_mean(near.as_deref()))]
    UnknownRule {
        /// The rule.
        rule: String,
        /// The rule that is most likely meant.
        near: Option<String>,
    },
    /// A document that cannot be read, or is no object.
    #[error("{message}")]
    Input {
        /// What is wrong.
        message: String,
    },
    /// Settings that no engine can be built with.
    #[error("the engine cannot be built: {message}")]
    Settings {
        /// What is wrong.
        message: String,
    },
    /// An expected finding that was not made.
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
    /// A finding whose fix does not cure it, or causes another one.
    #[error("the fix of `{rule}` is not offered: {reason}")]
    Unfixed {
        /// The rule.
        rule: String,
        /// Why.
        reason: String,
    },
    /// A finding that nothing expects.
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
    /// A rule that no example breaks.
    #[error("no example breaks the rule `{rule}`")]
    NeverFails {
        /// The rule.
        rule: String,
    },
    /// A rule that no example keeps.
    #[error("no example keeps the rule `{rule}`")]
    NeverPasses {
        /// The rule.
        rule: String,
    },
    /// A check that no example breaks, in a rule that others of its checks let fail.
    #[error("no example breaks this check of the rule `{rule}`")]
    CheckNeverFails {
        /// The rule.
        rule: String,
    },
    /// A check that no example keeps.
    #[error("no example keeps this check of the rule `{rule}`")]
    CheckNeverPasses {
        /// The rule.
        rule: String,
    },
    /// A caret line under something else.
    #[error("the carets mark nothing: on the line is {found}")]
    Mark {
        /// What is on the line instead.
        found: String,
    },
    /// An expected diagnostic that was not made.
    #[error("expected {code} on this line")]
    NotDiagnosed {
        /// The code.
        code: String,
    },
    /// A diagnostic that nothing expects.
    #[error("unexpected {code}: {says}")]
    Diagnosed {
        /// The code.
        code: String,
        /// Its message and help.
        says: String,
    },
    /// Verdicts other than a comment says.
    #[error("the verdicts of `{rule}` are {found}")]
    Verdicts {
        /// The rule.
        rule: String,
        /// The verdicts.
        found: String,
    },
    /// An expected problem that is none.
    #[error("expected this problem, found none of these words")]
    NoProblem,
}

impl Problem {
    /// Whether it is about what a proof does not show, not about something that it shows to be wrong.
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
