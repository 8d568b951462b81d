//! Label selectors.

use crate::value::{Truth, Value};
use kubelaw::kubernetes::schema::Selects;
use kubelaw::kubernetes::vocabulary::SelectorMeaning;
use serde_json::Value as Json;

/// `selects` or `isEmpty` of a selector with the meaning of its field.
pub(crate) fn call(name: &str, meaning: SelectorMeaning, arguments: &[Value<'_>]) -> Truth {
    let selector = match &arguments[0] {
        Value::Missing => None,
        Value::Record(json) => Some(*json),
        _ => return None,
    };
    match (name, selector) {
        ("isEmpty", None) => Some(true),
        ("isEmpty", Some(selector)) => is_empty(selector, meaning.labels),
        (_, None) if !matches!(arguments[1], Value::Map(_)) => None,
        (_, None) => Some(meaning.missing == Selects::Everything),
        (_, Some(selector)) => selects(selector, meaning, &arguments[1]),
    }
}

/// Whether nothing is required.
fn is_empty(selector: &Json, labels: bool) -> Truth {
    if labels {
        return Some(selector.as_object()?.is_empty());
    }
    let of_labels = match &selector["matchLabels"] {
        Json::Null => true,
        labels => labels.as_object()?.is_empty(),
    };
    // The first that requires something decides.
    if !of_labels {
        return Some(false);
    }
    match &selector["matchExpressions"] {
        Json::Null => Some(true),
        expressions => Some(expressions.as_array()?.iter().all(Json::is_null)),
    }
}

/// What a selector requires of a key: an operator and values.
type Requirement<'a> = (&'a str, &'a str, Vec<&'a str>);

fn selects(selector: &Json, meaning: SelectorMeaning, labels: &Value<'_>) -> Truth {
    let Value::Map(labels) = labels else { return None };
    let requirements = requirements(selector, meaning.labels)?;
    if requirements.is_empty() {
        return Some(meaning.empty == Selects::Everything);
    }
    for (key, operator, values) in requirements {
        let label = match labels.iter().find(|(other, _)| other == key) {
            None => None,
            Some((_, Value::Text(label))) => Some(label.as_str()),
            Some(_) => return None,
        };
        let accepted = match operator {
            "In" => label.is_some_and(|label| values.contains(&label)),
            "NotIn" => !label.is_some_and(|label| values.contains(&label)),
            "Exists" => label.is_some(),
            _ => label.is_none(),
        };
        if !accepted {
            return Some(false);
        }
    }
    Some(true)
}

/// All requirements; none where the API server would refuse one.
fn requirements(selector: &Json, labels: bool) -> Option<Vec<Requirement<'_>>> {
    let mut requirements = Vec::new();
    let of_labels = if labels { selector } else { &selector["matchLabels"] };
    if !of_labels.is_null() {
        for (key, value) in of_labels.as_object()? {
            requirements.push((key.as_str(), "In", vec![value.as_str()?]));
        }
    }
    let expressions = &selector["matchExpressions"];
    if labels || expressions.is_null() {
        return Some(requirements);
    }
    for expression in expressions.as_array()? {
        let (key, operator) = (expression["key"].as_str()?, expression["operator"].as_str()?);
        let values: Vec<&str> = match &expression["values"] {
            Json::Null => Vec::new(),
            values => values.as_array()?.iter().map(Json::as_str).collect::<Option<_>>()?,
        };
        let takes_values = matches!(operator, "In" | "NotIn");
        if !matches!(operator, "In" | "NotIn" | "Exists" | "DoesNotExist") || takes_values == values.is_empty() {
            return None;
        }
        requirements.push((key, operator, values));
    }
    Some(requirements)
}
