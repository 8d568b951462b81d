//! Judging entries: what is strange in them, what rules say of their objects, and the verdicts alone.

use super::account::Account;
use super::around::Around;
use super::outcomes::Reporting;
use super::subjects::{Entry, Subjects};
use super::{Engine, findings, kinds};
use crate::document::Document;
use crate::eval::Ruling;
use crate::inventory::Objects;
#[cfg(feature = "parallel")]
use rayon::prelude::{ParallelIterator, ParallelSlice};
use smallvec::SmallVec;

/// Judges entries in their order, on all cores if they are to be shared out. `context` are the objects around them that
/// are not judged; none where it is not known what there is.
pub(super) fn judge(
    engine: &Engine,
    entries: &[Entry],
    context: Option<&[Document]>,
    share: bool,
    account: &mut Account,
) {
    let mut judged: Vec<Subjects<'_>> = Vec::with_capacity(entries.len());
    for entry in entries {
        match Subjects::of(entry, engine) {
            Ok(subjects) => {
                tell_of(engine, entry, &subjects, account);
                judged.push(subjects);
            }
            // What cannot be judged is not to be let in.
            Err(error) => {
                let report = &mut account.report;
                let told = if entry.wants_answer() { &mut report.errors } else { &mut report.warnings };
                told.push(findings::notice(entry.document.root(), error.to_string()));
            }
        }
    }
    let around = Around::of(engine, &judged, context);
    let run = |judged, account: &mut Account| {
        around.judge_each(judged, |engine, judge, subjects| Reporting::of(engine, subjects, account).run(judge));
    };
    if share {
        share_out(engine, &judged, account, run);
    } else {
        run(&judged, account);
    }
}

/// Tells what is strange in an entry, and of which of its objects no rule is.
fn tell_of(engine: &Engine, entry: &Entry, subjects: &Subjects<'_>, account: &mut Account) {
    let Account { report, unjudged, makes_pods, .. } = account;
    let Some((operation, _)) = subjects.request else {
        let strange = if subjects.are_given() { &mut report.errors } else { &mut report.warnings };
        strange.extend(subjects.strays(engine));
        *makes_pods = *makes_pods || kinds::make_pods(&subjects.objects, engine);
        report.warnings.extend(kinds::passed_by(&subjects.objects, engine, unjudged));
        return;
    };
    if operation.writes() {
        report.warnings.extend(kinds::passed_by(&subjects.objects, engine, unjudged));
    } else if entry.alone {
        // Of many requests, as in a proof or a log, most are about nothing that is asked.
        report.warnings.extend(kinds::let_through(operation, &subjects.objects, engine));
    }
}

/// Lets cores judge runs of entries. The report is the same to the byte: each run has one of its own, and they are
/// joined in order.
#[cfg(feature = "parallel")]
fn share_out<'a>(
    engine: &Engine,
    judged: &'a [Subjects<'a>],
    account: &mut Account,
    run: impl Fn(&'a [Subjects<'a>], &mut Account) + Sync,
) {
    /// Fewer are not worth what each run computes for itself.
    const LEAST: usize = 128;
    // To ask how many threads there are starts them.
    if judged.len() <= LEAST {
        return run(judged, account);
    }
    let each = judged.len().div_ceil(rayon::current_num_threads()).max(LEAST);
    let apart = |judged| {
        let mut part = Account::default();
        part.name_rules(engine);
        run(judged, &mut part);
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
    judged: &'a [Subjects<'a>],
    account: &mut Account,
    run: impl Fn(&'a [Subjects<'a>], &mut Account),
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
    let mut judged: SmallVec<[Subjects<'_>; 1]> = SmallVec::with_capacity(entries.len());
    let are_read = |subjects: &Subjects<'_>| {
        matches!(subjects.objects, Objects::One(_)) || !subjects.are_given() || subjects.strays(engine).is_empty()
    };
    let mut is_whole = true;
    for entry in entries {
        if let Ok(subjects) = Subjects::of(entry, engine) {
            is_whole &= are_read(&subjects);
            judged.push(subjects);
        } else {
            is_whole &= !entry.wants_answer();
        }
    }
    let mut objects = 0;
    Around::of(engine, &judged, context).judge_each(&judged, |_, judge, subjects| {
        for object in &*subjects.objects {
            judge.verdicts(object, |rule, ruling| tell(objects, rule, ruling));
            objects += 1;
        }
    });
    (objects, is_whole)
}
