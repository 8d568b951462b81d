//! Verdicts: what a rule decides about an object.

/// What a rule decides about an object, or a check about one instance of its scope.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Verdict {
    /// The object satisfies the rule.
    Pass,
    /// The object breaks the rule.
    Fail,
    /// A condition could not be decided, since a value does not have the type in its schema, or something required is
    /// missing. Gates treat this like a failure.
    Undecided,
    /// The object breaks the rule, and a waiver accepts that.
    Waived,
    /// The rule does not apply to the object, or the host did not provide something that the rule needs.
    NotApplicable,
}

impl Verdict {
    /// The word used in JSON and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Undecided => "undecided",
            Self::Waived => "waived",
            Self::NotApplicable => "notApplicable",
        }
    }

    /// Whether a gate (exit status, admission) refuses an object with this verdict.
    #[must_use]
    pub const fn refuses(self) -> bool {
        matches!(self, Self::Fail | Self::Undecided)
    }
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
