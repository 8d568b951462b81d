//! Building the program: the arena of shared expressions, and facts that conditions establish.

pub(crate) mod arena;
pub(crate) mod facts;
mod interned;
pub(crate) mod outcome;
pub(crate) mod world;
