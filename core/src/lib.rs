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
//! assert_eq!(
//!     finding.to_string(),
//!     "web.yaml:7:27: high[untrusted-registry]: container main: image nginx:1.27 does not come from ghcr.io/acme",
//! );
//! # Ok::<(), kubelaw::Diagnostics>(())
//! ```
//!
//! What an [`Input`] may be: YAML and JSON texts, any value that `serde` can write, sets of them, an admission request.
//! Rules about other objects need to know all of them: give a set, or the objects around by [`Input::context`].
//! What comes out is a [`Report`]; [`wire`] writes it as JSON, [`render`] for people.
//!
//! Objects need not be texts. Whatever `serde` can write is judged as it is, the types of `k8s-openapi` and `kube` too:
//!
//! ```
//! # use kubelaw::{Engine, Input};
//! let law = "## No host network.\nrule host-network for p in Pod { forbid p.spec.hostNetwork == true }";
//! let engine = Engine::builder().law("network.law", law).build()?;
//! let pod = serde_json::json!({
//!     "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}, "spec": {"hostNetwork": true, "containers": []},
//! });
//! let report = engine.check(Input::value(&pod));
//! assert_eq!(report.findings[0].subject.to_string(), "Pod default/web");
//! assert_eq!(report.findings[0].path, "spec.hostNetwork");
//! assert_eq!(report.findings[0].to_string(), "Pod default/web: medium[host-network]: No host network.");
//! # Ok::<(), kubelaw::Diagnostics>(())
//! ```
//!
//! A webhook hands over the `AdmissionReview` that it gets, and allows what its report does not refuse. A rule holds where
//! objects are created or updated, unless it says otherwise; what cannot be judged is an error, and refused. The example
//! `webhook` writes the answer, too:
//!
//! ```
//! # use kubelaw::{Engine, Input, Severity};
//! let law = r#"
//!     rule kept for n in Namespace {
//!       on delete
//!       forbid n.metadata.labels["keep"] == "yes"
//!         message "{request.userInfo.username} may not delete {n.metadata.name}"
//!     }
//! "#;
//! let engine = Engine::builder().law("kept.law", law).build()?;
//! let review = serde_json::json!({
//!     "apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
//!         "uid": "705ab4f5", "operation": "DELETE", "userInfo": {"username": "eve"}, "object": null,
//!         "oldObject": {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop", "labels": {"keep": "yes"}}},
//!     },
//! });
//! let report = engine.check(Input::value(&review));
//! let allowed = !report.refuses(Severity::Medium);
//! assert_eq!((allowed, report.findings[0].message.as_str()), (false, "eve may not delete shop"));
//! # Ok::<(), kubelaw::Diagnostics>(())
//! ```
//!
//! Whoever only has to say yes or no, many times, reads an input by [`Engine::parse`] and asks [`Parsed::is_clean`], or
//! [`Parsed::verdicts`] for each rule that is broken: both take a fraction of what a report does, which can still be had.
//!
//! A law that cannot mean what it says is no engine, but [`Diagnostics`] that say where and why:
//!
//! ```
//! # use kubelaw::Engine;
//! let misspelt = "rule host-network for p in Pod { forbid p.spec.hostNetwrok == true }";
//! let faults = Engine::builder().law("network.law", misspelt).build().unwrap_err();
//! let first = &faults.laws[0].diagnostic;
//! assert_eq!(&misspelt[first.labels[0].span.range()], "hostNetwrok");
//! ```
//!
//! An engine of a project's `kubelaw.yaml`, which judges as the command does: [`EngineBuilder::config`].
//!
//! # Features
//!
//! | feature | brings | by default |
//! | --- | --- | --- |
//! | `yaml` | YAML texts, proofs, and the built-in `yaml`; without it texts are JSON, configurations and manifests of packs too | yes |
//! | `render` | the module [`render`] | yes |
//! | `parallel` | [`engine::Session::push_each`], and many documents of a session, on all cores | no |
//! | `packs` | the packs that ship with kubelaw: [`EngineBuilder::pack_named`], `kubelaw::pack::shipped` | no |
//!
//! Each only adds. `core/examples` holds whole programs.

#![cfg_attr(
    not(feature = "yaml"),
    allow(dead_code, reason = "what YAML alone needs stands beside what all forms need")
)]

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
#[cfg(feature = "yaml")]
pub mod peers;
pub mod plan;
#[cfg(feature = "yaml")]
pub mod proof;
#[cfg(feature = "render")]
pub mod render;
pub mod report;
mod sorted;
pub mod wire;
pub mod written;

pub use engine::{Catalogue, Engine, EngineBuilder, Evaluation, Parsed, RuleInfo, RuleVerdict, Selection, Verdicts};
pub use error::{Diagnostics, LawDiagnostic, Problem};
pub use input::Input;
pub use kubelaw_lang as lang;
pub use kubelaw_lang::ir::Severity;
pub use report::Report;
pub use report::finding::Finding;
pub use report::verdict::Verdict;
