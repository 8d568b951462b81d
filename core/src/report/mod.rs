//! Reports: the findings on an input, the verdicts by rule, and what could not be read.

pub mod baseline;
pub mod blame;
pub mod finding;
pub(crate) mod fingerprint;
pub mod frame;
pub mod verdict;
pub mod waiver;

use finding::{Finding, Location};
use kubelaw_lang::ir::Severity;
use std::sync::Arc;
use verdict::Verdict;

/// A pack in a report.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct PackName {
    /// Its name.
    pub name: Arc<str>,
    /// Its version.
    pub version: Arc<str>,
    /// A hash of its contents, in hexadecimal digits.
    pub digest: Arc<str>,
}

/// How many objects got each verdict of one rule.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct RuleSummary {
    /// The rule's id within its pack.
    pub rule: Arc<str>,
    /// The pack, unless the law file was given alone.
    pub pack: Option<Arc<str>>,
    /// The severity of its findings.
    pub severity: Severity,
    /// Objects that pass.
    pub pass: u64,
    /// Objects that break it.
    pub fail: u64,
    /// Objects for which the rule could not be decided.
    pub undecided: u64,
    /// Objects that break the rule but are waived.
    pub waived: u64,
    /// Objects of the rule's kinds to which it does not apply.
    pub not_applicable: u64,
    /// Why the rule could not be judged at all, such as `needs inventory`.
    pub why: Option<String>,
    /// The checks that were satisfied in at least one instance: one bit for each check, from the lowest, in the order of the
    /// text. The highest bit stands for all further checks. For rules that pass, this is known only with
    /// [`crate::Evaluation::Thorough`].
    pub held: u64,
    /// The checks that at least one instance broke, in the same form.
    pub broken: u64,
    /// The steps of evaluation that the rule took, the same on every machine. A step that rules share counts for the first of
    /// them. For rules that pass, this too is known only with [`crate::Evaluation::Thorough`].
    pub steps: u64,
}

impl RuleSummary {
    /// The summary of a rule that has judged nothing yet.
    #[must_use]
    pub fn new(rule: Arc<str>, pack: Option<Arc<str>>, severity: Severity) -> Self {
        Self {
            rule,
            pack,
            severity,
            pass: 0,
            fail: 0,
            undecided: 0,
            waived: 0,
            not_applicable: 0,
            why: None,
            held: 0,
            broken: 0,
            steps: 0,
        }
    }

    /// Counts one object.
    pub fn count(&mut self, verdict: Verdict) {
        *match verdict {
            Verdict::Pass => &mut self.pass,
            Verdict::Fail => &mut self.fail,
            Verdict::Undecided => &mut self.undecided,
            Verdict::Waived => &mut self.waived,
            Verdict::NotApplicable => &mut self.not_applicable,
        } += 1;
    }

    /// Adds the counts of another report for the same rule.
    pub fn add(&mut self, other: &Self) {
        self.pass += other.pass;
        self.fail += other.fail;
        self.undecided += other.undecided;
        self.waived += other.waived;
        self.not_applicable += other.not_applicable;
        self.held |= other.held;
        self.broken |= other.broken;
        self.steps += other.steps;
        if self.why.is_none() {
            self.why.clone_from(&other.why);
        }
    }

    /// How many objects of its kinds there were.
    #[must_use]
    pub const fn objects(&self) -> u64 {
        self.pass + self.fail + self.undecided + self.waived + self.not_applicable
    }

    /// `pack/rule`, or the rule's id alone for a law file without pack.
    #[must_use]
    pub fn identity(&self) -> String {
        identity(self.pack.as_deref(), &self.rule)
    }
}

/// What notices call the place of what the host says, such as waivers, where it stands in no text.
pub(crate) const CONFIGURATION: &str = "configuration";

/// A message about the input that is not a finding: a text that cannot be read (an error), a duplicate key (a warning).
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Notice {
    /// The name that the caller gave the input.
    pub file: Arc<str>,
    /// Where, if known.
    pub location: Option<Location>,
    /// What is wrong.
    pub message: String,
    /// The source line, for people; not part of the JSON form.
    pub frame: Option<frame::Frame>,
}

impl Notice {
    /// A message about an input as a whole.
    #[must_use]
    pub fn of(file: impl Into<Arc<str>>, message: String) -> Self {
        Self { file: file.into(), location: None, message, frame: None }
    }
}

impl std::fmt::Display for Notice {
    /// One line: `web.yaml:7:12: message`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.location {
            Some(place) => write!(f, "{place}: {}", self.message),
            None => write!(f, "{}: {}", self.file, self.message),
        }
    }
}

/// Totals of a report.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub struct Summary {
    /// Kubernetes objects judged.
    pub objects: u64,
    /// Rules selected.
    pub rules: u64,
    /// Findings with verdict `fail`.
    pub fail: u64,
    /// Findings with verdict `undecided`.
    pub undecided: u64,
    /// Findings with verdict `waived`.
    pub waived: u64,
    /// The numbers of failing and undecided findings of each severity, from `info` to `critical`.
    pub severities: [u64; 5],
}

/// The result of judging an input. It and its findings serialize to the JSON of [`wire::report`](crate::wire::report), so
/// that they can be part of an answer:
///
/// ```
/// # use kubelaw::{Engine, Input};
/// let law = "rule host-pid for p in Pod { severity high forbid p.spec.hostPID == true }";
/// let engine = Engine::builder().law("a.law", law).build()?;
/// let report = engine.check(Input::json("pod.json", r#"{"apiVersion": "v1", "kind": "Pod", "spec": {"hostPID": true}}"#));
/// let answer = serde_json::json!({"allowed": report.is_clean(), "findings": report.findings});
/// assert_eq!(answer["findings"][0]["severity"], "high");
/// # Ok::<(), kubelaw::Diagnostics>(())
/// ```
#[derive(Clone, PartialEq, Debug, Default)]
#[non_exhaustive]
pub struct Report {
    /// The packs whose rules were selected.
    pub packs: Vec<PackName>,
    /// The rules in the order of their law files.
    pub rules: Vec<RuleSummary>,
    /// The findings in the order of the input.
    pub findings: Vec<Finding>,
    /// Inputs that could not be read, and requests that could not be judged.
    pub errors: Vec<Notice>,
    /// What is suspicious about the input or the settings, such as a duplicate key or an expired waiver.
    pub warnings: Vec<Notice>,
    /// Kubernetes objects judged.
    pub objects: u64,
}

impl Report {
    /// The totals.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let mut all = Summary { objects: self.objects, rules: self.rules.len() as u64, ..Summary::default() };
        for finding in &self.findings {
            match finding.verdict {
                Verdict::Fail => all.fail += 1,
                Verdict::Undecided => all.undecided += 1,
                Verdict::Waived => all.waived += 1,
                Verdict::Pass | Verdict::NotApplicable => {}
            }
            if finding.verdict.refuses()
                && let Some(n) = all.severities.get_mut(finding.severity as usize)
            {
                *n += 1;
            }
        }
        all
    }

    /// Adds what a report by the same rules says of more input.
    #[cfg(feature = "parallel")]
    pub(crate) fn join(&mut self, more: Self) {
        self.findings.extend(more.findings);
        self.errors.extend(more.errors);
        self.warnings.extend(more.warnings);
        self.objects += more.objects;
        for (rule, counted) in self.rules.iter_mut().zip(&more.rules) {
            rule.add(counted);
        }
    }

    /// Whether nothing failed, nothing was undecided and everything could be read.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.errors.is_empty() && !self.findings.iter().any(|f| f.verdict.refuses())
    }

    /// Whether something could not be read, or a failing or undecided finding has at least this severity.
    #[must_use]
    pub fn refuses(&self, least: Severity) -> bool {
        !self.errors.is_empty() || self.findings.iter().any(|f| f.verdict.refuses() && f.severity >= least)
    }
}

/// `pack/rule`, or the rule's id alone.
pub(crate) fn identity(pack: Option<&str>, rule: &str) -> String {
    pack.map_or_else(|| rule.to_owned(), |pack| format!("{pack}/{rule}"))
}
