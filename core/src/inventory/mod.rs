//! The input as a set of objects, with what finds them quickly.

mod index;
mod object;
mod set;

pub(crate) use index::{Index, KeyHash, Keys};
pub use object::{Namespaces, Object};
pub use set::{Inventory, ObjectSet, Objects, SetMembers, objects_of};
