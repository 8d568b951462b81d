//! Objects as `serde_yaml::Value`, as a program has them that makes or changes manifests before it writes them.
//!
//! `cargo run -p kubelaw --example yaml_value`

use kubelaw::{Engine, Input};
use serde_yaml::Value;

const LAW: &str = r#"
## Who owns it must be written on it.
rule owner for o in Object {
  require has(o.metadata.labels["owner"])
    message "{o.kind} {o.metadata.name} has no owner"
}
"#;

const MANIFEST: &str = "
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {ports: [{port: 80}]}
";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let engine = Engine::builder().law("owner.law", LAW).build()?;
    let mut service: Value = serde_yaml::from_str(MANIFEST)?;
    let before = engine.check(Input::value(&service));
    println!("before: {}", before.findings[0].message);
    assert_eq!(before.findings[0].message, "Service web has no owner");

    service["metadata"]["labels"] = serde_yaml::from_str("owner: shop")?;
    let after = engine.check(Input::value(&service));
    println!("after: {} findings", after.findings.len());
    assert!(after.is_clean());
    Ok(())
}
