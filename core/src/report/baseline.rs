//! A baseline: findings that are accepted as they are, so that later reports show only new ones.

use super::Report;
use super::finding::Finding;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use thiserror::Error;

/// The version of the form in which a baseline is kept.
const VERSION: u32 = 1;

/// Accepted findings, by fingerprint. If several findings share a fingerprint, as many are accepted as there were when the
/// baseline was made.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Baseline {
    entries: Vec<Entry>,
}

/// Why a baseline cannot be read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum BaselineError {
    /// The text is not JSON of the form that [`Baseline::write`] writes.
    #[error("the text is not a baseline: {0}")]
    Form(serde_json::Error),
    /// The baseline was written by a later version of kubelaw.
    #[error("the baseline has version {0}, and this engine knows version 1")]
    Version(u32),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    findings: Vec<Entry>,
}

/// A finding as a baseline keeps it. Only the fingerprint counts; the rest tells people what it is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    rule: String,
    subject: String,
    path: String,
    fingerprint: String,
}

impl Baseline {
    /// The baseline that accepts all failing and undecided findings of a report.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        let open = report.findings.iter().filter(|finding| finding.verdict.refuses());
        let mut entries: Vec<Entry> = open
            .map(|finding| Entry {
                rule: finding.identity(),
                subject: finding.subject.to_string(),
                path: finding.path.clone(),
                fingerprint: finding.fingerprint.clone(),
            })
            .collect();
        entries.sort();
        Self { entries }
    }

    /// Reads what [`Baseline::write`] wrote.
    pub fn read(text: &str) -> Result<Self, BaselineError> {
        let file: File = serde_json::from_str(text).map_err(BaselineError::Form)?;
        if file.version == VERSION {
            Ok(Self { entries: file.findings })
        } else {
            Err(BaselineError::Version(file.version))
        }
    }

    /// The baseline as JSON: one line for each finding, sorted, so that diffs are easy to read.
    #[must_use]
    pub fn write(&self) -> String {
        let lines: Vec<String> = self.entries.iter().filter_map(|entry| serde_json::to_string(entry).ok()).collect();
        let list = if lines.is_empty() { "[]".to_owned() } else { format!("[\n{}\n]", lines.join(",\n")) };
        format!("{{\"version\":{VERSION},\"findings\":{list}}}\n")
    }

    /// The number of findings that it accepts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it accepts none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Removes the accepted findings from a report. Returns these findings, and how many accepted findings no longer occur.
    pub fn apply(&self, report: &mut Report) -> (Vec<Finding>, usize) {
        let mut left: BTreeMap<&str, usize> = BTreeMap::new();
        for entry in &self.entries {
            *left.entry(&entry.fingerprint).or_default() += 1;
        }
        let accepts = |finding: &mut Finding| match left.get_mut(finding.fingerprint.as_str()) {
            Some(left) if *left > 0 && finding.verdict.refuses() => {
                *left -= 1;
                true
            }
            _ => false,
        };
        let accepted = report.findings.extract_if(.., accepts).collect();
        (accepted, left.values().sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Engine, Input};

    const LAW: &str = "rule p for w in Workload, c in w.containers {
      forbid c.image.tag == \"latest\" message \"x\" }";

    fn report(text: &str) -> Report {
        Engine::builder().law("a.law", LAW).build().unwrap().check(Input::yaml("a.yaml", text))
    }

    const OLD: &str =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: c\n    image: x\n";

    #[test]
    fn what_moved_is_known_and_what_came_is_new() {
        let baseline = Baseline::of(&report(OLD));
        assert_eq!((baseline.len(), Baseline::read(&baseline.write()).unwrap()), (1, baseline.clone()));
        let text = "# c\n\n".to_owned()
            + &OLD
                .replace("  - name: c", "  - name: b\n    image: y\n  - image: x\n    name: c")
                .replace("name: c\n    image: x\n", "name: c\n");
        let mut now = report(&text);
        assert_eq!(now.findings.len(), 2);
        let (accepted, gone) = baseline.apply(&mut now);
        assert_eq!((accepted.len(), gone), (1, 0));
        assert_eq!(now.findings.iter().map(|f| f.path.as_str()).collect::<Vec<_>>(), ["spec.containers[0].image"]);
    }

    #[test]
    fn what_is_cured_is_told() {
        let baseline = Baseline::of(&report(OLD));
        let mut now = report(&OLD.replace("image: x", "image: x:1"));
        assert_eq!(baseline.apply(&mut now).1, 1);
    }

    #[test]
    fn of_the_same_only_as_many_are_known() {
        let twice = OLD.to_owned() + "---\n" + OLD;
        let baseline = Baseline::of(&report(OLD));
        let mut now = report(&twice);
        assert_eq!((baseline.apply(&mut now).0.len(), now.findings.len()), (1, 1));
    }

    #[test]
    fn other_forms_are_refused() {
        assert!(Baseline::read("{}").is_err());
        assert!(Baseline::read("{\"version\":2,\"findings\":[]}").unwrap_err().to_string().contains("version 2"));
        assert_eq!(Baseline::read(&Baseline::default().write()).unwrap(), Baseline::default());
    }
}
