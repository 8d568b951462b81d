//! From what judging found to what a report shows: places become lines and columns, the objects names.

use super::session::name_of_value;
use super::{Engine, JudgedRule};
use crate::document::{Kind, NodeRef, Source, Span};
use crate::eval::{Judge, RawFinding};
use crate::inventory::Object;
use crate::plan::PlannedRule;
use crate::report::Notice;
use crate::report::blame::{self, Spot};
use crate::report::finding::{Finding, Location, Related, Subject};
use crate::report::fingerprint;
use crate::report::frame::Frame;
use crate::report::verdict::Verdict;
use kubelaw_lang::ir::Severity;

/// A rule as judging and as reports know it.
#[derive(Clone, Copy)]
pub(super) struct Rule<'e> {
    pub(super) planned: &'e PlannedRule,
    pub(super) judged: &'e JudgedRule,
}

/// The finding of a report, and the value that it points to or that lacks something.
pub(super) fn finding<'a>(
    engine: &'a Engine,
    rule: Rule<'a>,
    judge: &Judge<'a>,
    object: &'a Object<'a>,
    raw: &RawFinding<'a>,
) -> (Finding, NodeRef<'a>) {
    let Rule { planned, judged } = rule;
    let explained = blame::explain(judge, planned, object, raw);
    let location = location(&explained.spot);
    let undecided = raw.undecided.is_some();
    let message = explained.message.unwrap_or_else(|| judged.summary.to_string());
    let subject = subject(object);
    let identity = crate::report::identity(judged.pack.as_deref(), &judged.id);
    let finding = Finding {
        fingerprint: fingerprint::of(&identity, &subject, &explained.spot, object.root),
        rule: judged.id.clone(),
        pack: judged.pack.clone(),
        severity: judged.severity,
        verdict: if undecided { Verdict::Undecided } else { Verdict::Fail },
        message: match explained.reason {
            // What could not be decided says more than what would have been wrong.
            Some(reason) if undecided => format!("cannot decide: {reason}"),
            _ => message,
        },
        subject,
        path: explained.spot.path(object.root),
        missing: explained.spot.missing_path(),
        frame: location.as_ref().and_then(|place| frame_of(object, explained.spot.node.document().source(), place)),
        location,
        related: explained.related.iter().map(|(other, spot)| related(other, spot)).collect(),
        fixes: Vec::new(),
        unfixed: None,
        waiver: None,
        why: if engine.settings.explain { blame::why(judge, planned, object, raw) } else { Vec::new() },
    };
    (finding, explained.spot.node)
}

/// A finding about a waiver, not yet placed.
pub(super) fn about_waiver(id: &str, severity: Severity, message: String, object: &Object<'_>) -> Finding {
    Finding {
        fingerprint: String::new(),
        rule: id.into(),
        pack: Some(OURS.into()),
        severity,
        verdict: Verdict::Fail,
        message,
        subject: subject(object),
        path: String::new(),
        missing: None,
        location: None,
        related: Vec::new(),
        fixes: Vec::new(),
        unfixed: None,
        waiver: None,
        why: Vec::new(),
        frame: None,
    }
}

/// The same at a span of the object's text.
pub(super) fn placed(mut finding: Finding, object: &Object<'_>, span: Span) -> Finding {
    let document = object.root.document();
    let place = Location::of(document.source(), document.index(), span);
    finding.frame = frame_of(object, document.source(), &place);
    finding.location = Some(place);
    finding
}

/// The pack of findings that the engine itself makes.
const OURS: &str = "kubelaw";

fn related(object: &Object<'_>, spot: &Spot<'_>) -> Related {
    Related { message: String::new(), subject: subject(object), path: spot.path(object.root), location: location(spot) }
}

fn subject(object: &Object<'_>) -> Subject {
    Subject {
        api_version: object.api_version().to_owned(),
        kind: object.kind.to_owned(),
        namespace: object.namespace().map(str::to_owned),
        name: object.name().to_owned(),
    }
}

/// Where a place stands in its text: the value or the key, or for a missing one the key of the nearest place that exists.
fn location(spot: &Spot<'_>) -> Option<Location> {
    let node = spot.node;
    let span =
        if spot.missing.is_empty() && !spot.key { node.span() } else { node.key_span().or_else(|| first_key(spot)) };
    span.map(|span| Location::of(node.document().source(), node.document().index(), span))
}

/// What stands for a list item or a document that lacks something: the first key that is written in it and not in what it
/// merges, or the place where it begins.
fn first_key(spot: &Spot<'_>) -> Option<Span> {
    let whole = spot.node.span()?;
    let mut keys = spot.node.entries().filter_map(|entry| entry.value.key_span());
    let own = keys.find(|key| whole.start <= key.start && key.end <= whole.end);
    Some(own.unwrap_or(Span::new(whole.start, whole.start)))
}

/// The source line of a place; secret data shows nowhere, so a Secret shows no line at all.
fn frame_of(object: &Object<'_>, source: &Source, place: &Location) -> Option<Frame> {
    if object.is("", "Secret") { None } else { frame(source, place) }
}

fn frame(source: &Source, place: &Location) -> Option<Frame> {
    (!source.text().is_empty())
        .then(|| Frame::cut(source.text(), place.start.offset..place.end.offset, place.start.line..place.end.line))
}

/// A notice about a value: a text or number is the place, and of a map or list the first character.
pub(super) fn notice(value: NodeRef<'_>, message: String) -> Notice {
    let document = value.document();
    let is_nested = matches!(value.kind(), Kind::Map | Kind::List);
    match value.span().map(|span| if is_nested { Span::new(span.start, span.start) } else { span }) {
        Some(at) => notice_at(document.source(), document.index(), at, message),
        None => Notice::of(name_of_value(document.index()), message),
    }
}

/// A notice about a place in a text.
pub(super) fn notice_at(source: &Source, document: u32, span: Span, message: String) -> Notice {
    let location = Location::of(source, document, span);
    // Whether the place is in a Secret is not known here, so the mere mention of one is enough to show no line.
    let frame = if source.text().contains("Secret") { None } else { frame(source, &location) };
    Notice { file: source.name().into(), location: Some(location), message, frame }
}
