//! The fixed bounds on law text: the same numbers on every platform, whatever its stack.

/// The longest law file, in bytes.
pub(crate) const MAX_BYTES: usize = 1 << 20;

/// How deep law text may nest: brackets, and also `not`, `if` and quantifiers.
pub(crate) const MAX_NESTING: usize = 64;

/// How deep the tree of one expression may be: every operator of a chain such as `a and b and c`, and every step of a
/// path, is a level.
pub(crate) const MAX_DEPTH: usize = 256;

/// How many errors are told of a law file: those of the text, and those of what it means.
pub(crate) const MAX_ERRORS: usize = 100;

/// The longest rule id, in characters: it has to fit into an annotation key after `waive.`.
pub(crate) const MAX_RULE_ID: usize = 57;
