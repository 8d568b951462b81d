//! The Kubernetes domain. No other module may name a kind.

pub mod admission;
mod api_view;
pub mod cidr;
mod command;
pub mod crd;
mod defaults;
mod enumerations;
pub mod gvk;
pub mod image;
pub mod labels;
mod lacks;
mod misfits;
pub(crate) mod nulls;
pub mod path;
pub mod percent;
mod presence;
mod rbac;
pub mod removed;
pub mod schema;
pub mod secret;
pub mod selector;
mod shell;
pub mod views;
pub mod vocabulary;
pub mod workload;

#[cfg(test)]
mod std_tests;
