//! The heart of a validating admission webhook: the `AdmissionReview` that the API server sends, and the one that it gets
//! back. Any HTTPS server will do around it.
//!
//! `cargo run -p kubelaw --example webhook`

use kubelaw::{Diagnostics, Engine, Finding, Input, Severity};
use serde_json::{Value, json};

const LAW: &str = r#"
## Containers must not run privileged.
rule privileged for w in Workload, c in w.containers {
  severity high
  forbid c.securityContext.privileged == true
    message "container {c.name} runs privileged"
}

## Namespaces with a keeper stay.
rule kept for n in Namespace {
  on delete
  severity high
  forbid has(n.metadata.labels["keeper"])
    message "{request.userInfo.username} may not delete {n.metadata.name}"
}

## Workloads must name their team.
rule team for w in Workload {
  severity low
  require has(w.metadata.labels["team"])
    message "nobody knows whose this is: add the label `team`"
}
"#;

/// Findings from this severity on refuse the request; those below it are warnings, which `kubectl` shows.
const REFUSED: Severity = Severity::Medium;

fn answer(engine: &Engine, review: &Value) -> Value {
    let report = engine.check(Input::value(review));
    let open = report.findings.iter().filter(|finding| finding.verdict.refuses());
    let (grave, light): (Vec<_>, Vec<_>) = open.partition(|finding| finding.severity >= REFUSED);
    let told = |finding: &Finding| format!("{}: {}", finding.identity(), finding.message);
    // What cannot be judged is refused, too.
    let errors = report.errors.iter().map(|error| error.message.clone());
    let reasons: Vec<String> = errors.chain(grave.into_iter().map(told)).collect();
    let warnings: Vec<String> = light.into_iter().map(told).collect();
    json!({
        "apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "response": {
            "uid": review["request"]["uid"],
            "allowed": !report.refuses(REFUSED),
            "status": {"code": if reasons.is_empty() { 200 } else { 403 }, "message": reasons.join("; ")},
            "warnings": warnings,
        },
    })
}

fn main() -> Result<(), Diagnostics> {
    let engine = Engine::builder().law("house.law", LAW).build()?;
    let review = |uid: &str, request: Value| {
        let mut review = json!({"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": request});
        review["request"]["uid"] = uid.into();
        review
    };
    let pod = |privileged: bool| {
        json!({
            "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "shell", "namespace": "shop"},
            "spec": {"containers": [{"name": "main", "image": "shell:1", "securityContext": {"privileged": privileged}}]},
        })
    };
    let eve = json!({"username": "eve"});
    let namespace =
        json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop", "labels": {"keeper": "us"}}});
    for (request, expected) in [
        (
            json!({"operation": "CREATE", "userInfo": eve, "object": pod(true)}),
            "privileged: container main runs privileged",
        ),
        (json!({"operation": "CREATE", "userInfo": eve, "object": pod(false)}), ""),
        (json!({"operation": "DELETE", "userInfo": eve, "oldObject": namespace}), "kept: eve may not delete shop"),
        (
            json!({"operation": "CREATE", "userInfo": eve}),
            "the request has no object to judge: on delete it is the old one, else the new one",
        ),
    ] {
        let answer = answer(&engine, &review("705ab4f5", request));
        println!("{answer:#}");
        let response = &answer["response"];
        assert_eq!(response["allowed"], expected.is_empty());
        assert_eq!(response["status"]["message"], expected);
    }
    Ok(())
}
