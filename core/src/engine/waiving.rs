//! Waivers applied: which findings are accepted, and which waivers are without reason or use.

use super::findings;
use super::selection::is_called;
use super::{Engine, JudgedRule, Law};
use crate::document::{Document, NodeId, NodeRef, Span};
use crate::inventory::Object;
use crate::report::finding::Finding;
use crate::report::verdict::Verdict;
use crate::report::waiver::{ANNOTATION, ANNOTATION_ALONE, Waiver, Waivers, is_day, read_comment};
use crate::report::{CONFIGURATION, Notice};
use crate::sorted::Sorted;
use kubelaw_lang::check::closest;
use kubelaw_lang::ir::Severity;
use kubelaw_lang::values::glob;
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// The waivers that count for the objects of a document: the host's, and those that stand in it.
pub(super) struct Waiving<'w, 'a> {
    engine: &'a Engine,
    used: &'w mut Used,
    marks: Vec<Mark<'a>>,
}

/// The host's waivers that have been of use, by number.
pub(super) type Used = Sorted<usize, ()>;

/// A waiver that stands in a document.
struct Mark<'a> {
    /// Empty where it names none.
    rule: &'a str,
    reason: Option<&'a str>,
    /// Where it stands.
    span: Option<Span>,
    reach: Reach,
    used: bool,
}

/// What a waiver covers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Findings that start on a line.
    Line(u32),
    /// Findings in a value: the numbers of its nodes.
    Subtree(u32, u32),
    /// An object, by the number of its root.
    Object(NodeId),
}

impl<'w, 'a> Waiving<'w, 'a> {
    /// The host's waivers, of which those that are of use are noted.
    pub(super) const fn new(engine: &'a Engine, used: &'w mut Used) -> Self {
        Self { engine, used, marks: Vec::new() }
    }

    /// Adds those in the comments of the document and in the annotations of its objects.
    pub(super) fn read(&mut self, document: &'a Document, objects: &[Object<'a>]) {
        for comment in document.comments() {
            comment_marks(document, *comment, &mut self.marks);
        }
        for object in objects {
            annotation_marks(object, &mut self.marks);
        }
    }

    /// Marks a finding, which points to a place, as accepted where a waiver says so; gives a finding about a waiver that no
    /// longer does.
    pub(super) fn apply(
        &mut self,
        rule: &JudgedRule,
        object: &Object<'_>,
        finding: &mut Finding,
        place: NodeRef<'_>,
    ) -> Option<Finding> {
        let settings = &self.engine.settings;
        if settings.waivers == Waivers::None {
            return None;
        }
        let given = settings.given_waivers.iter().enumerate();
        let given = given.filter(|(_, waiver)| rule.is_called(&waiver.rule) && covers(waiver, object));
        let (mut over, mut current): (Vec<&Waiver>, Vec<&Waiver>) = (Vec::new(), Vec::new());
        for (number, waiver) in given {
            self.used.insert(number, ());
            if is_over(waiver, settings.today.as_deref()) { &mut over } else { &mut current }.push(waiver);
        }
        let reason = match current.first() {
            Some(waiver) => Some(waiver.reason.clone()),
            None => self.reason(rule, object, finding, place).map(str::to_owned),
        };
        if reason.is_some() {
            finding.verdict = Verdict::Waived;
            finding.waiver = reason;
            return None;
        }
        let expired = over.first()?;
        let day = expired.expires.as_deref().unwrap_or_default();
        let message = format!("the waiver of {} expired on {day}{}", expired.rule, owned_by(expired));
        let mut fault = findings::about_waiver("expired-waiver", Severity::Low, message, object);
        fault.location.clone_from(&finding.location);
        fault.frame.clone_from(&finding.frame);
        Some(fault)
    }

    /// The reason for which a finding is accepted, if a waiver in the document does so.
    fn reason(
        &mut self,
        rule: &JudgedRule,
        object: &Object<'_>,
        finding: &Finding,
        place: NodeRef<'_>,
    ) -> Option<&'a str> {
        let line = finding.location.as_ref().map(|location| location.start.line);
        let mut found = None;
        for mark in self.marks.iter_mut().filter(|mark| rule.is_called(mark.rule)) {
            let covers = match mark.reach {
                Reach::Line(at) => line == Some(at),
                Reach::Subtree(first, end) => (first..end).contains(&place.id().number()),
                Reach::Object(root) => root == object.root.id(),
            };
            if covers {
                mark.used = true;
                found = found.or(mark.reason);
            }
        }
        found
    }

    /// Findings about the waivers in the document themselves.
    pub(super) fn faults(&self, objects: &[Object<'a>]) -> Vec<Finding> {
        let fault = |mark: &Mark<'a>| {
            let (id, severity, message) = self.fault(mark)?;
            let object = owner(mark, objects)?;
            let fault = findings::about_waiver(id, severity, message, object);
            Some(match mark.span {
                Some(span) => findings::placed(fault, object, span),
                None => fault,
            })
        };
        self.marks.iter().filter_map(fault).collect()
    }

    /// What is wrong with a waiver in the document.
    fn fault(&self, mark: &Mark<'_>) -> Option<(&'static str, Severity, String)> {
        let rule = mark.rule;
        if rule.is_empty() {
            let form = match mark.reach {
                Reach::Object(_) => "kubelaw.dev/waive.RULE: reason",
                Reach::Line(_) | Reach::Subtree(..) => "# kubelaw:waive RULE -- reason",
            };
            return Some(("unknown-waiver", Severity::Low, format!("the waiver names no rule: write `{form}`")));
        }
        if mark.reason.is_none() {
            let message = format!("the waiver of {rule} gives no reason, so it does not count");
            return Some(("unreasoned-waiver", Severity::Low, message));
        }
        if mark.used {
            return None;
        }
        if self.engine.rules.iter().any(|judged| judged.is_called(rule)) {
            let message = format!("nothing here breaks {rule}, so the waiver has no use");
            return Some(("unused-waiver", Severity::Info, message));
        }
        if is_day(rule) {
            let message = format!(
                "a waiver in the text does not end, so {rule} does not count: write it in kubelaw.yaml, with `expires`"
            );
            return Some(("unknown-waiver", Severity::Low, message));
        }
        // Without a name that is near, the rule may be one of a pack that is not judged here.
        let near = misspelt(self.engine, rule)?;
        let message = format!("the waiver names no rule: there is no {rule}, did you mean {near}?");
        Some(("unknown-waiver", Severity::Low, message))
    }
}

/// Whether a waiver may stand in a text: seldom yes where there is none, and never no where there is one.
pub(super) fn may_stand_in(text: &str) -> bool {
    static WORD: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("kubelaw".as_bytes()));
    WORD.find(text.as_bytes()).is_some()
}

/// The object that a waiver stands in.
fn owner<'o, 'a>(mark: &Mark<'a>, objects: &'o [Object<'a>]) -> Option<&'o Object<'a>> {
    if let Reach::Object(root) = mark.reach {
        return objects.iter().find(|object| object.root.id() == root);
    }
    let at = mark.span.map_or(0, |span| span.start);
    let before = |object: &&Object<'a>| object.root.span().is_some_and(|span| span.start <= at);
    objects.iter().rev().find(before).or_else(|| objects.first())
}

/// Whether a name is that of a rule which is there, though it may not be judged.
fn is_there(engine: &Engine, name: &str) -> bool {
    let called = |law: &Law| law.program.rules.iter().any(|rule| is_called(name, law.pack.as_deref(), rule));
    engine.laws.iter().any(called)
}

/// The rule whose name a name is most likely meant to be; none for the name of a rule that is there but not judged.
fn misspelt<'e>(engine: &'e Engine, name: &str) -> Option<&'e str> {
    let id = name.rsplit('/').next().unwrap_or(name);
    let known = || engine.laws.iter().flat_map(|law| law.program.rules.iter().map(|rule| &*rule.id));
    if known().any(|known| known == id) { None } else { closest(id, known()) }
}

/// Who answers for a waiver, in brackets behind what is told of it.
fn owned_by(waiver: &Waiver) -> String {
    waiver.owner.as_ref().map(|owner| format!(" (owner: {owner})")).unwrap_or_default()
}

fn covers(waiver: &Waiver, object: &Object<'_>) -> bool {
    let fits = |pattern: &Option<String>, text: &str| pattern.as_ref().is_none_or(|p| glob::matches(p, text));
    let label = |key: &str| object.root.get_str("metadata")?.get_str("labels")?.get_str(key)?.as_str();
    fits(&waiver.kind, object.kind)
        && waiver.labels.iter().all(|(key, value)| label(key).is_some_and(|label| glob::matches(value, label)))
        && fits(&waiver.namespace, object.namespace().unwrap_or_default())
        && fits(&waiver.name, object.name())
}

/// What to say of the host's waivers that name no rule, and, where all objects have been seen, of those that were of no
/// use.
pub(super) fn idle(engine: &Engine, used: &Used, complete: bool) -> Vec<Notice> {
    let given = engine.settings.given_waivers.iter().enumerate();
    let idle = given.filter(|(number, _)| engine.settings.waivers != Waivers::None && used.get(number).is_none());
    idle.filter_map(|(_, waiver)| {
        let (Waiver { rule, location, .. }, owner) = (waiver, owned_by(waiver));
        let message = if !engine.rules.iter().any(|judged| judged.is_called(rule)) {
            if is_there(engine, rule) {
                return None;
            }
            let near = misspelt(engine, rule).map(|near| format!(", did you mean {near}?")).unwrap_or_default();
            format!("the waiver names no rule: there is no {rule}{near}{owner}")
        } else if complete {
            format!("no object that the waiver of {rule} covers breaks the rule, so it has no use{owner}")
        } else {
            return None;
        };
        let file = location.as_ref().map_or_else(|| CONFIGURATION.into(), |location| location.file.clone());
        Some(Notice { file, location: location.clone(), message, frame: None })
    })
    .collect()
}

/// Whether a waiver has expired. Days of one form sort as strings do.
fn is_over(waiver: &Waiver, today: Option<&str>) -> bool {
    matches!((&waiver.expires, today), (Some(expires), Some(today)) if expires.as_str() <= today)
}

fn annotation_marks<'a>(object: &Object<'a>, marks: &mut Vec<Mark<'a>>) {
    let annotations = object.root.get_str("metadata").and_then(|metadata| metadata.get_str("annotations"));
    for entry in annotations.into_iter().flat_map(NodeRef::entries) {
        let alone = (entry.key == ANNOTATION_ALONE).then_some("");
        let Some(rule) = entry.key.strip_prefix(ANNOTATION).or(alone) else { continue };
        let reason = entry.value.as_str().map(str::trim).filter(|reason| !reason.is_empty());
        let reach = Reach::Object(object.root.id());
        marks.push(Mark { rule, reason, span: entry.value.key_span(), reach, used: false });
    }
}

fn comment_marks<'a>(document: &'a Document, span: Span, marks: &mut Vec<Mark<'a>>) {
    let source = document.source();
    let Some(comment) = read_comment(source.slice(span)) else { return };
    let line = source.position(span.start).line;
    let head = source.text().get(..span.start as usize).unwrap_or_default();
    let alone = head.rsplit(['\n', '\r']).next().unwrap_or_default().trim_start_matches('\u{feff}').trim().is_empty();
    let reach = if alone {
        let below = line_below(source.text().get(span.end as usize..).unwrap_or_default(), line);
        starts_on(document.root(), below).map(|node| {
            let first = node.id().number();
            Reach::Subtree(first, first + node.node().size())
        })
    } else {
        Some(Reach::Line(line))
    };
    // A comment above nothing covers nothing, and is then reported as unused.
    let reach = reach.unwrap_or(Reach::Subtree(0, 0));
    let rules = if comment.rules.is_empty() { vec![""] } else { comment.rules };
    for rule in rules {
        marks.push(Mark { rule, reason: comment.reason, span: Some(span), reach, used: false });
    }
}

/// The number of the first line after line `number` that is neither blank nor a comment; `rest` begins at that line's end.
fn line_below(rest: &str, number: u32) -> u32 {
    let skipped = rest.lines().skip(1).take_while(|line| line.trim().is_empty() || line.trim_start().starts_with('#'));
    number + 1 + u32::try_from(skipped.count()).unwrap_or(0)
}

/// The outermost entry or item that starts on a line.
fn starts_on(root: NodeRef<'_>, line: u32) -> Option<NodeRef<'_>> {
    let source = root.document().source();
    let start =
        |node: NodeRef<'_>| node.key_span().or_else(|| node.span()).map(|span| source.position(span.start).line);
    if root.span().map(|span| source.position(span.start).line) == Some(line) {
        return Some(root);
    }
    let mut at = root;
    loop {
        let mut inside = None;
        for child in at.children() {
            match start(child) {
                Some(first) if first == line => return Some(child),
                Some(first) if first < line => inside = Some(child),
                _ => {}
            }
        }
        at = inside?;
    }
}
