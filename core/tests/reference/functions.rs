//! The built-ins that the random laws call.

use crate::images;
use crate::interpreter::arithmetic;
use crate::paths;
use crate::value::{Value, all, any, equal, order};
use kubelaw_lang::ir::Arithmetic;
use kubelaw_lang::values::{Quantity, Version};
use serde_json::Value as Json;
use std::cmp::Ordering;

/// The functions to which something missing of unknown type is an empty list.
pub(crate) const TAKE_LISTS: [&str; 9] =
    ["size", "isEmpty", "first", "last", "min", "max", "sum", "intersects", "subsetOf"];

/// The functions that take something missing.
pub(crate) const TAKE_WHAT_IS_MISSING: [&str; 5] = ["semver", "quantity", "int", "scaled", "strings"];

/// What they give for it.
pub(crate) fn of_nothing<'a>(name: &str) -> Value<'a> {
    if name == "strings" { Value::List(Vec::new()) } else { Value::Missing }
}

/// The value of a call whose arguments are all there and known.
pub(crate) fn call<'a>(name: &str, arguments: &[Value<'a>]) -> Value<'a> {
    match (name, arguments) {
        ("isEmpty", [value]) => Value::Bool(size(value) == 0),
        ("size", [value]) => Value::Int(i64::try_from(size(value)).unwrap()),
        ("startsWith", [Value::Text(text), Value::Text(part)]) => Value::Bool(text.starts_with(part.as_str())),
        ("endsWith", [Value::Text(text), Value::Text(part)]) => Value::Bool(text.ends_with(part.as_str())),
        ("contains", [Value::Text(text), Value::Text(part)]) => Value::Bool(text.contains(part.as_str())),
        ("upper", [Value::Text(text)]) => Value::Text(text.to_uppercase()),
        ("lower", [Value::Text(text)]) => Value::Text(text.to_lowercase()),
        ("split", [Value::Text(text), Value::Text(by)]) if by.is_empty() => {
            Value::List(text.chars().map(|part| Value::Text(part.to_string())).collect())
        }
        ("split", [Value::Text(text), Value::Text(by)]) => {
            Value::List(text.split(by.as_str()).map(|part| Value::Text(part.to_owned())).collect())
        }
        ("first", [Value::List(elements)]) => elements.first().cloned().unwrap_or(Value::Missing),
        ("last", [Value::List(elements)]) => elements.last().cloned().unwrap_or(Value::Missing),
        ("semver", [Value::Text(text)]) => Version::parse(text).map_or(Value::Missing, Value::Version),
        ("quantity", [Value::Text(text)]) => Quantity::parse(text).map_or(Value::Missing, Value::Quantity),
        ("int", [Value::Text(text)]) => text.parse().map_or(Value::Missing, Value::Int),
        ("string", [value]) => Value::Text(written(value)),
        ("strings", [value]) => {
            let mut texts = Vec::new();
            of_value(value, &mut texts);
            Value::List(texts.into_iter().map(Value::Text).collect())
        }
        ("keys", [Value::Map(entries)]) => {
            Value::List(entries.iter().map(|(key, _)| Value::Text(key.clone())).collect())
        }
        ("entries", [Value::Map(entries)]) => Value::List(entries.iter().map(entry).collect()),
        ("intersects", [Value::List(a), Value::List(b)]) => {
            any(a.iter().flat_map(|a| b.iter().map(move |b| equal(a, b)))).map_or(Value::Unknown, Value::Bool)
        }
        ("subsetOf", [Value::List(a), Value::List(b)]) => {
            let within = |a: &Value<'_>| if a.is_unknown() { None } else { any(b.iter().map(|b| equal(a, b))) };
            all(a.iter().map(within)).map_or(Value::Unknown, Value::Bool)
        }
        ("glob", [Value::Text(text), Value::Text(pattern)]) => Value::Bool(glob(text.as_str(), pattern.as_str())),
        ("replace", [Value::Text(text), Value::Text(old), Value::Text(_)]) if old.is_empty() => {
            Value::Text(text.clone())
        }
        ("replace", [Value::Text(text), Value::Text(old), Value::Text(new)]) => Value::Text(text.replace(old, new)),
        ("sum", [Value::List(elements)]) => {
            elements.iter().fold(Value::Int(0), |sum, element| arithmetic(Arithmetic::Add, &sum, element))
        }
        ("max", [Value::List(elements)]) => utmost(elements, Ordering::Greater),
        ("min", [Value::List(elements)]) => utmost(elements, Ordering::Less),
        ("scaled", [Value::Int(value), _]) => Value::Int(*value),
        ("scaled", [Value::Text(text), Value::Int(total)]) => {
            let percent = text.strip_suffix('%').and_then(|percent| percent.parse::<i64>().ok());
            percent.map_or(Value::Missing, |percent| Value::Int((percent * total + 99) / 100))
        }
        ("under", [Value::Text(path), Value::Text(ancestor)]) => Value::Bool(paths::under(path, ancestor)),
        ("under of an image", [Value::Text(image), Value::Text(ancestor)]) => {
            Value::Bool(images::whole(image).starts_with(&format!("{ancestor}/")))
        }
        other => panic!("the random laws do not call {other:?}"),
    }
}

/// The first of the elements that none is beyond.
fn utmost<'a>(elements: &[Value<'a>], beyond: Ordering) -> Value<'a> {
    let Some((first, rest)) = elements.split_first() else { return Value::Missing };
    rest.iter().fold(first.clone(), |found, element| match order(element, &found) {
        Some(order) if order == beyond => element.clone(),
        Some(_) => found,
        None => Value::Unknown,
    })
}

fn entry<'a>((key, value): &(String, Value<'a>)) -> Value<'a> {
    Value::Map(vec![("key".to_owned(), Value::Text(key.clone())), ("value".to_owned(), value.clone())])
}

/// Whether a pattern with `*` and `?` is the whole of a text.
fn glob(text: &str, pattern: &str) -> bool {
    match pattern.chars().next() {
        None => text.is_empty(),
        Some('*') => {
            text.char_indices().map(|(at, _)| at).chain([text.len()]).any(|at| glob(&text[at..], &pattern[1..]))
        }
        Some(wanted) => {
            let rest = text.strip_prefix(|found| wanted == '?' || wanted == found);
            rest.is_some_and(|rest| glob(rest, &pattern[wanted.len_utf8()..]))
        }
    }
}

fn size(value: &Value<'_>) -> usize {
    match value {
        Value::Text(text) => text.chars().count(),
        Value::List(elements) => elements.len(),
        Value::Map(entries) => entries.len(),
        other => panic!("the random laws take no size of {other:?}"),
    }
}

/// A scalar as text.
fn written(value: &Value<'_>) -> String {
    match value {
        Value::Bool(value) => value.to_string(),
        Value::Int(value) => value.to_string(),
        Value::Text(text) => text.clone(),
        other => panic!("the random laws do not write {other:?}"),
    }
}

/// Every text inside a value.
fn of_value(value: &Value<'_>, texts: &mut Vec<String>) {
    match value {
        Value::Text(text) => texts.push(text.clone()),
        Value::List(elements) => elements.iter().for_each(|element| of_value(element, texts)),
        Value::Map(entries) => entries.iter().for_each(|(_, value)| of_value(value, texts)),
        Value::Record(json) | Value::Wrong(json) => of_json(json, texts),
        _ => {}
    }
}

fn of_json(json: &Json, texts: &mut Vec<String>) {
    match json {
        Json::String(text) => texts.push(text.clone()),
        Json::Array(items) => items.iter().for_each(|item| of_json(item, texts)),
        Json::Object(entries) => entries.values().for_each(|value| of_json(value, texts)),
        _ => {}
    }
}
