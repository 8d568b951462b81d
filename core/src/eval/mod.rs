//! Evaluation: a planned program is run on objects, in three-valued logic.

pub mod accepts;
mod arithmetic;
mod by_field;
mod call;
mod compare;
pub mod elements;
pub(crate) mod frame;
mod join;
pub mod limit;
mod list;
pub(crate) mod machine;
mod membership;
pub(crate) mod message;
mod path;
mod place;
pub(crate) mod plain;
pub(crate) mod quantifier;
mod rule;
pub(crate) mod screen;
#[cfg(test)]
mod tests;
pub(crate) mod truth;
pub mod unknown;
pub mod value;
pub mod world;

pub use accepts::Accepts;
pub(crate) use compare::equal as same;
pub(crate) use compare::ordered;
pub(crate) use membership::member;
pub use rule::{Judge, NotApplicable, Origin, Outcome, RawFinding, Ruling};
pub use unknown::Unknown;
pub use value::{Key, Value};
pub use world::{Request, World};

/// How a built-in function runs. Before the call the evaluator has answered for arguments that are unknown or of a wrong
/// type, and for missing ones where the signature takes none; a missing list or map arrives as [`Value::Missing`].
pub type Builtin = for<'a> fn(&World<'a>, &[Value<'a>]) -> Result<Value<'a>, Unknown>;

/// How a view of a value runs, with what the view's static type accepts, for the places that it gives. The value is
/// never missing or unknown, but may be of any other form.
pub type View = for<'a> fn(&World<'a>, &Value<'a>, &'a Accepts) -> Result<Value<'a>, Unknown>;
