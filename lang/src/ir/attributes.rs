//! What the attributes of rules say.

use std::sync::Arc;

/// What a rule's attributes say.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Attributes {
    /// How grave a finding is; medium where not said.
    pub severity: Severity,
    /// `layer NAME`.
    pub layer: Option<Arc<str>>,
    /// `tier NAME`.
    pub tier: Option<Arc<str>>,
    /// `control FRAMEWORK "id"`, in order.
    pub controls: Vec<(Arc<str>, Arc<str>)>,
    /// `url "…"`, in order.
    pub urls: Vec<Arc<str>>,
    /// `since v1.25`, inclusive, as written.
    pub since: Option<Arc<str>>,
    /// `until v1.35`, exclusive, as written.
    pub until: Option<Arc<str>>,
    /// `on create | update | delete | connect`; empty where not said.
    pub operations: Vec<Operation>,
    /// `renamed-from ID`: earlier ids of the rule.
    pub renamed_from: Vec<Arc<str>>,
}

/// How grave a finding is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
#[expect(missing_docs, reason = "they are the language's words")]
pub enum Severity {
    Info,
    Low,
    #[default]
    Medium,
    High,
    Critical,
}

impl Severity {
    /// All, from the least grave.
    pub const ALL: [Self; 5] = [Self::Info, Self::Low, Self::Medium, Self::High, Self::Critical];

    /// The word of the language.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }

    /// The severity of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == word)
    }
}

impl std::fmt::Display for Severity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

/// A word that is not a severity.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{0}` is not a severity: expected info, low, medium, high or critical")]
pub struct UnknownSeverity(pub String);

impl std::str::FromStr for Severity {
    type Err = UnknownSeverity;

    /// ```
    /// use kubelaw_lang::ir::Severity;
    ///
    /// assert_eq!("high".parse(), Ok(Severity::High));
    /// let told = "grave".parse::<Severity>().unwrap_err().to_string();
    /// assert_eq!(told, "`grave` is not a severity: expected info, low, medium, high or critical");
    /// ```
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::parse(word).ok_or_else(|| UnknownSeverity(word.to_owned()))
    }
}

/// An admission operation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[expect(missing_docs, reason = "they are the language's words")]
pub enum Operation {
    Create,
    Update,
    Delete,
    Connect,
}

impl Operation {
    /// All, with the words of the language.
    pub const ALL: [(&str, Self); 4] =
        [("create", Self::Create), ("update", Self::Update), ("delete", Self::Delete), ("connect", Self::Connect)];

    /// Whether an object comes to be by it as its subject is.
    #[must_use]
    pub const fn writes(self) -> bool {
        matches!(self, Self::Create | Self::Update)
    }
}
