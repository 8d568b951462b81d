//! The smallest edits that make a value of a text what it becomes: what is kept is not looked at.
//!
//! An edit never reaches behind an alias, a merge key or a tag; whether it reaches an anchor that aliases repeat shows
//! when the edited text is read again.

use super::draft::{Changed, Draft, Part};
use super::layout::{Habits, Lines};
use super::write::{self, Flow, Quotes};
use super::{block, flow};
use crate::document::{Kind, NodeRef, Span, Style};
use serde_json::Value as Json;
use std::cell::OnceCell;
use std::ops::Range;

/// A change of text: a range of bytes and what stands there afterwards.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TextEdit {
    /// Where the old text starts.
    pub start: usize,
    /// Where it ends; the same as the start where text is only inserted.
    pub end: usize,
    /// The new text.
    pub text: String,
}

/// Why a change cannot be made as an edit of the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Obstacle {
    /// The value stands in other places, too.
    #[error("the value comes by an alias or a merge key and stands in other places, too")]
    Shared,
    /// A tag says what the value is.
    #[error("a tag stands before the value")]
    Tagged,
    /// The layout of the text is one that edits are not made for.
    #[error("the text is laid out in a way that cannot be edited safely")]
    Layout,
}

/// The edits that make `node` what it becomes, in the order of the text.
pub(super) fn edits(node: NodeRef<'_>, draft: &Draft<'_>) -> Result<Vec<TextEdit>, Obstacle> {
    let document = node.document();
    let lines = Lines::new(document.source().text());
    let habits = Habits::of(document, node.id());
    let mut editor = Editor { root: node, lines, habits, flow: OnceCell::new(), edits: Vec::new() };
    editor.value(node, draft, Around::of(node))?;
    ordered(editor.edits).ok_or(Obstacle::Layout)
}

/// What a value stands in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Around {
    /// A map or list in brackets.
    Flow,
    /// A map or list written by indentation; or nothing.
    Block,
}

impl Around {
    fn of(node: NodeRef<'_>) -> Self {
        if node.parent().is_some_and(|parent| parent.style() == Style::Flow) { Self::Flow } else { Self::Block }
    }
}

/// Collects edits.
pub(super) struct Editor<'t> {
    root: NodeRef<'t>,
    pub(super) lines: Lines<'t>,
    pub(super) habits: Habits,
    flow: OnceCell<Flow>,
    pub(super) edits: Vec<TextEdit>,
}

/// What happens to the children of a list or map.
pub(super) struct Children<'t> {
    /// Those that stay.
    pub(super) kept: Vec<NodeRef<'t>>,
    /// Those that go.
    pub(super) removed: Vec<NodeRef<'t>>,
    /// Those that come, keys for a map, at the end.
    pub(super) added: Vec<Added>,
}

/// An entry or item that comes, with its key in a map.
pub(super) type Added = (Option<String>, Json);

impl Children<'_> {
    /// Whether a child is one of those that go.
    pub(super) fn goes(&self, child: NodeRef<'_>) -> bool {
        self.removed.iter().any(|removed| removed.id() == child.id())
    }
}

impl<'t> Editor<'t> {
    pub(super) fn edit(&mut self, start: usize, end: usize, text: String) {
        if start != end || !text.is_empty() {
            self.edits.push(TextEdit { start, end, text });
        }
    }

    fn value(&mut self, node: NodeRef<'t>, draft: &Draft<'_>, around: Around) -> Result<(), Obstacle> {
        let changed = match draft {
            Draft::Kept(_) => return Ok(()),
            Draft::Changed(changed) if changed.node.is_some() => changed,
            Draft::New(_) | Draft::Changed(_) => return self.replace(node, &draft.to_json(), around),
        };
        let children = self.children(node, changed)?;
        if children.removed.is_empty() && children.added.is_empty() {
            return Ok(());
        }
        if node.is_by_alias() {
            return Err(Obstacle::Shared);
        }
        let maps = node.kind() == Kind::Map || children.added.iter().any(|(_, new)| has_maps(new));
        let opens = maps && node.is_empty() && around == Around::Block;
        if node.style() == Style::Flow && !opens {
            return flow::children(self, node, &children);
        }
        if children.kept.is_empty() && !children.added.is_empty() {
            return self.replace(node, &draft.to_json(), around);
        }
        block::children(self, node, &children)
    }

    /// What happens to the children of a list or map, after what happens inside of those that stay.
    fn children(&mut self, node: NodeRef<'t>, changed: &Changed<'_>) -> Result<Children<'t>, Obstacle> {
        let mut children = Children { kept: Vec::new(), removed: Vec::new(), added: Vec::new() };
        let around = if node.style() == Style::Flow { Around::Flow } else { Around::Block };
        let mut parts = changed.parts.iter();
        for (child, part) in node.children().zip(&mut parts) {
            match &part.becomes {
                Some(becomes) => {
                    children.kept.push(child);
                    self.value(child, becomes, around)?;
                }
                None if node.kind() == Kind::List || is_own(node, child) => children.removed.push(child),
                None => return Err(Obstacle::Shared),
            }
        }
        let key = |part: &Part<'_>| part.key.as_ref().map(|key| key.clone().into_owned());
        children.added = parts.filter_map(|part| Some((key(part), part.becomes.as_ref()?.to_json()))).collect();
        self.rename(&mut children, around)?;
        Ok(children)
    }

    /// Gives entries that go their new keys, where others with the same values come.
    fn rename(&mut self, children: &mut Children<'t>, around: Around) -> Result<(), Obstacle> {
        let flow = self.flow_around(around);
        for (new, value) in std::mem::take(&mut children.added) {
            let old = children.removed.iter().position(|child| new.is_some() && child.is_json(&value));
            let (Some(new), Some(at)) = (&new, old) else {
                children.added.push((new, value));
                continue;
            };
            let child = children.removed.remove(at);
            let key = key_of(child)?;
            let quotes = match self.lines.slice(key.start, key.start + 1) {
                "'" => Quotes::Single,
                "\"" => Quotes::Double,
                _ => Quotes::Needed,
            };
            self.edit(key.start, key.end, write::scalar(new, quotes, flow));
            children.kept.push(child);
        }
        Ok(())
    }

    /// Writes a value in the place of another.
    fn replace(&mut self, node: NodeRef<'t>, new: &Json, around: Around) -> Result<(), Obstacle> {
        if node.is_by_alias() {
            return Err(Obstacle::Shared);
        }
        if node.is_tagged() {
            return Err(Obstacle::Tagged);
        }
        let span = span_of(node)?;
        if around == Around::Block && (node.style() == Style::Block || !write::is_inline(new)) {
            return block::replace(self, node, new);
        }
        if around == Around::Flow && !write::is_inline(new) {
            let text = flow::value(self, node, new);
            return self.put(node, span.start, span.end, text);
        }
        let text = match new {
            Json::String(text) => write::scalar(text, quotes(node), self.flow_around(around)),
            other => write::inline(other, self.flow_around(around)),
        };
        let head = self.head(node, span.clone());
        self.edit(head.end, span.end, String::new());
        self.put(node, span.start, head.start, text)
    }

    /// Where, on the first line of a text block, the place behind its signs is and the line ends: what stands between, a
    /// comment, stays. Of another value, both are its end.
    pub(super) fn head(&self, node: NodeRef<'_>, span: Range<usize>) -> Range<usize> {
        if !matches!(node.style(), Style::Literal | Style::Folded) {
            return span.end..span.end;
        }
        let end = self.lines.end(span.start).min(span.end);
        let head = self.lines.slice(span.start, end);
        let behind = head.trim_start_matches(|sign: char| "|>+-".contains(sign) || sign.is_ascii_digit());
        end - behind.len()..end
    }

    /// Puts a text where a value is, or behind the colon or dash of one that is not written.
    pub(super) fn put(&mut self, node: NodeRef<'_>, start: usize, end: usize, text: String) -> Result<(), Obstacle> {
        if start < end {
            self.edit(start, end, text);
            return Ok(());
        }
        let before = self.lines.slice(0, start);
        let text = match node.key() {
            Some(_) if before.ends_with(':') => format!(" {text}"),
            Some(_) => format!(": {text}"),
            None if before.ends_with('-') => format!(" {text}"),
            None => return Err(Obstacle::Layout),
        };
        self.edit(start, end, text);
        Ok(())
    }

    /// How values in brackets are written; looked for when the first is.
    pub(super) fn flow(&self) -> Flow {
        *self.flow.get_or_init(|| flow::form(self.root, self.lines))
    }

    /// How values in brackets are written, also where single scalars stand outside of them.
    fn flow_around(&self, around: Around) -> Flow {
        if around == Around::Flow { self.flow() } else { Flow::Yaml }
    }
}

/// The bytes of a value.
pub(super) fn span_of(node: NodeRef<'_>) -> Result<Range<usize>, Obstacle> {
    node.span().map(Span::range).ok_or(Obstacle::Layout)
}

/// The bytes of a value's key.
pub(super) fn key_of(node: NodeRef<'_>) -> Result<Range<usize>, Obstacle> {
    node.key_span().map(Span::range).ok_or(Obstacle::Layout)
}

/// Whether a value is or holds a map: then it is not squeezed into the brackets of an empty one.
fn has_maps(value: &Json) -> bool {
    match value {
        Json::Object(_) => true,
        Json::Array(items) => items.iter().any(has_maps),
        _ => false,
    }
}

/// Whether an entry is written in the map itself, even if its value comes by an alias; else a merge key brings it.
pub(super) fn is_own(map: NodeRef<'_>, value: NodeRef<'_>) -> bool {
    let (Some(map), Some(key)) = (map.span(), value.key_span()) else { return false };
    map.start <= key.start && key.start < map.end
}

/// The quotes that a text takes over from the one it replaces.
pub(super) fn quotes(node: NodeRef<'_>) -> Quotes {
    match node.style() {
        Style::SingleQuoted => Quotes::Single,
        Style::DoubleQuoted => Quotes::Double,
        _ => Quotes::Needed,
    }
}

/// The edits in the order of the text, those that touch made one; none where two overlap.
fn ordered(mut edits: Vec<TextEdit>) -> Option<Vec<TextEdit>> {
    edits.sort_by_key(|edit| (edit.start, edit.end));
    let mut all: Vec<TextEdit> = Vec::with_capacity(edits.len());
    for edit in edits {
        match all.last_mut() {
            Some(last) if edit.start < last.end => return None,
            Some(last) if edit.start == last.end => {
                last.end = edit.end;
                last.text.push_str(&edit.text);
            }
            _ => all.push(edit),
        }
    }
    Some(all)
}
