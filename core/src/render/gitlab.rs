//! Findings as a Code Quality report, which GitLab shows in merge requests.

use super::escape::escape;
use crate::pack::digest;
use crate::report::{Notice, Report};
use kubelaw_lang::ir::Severity;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A JSON list of the errors and the open findings. Waived findings are left out.
#[must_use]
pub fn report(report: &Report) -> String {
    let mut taken = BTreeSet::new();
    let mut issues: Vec<Value> = report.errors.iter().map(|error| unreadable(&mut taken, error)).collect();
    for finding in report.findings.iter().filter(|finding| finding.verdict.refuses()) {
        let line = finding.location.as_ref().map_or(1, |place| place.start.line);
        // Every issue has to be in a file; what was no text is at least told apart.
        let subject = finding.subject.to_string();
        let path = finding.location.as_ref().map_or(&*subject, |place| &place.file);
        issues.push(json!({
            "description": format!("{} (in {})", super::message(finding), super::place(finding)),
            "check_name": escape(&finding.identity()),
            "fingerprint": unique(&mut taken, &finding.fingerprint),
            "severity": word(finding.severity),
            "location": {"path": escape(super::relative(path)), "lines": {"begin": line}},
        }));
    }
    format!("{}\n", Value::Array(issues))
}

fn unreadable(taken: &mut BTreeSet<String>, error: &Notice) -> Value {
    json!({
        "description": escape(&error.message),
        "check_name": "input",
        "fingerprint": unique(taken, &digest::of(&[(&*error.file, error.message.as_str())])),
        "severity": "blocker",
        "location": {
            "path": escape(super::relative(&error.file)),
            "lines": {"begin": error.location.as_ref().map_or(1, |place| place.start.line)},
        },
    })
}

/// A fingerprint that no issue before has: of issues that share one, only the first would be shown.
fn unique(taken: &mut BTreeSet<String>, fingerprint: &str) -> String {
    let mut own = fingerprint.to_owned();
    let mut number = 1_usize;
    while !taken.insert(own.clone()) {
        number += 1;
        own = digest::of(&[(fingerprint, number.to_string().as_str())]);
    }
    own
}

const fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "blocker",
        Severity::High => "critical",
        Severity::Medium => "major",
        Severity::Low => "minor",
        Severity::Info => "info",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::hostile;

    #[test]
    fn a_finding_is_an_issue() {
        let (_, report) = hostile::tame();
        let all: Value = serde_json::from_str(&super::report(&report)).unwrap();
        let issue = &all[0];
        assert_eq!(issue["description"], "image x:latest (in Pod default/web, spec.containers[0].image)");
        assert_eq!(issue["check_name"], "latest");
        assert_eq!(issue["severity"], "critical");
        assert_eq!(issue["location"], json!({"path": "a.yaml", "lines": {"begin": 7}}));
        assert_eq!(issue["fingerprint"], report.findings[0].fingerprint.as_str());
    }

    #[test]
    fn fingerprints_are_unique() {
        let (_, mut report) = hostile::report();
        let again = report.findings.clone();
        report.findings.extend(again.clone());
        report.findings.extend(again);
        let all: Vec<Value> = serde_json::from_str(&super::report(&report)).unwrap();
        let prints: BTreeSet<&str> = all.iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
        assert_eq!(prints.len(), all.len());
        hostile::harmless(&Value::Array(all));
    }
}
