//! Why a value is not known.
//!
//! Judging only carries the reason along; the path that it concerns is found again, on demand, by
//! [`crate::report::blame`].

use std::fmt;

/// Why a value is not known. An unknown condition is undecided: it never passes and never skips.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Unknown {
    /// An operation that needs a value met a missing one.
    Missing,
    /// The document holds a value of another type than its schema, or one that does not parse as it.
    WrongType,
    /// Arithmetic left the range of 64-bit integers, or of quantities.
    Overflow,
    /// Values of two types that have no order.
    Incomparable,
    /// The rule took more steps than the limit allows.
    StepLimit,
    /// A result would be larger than the limit allows.
    SizeLimit,
    /// The host gave no admission request.
    NoRequest,
}

impl Unknown {
    /// The reason as a clause that follows a path: `spec.replicas is missing`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "is missing",
            Self::WrongType => "is of the wrong type",
            Self::Overflow => "is out of range",
            Self::Incomparable => "cannot be ordered",
            Self::StepLimit => "takes more steps than the limit allows",
            Self::SizeLimit => "is larger than the limit allows",
            Self::NoRequest => "needs an admission request",
        }
    }
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::error::Error for Unknown {}
