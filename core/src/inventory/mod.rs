//! The input as a set of objects, with what finds them quickly.

mod object;
mod set;

pub use object::Object;
pub use set::{Inventory, ObjectSet, SetMembers, objects_of};
