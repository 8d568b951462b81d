//! Reports and diagnostics for people and other programs: one format a file.

pub mod diagnostic;
mod escape;
mod excerpt;
mod style;
pub mod text;

pub use escape::escape;
pub use style::Style;
