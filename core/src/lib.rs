//! The kubelaw engine: policy as code for Kubernetes, embeddable, explainable.
//!
//! This crate reads no file, network, clock or environment.

pub mod document;
pub mod kubernetes;
pub mod render;
pub mod report;
pub mod wire;

pub use kubelaw_lang as lang;
