//! Applying fixes: edits into a text, and passes over texts until nothing changes.

use super::edit::TextEdit;
use crate::report::Report;
use crate::report::finding::{Edit, Finding, Fix, Subject};
use crate::report::verdict::Verdict;
use crate::sorted::Sorted;
use std::sync::Arc;

/// A fix that was applied.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Applied {
    /// The name of the text.
    pub file: Arc<str>,
    /// The rule, as `pack/rule`.
    pub rule: String,
    /// The object.
    pub subject: Subject,
    /// What was changed, for people.
    pub title: String,
}

/// The result of applying fixes.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// The texts, in the order given, changed or not.
    pub texts: Vec<(String, Arc<str>)>,
    /// The fixes that were applied, in order.
    pub applied: Vec<Applied>,
    /// The report on the texts after the fixes.
    pub report: Report,
}

/// Applies edits to a text. The edits must be in the order of the text and must not overlap.
#[must_use]
pub fn apply(text: &str, edits: &[TextEdit]) -> String {
    let mut out = String::with_capacity(text.len() + edits.iter().map(|edit| edit.text.len()).sum::<usize>());
    let mut at = 0;
    for edit in edits {
        out.push_str(text.get(at..edit.start).unwrap_or_default());
        out.push_str(&edit.text);
        at = edit.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// More passes than this are not made; each cures something, so this bounds texts whose fixes undo each other.
const MOST_PASSES: usize = 50;
/// In a pass whose fixes are each good and together are not, no more parts of it than this are tried.
const MOST_PARTS: usize = 200;

/// Applies the fixes of all findings to texts, in passes, until nothing changes. If two fixes touch the same text, one of
/// them waits for the next pass. If a pass causes a new finding, the fixes that cause it are searched for, in the documents
/// with new findings first and then by bisection, and left out; the report then says why their findings are not fixed.
///
/// `check` judges the texts. It is called once before the first pass, after each pass, and for each part of a pass that is
/// tried.
pub fn until_cured(texts: Vec<(String, Arc<str>)>, mut check: impl FnMut(&[(String, Arc<str>)]) -> Report) -> Fixed {
    let report = check(&texts);
    let mut fixed = Fixed { texts, applied: Vec::new(), report };
    for _ in 0..MOST_PASSES {
        let chosen = choose(&fixed.report);
        if chosen.is_empty() {
            break;
        }
        let mut pass = Pass { before: &fixed, check: &mut check, parts: MOST_PARTS, good: Vec::new(), after: None };
        pass.add(&chosen);
        let Pass { good, after, parts, .. } = pass;
        let Some((texts, report)) = after else {
            if parts == 0 {
                break;
            }
            withhold(&mut fixed.report, &chosen);
            continue;
        };
        let mut applied = good.iter().filter_map(|fix| applied(&fixed.report, *fix)).collect();
        fixed.applied.append(&mut applied);
        (fixed.texts, fixed.report) = (texts, report);
    }
    fixed
}

/// A fix of a report: its finding's number, and its own.
type Chosen = (usize, usize);

/// Texts by name.
type Texts = Vec<(String, Arc<str>)>;

/// One pass over texts: which of its fixes are good together, and what they make of the texts.
struct Pass<'p, C> {
    before: &'p Fixed,
    check: &'p mut C,
    /// How many parts may still be tried.
    parts: usize,
    good: Vec<Chosen>,
    after: Option<(Texts, Report)>,
}

impl<C: FnMut(&[(String, Arc<str>)]) -> Report> Pass<'_, C> {
    /// Adds those of some fixes that cause nothing beside the good ones.
    fn add(&mut self, chosen: &[Chosen]) {
        if chosen.is_empty() || self.parts == 0 {
            return;
        }
        self.parts -= 1;
        let together: Vec<Chosen> = self.good.iter().chain(chosen).copied().collect();
        let texts = edited(self.before, &together);
        let report = (self.check)(&texts);
        let before = &self.before.report;
        let worse = worse(before, &report);
        if report.errors.len() <= before.errors.len() && worse.is_empty() {
            self.good = together;
            self.after = Some((texts, report));
        } else if chosen.len() > 1 {
            let (others, suspects) = apart(before, chosen, &worse);
            // A report is large, and this asks for many more.
            drop(report);
            let (one, other) = match (others.is_empty(), suspects.is_empty()) {
                (false, false) => (&*others, &*suspects),
                _ => chosen.split_at(chosen.len() / 2),
            };
            self.add(one);
            self.add(other);
        }
    }
}

/// Parts fixes into those of other documents and those of the documents that got worse, where what is bad mostly is.
fn apart(before: &Report, chosen: &[Chosen], worse: &[Document<'_>]) -> (Vec<Chosen>, Vec<Chosen>) {
    let document = |fix: &Chosen| before.findings.get(fix.0).map(document);
    chosen.iter().partition(|fix| document(fix).is_none_or(|document| !worse.contains(&document)))
}

/// Takes back fixes that were tried one by one and are bad for other objects than their own.
fn withhold(report: &mut Report, chosen: &[Chosen]) {
    for (finding, _) in chosen {
        if let Some(finding) = report.findings.get_mut(*finding) {
            finding.fixes.clear();
            finding.unfixed = Some("the fix would cause a finding of another object".to_owned());
        }
    }
}

fn applied(report: &Report, (finding, fix): Chosen) -> Option<Applied> {
    let finding = report.findings.get(finding)?;
    let fix = finding.fixes.get(fix)?;
    Some(Applied {
        file: fix.edits.first()?.location.file.clone(),
        rule: finding.identity(),
        subject: finding.subject.clone(),
        title: fix.title.clone(),
    })
}

/// The texts with some of their fixes.
fn edited(before: &Fixed, chosen: &[Chosen]) -> Texts {
    let mut edits: Sorted<&str, Vec<TextEdit>> = Sorted::default();
    let fix = |(finding, fix): &Chosen| before.report.findings.get(*finding)?.fixes.get(*fix);
    for edit in in_order(chosen.iter().filter_map(fix).flat_map(|fix| &fix.edits).collect()) {
        edits.or_insert(&*edit.location.file, Vec::new()).push(text_edit(edit));
    }
    let edited = |(name, text): &(String, Arc<str>)| match edits.get(name.as_str()) {
        Some(edits) => (name.clone(), apply(text, edits).into()),
        None => (name.clone(), text.clone()),
    };
    before.texts.iter().map(edited).collect()
}

/// The fixes, by finding and fix, whose edits do not touch those of one chosen before.
fn choose(report: &Report) -> Vec<Chosen> {
    let mut chosen = Vec::new();
    let mut taken = Sorted::default();
    for (number, finding) in report.findings.iter().enumerate() {
        if finding.verdict != Verdict::Fail {
            continue;
        }
        let Some((at, fix)) =
            finding.fixes.iter().enumerate().find(|(_, fix)| !fix.edits.is_empty() && is_free(&taken, fix))
        else {
            continue;
        };
        for edit in &fix.edits {
            let (start, end) = (edit.location.start.offset, edit.location.end.offset);
            taken.insert((&*edit.location.file, start), end);
        }
        chosen.push((number, at));
    }
    chosen
}

/// Whether no edit of a fix touches text that is taken; `taken` holds its ends by file and start.
fn is_free(taken: &Sorted<(&str, u32), u32>, fix: &Fix) -> bool {
    fix.edits.iter().all(|edit| {
        let (start, end) = (edit.location.start.offset, edit.location.end.offset);
        let before = taken.up_to(&(&*edit.location.file, end)).last();
        before.is_none_or(|((file, _), last)| *file != &*edit.location.file || *last < start)
    })
}

/// Edits in the order of their texts. Those chosen together touch none of the others: no two of a text are equal.
fn in_order(mut edits: Vec<&Edit>) -> Vec<&Edit> {
    edits.sort_unstable_by_key(|edit| (edit.location.start.offset, edit.location.end.offset));
    edits
}

fn text_edit(edit: &Edit) -> TextEdit {
    TextEdit {
        start: edit.location.start.offset as usize,
        end: edit.location.end.offset as usize,
        text: edit.text.clone(),
    }
}

/// A document: its text's name, and its number there.
type Document<'r> = (&'r str, u32);

fn document(finding: &Finding) -> Document<'_> {
    finding.location.as_ref().map_or(("", 0), |place| (&*place.file, place.document))
}

/// The documents in which some rule has more to object to than before. Where it could decide less before, what it finds
/// now is told, and was there all the time.
fn worse<'r>(before: &Report, after: &'r Report) -> Vec<Document<'r>> {
    let before = objections(before);
    let is_more = |key, now: &Objections| {
        let before = before.get(key).copied().unwrap_or_default();
        now.all > before.all && now.undecided >= before.undecided
    };
    let objections = objections(after);
    let more = objections.iter().filter(|(key, now)| is_more(key, now));
    more.map(|((file, document, _), _)| (*file, *document)).collect()
}

/// How often a rule objects to a document.
#[derive(Clone, Copy, Default)]
struct Objections {
    all: usize,
    undecided: usize,
}

/// What rules object to, by document. Fixes may change what objects are called, so that does not count.
fn objections(report: &Report) -> Sorted<(&str, u32, String), Objections> {
    let mut objections: Sorted<(&str, u32, String), Objections> = Sorted::default();
    for finding in report.findings.iter().filter(|finding| finding.verdict.refuses()) {
        let (file, document) = document(finding);
        let of = objections.or_insert((file, document, finding.identity()), Objections::default());
        of.all += 1;
        of.undecided += usize::from(finding.verdict == Verdict::Undecided);
    }
    objections
}

impl Report {
    /// Applies to a text of the input all fixes that can be applied together. Returns the new text and the findings that it
    /// fixes. If two fixes touch the same text, only one is applied; judging the result offers the other again.
    #[must_use]
    pub fn fixed(&self, file: &str, text: &str) -> (String, Vec<&Finding>) {
        let mut edits = Vec::new();
        let mut findings = Vec::new();
        for (finding, fix) in choose(self) {
            let Some(finding) = self.findings.get(finding) else { continue };
            let Some(fix) = finding.fixes.get(fix) else { continue };
            if fix.edits.iter().all(|edit| &*edit.location.file == file) {
                edits.extend(&fix.edits);
                findings.push(finding);
            }
        }
        let edits: Vec<TextEdit> = in_order(edits).into_iter().map(text_edit).collect();
        (apply(text, &edits), findings)
    }
}
