//! Why an engine cannot be built: diagnostics of law files, and problems with other settings.

use crate::plan::PlanProblem;
use kubelaw_lang::diagnostic::{Diagnostic, Level};
use kubelaw_lang::source::Source;
use std::sync::Arc;
use thiserror::Error;

/// A diagnostic with the law file it is about.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LawDiagnostic {
    /// The pack of the law file, if it has one.
    pub pack: Option<Arc<str>>,
    /// The law file.
    pub source: Source,
    /// What is wrong.
    pub diagnostic: Diagnostic,
}

impl std::fmt::Display for LawDiagnostic {
    /// One line: `file:line:column: error[E0301]: message (help)`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { source, diagnostic, .. } = self;
        let at = source.position(diagnostic.span().start);
        let word = if diagnostic.level == Level::Error { "error" } else { "warning" };
        let (name, code, message) = (source.name(), diagnostic.code, &diagnostic.message);
        write!(f, "{name}:{}:{}: {word}[{code}]: {message}", at.line, at.column)?;
        match &diagnostic.help {
            Some(help) => write!(f, " ({help})"),
            None => Ok(()),
        }
    }
}

/// A setting of the builder that cannot be used.
#[derive(Clone, PartialEq, Debug, Error)]
#[non_exhaustive]
pub enum Problem {
    /// A pack extends a pack that is not available.
    #[error("pack `{pack}` extends `{missing}`, which is not there")]
    UnknownBase {
        /// The pack.
        pack: Arc<str>,
        /// What it extends.
        missing: Arc<str>,
    },
    /// Two different packs have the same name.
    #[error("there are two different packs named `{name}`")]
    TwoPacks {
        /// The name.
        name: Arc<str>,
    },
    /// Two rules have the same full name.
    #[error("there are two rules `{rule}`: in {first} and in {second}")]
    TwoRules {
        /// The full name, as `pack/rule`.
        rule: String,
        /// A law file.
        first: Arc<str>,
        /// Another.
        second: Arc<str>,
    },
    /// The manifest of a pack cannot be used.
    #[error("pack `{pack}`: {reason}")]
    Manifest {
        /// The pack or folder.
        pack: String,
        /// What is wrong.
        reason: String,
    },
    /// A manifest names a file that the pack lacks.
    #[error("pack `{pack}` names `{file}`, which is not there")]
    MissingFile {
        /// The pack.
        pack: Arc<str>,
        /// The file.
        file: Arc<str>,
    },
    /// An entry of `workloads` cannot be used.
    #[error("{}the workload kind `{kind}` cannot be used: {reason}", pack.as_ref().map(|pack| format!("pack `{pack}`: ")).unwrap_or_default())]
    WorkloadKind {
        /// The pack; none where the host gives the kind.
        pack: Option<Arc<str>>,
        /// The kind.
        kind: Arc<str>,
        /// What is wrong.
        reason: String,
    },
    /// A name that nothing has.
    #[error(
        "unknown {what} `{name}`{}{}{known}",
        did_you_mean(suggestion.as_deref()),
        if known.is_empty() { "" } else { "; known: " }
    )]
    Unknown {
        /// What the name should be of: `parameter`, `rule`, `layer`, `tier` or `framework`.
        what: &'static str,
        /// The name.
        name: String,
        /// The most similar known name, if one is similar.
        suggestion: Option<String>,
        /// The known names, or those of them that hold the name, separated by commas, if none is similar and they are few.
        known: String,
    },
    /// A setting does not fit the law files.
    #[error(transparent)]
    Plan(#[from] PlanProblem),
    /// The value of a parameter cannot be serialized as JSON.
    #[error("parameter `{name}` cannot be written as JSON: {reason}")]
    ParamForm {
        /// The parameter.
        name: String,
        /// The serializer's words.
        reason: String,
    },
    /// A text is not a Kubernetes version.
    #[error("`{text}` is not a Kubernetes version: expected a string such as `1.33`, `v1.33` or `latest`")]
    Version {
        /// The text.
        text: String,
    },
    /// A text is not the name of a namespace.
    #[error("`{text}` is not the name of a namespace: expected small letters, digits and `-`")]
    Namespace {
        /// The text.
        text: String,
    },
    /// A CustomResourceDefinition cannot be used.
    #[error("{file} is not a CustomResourceDefinition that can be used: {reason}")]
    Crd {
        /// Its name.
        file: String,
        /// What is wrong.
        reason: String,
    },
    /// A waiver gives no reason.
    #[error("the waiver of `{rule}` gives no reason")]
    WaiverReason {
        /// The rule that it names.
        rule: String,
    },
    /// A text is not a date.
    #[error("`{text}` is not a day: expected a string such as `2026-12-31`")]
    Day {
        /// The text.
        text: String,
    },
    /// A problem that a configuration causes, and where.
    #[error("{file}:{line}:{column}: {problem}")]
    Configured {
        /// The configuration.
        file: Arc<str>,
        /// The line, from 1.
        line: u32,
        /// The character of the line, from 1.
        column: u32,
        /// What is wrong.
        problem: Box<Problem>,
    },
    /// Neither packs nor law files were named, and no shipped packs are available.
    #[error("neither packs nor law files are named, and no shipped packs are available")]
    NoPacks,
    /// There is no rule at all.
    #[error(
        "there is no rule: the law files have to hold one, such as `rule host-pid for w in Workload {{ forbid w.pod.spec.hostPID == true }}`"
    )]
    Empty,
    /// The packs have no rule.
    #[error("there is no rule: the pack `{pack}` has none; name another beside it, or a law file")]
    PackWithoutRules {
        /// The first pack.
        pack: Arc<str>,
    },
    /// The selection leaves no rule.
    #[error("no rule is selected")]
    NoRule,
    /// The selection leaves no rule, but there are rules of tier `optional`, which must be selected by tier or name.
    #[error("no rule is selected: all available rules are of tier `optional`; select that tier, or name the rules")]
    OnlyOptional,
}

impl Problem {
    /// What it is about: the keys under which a configuration may have said so, and the name or text there.
    pub(crate) fn about(&self) -> Option<(&'static [&'static str], &str)> {
        Some(match self {
            Self::Unknown { what, name, .. } => {
                let keys: &[&str] = match *what {
                    "rule" => &["rules", "severities"],
                    "parameter" => &["params"],
                    "layer" => &["layers"],
                    "tier" => &["tiers"],
                    _ => &["frameworks"],
                };
                (keys, name)
            }
            Self::Plan(PlanProblem::WrongParameter { name, .. }) => (&["params"], name),
            Self::Version { text } => (&["kubernetes"], text),
            Self::WorkloadKind { pack: None, kind, .. } => (&["workloads"], kind),
            Self::TwoPacks { name: pack } | Self::UnknownBase { pack, .. } | Self::PackWithoutRules { pack } => {
                (&["packs"], pack)
            }
            _ => return None,
        })
    }
}

/// No shipped pack has this name.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error("there is no shipped pack `{name}`{}", way_out(near.as_deref()))]
#[non_exhaustive]
pub struct UnknownPack {
    /// The name.
    pub name: String,
    /// The shipped pack with the most similar name, if one is similar.
    pub near: Option<String>,
}

/// What is meant, or what brings packs to whoever has none.
fn way_out(near: Option<&str>) -> String {
    if near.is_none() && !cfg!(feature = "packs") {
        return "; kubelaw's own come with its feature `packs`".to_owned();
    }
    did_you_mean(near)
}

pub(crate) fn did_you_mean(suggestion: Option<&str>) -> String {
    suggestion.map(|s| format!("; did you mean `{s}`?")).unwrap_or_default()
}

/// The nearest of the names that are known, or all where none is near.
pub(crate) fn nearest_or_known(suggestion: Option<&str>, known: &[&str]) -> String {
    if suggestion.is_some() { did_you_mean(suggestion) } else { format!("; known: {}", known.join(", ")) }
}

/// Why an engine cannot be built: everything at once.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Diagnostics {
    /// Errors in law files, together with the warnings about them; empty if no law file has an error.
    pub laws: Vec<LawDiagnostic>,
    /// Settings that cannot be used.
    pub problems: Vec<Problem>,
}

impl Diagnostics {
    /// Whether anything prevents the engine from being built.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        !self.problems.is_empty() || self.blames_laws()
    }

    /// Whether something is wrong in law files.
    fn blames_laws(&self) -> bool {
        self.laws.iter().any(|law| law.diagnostic.level == Level::Error)
    }

    /// The same without what is merely suspicious where no law file is to blame.
    pub(crate) fn blaming(mut self) -> Self {
        if !self.blames_laws() {
            self.laws.clear();
        }
        self
    }
}

impl std::fmt::Display for Diagnostics {
    /// One line for each: `file:line:column: error[E0301]: message` for a diagnostic of a law file, a sentence for a problem.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let laws = self.laws.iter().map(|law| law as &dyn std::fmt::Display);
        let problems = self.problems.iter().map(|problem| problem as &dyn std::fmt::Display);
        for (number, line) in laws.chain(problems).enumerate() {
            if number > 0 {
                f.write_str("\n")?;
            }
            line.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}
