//! Why law files cannot be planned: what the caller gave does not fit them.

use kubelaw_lang::types::Type;
use std::sync::Arc;

/// Everything that keeps law files from being planned.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
#[error("{}", self.summary())]
pub struct PlanError {
    /// All problems, in the order of the law files; at least one.
    pub problems: Vec<PlanProblem>,
}

impl PlanError {
    fn summary(&self) -> String {
        self.problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    }
}

/// One reason why law files cannot be planned.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PlanProblem {
    /// A selected rule uses a parameter without default that the caller gave no value.
    #[error("{law}: the parameter `{name}` needs a value: give it one under `params`, or a default in its law file")]
    MissingParameter {
        /// The law file.
        law: Arc<str>,
        /// The parameter.
        name: Arc<str>,
        /// Its type.
        ty: Box<Type>,
    },
    /// A value does not fit its parameter.
    #[error("{law}: the value of the parameter `{name}` does not fit: {problem}")]
    WrongParameter {
        /// The law file.
        law: Arc<str>,
        /// The parameter.
        name: Arc<str>,
        /// Its type.
        ty: Box<Type>,
        /// What was expected and found.
        problem: String,
    },
    /// A rule's expressions are nested too deeply once its definitions are expanded.
    #[error("{law}: the rule `{rule}` nests expressions more than {limit} deep once its definitions are expanded")]
    TooDeep {
        /// The law file.
        law: Arc<str>,
        /// The rule.
        rule: Arc<str>,
        /// The limit.
        limit: u16,
    },
    /// A law file was checked against a vocabulary that offers something this engine lacks.
    #[error("{law}: this engine has no built-in or view `{name}`")]
    UnknownName {
        /// The law file.
        law: Arc<str>,
        /// The built-in or view.
        name: Arc<str>,
    },
    /// A constant of a law file does not parse, although the checker accepted it.
    #[error("{law}: the constant `{text}` cannot be read")]
    BadConstant {
        /// The law file.
        law: Arc<str>,
        /// The constant.
        text: String,
    },
}
