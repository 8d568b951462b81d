//! From what judging found to what a report shows: places become lines and columns, the objects names.

use super::{Engine, JudgedRule};
use crate::document::{Document, NodeRef, Source, Span};
use crate::eval::{Judge, RawFinding};
use crate::inventory::Object;
use crate::report::Notice;
use crate::report::finding::{Finding, Location, Subject};
use crate::report::frame::Frame;
use crate::report::verdict::Verdict;

/// The finding of a report.
pub(super) fn finding(
    _engine: &Engine,
    rule: &JudgedRule,
    _number: u32,
    _judge: &Judge<'_>,
    object: &Object<'_>,
    raw: &RawFinding<'_>,
) -> Finding {
    let name = object.root.get_str("metadata").and_then(|m| m.get_str("name")).unwrap_or(object.root);
    let location = location(name, name.span());
    Finding {
        rule: rule.id.clone(),
        pack: rule.pack.clone(),
        severity: rule.severity,
        verdict: if raw.undecided.is_some() { Verdict::Undecided } else { Verdict::Fail },
        message: String::new(),
        subject: subject(object),
        path: "metadata.name".to_owned(),
        missing: None,
        frame: location.as_ref().and_then(|l| frame(name.document().source(), l)),
        location,
        related: Vec::new(),
        fixes: Vec::new(),
        waiver: None,
        why: Vec::new(),
    }
}

fn subject(object: &Object<'_>) -> Subject {
    Subject {
        api_version: object.api_version().to_owned(),
        kind: object.kind.to_owned(),
        namespace: object.namespace.map(str::to_owned),
        name: object.name.to_owned(),
    }
}

/// The place of a span in the text of a value's document.
fn location(node: NodeRef<'_>, span: Option<Span>) -> Option<Location> {
    span.map(|span| location_in(node.document().source(), node.document().index(), span))
}

fn location_in(source: &Source, document: u32, span: Span) -> Location {
    Location {
        file: source.name().into(),
        document,
        start: source.position(span.start),
        end: source.position(span.end),
    }
}

fn frame(source: &Source, place: &Location) -> Option<Frame> {
    (!source.text().is_empty())
        .then(|| Frame::cut(source.text(), place.start.offset..place.end.offset, place.start.line..place.end.line))
}

/// A notice about a document as a whole; the place is its first line.
pub(super) fn notice(document: &Document, message: String) -> Notice {
    let at = document.root().span().map(|span| Span::new(span.start, span.start));
    match at {
        Some(at) => notice_at(document.source(), document.index(), at, message),
        None => Notice { file: super::session::VALUE.into(), location: None, message, frame: None },
    }
}

/// A notice about a place in a text.
pub(super) fn notice_at(source: &Source, document: u32, span: Span, message: String) -> Notice {
    let location = location_in(source, document, span);
    let frame = frame(source, &location);
    Notice { file: source.name().into(), location: Some(location), message, frame }
}
