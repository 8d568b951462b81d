//! The objects of documents, what surrounds them, and the verdicts on them.

use super::account::Account;
use super::redaction::Secrets;
use super::waiving::{self, InPlace};
use super::{Engine, findings, kinds};
use crate::document::{Document, Kind, NodeRef};
use crate::eval::{Judge, NotApplicable, Origin, Outcome, RawFinding, Request, Ruling, World};
use crate::fix::Trial;
use crate::inventory::{Inventory, Namespaces, Object, Objects, objects_of, strays_of};
use crate::kubernetes::admission::{self, Admission, AdmissionError};
use crate::plan::PlannedRule;
use crate::report::finding::Finding;
use crate::report::verdict::Verdict;
use crate::report::waiver::Waivers;
use crate::report::{Notice, RuleSummary};
use kubelaw_lang::ir::Operation;
#[cfg(feature = "parallel")]
use rayon::prelude::{ParallelIterator, ParallelSlice};
use smallvec::SmallVec;
use std::sync::Arc;

/// A document to judge, with the admission request that it is part of.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) document: Document,
    pub(crate) request: Option<Arc<Document>>,
    pub(crate) old: Option<Arc<Document>>,
    /// Whether it is all that its text holds.
    pub(crate) alone: bool,
}

impl Entry {
    /// Whether somebody wants an answer about it if it is a request: one among other documents may be anything.
    const fn wants_answer(&self) -> bool {
        self.alone || self.request.is_some()
    }
}

/// The objects of an entry, and the request that it is or is part of.
struct Judged<'a> {
    document: &'a Document,
    objects: Objects<'a>,
    old: Option<Box<Object<'a>>>,
    request: Option<(Operation, NodeRef<'a>)>,
}

impl Judged<'_> {
    /// Whether it is a value of the program, which nobody gives to be judged unless it is an object, or a list of some; a
    /// text may be of a file that has others in it.
    fn is_given(&self) -> bool {
        let root = self.document.root();
        self.document.source().text().is_empty() && !(root.kind() == Kind::List && root.is_empty())
    }
}

/// Judges entries in their order, on all cores if they are to be shared out. `context` are the objects around them that
/// are not judged; none where it is not known what there is.
pub(super) fn judge(
    engine: &Engine,
    entries: &[Entry],
    context: Option<&[Document]>,
    share: bool,
    account: &mut Account,
) {
    let namespaces = namespaces(engine);
    let mut judged: Vec<Judged<'_>> = Vec::with_capacity(entries.len());
    let Account { report, unjudged, makes_pods, .. } = &mut *account;
    for entry in entries {
        match subjects(entry, namespaces) {
            Ok(found) => {
                if found.request.is_none() {
                    let strange = if found.is_given() { &mut report.errors } else { &mut report.warnings };
                    strange.extend(strays(&found, namespaces));
                    *makes_pods = *makes_pods || kinds::make_pods(&found.objects, engine);
                }
                match found.request.filter(|(operation, _)| !operation.writes()) {
                    None => report.warnings.extend(kinds::passed_by(&found.objects, engine, unjudged)),
                    // Of many requests, as in a proof or a log, most are about nothing that is asked.
                    Some((operation, _)) if entry.alone => {
                        report.warnings.extend(kinds::let_through(operation, &found.objects, engine));
                    }
                    Some(_) => {}
                }
                judged.push(found);
            }
            // What cannot be judged is not to be let in.
            Err(error) => {
                let told = if entry.wants_answer() { &mut report.errors } else { &mut report.warnings };
                told.push(findings::notice(entry.document.root(), error.to_string()));
            }
        }
    }
    let around = Around::of(engine, &judged, context);
    let run = |entries, account: &mut Account| {
        around.judge_each(entries, |engine, judge, entry| judge_objects(engine, judge, entry, account));
    };
    if share {
        share_out(engine, &judged, account, run);
    } else {
        run(&judged, account);
    }
}

/// Lets cores judge runs of entries. The report is the same to the byte: each run has one of its own, and they are
/// joined in order.
#[cfg(feature = "parallel")]
fn share_out<'a>(
    engine: &Engine,
    judged: &'a [Judged<'a>],
    account: &mut Account,
    run: impl Fn(&'a [Judged<'a>], &mut Account) + Sync,
) {
    /// Fewer are not worth what each run computes for itself.
    const LEAST: usize = 128;
    // To ask how many threads there are starts them.
    if judged.len() <= LEAST {
        return run(judged, account);
    }
    let each = judged.len().div_ceil(rayon::current_num_threads()).max(LEAST);
    let apart = |entries| {
        let mut part = Account::default();
        part.name_rules(engine);
        run(entries, &mut part);
        part
    };
    let done: Vec<Account> = judged.par_chunks(each).map(apart).collect();
    for part in done {
        account.join(part);
    }
}

#[cfg(not(feature = "parallel"))]
fn share_out<'a>(
    _: &Engine,
    judged: &'a [Judged<'a>],
    account: &mut Account,
    run: impl Fn(&'a [Judged<'a>], &mut Account),
) {
    run(judged, account);
}

/// What rules object to in entries, as far as verdicts go: the number of the object, that of the rule, and what it says.
/// Gives the number of objects, and whether all entries could be judged.
pub(super) fn verdicts(
    engine: &Engine,
    entries: &[Entry],
    context: Option<&[Document]>,
    mut tell: impl FnMut(u32, u32, Ruling),
) -> (u32, bool) {
    let namespaces = namespaces(engine);
    let mut judged: SmallVec<[Judged<'_>; 1]> = SmallVec::with_capacity(entries.len());
    let is_read = |entry: &Judged<'_>| {
        matches!(entry.objects, Objects::One(_)) || !entry.is_given() || strays(entry, namespaces).is_empty()
    };
    let mut is_whole = true;
    for entry in entries {
        if let Ok(found) = subjects(entry, namespaces) {
            is_whole &= is_read(&found);
            judged.push(found);
        } else {
            is_whole &= !entry.wants_answer();
        }
    }
    let mut objects = 0;
    Around::of(engine, &judged, context).judge_each(&judged, |_, judge, entry| {
        for object in &*entry.objects {
            judge.verdicts(object, |rule, ruling| tell(objects, rule, ruling));
            objects += 1;
        }
    });
    (objects, is_whole)
}

/// What there is around entries.
struct Around<'a> {
    engine: &'a Engine,
    /// The objects that are not judged, and all there are; none where that is not known.
    known: Option<(Vec<Object<'a>>, Inventory<'a>)>,
}

impl<'a> Around<'a> {
    fn of(engine: &'a Engine, judged: &[Judged<'a>], context: Option<&'a [Document]>) -> Self {
        let known = context.map(|context| {
            let objects = |document: &'a Document| objects_of(document.root(), namespaces(engine)).to_vec();
            let others: Vec<Object<'_>> = context.iter().flat_map(objects).collect();
            let all = inventory_of(judged, &others);
            (others, all)
        });
        Self { engine, known }
    }

    /// Runs over entries with a judge that knows what is around each.
    fn judge_each(
        &'a self,
        judged: &'a [Judged<'a>],
        mut run: impl for<'j> FnMut(&'j Engine, &mut Judge<'j>, &'j Judged<'j>),
    ) {
        let engine = self.engine;
        // One judge for all that is no request: what is the same for all subjects is computed once.
        let mut judge = judge_in(engine, world(engine, self.known.as_ref().map(|(_, all)| all)));
        for entry in judged {
            let Some((operation, fields)) = entry.request else {
                run(engine, &mut judge, entry);
                continue;
            };
            let own = self.known.as_ref().map(|(others, _)| inventory_of(std::slice::from_ref(entry), others));
            let request = Request { operation, fields: Some(fields), old: entry.old.as_deref() };
            run(engine, &mut judge_in(engine, world(engine, own.as_ref()).with_request(request)), entry);
        }
    }
}

/// A judge by an engine's rules. Their fast forms say what they make of an object that comes to be.
fn judge_in<'a>(engine: &'a Engine, world: World<'a>) -> Judge<'a> {
    let writes = world.request.is_none_or(|request| request.operation.writes());
    let judge = Judge::new(&engine.plan, world);
    match engine.screens.as_ref().filter(|_| writes) {
        Some(screens) => judge.with_screens(screens, &engine.symbols),
        None => judge,
    }
}

fn world<'a>(engine: &'a Engine, inventory: Option<&'a Inventory<'a>>) -> World<'a> {
    let mut world =
        World::new(engine.plan.kubernetes().clone()).with_workloads(&engine.workloads).with_schema(&engine.schema);
    world.inventory = inventory;
    world
}

/// All objects of entries, and those around them that are not the same: a subject is in its inventory once.
fn inventory_of<'a>(judged: &[Judged<'a>], around: &[Object<'a>]) -> Inventory<'a> {
    let subjects = || judged.iter().flat_map(|entry| &*entry.objects).copied();
    let mut known: Vec<_> = if around.is_empty() { Vec::new() } else { subjects().map(identity).collect() };
    known.sort_unstable();
    let is_new = |other: &Object<'_>| known.binary_search(&identity(*other)).is_err();
    Inventory::new(subjects().chain(around.iter().copied().filter(is_new)))
}

/// What tells the namespaces of objects that name none.
fn namespaces(engine: &Engine) -> Namespaces<'_> {
    Namespaces { schema: &engine.schema, assumed: &engine.settings.namespace }
}

fn identity(object: Object<'_>) -> (&str, &str, Option<&str>, &str) {
    (object.group, object.kind, object.namespace(), object.name())
}

fn subjects<'a>(entry: &'a Entry, namespaces: Namespaces<'a>) -> Result<Judged<'a>, AdmissionError> {
    let document = &entry.document;
    let root = document.root();
    let objects = objects_of(root, namespaces);
    let admission = if let Some(request) = &entry.request {
        Admission::of_parts(request.root(), Some(root), entry.old.as_ref().map(|old| old.root()))?
    } else if let Some(request) = admission::request_in(root, &objects) {
        Admission::of_request(request?)?
    } else {
        return Ok(Judged { document, objects, old: None, request: None });
    };
    let assumed = admission.namespace().unwrap_or(namespaces.assumed);
    let namespaces = Namespaces { assumed, ..namespaces };
    let subject = Object::at(admission.subject, namespaces).filter(|object| object.kind != "List");
    Ok(Judged {
        document,
        objects: Objects::One(subject.ok_or(AdmissionError::NotOne)?),
        old: admission.old.and_then(|old| Object::at(old, namespaces)).map(Box::new),
        request: Some((admission.operation, admission.request)),
    })
}

/// That what stands where an object should is none.
fn strays<'a>(judged: &Judged<'a>, namespaces: Namespaces<'a>) -> Vec<Notice> {
    let root = judged.document.root();
    if matches!(judged.objects, Objects::One(_)) {
        return Vec::new();
    }
    let notice = |stray: NodeRef<'_>| {
        let what = if stray.id() == root.id() { "document" } else { "item of the list" };
        let is_missing = |key: &&str| stray.get_str(key).and_then(NodeRef::as_str).is_none_or(str::is_empty);
        let missing: Vec<&str> = ["apiVersion", "kind"].into_iter().filter(is_missing).collect();
        let keys = missing.join("` and `");
        findings::notice(stray, format!("the {what} is not a Kubernetes object: it has no `{keys}`"))
    };
    strays_of(root, namespaces).into_iter().map(notice).collect()
}

/// Judges the objects of a document one after another; the findings of each come in the order of the text.
fn judge_objects<'a>(
    engine: &'a Engine,
    judge: &mut Judge<'a>,
    entry: &'a Judged<'a>,
    Account { report, used, .. }: &mut Account,
) {
    // Whoever asks for admission writes the object, so what stands in it accepts nothing.
    let in_place = entry.request.is_none() && engine.settings.waivers == Waivers::All;
    let mut marks = if in_place { InPlace::of(entry.document, &entry.objects) } else { InPlace::default() };
    let mut secrets = Secrets::default();
    for object in &*entry.objects {
        report.objects += 1;
        let outcomes = judge.outcomes(object);
        let trial = engine.settings.fixes.then(|| Trial::new(engine, judge, object, &outcomes));
        let mut found: Vec<Finding> = Vec::new();
        for outcome in &outcomes {
            let number = outcome.rule as usize;
            let (Some(planned), Some(judged)) = (engine.plan.rule(outcome.rule), engine.rules.get(number)) else {
                continue;
            };
            let rule = findings::Rule { planned, judged };
            let first = found.len();
            for raw in &outcome.findings {
                let (mut finding, place) = findings::finding(engine, rule, judge, object, raw);
                if judged.finds_secrets && points(planned, raw) {
                    secrets.add(place, &mut finding);
                }
                let fault = waiving::apply(engine, (&mut marks, used), judged, object, &mut finding, place);
                found.push(finding);
                report.findings.extend(fault);
            }
            if let (Some(trial), Some(found)) = (&trial, found.get_mut(first..)) {
                trial.cure(planned, outcome, found);
            }
            if outcome.findings.len() > 1 && judge.templates(object).is_some() {
                tell_once(&mut found, first);
            }
            if let Some(summary) = report.rules.get_mut(number) {
                count(summary, outcome, found.get(first..).unwrap_or_default());
            }
        }
        secrets.hide(&mut found);
        found.sort_by_key(|finding| finding.location.as_ref().map(|place| place.start.offset));
        report.findings.append(&mut found);
    }
    let mut faults = marks.faults(engine, &entry.objects);
    secrets.hide(&mut faults);
    report.findings.append(&mut faults);
}

/// Leaves out findings that say again, for another Pod template of the object, what one before them says.
fn tell_once(found: &mut Vec<Finding>, first: usize) {
    let mut told: Vec<Finding> = Vec::new();
    for finding in found.drain(first..) {
        let is_told = |other: &Finding| {
            (&other.path, &other.missing, &other.message, other.verdict)
                == (&finding.path, &finding.missing, &finding.message, finding.verdict)
        };
        if !told.iter().any(is_told) {
            told.push(finding);
        }
    }
    found.append(&mut told);
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
