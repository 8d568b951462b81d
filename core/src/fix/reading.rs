//! Reading an edited text again: as little of it as tells what the object has become.

use super::apply::apply;
use super::draft::{Changed, Draft};
use super::edit::{Obstacle, TextEdit};
use super::layout::Lines;
use super::patch::steps;
use crate::document::{Kind, Limits, NodeRef, Style, Symbols, read};
use std::sync::Arc;

/// How the edited text of an object is read.
pub(super) struct Reading<'t, 'd> {
    pub(super) root: NodeRef<'d>,
    pub(super) symbols: &'t Arc<Symbols>,
    pub(super) limits: &'t Limits,
}

impl<'d> Reading<'_, 'd> {
    /// Whether the edited text says what the object becomes.
    pub(super) fn says(&self, edits: &[TextEdit], draft: &Draft<'d>) -> bool {
        let part = match draft {
            Draft::Changed(changed) => self.part_says(edits, changed),
            Draft::Kept(_) | Draft::New(_) => false,
        };
        part || self.all_says(edits, draft)
    }

    /// What an edited text that says something else has most likely stumbled over.
    pub(super) fn obstacle(&self) -> Obstacle {
        if shares(self.root) { Obstacle::Shared } else { Obstacle::Layout }
    }

    /// Whether the text of a list or map that stands alone says what it becomes: that of the innermost one that holds all
    /// changes, or of one around it.
    fn part_says(&self, edits: &[TextEdit], changed: &Changed<'d>) -> bool {
        changed.inner().is_some_and(|inner| self.part_says(edits, inner))
            || changed.node.filter(|node| stands_alone(*node)).is_some_and(|node| {
                let text = slice(node, edits);
                let again = text.map(|text| read("", text.into(), self.symbols, self.limits));
                again.is_some_and(|again| {
                    again.errors.is_empty()
                        && matches!(again.documents.as_slice(), [document] if changed.is(document.root()))
                })
            })
    }

    /// Whether the whole document or text says what the object becomes, and else what it said before: anchors may lead from
    /// the object to other places.
    fn all_says(&self, edits: &[TextEdit], draft: &Draft<'d>) -> bool {
        let document = self.root.document();
        let mut whole = Draft::Kept(document.root());
        let way = steps(&self.root.path());
        let Some(place) = way.iter().try_fold(&mut whole, |at, step| at.child(step)) else { return false };
        *place = draft.clone();
        // Anchors reach no further than their document, which is mostly a small part of its text.
        if matches!(whole, Draft::Changed(_))
            && let Some(text) = slice(document.root(), edits)
            && let [again] = read("", text.into(), self.symbols, self.limits).documents.as_slice()
            && whole.is(again.root())
        {
            return true;
        }
        let text = apply(document.source().text(), edits);
        let again = read("", text.into(), self.symbols, self.limits);
        let mut documents = again.documents.iter();
        documents.find(|other| other.index() == document.index()).is_some_and(|again| whole.is(again.root()))
    }
}

/// Whether the text of a list or map says the same apart from what is around it: no anchor leads into it or out of it, and
/// it is not in brackets among lines, which have to be indented as what is around them asks for.
fn stands_alone(node: NodeRef<'_>) -> bool {
    let is_written_so = node.style() == Style::Block || node.document().root().style() == Style::Flow;
    is_written_so && !node.around().any(NodeRef::is_anchored) && !shares(node)
}

/// Whether an anchor or alias is in a value.
fn shares(root: NodeRef<'_>) -> bool {
    root.is_by_alias() || root.is_anchored() || root.children().any(shares)
}

/// The edited text of a list or map alone; none where edits reach beyond it.
fn slice(node: NodeRef<'_>, edits: &[TextEdit]) -> Option<String> {
    if !matches!(node.kind(), Kind::List | Kind::Map) {
        return None;
    }
    let lines = Lines::new(node.document().source().text());
    let span = node.span()?.range();
    let is_flow = node.style() == Style::Flow;
    let has_own_line = lines.indentation(span.start).is_some();
    if !is_flow && !has_own_line && node.document().root().id() == node.id() {
        // Behind the `---` of a document not everything may stand that may stand below it.
        return None;
    }
    let start = if has_own_line { lines.start(span.start) } else { span.start };
    let end = if is_flow { span.end } else { lines.next(span.end) };
    if edits.iter().any(|edit| edit.start < start || edit.end > end) {
        return None;
    }
    let own: Vec<TextEdit> = edits
        .iter()
        .map(|edit| TextEdit { start: edit.start - start, end: edit.end - start, text: edit.text.clone() })
        .collect();
    let text = apply(lines.slice(start, end), &own);
    let column = if is_flow { 0 } else { lines.column(start) };
    Some(format!("{:column$}{text}", ""))
}
