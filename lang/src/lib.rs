//! The kubelaw policy language: law text to a checked, immutable program.
//!
//! This crate knows no Kubernetes and no YAML. A domain hands in a [`vocabulary::Vocabulary`] that says which kinds,
//! fields, views and functions exist; everything else about the language is here.

pub mod check;
pub mod codes;
pub mod diagnostic;
pub mod ir;
mod limits;
mod lower;
pub mod source;
pub mod span;
pub mod syntax;
pub mod types;
pub mod values;
pub mod vocabulary;
