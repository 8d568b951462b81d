//! What a reader accepts at most: fixed numbers, the same on every platform, that the host may change.

/// Bounds on input. Beyond one of them a document is refused with its place; nothing else of the input is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one text, at most 2 GiB - 1 whatever is set here.
    pub bytes: usize,
    /// Lists and maps inside one another.
    pub depth: usize,
    /// Values of one document, after aliases are expanded.
    pub nodes: usize,
    /// Values of one document that aliases and merge keys may add.
    pub alias_nodes: usize,
}

impl Limits {
    /// Offsets are 31 bits, so no text may be longer than this.
    pub const LONGEST_TEXT: usize = (1 << 31) - 1;
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 256 << 20, depth: 200, nodes: 4_000_000, alias_nodes: 200_000 }
    }
}
