//! The kubelaw engine: policy as code for Kubernetes, embeddable, explainable.
//!
//! Law files are compiled once into an [`Engine`], which then judges any number of inputs, from any number of threads.
//! This crate reads no file, network, clock or environment.
//!
//! ```
//! use kubelaw::{Engine, Input, Severity};
//!
//! let law = r#"
//!     param registries: [string]
//!
//!     ## Nothing but these registries may serve images.
//!     rule untrusted-registry for w in Workload, c in w.containers {
//!       severity high
//!       require any r in registries: c.image.under(r)
//!         message "container {c.name}: image {c.image} does not come from {registries}"
//!     }
//! "#;
//! let engine = Engine::builder().law("images.law", law).param("registries", ["ghcr.io/acme"]).build()?;
//!
//! let manifest = "
//! apiVersion: v1
//! kind: Pod
//! metadata: {name: web}
//! spec:
//!   containers:
//!     - {name: main, image: \"nginx:1.27\"}
//! ";
//! let report = engine.check(Input::yaml("web.yaml", manifest));
//! let finding = &report.findings[0];
//! assert_eq!(finding.message, "container main: image nginx:1.27 does not come from ghcr.io/acme");
//! assert_eq!(finding.path, "spec.containers[0].image");
//! assert_eq!(finding.location.as_ref().map(|place| (place.start.line, place.start.column)), Some((7, 27)));
//! assert!(report.refuses(Severity::High));
//! # Ok::<(), kubelaw::Diagnostics>(())
//! ```
//!
//! What an [`Input`] may be: YAML and JSON texts, any value that `serde` can write, sets of them, an admission request.
//! Rules about other objects need to know all of them: give a set, or the objects around by [`Input::context`].
//! What comes out is a [`Report`]; [`wire`] writes it as JSON, [`render`] for people.

pub mod config;
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
pub mod peers;
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
