//! Evaluation: a planned program over objects, with three values.

pub mod accepts;
pub mod elements;
pub mod unknown;
pub mod value;
pub mod world;

pub use accepts::Accepts;
pub use unknown::Unknown;
pub use value::{Key, Value};
pub use world::{Request, World};
