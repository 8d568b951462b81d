//! Applying fixes: edits into a text, and passes over texts until nothing changes.

use super::edit::TextEdit;
use crate::report::Report;
use crate::report::finding::{Finding, Fix, Subject};
use crate::report::verdict::Verdict;
use std::collections::BTreeMap;
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

/// What came of applying fixes.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// The texts, in the order given, changed or not.
    pub texts: Vec<(String, Arc<str>)>,
    /// What was changed, in the order in which it was.
    pub applied: Vec<Applied>,
    /// The report on the texts as they are now.
    pub report: Report,
}

/// A text with edits, which are in the order of the text and do not overlap.
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
/// In a pass whose fixes are each good and together are not, this many are tried one by one.
const MOST_SINGLE: usize = 100;

/// Applies the fixes of all findings to texts, in passes: fixes that touch each other's text wait for the next one. A
/// pass after which there is a finding that was not there before is taken back, and its fixes are tried one by one.
///
/// `check` judges the texts; it is called once before the first pass and after each.
pub fn until_cured(texts: Vec<(String, Arc<str>)>, mut check: impl FnMut(&[(String, Arc<str>)]) -> Report) -> Fixed {
    let report = check(&texts);
    let mut fixed = Fixed { texts, applied: Vec::new(), report };
    for _ in 0..MOST_PASSES {
        let chosen = choose(&fixed.report);
        if chosen.is_empty() || !pass(&mut fixed, &chosen, &mut check) {
            break;
        }
    }
    fixed
}

/// Applies chosen fixes, all at once or, where that causes findings, one by one. Says whether any was applied.
fn pass(fixed: &mut Fixed, chosen: &[(usize, usize)], check: &mut impl FnMut(&[(String, Arc<str>)]) -> Report) -> bool {
    if attempt(fixed, chosen, check) {
        return true;
    }
    if chosen.len() == 1 {
        return false;
    }
    // After one of them is in, the others' edits no longer fit: they are chosen anew in the next pass.
    chosen.iter().take(MOST_SINGLE).any(|one| attempt(fixed, std::slice::from_ref(one), check))
}

fn attempt(
    fixed: &mut Fixed,
    chosen: &[(usize, usize)],
    check: &mut impl FnMut(&[(String, Arc<str>)]) -> Report,
) -> bool {
    let mut edits: BTreeMap<&str, Vec<TextEdit>> = BTreeMap::new();
    let mut applied = Vec::new();
    for (finding, fix) in chosen {
        let Some(finding) = fixed.report.findings.get(*finding) else { continue };
        let Some(fix) = finding.fixes.get(*fix) else { continue };
        for edit in &fix.edits {
            edits.entry(&*edit.location.file).or_default().push(text_edit(edit));
        }
        applied.extend(fix.edits.first().map(|edit| Applied {
            file: edit.location.file.clone(),
            rule: finding.identity(),
            subject: finding.subject.clone(),
            title: fix.title.clone(),
        }));
    }
    let edited = |(name, text): &(String, Arc<str>)| {
        let Some(edits) = edits.get(name.as_str()) else { return (name.clone(), text.clone()) };
        let mut edits = edits.clone();
        edits.sort_by_key(|edit| (edit.start, edit.end));
        (name.clone(), apply(text, &edits).into())
    };
    let texts: Vec<(String, Arc<str>)> = fixed.texts.iter().map(edited).collect();
    let report = check(&texts);
    if report.errors.len() > fixed.report.errors.len() || has_more(&fixed.report, &report) {
        return false;
    }
    fixed.texts = texts;
    fixed.report = report;
    fixed.applied.append(&mut applied);
    true
}

/// The fixes, by finding and fix, whose edits do not touch those of one chosen before.
fn choose(report: &Report) -> Vec<(usize, usize)> {
    let mut chosen = Vec::new();
    let mut taken: BTreeMap<&str, BTreeMap<u32, u32>> = BTreeMap::new();
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
            taken.entry(&edit.location.file).or_default().insert(start, end);
        }
        chosen.push((number, at));
    }
    chosen
}

fn is_free(taken: &BTreeMap<&str, BTreeMap<u32, u32>>, fix: &Fix) -> bool {
    fix.edits.iter().all(|edit| {
        let (start, end) = (edit.location.start.offset, edit.location.end.offset);
        let before = taken.get(&*edit.location.file).and_then(|taken| taken.range(..=end).next_back());
        before.is_none_or(|(_, last)| *last < start)
    })
}

fn text_edit(edit: &crate::report::finding::Edit) -> TextEdit {
    TextEdit {
        start: edit.location.start.offset as usize,
        end: edit.location.end.offset as usize,
        text: edit.text.clone(),
    }
}

/// Whether some rule has more to object to in some document than before.
fn has_more(before: &Report, after: &Report) -> bool {
    let (before, after) = (counts(before), counts(after));
    after.iter().any(|(key, count)| before.get(key).is_none_or(|before| before < count))
}

/// How often each rule objects to each document. Fixes may change what objects are called, so they do not count.
fn counts(report: &Report) -> BTreeMap<(&str, u32, String), usize> {
    let mut counts = BTreeMap::new();
    for finding in report.findings.iter().filter(|finding| finding.verdict.refuses()) {
        let place = finding.location.as_ref();
        let (file, document) = place.map_or(("", 0), |place| (&*place.file, place.document));
        *counts.entry((file, document, finding.identity())).or_default() += 1;
    }
    counts
}

impl Report {
    /// A text of the input with the fixes that can be applied together, and the findings that they are of. Fixes that
    /// touch each other's text are left out; judging the result again offers them anew.
    #[must_use]
    pub fn fixed(&self, file: &str, text: &str) -> (String, Vec<&Finding>) {
        let mut edits = Vec::new();
        let mut findings = Vec::new();
        for (finding, fix) in choose(self) {
            let Some(finding) = self.findings.get(finding) else { continue };
            let Some(fix) = finding.fixes.get(fix) else { continue };
            if fix.edits.iter().all(|edit| &*edit.location.file == file) {
                edits.extend(fix.edits.iter().map(text_edit));
                findings.push(finding);
            }
        }
        edits.sort_by_key(|edit| (edit.start, edit.end));
        (apply(text, &edits), findings)
    }
}
