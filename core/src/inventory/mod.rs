//! The input as a set of objects, with indexes that find them quickly.

mod index;
mod lists;
mod object;
mod set;

pub(crate) use index::{Index, KeyHash, Keys};
pub(crate) use lists::strays_of;
pub use lists::{Objects, objects_of};
pub use object::{Namespaces, Object};
pub use set::{Inventory, ObjectSet, SetMembers};
