//! The limits of evaluation: fixed numbers, the same on every platform.

/// The steps that one rule may take on one object: about one for each operation and each element looked at.
pub const STEPS: u64 = 20_000_000;

/// How many bytes of text an operation handles in one step.
pub(super) const BYTES_PER_STEP: u64 = 64;

/// The longest string that a rule may compute, in bytes.
pub(crate) const TEXT: usize = 1 << 20;

/// The longest list that a rule may compute.
pub(crate) const LIST: usize = 1 << 22;
