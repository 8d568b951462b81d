//! Label selectors and labels as they stand in documents, for `selects` and for aggregation.

use super::schema::Selects;
use super::selector::{LabelSelector, Operator};
use super::vocabulary::SelectorMeaning;
use crate::document::{Kind, NodeRef};
use crate::eval::{Unknown, Value};
use kubelaw_lang::types::SelectorId;
use std::cell::Cell;

/// Whether a selector selects an object with these labels. A selector that is no argument of its own type, such as a
/// map in a law file, means what `LabelSelector` means, or a map of labels.
pub fn selects(selector: &Value<'_>, labels: &Value<'_>) -> Result<bool, Unknown> {
    let (place, meaning) = match selector {
        Value::Selector(place, id) => (*place, Some(SelectorMeaning::of(*id))),
        Value::Missing => return Ok(false),
        Value::Node(place, _) => (Some(*place), None),
        Value::Map(_) => return computed(selector, labels),
        other => return Err(other.mismatch()),
    };
    let Some(place) = place else { return Ok(meaning.is_some_and(|m| m.missing == Selects::Everything)) };
    let as_labels = meaning.map_or_else(|| !is_label_selector(place), |m| m.labels);
    let selector = read(place, as_labels)?;
    if selector.is_empty() {
        return Ok(meaning.is_none_or(|m| m.empty == Selects::Everything));
    }
    matching(&selector, labels)
}

/// Whether a selector requires nothing, as a missing one does. Requirements that the API server would refuse are some.
pub fn is_empty(place: Option<NodeRef<'_>>, meaning: SelectorId) -> Result<bool, Unknown> {
    let Some(place) = place else { return Ok(true) };
    if place.kind() != Kind::Map {
        return Err(Unknown::WrongType);
    }
    if SelectorMeaning::of(meaning).labels {
        return Ok(place.is_empty());
    }
    for (key, kind) in [("matchLabels", Kind::Map), ("matchExpressions", Kind::List)] {
        match place.present(key) {
            None => {}
            Some(part) if part.kind() != kind => return Err(Unknown::WrongType),
            Some(part) if part.children().all(NodeRef::is_null) => {}
            Some(_) => return Ok(false),
        }
    }
    Ok(true)
}

/// Whether the `LabelSelector` at a place selects an object whose labels are at another; an empty one selects all.
pub(super) fn matches(selector: NodeRef<'_>, labels: Option<NodeRef<'_>>) -> Result<bool, Unknown> {
    let selector = read(selector, false)?;
    let labels = labels.filter(|labels| !labels.is_null());
    if labels.is_some_and(|labels| labels.kind() != Kind::Map) {
        return Err(Unknown::WrongType);
    }
    let wrong = Cell::new(false);
    let found = selector.matches(|key| {
        let text = labels?.present(key)?.as_str();
        wrong.set(wrong.get() || text.is_none());
        text
    });
    if wrong.get() { Err(Unknown::WrongType) } else { Ok(found) }
}

/// The requirements of the selector at a place: a plain map of labels, or a `LabelSelector`. What the API server would
/// refuse is of the wrong type.
pub fn read(place: NodeRef<'_>, as_labels: bool) -> Result<LabelSelector<'_>, Unknown> {
    let mut selector = LabelSelector::default();
    if place.kind() != Kind::Map {
        return Err(Unknown::WrongType);
    }
    if as_labels {
        require_labels(&mut selector, place)?;
        return Ok(selector);
    }
    if let Some(labels) = place.present("matchLabels") {
        require_labels(&mut selector, labels)?;
    }
    let Some(expressions) = place.present("matchExpressions") else { return Ok(selector) };
    if expressions.kind() != Kind::List {
        return Err(Unknown::WrongType);
    }
    for expression in expressions.items() {
        require_expression(&mut selector, expression).ok_or(Unknown::WrongType)?;
    }
    Ok(selector)
}

fn is_label_selector(place: NodeRef<'_>) -> bool {
    place.entries().all(|entry| matches!(entry.key, "matchLabels" | "matchExpressions"))
}

fn require_labels<'d>(selector: &mut LabelSelector<'d>, labels: NodeRef<'d>) -> Result<(), Unknown> {
    if labels.kind() != Kind::Map {
        return Err(Unknown::WrongType);
    }
    for entry in labels.entries() {
        // As Kubernetes reads it, also in a selector of no schema.
        let value = if entry.value.is_null() { Some("") } else { entry.value.as_str() };
        selector.require_label(entry.key, value.ok_or(Unknown::WrongType)?);
    }
    Ok(())
}

fn require_expression<'d>(selector: &mut LabelSelector<'d>, expression: NodeRef<'d>) -> Option<()> {
    let key = expression.get_str("key")?.as_str()?;
    let operator = Operator::of_labels(expression.get_str("operator")?.as_str()?)?;
    let values = match expression.present("values") {
        None => Vec::new(),
        Some(values) if values.kind() == Kind::List => {
            values.items().map(NodeRef::as_str).collect::<Option<Vec<&str>>>()?
        }
        Some(_) => return None,
    };
    selector.require(key, operator, values).then_some(())
}

/// Whether labels meet every requirement. A label that is no string is of the wrong type.
fn matching(selector: &LabelSelector<'_>, labels: &Value<'_>) -> Result<bool, Unknown> {
    for requirement in selector.requirements() {
        let label = labels.get(requirement.key());
        let text = if label.is_missing() { None } else { Some(label.text()?) };
        if !requirement.accepts(text) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A selector that a law file wrote: a map of labels, all of which must be there, perhaps under `matchLabels`.
fn computed(selector: &Value<'_>, labels: &Value<'_>) -> Result<bool, Unknown> {
    let inner = selector.get("matchLabels");
    let required = if inner.is_missing() { selector } else { &inner };
    for (key, value) in required.entries()? {
        let label = labels.get(key.as_str());
        if label.is_missing() || label.text()? != value.text()? {
            return Ok(false);
        }
    }
    Ok(true)
}
