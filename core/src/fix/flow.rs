//! Edits of lists and maps in brackets, in YAML and in JSON.

use super::edit::{Added, Children, Editor, Obstacle, key_of, quotes, span_of};
use super::layout::Lines;
use super::write::{self, Flow, Lined, Quotes};
use crate::document::{Kind, NodeRef, Style};
use serde_json::Value as Json;
use std::ops::Range;

/// How a document writes values in brackets: as JSON where its first map in brackets has its keys in quotes.
pub(super) fn form(root: NodeRef<'_>, lines: Lines<'_>) -> Flow {
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        if node.kind() == Kind::Map && node.style() == Style::Flow {
            let Some(key) = node.children().next().and_then(NodeRef::key_span) else { continue };
            if !lines.slice(key.start as usize, key.end as usize).starts_with('"') {
                return Flow::Yaml;
            }
            let behind = lines.slice(key.end as usize, key.end as usize + 2);
            return if behind.ends_with([' ', '\t']) { Flow::Json } else { Flow::CompactJson };
        }
        let mut inside: Vec<NodeRef<'_>> = node.children().collect();
        inside.reverse();
        open.append(&mut inside);
    }
    Flow::Yaml
}

/// Removes and adds children of a list or map.
pub(super) fn children(editor: &mut Editor<'_>, node: NodeRef<'_>, children: &Children<'_>) -> Result<(), Obstacle> {
    let all: Vec<NodeRef<'_>> = node.children().collect();
    let Some(end) = children.kept.last() else {
        let text = if children.added.is_empty() { String::new() } else { filled(editor, node, &children.added) };
        let inside = inside(editor, node, &all)?;
        editor.edit(inside.start, inside.end, text);
        return Ok(());
    };
    let mut from = 0;
    for run in all.chunk_by(|one, next| children.goes(*one) == children.goes(*next)) {
        if run.first().is_some_and(|first| children.goes(*first)) {
            remove(editor, node, &all, from, run.len())?;
        }
        from += run.len();
    }
    if !children.added.is_empty() {
        let text = more(editor, node, *end, &children.added)?;
        let at = end_of(*end)?;
        editor.edit(at, at, format!("{}{text}", apart(editor, at)));
    }
    Ok(())
}

/// What stands between the brackets of a list or map, without comments that are not about what is in it: those behind the
/// bracket that opens, and on lines of their own behind the last child.
fn inside(editor: &Editor<'_>, node: NodeRef<'_>, all: &[NodeRef<'_>]) -> Result<Range<usize>, Obstacle> {
    let span = span_of(node)?;
    let (open, close) = (span.start + 1, span.end.saturating_sub(1));
    let (Some(first), Some(last)) = (all.first(), all.last()) else { return Ok(open..close) };
    let (lines, start, end) = (editor.lines, start_of(*first)?, end_of(*last)?);
    let start = if lines.slice(open, start).contains('#') { start } else { open };
    let below = lines.next(end);
    if lines.slice(below, close).contains('#') {
        return Ok(if start == open { open } else { lines.start(start) }..below);
    }
    Ok(start..close)
}

/// Removes some children that follow one another, with the comma before or behind them.
fn remove(
    editor: &mut Editor<'_>,
    node: NodeRef<'_>,
    all: &[NodeRef<'_>],
    from: usize,
    count: usize,
) -> Result<(), Obstacle> {
    let child = |at: usize| all.get(at).copied().ok_or(Obstacle::Layout);
    let lines = editor.lines;
    let start = start_of(child(from)?)?;
    let end = end_of(child(from + count - 1)?)?;
    if let Some(next) = all.get(from + count) {
        let next = start_of(*next)?;
        let has_own_lines = lines.indentation(start).is_some()
            && lines.slice(lines.skip_space(end), next).starts_with(',')
            && lines.next(end) <= next;
        // Comments on lines between are about what follows.
        let (start, end) = if has_own_lines { (lines.start(start), lines.next(end)) } else { (start, next) };
        editor.edit(start, end, String::new());
        return Ok(());
    }
    let before = end_of(child(from.checked_sub(1).ok_or(Obstacle::Layout)?)?)?;
    let is_below_comment = lines.slice(before, start).contains('#');
    let has_comment = lines.slice(end, lines.end(end)).contains('#');
    let has_own_lines =
        lines.indentation(start).is_some() && node.span().is_some_and(|span| lines.next(end) < span.end as usize);
    if has_own_lines && (is_below_comment || has_comment) {
        // A comment between the two stays, and so does the comma before it, which may end a list in YAML.
        editor.edit(lines.start(start), lines.next(end), String::new());
    } else if is_below_comment {
        let comma = lines.skip_space(end);
        editor.edit(start, if lines.slice(comma, comma + 1) == "," { comma + 1 } else { end }, String::new());
    } else {
        editor.edit(before, end, apart(editor, before).to_owned());
    }
    Ok(())
}

/// What stands between an end and a comma or bracket: a space behind the colon of a value that is not written, which is
/// else a part of its key.
fn apart(editor: &Editor<'_>, end: usize) -> &'static str {
    if editor.lines.slice(0, end).ends_with(':') { " " } else { "" }
}

/// The text of the first entries or items of a list or map that has none.
fn filled(editor: &Editor<'_>, node: NodeRef<'_>, added: &[Added]) -> String {
    let start = node.span().map_or(0, |span| span.start as usize);
    if let Some(lined) = lined_around(editor, node, start) {
        return lined.parts(added, |part, inner| entry(editor, part, Some(inner), Quotes::Needed));
    }
    let (comma, _) = write::separators(editor.flow());
    added.iter().map(|part| entry(editor, part, None, Quotes::Needed)).collect::<Vec<_>>().join(comma)
}

/// The text of entries or items behind the last one.
fn more(editor: &Editor<'_>, node: NodeRef<'_>, last: NodeRef<'_>, added: &[Added]) -> Result<String, Obstacle> {
    let start = start_of(last)?;
    let quotes = if last.kind() == Kind::String { quotes(last) } else { Quotes::Needed };
    let own_line = editor.lines.indentation(start);
    let gap = match own_line {
        Some(indentation) => format!("{}{indentation}", editor.lines.line_break(start)),
        None => gap_of(editor, node),
    };
    let lined = own_line.filter(|_| editor.flow() != Flow::Yaml).map(|indentation| Lined {
        around: indentation.to_owned(),
        step: step_of(editor, node, indentation),
        line_break: editor.lines.line_break(start),
    });
    let mut text = String::new();
    for part in added {
        text.push(',');
        text.push_str(&gap);
        text.push_str(&entry(editor, part, lined.as_ref(), quotes));
    }
    Ok(text)
}

/// The text of a value that stands in brackets and itself has brackets, for the place of an old value.
pub(super) fn value(editor: &Editor<'_>, old: NodeRef<'_>, new: &Json) -> String {
    let start = old.key_span().or_else(|| old.span()).map_or(0, |span| span.start as usize);
    match lined_around(editor, old, start) {
        Some(lined) => write::pretty(new, editor.flow(), &lined),
        None => write::inline(new, editor.flow()),
    }
}

/// One entry or item; over several lines where it is told how.
fn entry(editor: &Editor<'_>, (key, value): &Added, lined: Option<&Lined<'_>>, quotes: Quotes) -> String {
    let (_, colon) = write::separators(editor.flow());
    let key = key.as_ref().map_or_else(String::new, |key| write::scalar(key, Quotes::Needed, editor.flow()) + colon);
    let value = match (value, lined) {
        (Json::String(text), _) => write::scalar(text, quotes, editor.flow()),
        (value, Some(lined)) => write::pretty(value, editor.flow(), lined),
        (value, None) => write::inline(value, editor.flow()),
    };
    key + &value
}

/// How a value with brackets at a place is written over several lines, where it is: the line of the place starts with a
/// key or item, and the document indents.
fn lined_around<'t>(editor: &Editor<'t>, node: NodeRef<'_>, at: usize) -> Option<Lined<'t>> {
    if editor.flow() == Flow::Yaml {
        return None;
    }
    let line = editor.lines.start(at);
    let around = editor.lines.slice(line, editor.lines.skip_space(line));
    let key = node.key_span().map_or(at, |key| key.start as usize);
    editor.lines.indentation(key)?;
    let root = node.document().root();
    let first = start_of(root.children().next()?).ok()?;
    let step = editor.lines.indentation(first).filter(|step| !step.is_empty())?;
    Some(Lined { around: around.to_owned(), step: step.to_owned(), line_break: editor.lines.line_break(at) })
}

/// By what the entries of a list or map are indented behind the line that it starts on.
fn step_of(editor: &Editor<'_>, node: NodeRef<'_>, indentation: &str) -> String {
    let start = node.span().map_or(0, |span| editor.lines.start(span.start as usize));
    let around = editor.lines.slice(start, editor.lines.skip_space(start));
    indentation.strip_prefix(around).filter(|step| !step.is_empty()).unwrap_or("  ").to_owned()
}

/// The space behind a comma: as between the first two, else as usual.
fn gap_of(editor: &Editor<'_>, node: NodeRef<'_>) -> String {
    let (comma, _) = write::separators(editor.flow());
    let usual = comma.trim_start_matches(',').to_owned();
    let mut children = node.children();
    let (Some(one), Some(two)) = (children.next(), children.next()) else { return usual };
    let (Ok(end), Ok(start)) = (end_of(one), start_of(two)) else { return usual };
    match editor.lines.slice(end, start).split_once(',') {
        Some((_, gap)) if gap.bytes().all(|byte| byte == b' ') => gap.to_owned(),
        _ => usual,
    }
}

fn start_of(child: NodeRef<'_>) -> Result<usize, Obstacle> {
    if child.is_by_alias() && child.key_span().is_none() || child.is_tagged() || child.is_anchored() {
        return Err(Obstacle::Shared);
    }
    Ok(key_of(child).or_else(|_| span_of(child))?.start)
}

fn end_of(child: NodeRef<'_>) -> Result<usize, Obstacle> {
    if child.is_by_alias() {
        return Err(Obstacle::Shared);
    }
    Ok(span_of(child)?.end)
}
