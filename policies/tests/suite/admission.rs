//! The Pod Security packs against Pod Security Admission itself.

use crate::pod_security::engine;
use crate::standard::Level;
use kubelaw::Input;
use serde::Deserialize;
use serde_json::Value;
use std::path::Path;

/// The versions that were asked for, those of `go/main.go`.
const MINORS: [u32; 22] = [0, 7, 8, 18, 19, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37];

/// A pod, and the minor versions of the standards at which Pod Security Admission refuses it.
#[derive(Deserialize)]
struct Row {
    pod: Value,
    baseline: Vec<u32>,
    restricted: Vec<u32>,
}

#[test]
fn packs_decide_as_pod_security_admission_does() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/admission/pods.jsonl");
    let text = std::fs::read_to_string(file).unwrap();
    let rows: Vec<Row> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(rows.len() > 400);
    for minor in MINORS {
        for level in [Level::Baseline, Level::Restricted] {
            let engine = engine(level, minor);
            for Row { pod, baseline, restricted } in &rows {
                let refused = if level == Level::Baseline { baseline } else { restricted };
                let findings = engine.check(Input::value(pod)).findings;
                let found: Vec<_> = findings.iter().map(|finding| &*finding.rule).collect();
                assert_eq!(!found.is_empty(), refused.contains(&minor), "{level:?} 1.{minor}, {found:?}: {pod:#}");
            }
        }
    }
}
