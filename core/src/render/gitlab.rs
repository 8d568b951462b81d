//! Findings as a Code Quality report, which GitLab shows in merge requests.

use super::escape::escape;
use crate::pack::digest;
use crate::report::finding::Finding;
use crate::report::{Notice, Report};
use kubelaw_lang::ir::Severity;
use serde::ser::{Serialize, SerializeSeq, Serializer};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// How many issues have had a fingerprint.
type Seen = BTreeMap<String, usize>;

/// A JSON list of the errors and the open findings. Waived findings are left out.
#[must_use]
pub fn report(report: &Report) -> String {
    // It is made of texts, numbers, lists and records only, so that writing it cannot fail.
    serde_json::to_string(&Issues(report)).unwrap_or_default() + "\n"
}

/// Errors and findings as issues, each made as it is written: all of them at once would take more than the findings take.
struct Issues<'a>(&'a Report);

impl Serialize for Issues<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(report) = self;
        let mut seen = Seen::new();
        let mut issues = serializer.serialize_seq(None)?;
        for error in &report.errors {
            issues.serialize_element(&unreadable(&mut seen, error))?;
        }
        for finding in report.findings.iter().filter(|finding| finding.verdict.refuses()) {
            issues.serialize_element(&issue(&mut seen, finding))?;
        }
        issues.end()
    }
}

fn issue(seen: &mut Seen, finding: &Finding) -> Value {
    let line = finding.location.as_ref().map_or(1, |place| place.start.line);
    // Every issue has to be in a file; what was no text is at least told apart.
    let subject = finding.subject.to_string();
    let path = finding.location.as_ref().map_or(&*subject, |place| &place.file);
    json!({
        "description": format!("{} (in {})", super::message(finding), super::place(finding)),
        "check_name": escape(&finding.identity()),
        "fingerprint": unique(seen, &finding.fingerprint),
        "severity": word(finding.severity),
        "location": {"path": escape(super::relative(path)), "lines": {"begin": line}},
    })
}

fn unreadable(seen: &mut Seen, error: &Notice) -> Value {
    json!({
        "description": escape(&error.message),
        "check_name": "input",
        "fingerprint": unique(seen, &digest::of(&[(&*error.file, error.message.as_str())])),
        "severity": "blocker",
        "location": {
            "path": escape(super::relative(&error.file)),
            "lines": {"begin": error.location.as_ref().map_or(1, |place| place.start.line)},
        },
    })
}

/// A fingerprint that no issue before has: of issues that share one, only the first would be shown.
fn unique(seen: &mut Seen, fingerprint: &str) -> String {
    let times = seen.entry(fingerprint.to_owned()).or_default();
    *times += 1;
    if *times == 1 { fingerprint.to_owned() } else { digest::of(&[(fingerprint, times.to_string().as_str())]) }
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
    use std::collections::BTreeSet;

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
