//! Trying a fix: the edited text read again, the object judged again.

use super::apply::apply;
use super::block::end_of_value;
use super::edit::{Obstacle, TextEdit};
use super::layout::Lines;
use super::{Trial, Withheld};
use crate::document::{Document, NodeRef, Segment, Style, read};
use crate::eval::{Judge, Origin, Outcome, RawFinding, World};
use crate::inventory::Object;
use crate::plan::PlannedRule;
use crate::report::blame;
use crate::sorted::Sorted;
use serde_json::Value as Json;

impl<'a> Trial<'_, 'a> {
    /// Whether the edited text holds what the object shall become, and that cures the finding and causes none.
    pub(super) fn verify(
        &self,
        (number, rule): (u32, &'a PlannedRule),
        object: &'a Object<'a>,
        raw: &RawFinding<'a>,
        (edits, new): (&[TextEdit], &Json),
    ) -> Result<(), Withheld> {
        let (document, path) = if object.root.document().has_text() {
            self.read_again(object.root, edits, new).ok_or(Withheld::Text(self.obstacle(object.root)))?
        } else {
            let document = Document::from_serialize(new, self.symbols, self.limits);
            (document.map_err(|_| Withheld::DoesNotFit)?, Vec::new())
        };
        let root = at(document.root(), &path).ok_or(Withheld::DoesNotFit)?;
        let changed = object.again(root).ok_or(Withheld::DoesNotFit)?;
        let around = self.judge.machine().world.inventory;
        let inventory = around.map(|all| all.with_changed(object, changed));
        let mut world = self.world();
        if let Some(inventory) = &inventory {
            world = world.with_inventory(inventory);
        }
        let mut judge = Judge::new(self.plan, world);
        let mut outcomes = Vec::new();
        judge.object(&changed, |outcome| outcomes.push(outcome));
        let (before, after) = (counts(self.outcomes), counts(&outcomes));
        for (key, count) in after.iter() {
            if before.get(key).is_none_or(|before| before < count) {
                let rule = self.plan.rule(key.rule).map(|rule| rule.id.to_string()).unwrap_or_default();
                return Err(if key.rule == number { Withheld::DoesNotCure } else { Withheld::Causes { rule } });
            }
        }
        let key = Key::of(number, raw);
        match (before.get(&key), after.get(&key)) {
            (_, None) => return Ok(()),
            (Some(before), Some(after)) if after < before => {}
            _ => return Err(Withheld::DoesNotCure),
        }
        let wanted = face(self.judge, rule, object, raw);
        let here = faces(self.judge, rule, object, self.outcomes, number, &key);
        let there = faces(&judge, rule, &changed, &outcomes, number, &key);
        let count = |faces: &[Face]| faces.iter().filter(|face| **face == wanted).count();
        if count(&there) < count(&here) { Ok(()) } else { Err(Withheld::DoesNotCure) }
    }

    /// The world of the judge without its inventory.
    fn world<'b>(&self) -> World<'b>
    where
        'a: 'b,
    {
        let old = &self.judge.machine().world;
        let world = World::new(old.kubernetes.clone()).with_workloads(old.workloads);
        match old.request {
            Some(request) => world.with_request(request),
            None => world,
        }
    }

    /// The document of the edited text and the path of the object in it, if the text holds what it shall.
    fn read_again(
        &self,
        root: NodeRef<'_>,
        edits: &[TextEdit],
        new: &Json,
    ) -> Option<(Document, Vec<Segment<'static>>)> {
        if !shares(root)
            && let Some(text) = slice(root, edits)
            && let [document] = read("", text.into(), self.symbols, self.limits).documents.as_slice()
            && document.root().to_json() == *new
        {
            return Some((document.clone(), Vec::new()));
        }
        self.read_all_again(root, edits, new)
    }

    /// As [`Self::read_again`], with the whole document or text, where anchors may lead from the object to others.
    fn read_all_again(
        &self,
        root: NodeRef<'_>,
        edits: &[TextEdit],
        new: &Json,
    ) -> Option<(Document, Vec<Segment<'static>>)> {
        let document = root.document();
        let path: Vec<Segment<'static>> = root.path().segments().iter().map(owned).collect::<Option<_>>()?;
        let mut expected = document.root().to_json();
        *path.iter().try_fold(&mut expected, inside)? = new.clone();
        // Anchors reach no further than their document, which is mostly a small part of its text.
        if let Some(text) = slice(document.root(), edits)
            && let [again] = read("", text.into(), self.symbols, self.limits).documents.as_slice()
            && again.root().to_json() == expected
        {
            return Some((again.clone(), path));
        }
        let text = apply(document.source().text(), edits);
        let read = read("", text.into(), self.symbols, self.limits);
        let found = read.documents.into_iter().find(|other| other.index() == document.index())?;
        (found.root().to_json() == expected).then_some((found, path))
    }

    /// What an edited text that holds something else has most likely stumbled over.
    fn obstacle(&self, root: NodeRef<'_>) -> Obstacle {
        if shares(root) { Obstacle::Shared } else { Obstacle::Layout }
    }
}

/// Whether an anchor or alias is in a value.
fn shares(root: NodeRef<'_>) -> bool {
    root.is_by_alias() || root.is_anchored() || root.children().any(shares)
}

/// The edited text of an object alone.
fn slice(root: NodeRef<'_>, edits: &[TextEdit]) -> Option<String> {
    let lines = Lines::new(root.document().source().text());
    let span = root.span()?.range();
    let start = span.start;
    let end = if root.style() == Style::Flow { span.end } else { lines.next(end_of_value(root)?) };
    if edits.iter().any(|edit| edit.start < start || edit.end > end) {
        return None;
    }
    let own: Vec<TextEdit> = edits
        .iter()
        .map(|edit| TextEdit { start: edit.start - start, end: edit.end - start, text: edit.text.clone() })
        .collect();
    let text = apply(lines.slice(start, end), &own);
    let column = if root.style() == Style::Flow { 0 } else { lines.column(span.start) };
    Some(format!("{:column$}{text}", ""))
}

/// A segment without its text's lifetime: an object is a document or an item of a list called `items`.
fn owned(segment: &Segment<'_>) -> Option<Segment<'static>> {
    match segment {
        Segment::Index(index) => Some(Segment::Index(*index)),
        Segment::Key(key) => {
            ["items", "object", "request", "oldObject"].into_iter().find(|known| known == key).map(Segment::Key)
        }
    }
}

fn inside<'v>(value: &'v mut Json, segment: &Segment<'_>) -> Option<&'v mut Json> {
    match segment {
        Segment::Key(key) => value.get_mut(*key),
        Segment::Index(index) => value.get_mut(*index),
    }
}

fn at<'d>(root: NodeRef<'d>, path: &[Segment<'_>]) -> Option<NodeRef<'d>> {
    path.iter().try_fold(root, |node, segment| match segment {
        Segment::Key(key) => node.get_str(key),
        Segment::Index(index) => node.item(*index),
    })
}

/// What tells findings of one object apart without explaining them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Key {
    rule: u32,
    check: Option<u32>,
    other: u32,
    undecided: bool,
}

impl Key {
    fn of(rule: u32, raw: &RawFinding<'_>) -> Self {
        let (check, other) = match raw.origin {
            Origin::Check(check) => (Some(check), 0),
            Origin::Where(id) | Origin::Set(id) => (None, id.0),
        };
        Self { rule, check, other, undecided: raw.undecided.is_some() }
    }
}

fn counts(outcomes: &[Outcome<'_>]) -> Sorted<Key, usize> {
    let mut counts = Sorted::default();
    for outcome in outcomes {
        for raw in &outcome.findings {
            *counts.or_insert(Key::of(outcome.rule, raw), 0) += 1;
        }
    }
    counts
}

/// What a finding looks like where items before it may have been removed.
#[derive(PartialEq, Eq)]
struct Face {
    path: String,
    message: Option<String>,
}

fn face<'a>(judge: &Judge<'a>, rule: &'a PlannedRule, object: &'a Object<'a>, raw: &RawFinding<'a>) -> Face {
    let explained = blame::explain(judge, rule, object, raw);
    let path = explained.spot.path(object.root);
    Face { path: path.chars().filter(|c| !c.is_ascii_digit()).collect(), message: explained.message }
}

fn faces<'a>(
    judge: &Judge<'a>,
    rule: &'a PlannedRule,
    object: &'a Object<'a>,
    outcomes: &[Outcome<'a>],
    number: u32,
    key: &Key,
) -> Vec<Face> {
    let findings = outcomes.iter().filter(|outcome| outcome.rule == number).flat_map(|outcome| &outcome.findings);
    findings.filter(|raw| Key::of(number, raw) == *key).map(|raw| face(judge, rule, object, raw)).collect()
}
