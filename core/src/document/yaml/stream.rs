//! Events into documents.

use super::events::{self, Anchor, Events, Fault, Properties, Sink};
use super::mend::{APOSTROPHE, Mend, Mended};
use super::{breaks, meaning, place, words};
use crate::document::builder::Builder;
use crate::document::comments::Comments;
use crate::document::error::{Problem, YamlProblem};
use crate::document::fragment::Fragment;
use crate::document::parts::{Scalar, Text, Written};
use crate::document::scalar::Meaning;
use crate::document::tree::{Document, Kind, Style};
use crate::sorted::Sorted;
use kubelaw_lang::span::Span;
use std::borrow::Cow;

/// What a YAML text holds: the documents that hold something, what is wrong with the others, and where those are that stand
/// behind the `...` of another.
pub(crate) type Documents = (Vec<Document>, Vec<Fault>, Vec<Span>);

pub(crate) fn read(text: &str, depth: usize, builder: &mut Builder) -> Documents {
    let plain = breaks::plain(text);
    let mut found =
        Found { comments: Comments::of(&plain), documents: Vec::new(), errors: Vec::new(), behind_ends: Vec::new() };
    let mut mended = Mended::new(&plain);
    let mut from = 0;
    while let Some(mend) = Reader::new(text, mended.text(), from, builder, &mut found).read(&mended, from, depth) {
        mended.mend(mend);
        from = mend.from;
    }
    (found.documents, found.errors, found.behind_ends)
}

/// What comes of a text.
struct Found<'t> {
    comments: Comments<'t>,
    documents: Vec<Document>,
    errors: Vec<Fault>,
    behind_ends: Vec<Span>,
}

struct Reader<'t, 'b, 'c> {
    /// The text as written.
    text: &'t str,
    /// The text that the parser is given; as long, and mostly the same.
    parsed: &'t str,
    /// Whether it is the same.
    as_written: bool,
    builder: &'b mut Builder,
    found: &'b mut Found<'c>,
    anchors: Sorted<Anchor, Named>,
    /// For each open list or map, the anchor that names it and its first node.
    open: Vec<(Option<Anchor>, usize)>,
    /// Where the last thing read ends.
    cursor: u32,
    /// Where the document being read starts, with its directives where it follows one that was read whole.
    start: Option<u32>,
    /// Whether a `...` stands before what is read, and no `---` behind it.
    is_behind_end: bool,
}

/// What an anchor names.
enum Named {
    /// A list or map that is not complete.
    Open,
    /// A value, and what it is as a key.
    Value { fragment: Fragment, key: Result<Box<str>, YamlProblem> },
}

impl Sink for Reader<'_, '_, '_> {
    fn document_start(&mut self, span: Span) -> Result<(), Fault> {
        self.reset();
        self.cursor = span.end;
        let start = *self.start.get_or_insert(span.start);
        let (before, rest) = self.parsed.split_at_checked(span.start as usize).unwrap_or_default();
        if start == 0
            && let Some(at) = place::mark_inside(before)
        {
            return Err((YamlProblem::MarkInside.into(), at));
        }
        if let Some(rest) = rest.strip_prefix("---") {
            self.is_behind_end = false;
            let content = rest.trim_start_matches([' ', '\t']);
            if !content.is_empty() && !content.starts_with(['#', '\n', '\r']) {
                return Err((words::syntax(words::NOT_BELOW), place::first_of(self.parsed, content)));
            }
        } else if self.is_behind_end {
            self.found.behind_ends.push(span);
        }
        Ok(())
    }

    fn document_end(&mut self, span: Span) -> Result<(), Problem> {
        if self.builder.holds_nothing() {
            self.builder.discard();
        } else {
            let follows = self.parsed.get(span.end as usize..).unwrap_or_default();
            let is_last = follows.trim_ascii_start().is_empty();
            let document = if is_last { self.builder.finish_last() } else { self.builder.finish() }?;
            self.found.documents.push(self.found.comments.attach(document, span.start));
        }
        self.start = Some(span.end);
        self.is_behind_end |= span.end > span.start;
        Ok(())
    }

    fn begin(&mut self, kind: Kind, style: Style, properties: &Properties, span: Span) -> Result<(), Problem> {
        if self.builder.wants_key() {
            let is_template = self.text.get(..span.end as usize).is_some_and(|before| before.ends_with("{{"));
            return Err(if is_template { YamlProblem::Template } else { YamlProblem::not_a_key(kind) }.into());
        }
        let node = self.builder.next_node();
        let mut span = span;
        if kind == Kind::List && style == Style::Block && self.builder.open_kind() == Kind::Map {
            span.start = place::list_start(self.parsed, self.cursor, span.start);
        }
        let written = written(span, style, properties);
        if kind == Kind::List {
            self.builder.begin_list(written)?;
        } else {
            self.builder.begin_map(written)?;
        }
        if let Some(anchor) = properties.anchor {
            self.anchors.insert(anchor, Named::Open);
        }
        self.open.push((properties.anchor, node));
        self.cursor = self.cursor.max(if style == Style::Flow { span.end } else { span.start });
        Ok(())
    }

    fn end(&mut self, span: Span) -> Result<(), Problem> {
        // A block list or map ends with the last thing in it; only a bracket moves the end on.
        if span.end > span.start {
            self.cursor = span.end;
        }
        self.builder.end(Some(self.cursor))?;
        if let Some((Some(anchor), node)) = self.open.pop() {
            let fragment = self.builder.fragment(node);
            let key = Err(YamlProblem::not_a_key(fragment.kind()));
            self.anchors.insert(anchor, Named::Value { fragment, key });
        }
        Ok(())
    }

    fn alias(&mut self, anchor: Anchor, span: Span) -> Result<(), Problem> {
        let named = self.anchors.get(&anchor).ok_or(YamlProblem::UnknownAnchor)?;
        let Named::Value { fragment, key } = named else {
            return Err(YamlProblem::ContainsItself.into());
        };
        if self.builder.wants_key() {
            self.builder.key(Text::Copied(key.as_deref().map_err(Clone::clone)?), Some(span))?;
        } else {
            self.builder.insert(fragment)?;
        }
        self.cursor = span.end;
        Ok(())
    }

    #[inline]
    fn simple(&mut self, text: &str, style: Style, span: Span) -> Result<(), Problem> {
        let quotes = match style {
            Style::Plain => 0,
            Style::SingleQuoted | Style::DoubleQuoted => 1,
            _ => return self.scalar(text, style, &Properties::NONE, span),
        };
        let is_key = self.builder.wants_key();
        let meaning = meaning::of_untagged(text, style);
        let inside = Span::new(span.start + quotes, span.end.saturating_sub(quotes));
        let in_one_piece = span.start < span.end && inside.range().len() == text.len();
        // What is no text is another key than it says, and `<<` may be none.
        let is_own_key = meaning == Meaning::Text && text != "<<";
        if !(self.as_written && in_one_piece && (is_own_key || !is_key)) {
            return self.scalar(text, style, &Properties::NONE, span);
        }
        let kept = Text::Source { text, start: inside.start };
        self.cursor = span.end;
        if is_key {
            self.builder.key(kept, Some(span))?;
        } else {
            self.builder.scalar(meaning::value(meaning, kept)?, Written::new(span, style))?;
        }
        Ok(())
    }

    fn scalar(&mut self, text: &str, style: Style, properties: &Properties, told: Span) -> Result<(), Problem> {
        let (text, span) = self.place(text, style, told);
        let text = &*self.with_apostrophes(text, style, span);
        if text.is_empty() && self.has_colon_in_text(span) {
            return Err(words::syntax(words::COLON_NOT_APART));
        }
        if style == Style::DoubleQuoted && matches!(kept(text, self.text, self.parsed), Text::Copied(_)) {
            self.check_escapes(span)?;
        }
        let separated = if self.as_written { None } else { self.separated(style, span)? };
        let text = separated.as_deref().unwrap_or(text);
        let understood = meaning::understand(text, style, properties.tag.as_ref())?;
        let kept = kept(&understood.text, self.text, self.parsed);
        // What an empty value leaves unread is the space before what comes next, and a text block ends with its text.
        self.cursor = if matches!(style, Style::Literal | Style::Folded) { span.end } else { told.end.max(span.end) };
        if !self.builder.wants_key() {
            let node = self.builder.next_node();
            self.builder.scalar(understood.value(kept)?, written(span, style, properties))?;
            if let Some(anchor) = properties.anchor {
                let key = understood.key().map(|key| key.as_deref().unwrap_or(&understood.text).into());
                let fragment = self.builder.fragment(node);
                self.anchors.insert(anchor, Named::Value { fragment, key });
            }
            return Ok(());
        }
        if understood.merges {
            return Ok(self.builder.merge_key(span)?);
        }
        let key = understood.key()?;
        self.builder.key(key.as_deref().map_or(kept, Text::Copied), Some(span))?;
        if let Some(anchor) = properties.anchor {
            // As a value, the number 1e10 is an integer; as a key, it is `1e+10`: the two are not the same text.
            let value = understood.value(kept).unwrap_or(Scalar::Null);
            let fragment = self.builder.scalar_fragment(value, written(span, style, properties))?;
            let key = Ok(key.as_deref().unwrap_or(&understood.text).into());
            self.anchors.insert(anchor, Named::Value { fragment, key });
        }
        Ok(())
    }
}

impl<'t, 'b, 'c> Reader<'t, 'b, 'c> {
    /// A reader of the text as the parser is given it, from an offset on.
    fn new(text: &'t str, parsed: &'t str, from: usize, builder: &'b mut Builder, found: &'b mut Found<'c>) -> Self {
        Self {
            text,
            parsed,
            as_written: std::ptr::eq(parsed, text),
            builder,
            found,
            anchors: Sorted::default(),
            open: Vec::new(),
            cursor: 0,
            start: Some(u32::try_from(from).unwrap_or(u32::MAX)),
            is_behind_end: false,
        }
    }

    /// Reads the documents from there on, up to the end or to something to mend.
    fn read(mut self, mended: &Mended<'_>, from: usize, depth: usize) -> Option<Mend> {
        let mut events = Events::new(self.parsed, from, depth);
        while let Some(taken) = events.next(&mut self) {
            let Err((problem, span)) = taken else { continue };
            let remedy = mended.remedy(&problem, span.start, self.start.unwrap_or(u32::MAX));
            self.reset();
            if remedy.is_some() {
                self.builder.discard();
                return remedy;
            }
            self.builder.abandon();
            self.found.errors.push((problem, span));
            self.start = None;
            if !events.skip_document(span.start) {
                break;
            }
        }
        None
    }

    fn reset(&mut self) {
        self.anchors = Sorted::default();
        self.open.clear();
    }

    /// The scalar's text, and its place where the parser's differs from ours.
    #[inline]
    fn place<'s>(&self, text: &'s str, style: Style, told: Span) -> (&'s str, Span) {
        match style {
            Style::Plain if told.start == told.end => {
                let is_item = self.builder.open_kind() == Kind::List;
                ("", place::unwritten(self.parsed, self.cursor, is_item, told))
            }
            Style::Literal | Style::Folded => (text, place::block_scalar(self.parsed, self.cursor, told)),
            _ => (text, told),
        }
    }

    /// The text with its escaped single quotes, for which the parser has another sign.
    fn with_apostrophes<'s>(&self, text: &'s str, style: Style, span: Span) -> Cow<'s, str> {
        let is_mended = style == Style::DoubleQuoted
            && !self.as_written
            && self.parsed.get(span.range()) != self.text.get(span.range());
        if is_mended { text.replace(APOSTROPHE, "'").into() } else { text.into() }
    }

    /// Whether the colon before a value that is not written is, to the reader of Kubernetes, a part of its key: in brackets,
    /// behind a key without quotes and right before what ends the entry.
    fn has_colon_in_text(&self, unwritten: Span) -> bool {
        let (before, behind) = self.text.split_at_checked(unwritten.end as usize).unwrap_or_default();
        let key = before.strip_suffix(':').filter(|_| unwritten.start == unwritten.end);
        behind.starts_with([',', ']', '}']) && key.is_some_and(|key| !key.trim_end().ends_with(['"', '\'']))
    }

    /// The text of a scalar with U+2028 or U+2029 inside, which older YAML keeps, and the space around them not. In what is
    /// of several lines without them or has no quotes, they are refused.
    fn separated(&self, style: Style, span: Span) -> Result<Option<String>, Problem> {
        let raw = self.text.get(span.range()).unwrap_or_default();
        if !raw.contains(breaks::SEPARATORS) {
            return Ok(None);
        }
        let is_quoted = matches!(style, Style::SingleQuoted | Style::DoubleQuoted) && !raw.contains(['\n', '\r']);
        let text =
            Some(raw).filter(|_| is_quoted).and_then(events::scalar).ok_or_else(|| words::syntax(words::SEPARATOR))?;
        let mut joined = String::with_capacity(text.len());
        for line in text.split_inclusive(breaks::SEPARATORS) {
            let line = if joined.is_empty() { line } else { line.trim_start_matches([' ', '\t']) };
            let kept = line.trim_end_matches(breaks::SEPARATORS);
            let separator = line.get(kept.len()..).unwrap_or_default();
            joined.push_str(if separator.is_empty() { kept } else { kept.trim_end_matches([' ', '\t']) });
            joined.push_str(separator);
        }
        Ok(Some(joined))
    }

    /// Refuses the escapes that YAML 1.2 took over from JSON: the reader of Kubernetes has neither `\\/` nor surrogates.
    fn check_escapes(&self, span: Span) -> Result<(), YamlProblem> {
        let mut rest = self.text.get(span.range()).unwrap_or_default();
        while let Some((_, escape)) = rest.split_once('\\') {
            let surrogate = escape.get(..3).is_some_and(|start| start.starts_with("ud") || start.starts_with("uD"))
                && matches!(escape.as_bytes().get(2), Some(b'8' | b'9' | b'a'..=b'f' | b'A'..=b'F'));
            if surrogate || escape.starts_with('/') {
                let length = if surrogate { 5 } else { 1 };
                let escape = escape.chars().take(length).collect::<String>();
                return Err(YamlProblem::UnknownEscape { escape: escape.into() });
            }
            let mut characters = escape.chars();
            characters.next();
            rest = characters.as_str();
        }
        Ok(())
    }
}

/// Where the text of a scalar can be had: in the text as written, if it lies in that of the parser.
fn kept<'k>(scalar: &'k str, text: &'k str, parsed: &str) -> Text<'k> {
    let start = (scalar.as_ptr() as usize).wrapping_sub(parsed.as_ptr() as usize);
    let written = text.get(start..start.wrapping_add(scalar.len()));
    if let (Some(text), Ok(start)) = (written, u32::try_from(start)) {
        return Text::Source { text, start };
    }
    Text::Copied(scalar)
}

#[inline]
fn written(span: Span, style: Style, properties: &Properties) -> Written {
    Written::new(span, style).with_properties(properties.anchor.is_some(), properties.tag.is_some())
}
