//! The kubelaw engine: policy as code for Kubernetes, to embed in other programs.
//!
//! An [`Engine`] is compiled once from law files. It never changes, and any number of threads can use it to judge any
//! number of inputs. This crate reads no file, network, clock or environment.
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
//! An [`Input`] is a YAML or JSON text, a value that `serde` can serialize, a set of these, or an admission request. Rules
//! that look at other objects need to know all objects: pass a set, or add the other objects with [`Input::context`].
//!
//! The result is a [`Report`]. [`wire::report`] or any `serde` serializer writes it as JSON, and [`render`] writes it for
//! people. Lines and columns count from 1, and columns count characters. Offsets count UTF-8 bytes from 0.
//!
//! # Packs
//!
//! The feature `packs` (`cargo add kubelaw --features packs`) embeds the packs that ship with kubelaw:
//!
//! ```
//! # #[cfg(feature = "packs")] {
//! use kubelaw::{Engine, Input, config::Config};
//!
//! let engine = Engine::builder().pack_named("pod-security-baseline")?.kubernetes("1.33").build()?;
//! let pod = "{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {hostPID: true, containers: []}}";
//! assert_eq!(engine.check(Input::yaml("pod.yaml", pod)).findings[0].rule.as_ref(), "host-pid");
//!
//! // The default selection of the command is that of a configuration that says nothing.
//! let defaults = Engine::builder().config(Config::default(), |builder, _| Ok(builder))?.build()?;
//! assert!(defaults.rules().count() > engine.rules().count());
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Values
//!
//! An object need not be a text. Whatever `serde` can serialize is judged directly, including the types of `k8s-openapi`
//! and `kube`:
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
//! # Admission
//!
//! A webhook passes the `AdmissionReview` that it receives, and allows the request unless the report refuses it. A rule
//! applies when objects are created or updated, unless it says otherwise. A request that cannot be judged becomes an error
//! in the report, so it is refused. The example `webhook` in `core/examples` also writes the answer.
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
//! # Yes or no
//!
//! If you only need a yes or no, read the input with [`Engine::parse`]. Then ask [`Parsed::is_clean`], or ask
//! [`Parsed::verdicts`] which rules are broken. Both take a fraction of the time of a report. [`Parsed::report`] still gives
//! the report if you need it.
//!
//! # Fixes
//!
//! Findings carry fixes if the engine is built with [`EngineBuilder::fixes`]. A fix is offered only after it was tried. It
//! has the edits of the text, and the same change as a JSON Patch.
//!
//! ```
//! # use kubelaw::{Engine, Input};
//! let law = "rule host-network for p in Pod { forbid p.spec.hostNetwork == true fix remove p.spec.hostNetwork }";
//! let engine = Engine::builder().law("network.law", law).fixes(true).build()?;
//! let manifest = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  hostNetwork: true # for now\n  containers: []\n";
//! let report = engine.check(Input::yaml("web.yaml", manifest));
//! assert_eq!(report.findings[0].fixes[0].title, "remove spec.hostNetwork");
//! let (fixed, _) = report.fixed("web.yaml", manifest);
//! assert!(engine.check(Input::yaml("web.yaml", fixed)).is_clean());
//! # Ok::<(), kubelaw::Diagnostics>(())
//! ```
//!
//! # Errors
//!
//! [`EngineBuilder::build`] fails with [`Diagnostics`], which list everything that is wrong with the law files and with the
//! other settings, each with its place:
//!
//! ```
//! # use kubelaw::Engine;
//! let misspelt = "rule host-network for p in Pod { forbid p.spec.hostNetwrok == true }";
//! let faults = Engine::builder().law("network.law", misspelt).build().unwrap_err();
//! let first = &faults.laws[0].diagnostic;
//! assert_eq!(&misspelt[first.labels[0].span.range()], "hostNetwrok");
//! ```
//!
//! Judging itself does not fail. An input that cannot be read, or a request that cannot be judged, is in
//! [`Report::errors`]. A report with errors is not clean, and [`Report::refuses`] is true for it.
//!
//! # Limits
//!
//! By default an input text may have 256 MiB and nest 200 levels deep; see [`document::Limits`]. A rule that takes more
//! than 20 million steps on one object is undecided. No input makes this crate panic.
//!
//! # Where to look
//!
//! | To | use |
//! | --- | --- |
//! | judge as the command does in a project with a `kubelaw.yaml` | [`EngineBuilder::config`] |
//! | judge an input that arrives in parts | [`Engine::session`] |
//! | list rules, or explain them | [`Engine::rules`], [`EngineBuilder::catalogue`] |
//! | accept findings | [`EngineBuilder::waiver`], [`report::baseline`] |
//! | test rules | [`mod@proof`] |
//! | write a binding for another language | [`wire`] |
//!
//! The other modules are the parts of the engine. Whole programs are in `core/examples`.
//!
//! # Features
//!
//! | Feature | Adds | By default |
//! | --- | --- | --- |
//! | `yaml` | YAML texts, proofs, and the function `yaml` of the language; without it all texts are JSON, including configurations and the manifests of packs | yes |
//! | `render` | the module [`render`] | yes |
//! | `parallel` | [`engine::Session::push_each`] and the documents of a session run on all cores | no |
//! | `packs` | the packs that ship with kubelaw: [`EngineBuilder::pack_named`], `kubelaw::pack::shipped` | no |
//!
//! A feature only adds to the API.

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
