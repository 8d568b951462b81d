//! The plain way to embed kubelaw: an engine once, then a report for each input.
//!
//! `cargo run -p kubelaw --example embed`

use kubelaw::render::{Style, text};
use kubelaw::{Diagnostics, Engine, Input, Severity};

const LAW: &str = r#"
param registries: [string]

## Nothing but these registries may serve images.
rule untrusted-registry for w in Workload, c in w.containers {
  severity high
  require any r in registries: c.image.under(r)
    message "container {c.name}: image {c.image} does not come from {registries}"
}
"#;

const MANIFESTS: &str = r#"apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - {name: main, image: "nginx:1.27"}
---
apiVersion: v1
kind: Pod
metadata: {name: api}
spec:
  containers:
    - {name: main, image: "ghcr.io/acme/api:3"}
"#;

fn main() -> Result<(), Diagnostics> {
    let engine = Engine::builder().law("images.law", LAW).param("registries", ["ghcr.io/acme"]).build()?;
    let report = engine.check(Input::yaml("shop.yaml", MANIFESTS));
    print!("{}", text::report(&report, Style::Plain));

    assert_eq!(report.objects, 2);
    assert_eq!(report.findings.len(), 1);
    assert_eq!(report.findings[0].subject.name, "web");
    assert!(report.refuses(Severity::High) && !report.refuses(Severity::Critical));
    Ok(())
}
