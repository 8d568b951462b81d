//! The limits of the reader. They are fixed numbers, the same on every platform.

/// Limits on input. A document beyond one of them becomes an error with its place; the rest of the input is still read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one text: 256 MiB by default, and never more than 2 GiB - 1.
    pub bytes: usize,
    /// Levels of lists and maps inside one another: 200 by default.
    pub depth: usize,
    /// Values of one document after aliases are expanded: 4,000,000 by default.
    pub nodes: usize,
    /// Values that aliases and merge keys may add to one document: 200,000 by default.
    pub alias_nodes: usize,
}

impl Limits {
    /// No text may be longer than this, since offsets have 31 bits.
    pub const LONGEST_TEXT: usize = (1 << 31) - 1;
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 256 << 20, depth: 200, nodes: 4_000_000, alias_nodes: 200_000 }
    }
}
