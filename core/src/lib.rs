//! The kubelaw engine: policy as code for Kubernetes, embeddable, explainable.
//!
//! This crate reads no file, network, clock or environment.

pub mod document;
pub mod engine;
pub mod error;
pub mod eval;
pub mod fix;
pub mod functions;
pub mod input;
pub mod inventory;
pub mod kubernetes;
pub mod pack;
pub mod plan;
pub mod proof;
pub mod render;
pub mod report;
pub mod wire;

pub use engine::{Catalogue, Engine, EngineBuilder, RuleInfo, Selection};
pub use error::{Diagnostics, LawDiagnostic, Problem};
pub use input::Input;
pub use kubelaw_lang as lang;
pub use kubelaw_lang::ir::Severity;
pub use report::Report;
pub use report::finding::Finding;
pub use report::verdict::Verdict;
