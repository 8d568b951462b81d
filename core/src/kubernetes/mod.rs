//! The Kubernetes domain: the only place that may name a kind.

mod enumerations;
mod presence;
pub mod schema;
