//! What rules say of objects, as a report has it: findings with their waivers and fixes, and the verdicts counted.

use super::account::Account;
use super::redaction::Secrets;
use super::subjects::Subjects;
use super::waiving::Waiving;
use super::{Engine, findings};
use crate::eval::{Judge, NotApplicable, Origin, Outcome, RawFinding, Ruling};
use crate::fix::Trial;
use crate::inventory::Object;
use crate::plan::PlannedRule;
use crate::report::finding::Finding;
use crate::report::verdict::Verdict;
use crate::report::waiver::Waivers;
use crate::report::{Report, RuleSummary};

/// Puts what rules say of the objects of an entry into a report.
pub(super) struct Reporting<'r, 'a> {
    engine: &'a Engine,
    subjects: &'a Subjects<'a>,
    report: &'r mut Report,
    waiving: Waiving<'r, 'a>,
    /// Those that the findings of the object at hand blame, and those of the objects before it.
    own_secrets: Secrets,
    secrets: Secrets,
}

impl<'r, 'a> Reporting<'r, 'a> {
    pub(super) fn of(engine: &'a Engine, subjects: &'a Subjects<'a>, account: &'r mut Account) -> Self {
        let Account { report, used, .. } = account;
        let mut waiving = Waiving::new(engine, used);
        // Whoever asks for admission writes the object, so what stands in it accepts nothing.
        if subjects.request.is_none() && engine.settings.waivers == Waivers::All {
            waiving.read(subjects.document, &subjects.objects);
        }
        Self { engine, subjects, report, waiving, own_secrets: Secrets::default(), secrets: Secrets::default() }
    }

    /// Judges the objects one after another; the findings of each come in the order of the text.
    pub(super) fn run(mut self, judge: &mut Judge<'a>) {
        let first = self.report.findings.len();
        for object in &*self.subjects.objects {
            self.object(judge, object);
        }
        let mut faults = self.waiving.faults(&self.subjects.objects);
        self.secrets.hide(&mut faults);
        self.report.findings.append(&mut faults);
        self.secrets.hide_in_long_lines(self.report.findings.get_mut(first..).unwrap_or_default());
    }

    fn object(&mut self, judge: &mut Judge<'a>, object: &'a Object<'a>) {
        self.report.objects += 1;
        let outcomes = judge.outcomes(object);
        let trial = self.engine.settings.fixes.then(|| Trial::new(self.engine, judge, object, &outcomes));
        let mut found: Vec<Finding> = Vec::new();
        for outcome in &outcomes {
            let number = outcome.rule as usize;
            let (Some(planned), Some(judged)) = (self.engine.plan.rule(outcome.rule), self.engine.rules.get(number))
            else {
                continue;
            };
            let mut own = self.findings(judge, findings::Rule { planned, judged }, object, outcome);
            if let Some(trial) = &trial {
                trial.cure(planned, outcome, &mut own);
            }
            if own.len() > 1 && judge.templates(object).is_some() {
                tell_once(&mut own);
            }
            if let Some(summary) = self.report.rules.get_mut(number) {
                count(summary, outcome, &own);
            }
            found.append(&mut own);
        }
        let secrets = std::mem::take(&mut self.own_secrets);
        secrets.hide(&mut found);
        self.secrets.append(secrets);
        found.sort_by_key(|finding| finding.location.as_ref().map(|place| place.start.offset));
        self.report.findings.append(&mut found);
    }

    /// The findings of what a rule says of an object, those accepted that a waiver is for.
    fn findings(
        &mut self,
        judge: &Judge<'a>,
        rule: findings::Rule<'a>,
        object: &'a Object<'a>,
        outcome: &Outcome<'a>,
    ) -> Vec<Finding> {
        let mut own = Vec::with_capacity(outcome.findings.len());
        for raw in &outcome.findings {
            let (mut finding, place) = findings::finding(self.engine, rule, judge, object, raw);
            if rule.judged.finds_secrets && points(rule.planned, raw) {
                self.own_secrets.add(place, &mut finding);
            }
            let fault = self.waiving.apply(rule.judged, object, &mut finding, place);
            own.push(finding);
            self.report.findings.extend(fault);
        }
        own
    }
}

/// Leaves out findings that say again, for another Pod template of the object, what one before them says.
fn tell_once(found: &mut Vec<Finding>) {
    let mut told: Vec<Finding> = Vec::new();
    for finding in found.drain(..) {
        let is_told = |other: &Finding| {
            (&other.path, &other.missing, &other.message, other.verdict)
                == (&finding.path, &finding.missing, &finding.message, finding.verdict)
        };
        if !told.iter().any(is_told) {
            told.push(finding);
        }
    }
    *found = told;
}

/// Whether the check of a finding says by `at` where it points.
fn points(rule: &PlannedRule, raw: &RawFinding<'_>) -> bool {
    match raw.origin {
        Origin::Check(number) => rule.checks.get(number as usize).is_some_and(|check| check.at.is_some()),
        Origin::Where(_) | Origin::Set(_) => false,
    }
}

fn count(summary: &mut RuleSummary, outcome: &Outcome<'_>, findings: &[Finding]) {
    summary.count(match outcome.ruling {
        Ruling::Pass => Verdict::Pass,
        Ruling::NotApplicable(_) => Verdict::NotApplicable,
        Ruling::Fail | Ruling::Undecided => {
            let has = |verdict| findings.iter().any(|finding| finding.verdict == verdict);
            [Verdict::Fail, Verdict::Undecided].into_iter().find(|v| has(*v)).unwrap_or(Verdict::Waived)
        }
    });
    summary.held |= outcome.held;
    summary.steps += outcome.steps;
    for raw in &outcome.findings {
        if let (Origin::Check(number), None) = (raw.origin, raw.undecided) {
            summary.broken |= 1 << number.min(63);
        }
    }
    if let Ruling::NotApplicable(reason) = outcome.ruling
        && reason != NotApplicable::Where
    {
        summary.why.get_or_insert_with(|| reason.as_str().to_owned());
    }
}
