//! Where our findings are beside where Kubescape's are, in its own cases.
//!
//! Kubescape names the paths that failed; ours must be one of them or inside of one.

use super::corpora;
use serde_json::Value;

/// The paths of a violation, within the objects that they are about.
fn failed(violation: &Value) -> Vec<String> {
    violation["failedPaths"].as_array().into_iter().flatten().filter_map(Value::as_str).map(within).collect()
}

/// A path without the object that it begins with, where that is one of several; the name of an entry of a list stands for the entry.
fn within(path: &str) -> String {
    let (object, inner) = path.split_once("].").unwrap_or_default();
    let path = if object.starts_with("relatedObjects[") { inner } else { path };
    path.strip_suffix(".name").filter(|entry| entry.ends_with(']')).unwrap_or(path).to_owned()
}

/// Whether a path is another or inside of it.
fn is_within(path: &str, outer: &str) -> bool {
    path.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

#[test]
fn findings_are_as_deep_as_kubescapes() {
    let Some(found) = corpora::found("kubescape-regolibrary") else { return };
    let (mut deep, mut cases) = (0, 0);
    for (place, case, ours) in found {
        let violations = case["violations"].as_array().into_iter().flatten().map(failed);
        let violations: Vec<_> = violations.filter(|paths| !paths.is_empty()).collect();
        if violations.is_empty() || ours.is_empty() {
            continue;
        }
        cases += 1;
        let met = |paths: &Vec<String>| paths.iter().any(|outer| ours.iter().any(|path| is_within(path, outer)));
        if violations.iter().all(met) {
            deep += 1;
        } else {
            println!("{place}: theirs {violations:?}, ours {ours:?}");
        }
    }
    println!("kubescape-regolibrary: {deep} of {cases} cases have our findings at their paths or deeper");
    assert!(deep * 100 >= cases * 95, "{deep} of {cases} cases");
}
