//! The Kubernetes domain: the only place that may name a kind.

pub mod crd;
mod enumerations;
pub mod gvk;
mod presence;
pub mod removed;
pub mod schema;
