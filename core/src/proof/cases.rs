//! The cases of a proof: which documents belong together, under which settings, and what an engine finds in them.

use super::mark::Marked;
use super::script::{Directives, Expected, Line, Role, Script};
use super::{Found, Problem, Subject};
use crate::document::{Document, Limits, Read, Symbols, read};
use crate::engine::{Engine, Entry, Evaluation, Selection};
use crate::report::finding::{Finding, Location};
use crate::report::verdict::Verdict;
use crate::report::{CONFIGURATION, Report, RuleSummary};
use std::sync::Arc;

/// Documents that are judged together.
#[derive(Debug, Default)]
struct Case {
    /// The line that opens it.
    line: Option<u32>,
    directives: Directives,
    /// The documents by their number in the text, and the part that each plays.
    documents: Vec<(usize, Role)>,
}

/// What judging all cases showed.
#[derive(Default)]
pub(super) struct Judged {
    pub(super) findings: Vec<Found>,
    pub(super) problems: Vec<(Option<u32>, Problem)>,
    /// The verdicts of each rule over all cases.
    pub(super) counts: Vec<RuleSummary>,
}

/// Judges all cases by the rules with these identities.
pub(super) fn judge(subject: &Subject, rules: &[String], text: &Arc<str>, script: &Script) -> Judged {
    let mut judged = Judged::default();
    let name = subject.proof.as_ref().map_or("", |(name, _)| name);
    let Read { documents, errors, .. } = read(name, text.clone(), &Arc::new(Symbols::new()), &Limits::default());
    for error in &errors {
        let line = error.input.position(error.span.start).line;
        judged.problems.push((Some(line), Problem::Input { message: error.problem.to_string() }));
    }
    for case in cases(&documents, script) {
        match engine(subject, rules, &case.directives) {
            Ok(engine) => {
                let report = run(&engine, &case, name, text);
                judged.take(report);
            }
            Err(message) => judged.problems.push((case.line, Problem::Settings { message })),
        }
    }
    judged
}

impl Judged {
    fn take(&mut self, report: Report) {
        for finding in report.findings {
            let verdict = match finding.verdict {
                Verdict::Undecided => Expected::Undecided,
                Verdict::Waived => Expected::Waived,
                Verdict::Fail | Verdict::Pass | Verdict::NotApplicable => Expected::Fail,
            };
            let marked = marked(&finding);
            if let Some(reason) = &finding.unfixed {
                let problem = Problem::Unfixed { rule: finding.rule.to_string(), reason: reason.clone() };
                self.problems.push((finding.location.as_ref().map(|place| place.start.line), problem));
            }
            let Finding { path, message, rule, .. } = finding;
            self.findings.push(Found { rule: rule.to_string(), verdict, path, message, marked });
        }
        // What a case asks for, such as a release that is not known, it means.
        let of_input = report.warnings.into_iter().filter(|warning| *warning.file != *CONFIGURATION);
        for notice in report.errors.into_iter().chain(of_input) {
            let line = notice.location.as_ref().map(|place| place.start.line);
            self.problems.push((line, Problem::Input { message: notice.message }));
        }
        for rule in report.rules {
            match self.counts.iter_mut().find(|sum| (&sum.pack, &sum.rule) == (&rule.pack, &rule.rule)) {
                Some(sum) => sum.add(&rule),
                None => self.counts.push(rule),
            }
        }
    }
}

/// Where a finding is, and what a mark may say of it: the message, the path, a related place.
fn marked(finding: &Finding) -> Marked {
    let related = finding.related.iter().map(|other| format!("{} {}", other.subject, other.path));
    let says = [finding.message.clone(), finding.path.clone()].into_iter().chain(related).collect();
    match &finding.location {
        Some(Location { start, end, .. }) => {
            let end = Some(end.column).filter(|_| end.line == start.line);
            Marked { line: start.line, start: start.column, end, says }
        }
        None => Marked { line: 0, start: 0, end: None, says },
    }
}

/// The cases in the order of the text.
fn cases(documents: &[Document], script: &Script) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut lines = script.lines.iter().peekable();
    for (number, document) in documents.iter().enumerate() {
        let start = document.root().span().map_or(0, |span| document.source().position(span.start).line);
        let mut role = Role::Judged;
        let mut opened: Option<Case> = None;
        while let Some((line, content)) = lines.next_if(|(line, _)| *line < start) {
            match content {
                Line::Role(new) => role = *new,
                Line::Directives(new) => {
                    let case = opened.get_or_insert_with(|| Case { line: Some(*line), ..Case::default() });
                    case.directives.extend(new);
                }
            }
        }
        if let Some(case) = opened {
            cases.push(case);
        } else if cases.is_empty() {
            cases.push(Case::default());
        }
        if let Some(case) = cases.last_mut() {
            case.documents.push((number, role));
        }
    }
    cases
}

fn engine(subject: &Subject, rules: &[String], directives: &Directives) -> Result<Engine, String> {
    let mut builder = subject.builder.clone().fixes(true);
    if let Some(version) = &directives.kubernetes {
        builder = builder.kubernetes(version);
    }
    if let Some(namespace) = &directives.namespace {
        builder = builder.namespace(namespace);
    }
    for (name, value) in &directives.params {
        builder = builder.param(name, value);
    }
    let selection = Selection { rules: rules.to_vec(), ..Selection::default() };
    builder.select(selection).evaluation(Evaluation::Thorough).build().map_err(|found| found.to_string())
}

fn run(engine: &Engine, case: &Case, name: &str, text: &Arc<str>) -> Report {
    // A proof is a small world of its own, so rules about other objects are judged unless it says otherwise.
    let mut session = engine.session(case.directives.inventory.unwrap_or(true));
    let mut documents: Vec<Option<Document>> = engine.read(name, text).documents.into_iter().map(Some).collect();
    let mut old: Option<Arc<Document>> = None;
    for (number, role) in &case.documents {
        let Some(document) = documents.get_mut(*number).and_then(Option::take) else { continue };
        match role {
            Role::Context => session.add_context([document]),
            Role::Old => old = Some(Arc::new(document)),
            Role::Judged => {
                let request = request(engine, &case.directives, old.is_some());
                let old = match &request {
                    Some(_) => old.take().or_else(|| Some(Arc::new(document.clone()))),
                    None => None,
                };
                session.add([Entry { document, request, old, alone: false }]);
            }
        }
    }
    session.finish()
}

/// The request of a judged document, where the case has one; with an old object it is an update.
fn request(engine: &Engine, directives: &Directives, has_old: bool) -> Option<Arc<Document>> {
    if directives.request.is_empty() && !has_old {
        return None;
    }
    let mut fields = directives.request.clone();
    fields.entry("operation").or_insert_with(|| "UPDATE".into());
    engine.read_value(&serde_json::Value::Object(fields)).ok().map(Arc::new)
}
