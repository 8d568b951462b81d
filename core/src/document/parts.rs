//! The parts of a document as a builder is given them, and why it may refuse them.

use super::tree::{ANCHORED, NO_PLACE, Style, TAGGED};
use kubelaw_lang::span::Span;
use thiserror::Error;

/// Why a document cannot be built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum BuildError {
    /// Lists and maps are nested too deeply.
    #[error("lists and maps are nested deeper than {limit} levels")]
    TooDeep {
        /// The limit in force.
        limit: usize,
    },
    /// There are too many values.
    #[error("the document holds more than {limit} values")]
    TooManyValues {
        /// The limit in force.
        limit: usize,
    },
    /// Aliases and merge keys bring too many values.
    #[error("aliases expand to more than {limit} values")]
    TooManyAliased {
        /// The limit in force.
        limit: usize,
    },
    /// Texts are longer than offsets can say.
    #[error("the document's texts are longer than {limit} bytes")]
    TooLong {
        /// The limit in force.
        limit: usize,
    },
    /// A number is infinite or not a number.
    #[error("a number is infinite or not a number, which JSON cannot hold")]
    NotFinite,
    /// A merge key has a value that cannot be merged.
    #[error("a merge key needs a map or a list of maps as its value")]
    NothingToMerge,
    /// Begin, key and end do not fit together; the fault of the caller, not of the input.
    #[error("the parts of the document do not fit together")]
    Unbalanced,
}

/// A text on its way into a document.
#[derive(Clone, Copy, Debug)]
pub enum Text<'a> {
    /// It stands in the source text, at this offset.
    Source {
        /// The text.
        text: &'a str,
        /// Where it starts in the source.
        start: u32,
    },
    /// It has to be copied.
    Copied(&'a str),
}

impl<'a> Text<'a> {
    pub(crate) const fn text(self) -> &'a str {
        match self {
            Self::Source { text, .. } | Self::Copied(text) => text,
        }
    }
}

/// A scalar on its way into a document.
#[derive(Clone, Copy, Debug)]
pub enum Scalar<'a> {
    /// `null`.
    Null,
    /// A bool.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// Another number.
    Float(f64),
    /// A string.
    String(Text<'a>),
}

/// Where and how a value is written.
#[derive(Clone, Copy, Debug)]
pub struct Written {
    pub(crate) span: Span,
    pub(crate) style: Style,
    pub(crate) flags: u8,
}

impl Written {
    /// For a value that stands in no text.
    pub const NOWHERE: Self = Self { span: NO_PLACE, style: Style::Unwritten, flags: 0 };

    /// At a span, in a style. The end of the span of a list or map is told when it ends.
    pub const fn new(span: Span, style: Style) -> Self {
        Self { span, style, flags: 0 }
    }

    /// The same, with an anchor and a tag before it or not.
    #[must_use]
    pub const fn with_properties(mut self, anchored: bool, tagged: bool) -> Self {
        self.flags = if anchored { ANCHORED } else { 0 } | if tagged { TAGGED } else { 0 };
        self
    }
}

/// A key that a map holds more than once; the last one counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// The key.
    pub key: Box<str>,
    /// Where it stands the first time.
    pub earlier: Option<Span>,
    /// Where it stands next.
    pub later: Option<Span>,
}
