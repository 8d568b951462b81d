//! Objects as `k8s-openapi` types, which `kube` hands out too: a controller or an admission webhook judges them as they are.
//!
//! `cargo run -p kubelaw --example typed`

use k8s_openapi::api::core::v1::{Container, Pod, PodSpec, SecurityContext};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use kubelaw::{Diagnostics, Engine, Input};

const LAW: &str = r#"
## Containers must not run privileged.
rule privileged for w in Workload, c in w.containers {
  forbid c.securityContext.privileged == true
    message "container {c.name} runs privileged"
}
"#;

fn pod(name: &str, privileged: bool) -> Pod {
    let security_context = SecurityContext { privileged: Some(privileged), ..SecurityContext::default() };
    let container = Container {
        name: "main".to_owned(),
        image: Some("ghcr.io/acme/app:1".to_owned()),
        security_context: Some(security_context),
        ..Container::default()
    };
    Pod {
        metadata: ObjectMeta { name: Some(name.to_owned()), ..ObjectMeta::default() },
        spec: Some(PodSpec { containers: vec![container], ..PodSpec::default() }),
        ..Pod::default()
    }
}

fn main() -> Result<(), Diagnostics> {
    let engine = Engine::builder().law("privileged.law", LAW).build()?;
    // What a watch or a list gives; the engine reads the fields of the types, no text is made.
    let pods = [pod("web", false), pod("debug", true)];
    for pod in &pods {
        let report = engine.check(Input::value(pod));
        for finding in &report.findings {
            println!("{}: {} ({})", finding.subject, finding.message, finding.path);
        }
        let debug = pod.metadata.name.as_deref() == Some("debug");
        assert_eq!(report.is_clean(), !debug);
    }
    Ok(())
}
