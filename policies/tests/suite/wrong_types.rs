//! What a rule objects to does not pass by being of a wrong type: every value that a proof's finding points at is
//! replaced by one that fits no schema there.

use crate::fixes::values;
use crate::packs::{builder, engine};
use kubelaw::pack::shipped_with_proofs;
use kubelaw::report::finding::Finding;
use kubelaw::{Engine, Input, Selection, Verdict};
use serde_json::{Value, json};
use std::sync::Arc;

/// Rules that have no type to expect: two look at every text wherever it is, one at a kind without a schema.
const WITHOUT_TYPES: [&str; 3] = ["leaked-secret", "exposed-secret", "privileged-scc"];

/// A group whose kinds have no schema here, so that any value may stand anywhere.
const WITHOUT_SCHEMA: &str = "argoproj.io/";

/// The place of a path such as `spec.a[0]["b.c"]` in a value.
fn place<'v>(value: &'v mut Value, path: &str) -> Option<&'v mut Value> {
    let (step, rest) = if let Some(quoted) = path.strip_prefix("[\"") {
        quoted.split_once("\"]")?
    } else if let Some(index) = path.strip_prefix('[') {
        index.split_once(']')?
    } else {
        let name = path.strip_prefix('.').unwrap_or(path);
        name.split_at(name.find(['.', '[']).unwrap_or(name.len()))
    };
    let inner = match value {
        Value::Array(items) => items.get_mut(step.parse::<usize>().ok()?)?,
        other => other.get_mut(step)?,
    };
    if rest.is_empty() { Some(inner) } else { place(inner, rest) }
}

/// What no schema allows where this value is.
fn wrong(value: &Value) -> Value {
    match value {
        Value::Object(_) => json!("wrong"),
        Value::Array(_) => json!({ "wrong": true }),
        _ => json!([{ "wrong": true }]),
    }
}

/// Whether a finding is about a value without which it is still the same object.
fn tells_a_value(finding: &Finding) -> bool {
    let identity = ["apiVersion", "kind", "metadata", "metadata.name", "metadata.namespace"];
    finding.verdict == Verdict::Fail
        && finding.missing.is_none()
        && !identity.contains(&&*finding.path)
        && !WITHOUT_TYPES.contains(&&*finding.rule)
        && !finding.subject.api_version.starts_with(WITHOUT_SCHEMA)
}

fn told(engine: &Engine, documents: &[Value], finding: &Finding) -> bool {
    let report = engine.check(Input::set(documents.iter().map(Input::value)));
    report
        .findings
        .iter()
        .any(|found| found.rule == finding.rule && found.subject == finding.subject && found.verdict != Verdict::Waived)
}

/// An engine of one pack's rules: to ask those of all packs about each value would take minutes.
fn of_pack(rules: &[String], pack: &str) -> Engine {
    let own = rules.iter().filter(|rule| rule.strip_prefix(pack).is_some_and(|rest| rest.starts_with('/')));
    let selection = Selection { rules: own.cloned().collect(), ..Selection::everything() };
    builder().select(selection).build().unwrap_or_else(|found| panic!("{found}"))
}

#[test]
fn what_fails_does_not_pass_by_a_wrong_type() {
    let rules: Vec<String> = engine().rules().map(|info| info.identity()).collect();
    let packs = shipped_with_proofs().unwrap();
    let proofs: Vec<(&Arc<str>, Vec<Value>)> = packs
        .iter()
        .flat_map(|pack| pack.laws().filter_map(|(law, _)| pack.proof(law)))
        .map(|(name, text)| (name, values(text)))
        .collect();
    let (mut tried, mut passed) = (0, Vec::new());
    // One that lists kinds alone has no rules to ask.
    for pack in packs.iter().filter(|pack| pack.laws().next().is_some()) {
        let engine = of_pack(&rules, &pack.manifest().name);
        for (name, documents) in &proofs {
            let report = engine.check(Input::set(documents.iter().map(Input::value)));
            for finding in report.findings.iter().filter(|f| tells_a_value(f)) {
                let of_subject = |document: &Value| {
                    document["kind"] == *finding.subject.kind && document["metadata"]["name"] == *finding.subject.name
                };
                let mut changed = documents.clone();
                for document in changed.iter_mut().filter(|document| of_subject(document)) {
                    if let Some(value) = place(document, &finding.path) {
                        *value = wrong(value);
                    }
                }
                if changed != *documents {
                    tried += 1;
                    if !told(&engine, &changed, finding) {
                        passed.push(format!("{name}: {} at {}", finding.identity(), finding.path));
                    }
                }
            }
        }
    }
    passed.sort();
    passed.dedup();
    assert!(passed.is_empty(), "{tried} tried, {} pass:\n{}", passed.len(), passed.join("\n"));
    assert!(tried > 1000, "only {tried} were tried");
}
