//! Edits of lists and maps that are written by indentation.

use super::edit::{Added, Children, Editor, Obstacle, key_of, quotes, span_of};
use super::write::{self, Flow, Quotes};
use crate::document::{Kind, NodeRef, Style};
use serde_json::Value as Json;
use std::ops::Range;

/// Removes and adds children of a list or map.
pub(super) fn children(editor: &mut Editor<'_>, node: NodeRef<'_>, children: &Children<'_>) -> Result<(), Obstacle> {
    let emptied = children.kept.is_empty();
    if emptied && (node.key().is_none() || starts_on_the_line_of_its_key(editor, node)?) {
        let span = span_of(node)?;
        editor.edit(span.start, span.end, empty(node).to_owned());
        return Ok(());
    }
    if emptied {
        let colon = behind_colon(editor, node)?;
        editor.edit(colon, colon, format!(" {}", empty(node)));
    }
    let all: Vec<NodeRef<'_>> = node.children().collect();
    for run in all.chunk_by(|one, next| children.goes(*one) == children.goes(*next)) {
        if let (Some(first), Some(last)) = (run.first(), run.last())
            && children.goes(*first)
        {
            remove(editor, node, *first, *last)?;
        }
    }
    if !children.added.is_empty() {
        add(editor, node, &children.added)?;
    }
    Ok(())
}

/// What a list or map is written as that has lost all it held.
fn empty(node: NodeRef<'_>) -> &'static str {
    if node.kind() == Kind::List { "[]" } else { "{}" }
}

/// Adds entries or items behind the last line of a list or map.
fn add(editor: &mut Editor<'_>, node: NodeRef<'_>, added: &[Added]) -> Result<(), Obstacle> {
    let column = editor.lines.column(span_of(node)?.start);
    let lines = match node.kind() {
        Kind::Map => {
            let entries = added.iter().filter_map(|(key, value)| Some((key.as_ref()?, value)));
            write::entries(entries, column, editor.habits)
        }
        _ => items(editor, node, added, column),
    };
    let at = end_of_content(editor, node)?;
    insert_below(editor, at, &lines);
    Ok(())
}

/// The lines of new items: texts take over the quotes of the item before.
fn items(editor: &Editor<'_>, list: NodeRef<'_>, added: &[Added], column: usize) -> Vec<String> {
    let quotes = list.items().last().filter(|last| !last.is_by_alias()).map_or(Quotes::Needed, quotes);
    let mut lines = Vec::new();
    for (_, value) in added {
        match value {
            Json::String(text) => {
                lines.push(format!("{:column$}- {}", "", write::scalar(text, quotes, Flow::Yaml)));
            }
            value => lines.extend(write::items([value], column, editor.habits)),
        }
    }
    lines
}

/// Inserts lines behind the line of an offset, with the text's own line breaks.
fn insert_below(editor: &mut Editor<'_>, at: usize, lines: &[String]) {
    let line_break = editor.lines.line_break(at);
    let text = lines.join(line_break);
    if editor.lines.is_last(at) {
        let end = editor.lines.end(at);
        editor.edit(end, end, format!("{line_break}{text}"));
    } else {
        let next = editor.lines.next(at);
        editor.edit(next, next, format!("{text}{line_break}"));
    }
}

/// The last value of a list or map that is written by indentation, or the value itself.
fn last_inside(node: NodeRef<'_>) -> NodeRef<'_> {
    let mut last = node;
    while last.style() == Style::Block
        && let Some(child) = last.children().last().filter(|child| !child.is_by_alias())
    {
        last = child;
    }
    last
}

/// The end of the last line of a value. The empty lines behind a text block with `+` belong to it.
fn end_of_content(editor: &Editor<'_>, node: NodeRef<'_>) -> Result<usize, Obstacle> {
    let last = last_inside(node);
    let keeps = matches!(last.style(), Style::Literal | Style::Folded)
        && last.raw().and_then(|raw| raw.lines().next()).is_some_and(|head| head.contains('+'));
    let mut at = span_of(node)?.end;
    while keeps && !editor.lines.is_last(at) {
        let next = editor.lines.next(at);
        let is_end = editor.lines.end(next) == next && editor.lines.is_last(next);
        if is_end || !editor.lines.slice(next, editor.lines.end(next)).trim().is_empty() {
            break;
        }
        at = next;
    }
    Ok(at)
}

/// Removes entries or items that follow one another, with their lines: those between, which hold comments only, too. The
/// first one may share the line of what it stands in; then the next that stays takes its place.
fn remove(editor: &mut Editor<'_>, node: NodeRef<'_>, first: NodeRef<'_>, last: NodeRef<'_>) -> Result<(), Obstacle> {
    let start = start_of(editor, node, first)?;
    let end = end_of(last)?;
    let lines = editor.lines;
    if lines.indentation(start).is_none() {
        let next = lines.skip_space(lines.next(end));
        editor.edit(start, next, String::new());
    } else if lines.is_last(end) {
        // The text keeps ending without a line break.
        let from = lines.start(start);
        let before = lines.slice(0, from);
        let cut = if before.ends_with("\r\n") { 2 } else { usize::from(before.ends_with(['\n', '\r'])) };
        editor.edit(from - cut, lines.end(end), String::new());
    } else {
        editor.edit(lines.start(start), lines.next(end), String::new());
    }
    Ok(())
}

/// Where an entry's key or an item's dash stands.
fn start_of(editor: &Editor<'_>, node: NodeRef<'_>, child: NodeRef<'_>) -> Result<usize, Obstacle> {
    if let Some(key) = child.key_span() {
        return Ok(key.start as usize);
    }
    let list = span_of(node)?;
    let mut before = None;
    for item in node.items() {
        if item.id() == child.id() {
            break;
        }
        before = Some(item);
    }
    let Some(before) = before else { return Ok(list.start) };
    // The next line that holds more than a comment starts with the dash.
    let mut at = editor.lines.next(end_of(before)?);
    while at < list.end {
        let first = editor.lines.skip_space(at);
        match editor.lines.slice(first, first + 1) {
            "-" => return Ok(first),
            "#" | "" | "\n" | "\r" => at = editor.lines.next(at),
            _ => break,
        }
    }
    Err(Obstacle::Layout)
}

/// Where a value ends. An alias stands on the line of its key; what it names, elsewhere.
fn end_of(child: NodeRef<'_>) -> Result<usize, Obstacle> {
    let span = if child.is_by_alias() { key_of(child) } else { span_of(child) };
    Ok(span?.end)
}

/// Writes a value in the place of another, where one of them is written by indentation.
pub(super) fn replace(editor: &mut Editor<'_>, node: NodeRef<'_>, new: &Json) -> Result<(), Obstacle> {
    let span = span_of(node)?;
    if node.key().is_none() {
        return replace_item(editor, node, span, new);
    }
    let key = key_of(node)?.start;
    let colon = behind_colon(editor, node)?;
    if write::is_inline(new) {
        put_behind_colon(editor, node, colon, span, &write::inline(new, Flow::Yaml));
        return Ok(());
    }
    let step = if new.is_array() { editor.habits.list } else { editor.habits.map };
    let column = editor.lines.column(key) + step;
    put_below_key(editor, node, colon, span, &write::lines(new, column, editor.habits));
    Ok(())
}

/// Writes a value in the place of an item, or of a document: its first line stands where the old one starts.
fn replace_item(editor: &mut Editor<'_>, node: NodeRef<'_>, span: Range<usize>, new: &Json) -> Result<(), Obstacle> {
    let lines = editor.lines;
    let is_unwritten = span.is_empty();
    let column = lines.column(span.start) + usize::from(is_unwritten);
    let line_break = lines.line_break(span.start);
    let text = write::lines(new, column, editor.habits).join(line_break);
    let head = editor.head(node, span.clone());
    if !lines.slice(head.start, head.end).contains('#') {
        return editor.put(node, span.start, span.end, text.trim_start().to_owned());
    }
    editor.edit(span.start, lines.skip_space(head.start), String::new());
    editor.edit(head.end, span.end, format!("{line_break}{text}"));
    Ok(())
}

/// Writes a value of one line behind the colon of the key of another.
fn put_behind_colon(editor: &mut Editor<'_>, node: NodeRef<'_>, colon: usize, span: Range<usize>, text: &str) {
    let lines = editor.lines;
    if !is_below(editor, node, colon, &span) {
        editor.edit(colon, span.end, format!(" {text}"));
        return;
    }
    editor.edit(colon, colon, format!(" {text}"));
    let last = if lines.is_last(span.end) { lines.end(span.end) } else { lines.next(span.end) };
    editor.edit(lines.start(span.start), last, String::new());
}

/// Writes the lines of a value below the key of another; the comment on the first line of a text block stays.
fn put_below_key(editor: &mut Editor<'_>, node: NodeRef<'_>, colon: usize, span: Range<usize>, text: &[String]) {
    let lines = editor.lines;
    let line_break = lines.line_break(span.start);
    let head = editor.head(node, span.clone());
    if is_below(editor, node, colon, &span) {
        editor.edit(lines.start(span.start), span.end, text.join(line_break));
    } else if head.end < span.end {
        editor.edit(colon, head.start, String::new());
        editor.edit(head.end, span.end, format!("{line_break}{}", text.join(line_break)));
    } else {
        let is_blank = lines.skip_space(span.end) == lines.end(span.end);
        editor.edit(colon, if is_blank { lines.end(span.end) } else { span.end }, String::new());
        insert_below(editor, span.end, text);
    }
}

/// Whether a value is written by indentation below the line of its key's colon.
fn is_below(editor: &Editor<'_>, node: NodeRef<'_>, colon: usize, span: &Range<usize>) -> bool {
    node.style() == Style::Block && editor.lines.start(colon) != editor.lines.start(span.start)
}

fn starts_on_the_line_of_its_key(editor: &Editor<'_>, node: NodeRef<'_>) -> Result<bool, Obstacle> {
    Ok(editor.lines.start(key_of(node)?.start) == editor.lines.start(span_of(node)?.start))
}

/// The offset behind the colon of a value's key.
fn behind_colon(editor: &Editor<'_>, node: NodeRef<'_>) -> Result<usize, Obstacle> {
    let colon = editor.lines.skip_space(key_of(node)?.end);
    if editor.lines.slice(colon, colon + 1) == ":" { Ok(colon + 1) } else { Err(Obstacle::Layout) }
}
