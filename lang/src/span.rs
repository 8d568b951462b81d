//! A range of bytes in one law file.

/// A half-open range of byte offsets into a law file's text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` up to, not including, `end`.
    #[must_use]
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// The span of offsets in a text.
    pub(crate) fn of(range: std::ops::Range<usize>) -> Self {
        Self::new(offset(range.start), offset(range.end))
    }

    /// The same so many bytes further on.
    pub(crate) fn shifted(self, by: u32) -> Self {
        Self::new(self.start.saturating_add(by), self.end.saturating_add(by))
    }

    /// The empty span where this one begins.
    pub(crate) const fn before(self) -> Self {
        Self::new(self.start, self.start)
    }

    /// The empty span where this one ends.
    pub(crate) const fn after(self) -> Self {
        Self::new(self.end, self.end)
    }

    /// Whether another span lies in this one.
    pub(crate) fn holds(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The span as a range for slicing.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Texts are limited far below 4 GiB, so an offset always fits; a larger one saturates.
pub(crate) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
