//! The built-ins that the random laws call.

use crate::value::{Value, any, equal};

/// The value of a call whose arguments are all there and known.
pub(crate) fn call<'a>(name: &str, arguments: &[Value<'a>]) -> Value<'a> {
    match (name, arguments) {
        ("isEmpty", [value]) => Value::Bool(size(value) == 0),
        ("size", [value]) => Value::Int(i64::try_from(size(value)).unwrap()),
        ("startsWith", [Value::Text(text), Value::Text(part)]) => Value::Bool(text.starts_with(part.as_str())),
        ("endsWith", [Value::Text(text), Value::Text(part)]) => Value::Bool(text.ends_with(part.as_str())),
        ("contains", [Value::Text(text), Value::Text(part)]) => Value::Bool(text.contains(part.as_str())),
        ("upper", [Value::Text(text)]) => Value::Text(text.to_uppercase()),
        ("keys", [Value::Map(entries)]) => {
            Value::List(entries.iter().map(|(key, _)| Value::Text(key.clone())).collect())
        }
        ("entries", [Value::Map(entries)]) => Value::List(entries.iter().map(entry).collect()),
        ("intersects", [Value::List(a), Value::List(b)]) => {
            any(a.iter().flat_map(|a| b.iter().map(move |b| equal(a, b)))).map_or(Value::Unknown, Value::Bool)
        }
        other => panic!("the random laws do not call {other:?}"),
    }
}

fn entry<'a>((key, value): &(String, Value<'a>)) -> Value<'a> {
    Value::Map(vec![("key".to_owned(), Value::Text(key.clone())), ("value".to_owned(), value.clone())])
}

fn size(value: &Value<'_>) -> usize {
    match value {
        Value::Text(text) => text.chars().count(),
        Value::List(elements) => elements.len(),
        Value::Map(entries) => entries.len(),
        other => panic!("the random laws take no size of {other:?}"),
    }
}
