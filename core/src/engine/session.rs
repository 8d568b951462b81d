//! Judging in two phases: inputs come one after another, and what needs all of them is judged at the end.

use super::findings;
use super::{Engine, JudgedRule};
use crate::document::{Document, NodeRef, Read, ReadError, ReadWarning, read};
use crate::eval::{Judge, NotApplicable, Outcome, Request, Ruling, World};
use crate::input::{Input, Part};
use crate::inventory::{Inventory, Object, objects_of};
use crate::kubernetes::admission::{self, Admission};
use crate::report::finding::Finding;
use crate::report::verdict::Verdict;
use crate::report::{Notice, Report, RuleSummary};

/// Judging of one input that comes in parts. Where no selected rule looks at other objects, each part is judged and let
/// go as it comes; otherwise all of them are kept until [`Session::finish`].
#[derive(Debug)]
pub struct Session<'e> {
    engine: &'e Engine,
    complete: bool,
    /// Documents kept for the end.
    kept: Vec<Document>,
    context: Vec<Document>,
    report: Report,
}

impl<'e> Session<'e> {
    pub(super) fn new(engine: &'e Engine, complete: bool) -> Self {
        let rules = engine.rules.iter().map(JudgedRule::summary).collect();
        let report = Report { packs: engine.packs.clone(), rules, ..Report::default() };
        Self { engine, complete, kept: Vec::new(), context: Vec::new(), report }
    }

    /// Judges an input, or keeps it for the end.
    pub fn push(&mut self, input: Input<'_>) {
        for part in &input.context {
            let documents = self.documents(part);
            self.context.extend(documents);
        }
        let request = input.request.as_ref().and_then(|part| self.documents(part).into_iter().next());
        let old = input.old.as_ref().and_then(|part| self.documents(part).into_iter().next());
        for part in &input.parts {
            let documents = self.documents(part);
            if request.is_none() && self.complete && self.engine.needs_inventory() {
                self.kept.extend(documents);
            } else {
                let around = Around { request: request.as_ref(), old: old.as_ref(), inventory: None };
                self.judge(&documents, &around);
            }
        }
    }

    /// Judges what was kept, and gives the report.
    #[must_use]
    pub fn finish(mut self) -> Report {
        let kept = std::mem::take(&mut self.kept);
        let context = std::mem::take(&mut self.context);
        if !kept.is_empty() {
            let namespace = self.engine.settings.namespace.clone();
            let inventory = Inventory::of_documents(kept.iter().chain(&context), &namespace);
            self.judge(&kept, &Around { request: None, old: None, inventory: Some(&inventory) });
        }
        self.report
    }

    /// The documents of a part; what cannot be read of it is told in the report.
    fn documents(&mut self, part: &Part<'_>) -> Vec<Document> {
        let (symbols, limits) = (&self.engine.symbols, &self.engine.settings.limits);
        match part {
            Part::Text { name, text } => {
                let Read { source, documents, errors, warnings } = read(name, text.clone(), symbols, limits);
                self.report.errors.extend(errors.iter().map(unreadable));
                self.report.warnings.extend(warnings.iter().map(odd));
                if documents.is_empty() && errors.is_empty() {
                    self.report.warnings.push(Notice {
                        file: source.name().into(),
                        location: None,
                        message: "the input holds no Kubernetes object".to_owned(),
                        frame: None,
                    });
                }
                documents
            }
            Part::Value(make) => match make(symbols, limits) {
                Ok(document) => vec![document],
                Err(error) => {
                    let message = error.to_string();
                    self.report.errors.push(Notice { file: VALUE.into(), location: None, message, frame: None });
                    Vec::new()
                }
            },
        }
    }

    fn judge<'a>(&mut self, documents: &'a [Document], around: &Around<'a>)
    where
        'e: 'a,
    {
        let engine = self.engine;
        for document in documents {
            let judged = match subjects(document, around, &engine.settings.namespace) {
                Ok(judged) => judged,
                Err(error) => {
                    self.report.errors.push(findings::notice(document, error.to_string()));
                    continue;
                }
            };
            if judged.objects.is_empty() {
                let message = "the document holds no Kubernetes object: it has no `apiVersion` and `kind`".to_owned();
                self.report.warnings.push(findings::notice(document, message));
            }
            // The judge borrows the objects, so the two live no longer than this document's turn.
            let Judged { objects, old, request } = &judged;
            let mut world = World::new(engine.plan.kubernetes().clone()).with_workloads(&engine.workloads);
            if let Some(inventory) = around.inventory {
                world = world.with_inventory(inventory);
            }
            if let Some((operation, fields)) = *request {
                world = world.with_request(Request { operation, fields: Some(fields), old: old.as_ref() });
            }
            judge_objects(engine, &mut self.report, world, objects);
        }
    }
}

/// The name of values in messages.
pub(super) const VALUE: &str = "<value>";

/// What surrounds the documents that are judged.
struct Around<'a> {
    request: Option<&'a Document>,
    old: Option<&'a Document>,
    inventory: Option<&'a Inventory<'a>>,
}

/// The objects of a document, and the request that it is or is part of.
struct Judged<'a> {
    objects: Vec<Object<'a>>,
    old: Option<Object<'a>>,
    request: Option<(kubelaw_lang::ir::Operation, NodeRef<'a>)>,
}

fn subjects<'a>(
    document: &'a Document,
    around: &Around<'a>,
    namespace: &'a str,
) -> Result<Judged<'a>, admission::AdmissionError> {
    let root = document.root();
    let admission = if let Some(request) = around.request {
        Admission::of_parts(request.root(), Some(root), around.old.map(Document::root))?
    } else if admission::is_review(root) {
        Admission::of_review(root)?
    } else {
        return Ok(Judged { objects: objects_of(root, namespace), old: None, request: None });
    };
    let namespace = admission.namespace().unwrap_or(namespace);
    Ok(Judged {
        objects: Object::at(admission.subject, namespace).into_iter().collect(),
        old: admission.old.and_then(|old| Object::at(old, namespace)),
        request: Some((admission.operation, admission.request)),
    })
}

/// Judges objects one after another; an object's findings come in the order of its text.
fn judge_objects<'a>(engine: &'a Engine, report: &mut Report, world: World<'a>, objects: &'a [Object<'a>]) {
    let mut judge = Judge::new(&engine.plan, world);
    for object in objects {
        report.objects += 1;
        let mut outcomes = Vec::new();
        judge.object(object, |outcome| outcomes.push(outcome));
        let mut found: Vec<Finding> = Vec::new();
        for outcome in outcomes {
            let number = outcome.rule as usize;
            let (Some(rule), Some(summary)) = (engine.rules.get(number), report.rules.get_mut(number)) else { continue };
            count(summary, &outcome);
            for raw in &outcome.findings {
                found.push(findings::finding(engine, rule, outcome.rule, &judge, object, raw));
            }
        }
        found.sort_by_key(|finding| finding.location.as_ref().map(|place| place.start.offset));
        report.findings.append(&mut found);
    }
}

fn count(summary: &mut RuleSummary, outcome: &Outcome<'_>) {
    let verdict = match outcome.ruling {
        Ruling::Pass => Verdict::Pass,
        Ruling::Fail => Verdict::Fail,
        Ruling::Undecided => Verdict::Undecided,
        Ruling::NotApplicable(_) => Verdict::NotApplicable,
    };
    summary.count(verdict);
    if let Ruling::NotApplicable(reason) = outcome.ruling
        && reason != NotApplicable::Where
    {
        summary.why.get_or_insert_with(|| reason.as_str().to_owned());
    }
}

fn unreadable(error: &ReadError) -> Notice {
    findings::notice_at(&error.input, 0, error.span, error.problem.to_string())
}

fn odd(warning: &ReadWarning) -> Notice {
    findings::notice_at(&warning.input, 0, warning.span, warning.notice.to_string())
}
