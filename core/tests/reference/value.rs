//! Values, and how a place of an object is read under its type.

use crate::images::parts;
use kubelaw_lang::ir::Constant;
use kubelaw_lang::types::{Base, Type};
use kubelaw_lang::values::{Quantity, Version};
use serde_json::{Map, Value as Json};
use std::cmp::Ordering;

/// What an expression gives.
#[derive(Clone, Debug)]
pub(crate) enum Value<'a> {
    Missing,
    /// Nothing is known, not even whether it is there.
    Unknown,
    /// It is there, and not what its schema says.
    Wrong(&'a Json),
    Bool(bool),
    Int(i64),
    Text(String),
    Quantity(Quantity),
    Version(Version),
    Regex(String),
    /// Without missing elements.
    List(Vec<Value<'a>>),
    /// Without missing values.
    Map(Vec<(String, Value<'a>)>),
    /// A kind or record: its fields are read when asked for, each under its own type.
    Record(&'a Json),
}

/// Kleene's truth: none is unknown.
pub(crate) type Truth = Option<bool>;

/// What is at a place whose type is `ty`.
pub(crate) fn read<'a>(json: &'a Json, ty: &Type) -> Value<'a> {
    if json.is_null() {
        return Value::Missing;
    }
    ty.members.iter().find_map(|base| read_as(json, base)).unwrap_or(Value::Wrong(json))
}

fn read_as<'a>(json: &'a Json, base: &Base) -> Option<Value<'a>> {
    match (base, json) {
        (Base::Bool, Json::Bool(value)) => Some(Value::Bool(*value)),
        (Base::Int | Base::Quantity, Json::Number(number)) if number.is_i64() => number.as_i64().map(Value::Int),
        (Base::Quantity, Json::Number(number)) => number.as_f64().and_then(Quantity::from_number).map(Value::Quantity),
        (Base::Quantity, Json::String(text)) => Quantity::parse_field(text).map(Value::Quantity),
        (Base::Image, Json::String(text)) => parts(text).map(|_| Value::Text(text.clone())),
        (Base::String, Json::String(text)) => Some(Value::Text(text.clone())),
        (Base::List(element), Json::Array(items)) => {
            let elements = items.iter().map(|item| read(item, element));
            Some(Value::List(elements.filter(|e| !e.is_missing()).collect()))
        }
        (Base::Map(value), Json::Object(entries)) => {
            let entries = entries.iter().map(|(key, item)| (key.clone(), read(item, value)));
            Some(Value::Map(entries.filter(|(_, value)| !value.is_missing()).collect()))
        }
        (Base::Record(_) | Base::Selector(_), Json::Object(_)) => Some(Value::Record(json)),
        _ => None,
    }
}

/// The value of a constant.
pub(crate) fn constant<'a>(constant: &Constant) -> Value<'a> {
    match constant {
        Constant::Bool(value) => Value::Bool(*value),
        Constant::Int(value) => Value::Int(*value),
        Constant::String(text) => Value::Text(text.to_string()),
        Constant::Quantity(text) => Value::Quantity(Quantity::parse(text).unwrap()),
        Constant::Version(text) => Value::Version(Version::parse(text).unwrap()),
        Constant::Regex(text) => Value::Regex(text.to_string()),
        Constant::List(items) => Value::List(items.iter().map(self::constant).collect()),
        Constant::Record(entries) => {
            Value::Map(entries.iter().map(|(key, value)| (key.to_string(), self::constant(value))).collect())
        }
        other @ Constant::Number(_) => panic!("the random laws have no {other:?}"),
    }
}

impl Value<'_> {
    pub(crate) const fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
    }

    /// Whether no operation can use it.
    pub(crate) const fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown | Self::Wrong(_))
    }

    pub(crate) const fn truth(&self) -> Truth {
        if let Self::Bool(value) = self { Some(*value) } else { None }
    }

    /// As a missing list or map is empty, so a missing value of such a type is.
    pub(crate) fn or_empty(self, ty: &Type) -> Self {
        match ty.members.first() {
            Some(Base::List(_)) if self.is_missing() && ty.is_collection() => Self::List(Vec::new()),
            Some(Base::Map(_)) if self.is_missing() && ty.is_collection() => Self::Map(Vec::new()),
            _ => self,
        }
    }

    /// Whether it is of its type, all inside too.
    pub(crate) fn is_valid(&self) -> bool {
        match self {
            Self::List(elements) => elements.iter().all(Self::is_valid),
            Self::Map(entries) => entries.iter().all(|(_, value)| value.is_valid()),
            other => !other.is_unknown(),
        }
    }
}

/// `a == b`
pub(crate) fn equal(a: &Value<'_>, b: &Value<'_>) -> Truth {
    match (a, b) {
        (Value::Unknown | Value::Wrong(_), _) | (_, Value::Unknown | Value::Wrong(_)) => None,
        (Value::Bool(a), Value::Bool(b)) => Some(a == b),
        (Value::List(a), Value::List(b)) => equal_lists(a, b),
        (Value::Map(a), Value::Map(b)) if a.len() != b.len() => Some(false),
        (Value::Map(a), Value::Map(b)) => all(a.iter().map(|(key, value)| {
            b.iter().find(|(other, _)| other == key).map_or(Some(false), |(_, other)| equal(value, other))
        })),
        (Value::Record(a), Value::Record(b)) => Some(same(a, b)),
        _ => Some(order(a, b) == Some(Ordering::Equal)),
    }
}

/// Whether what is in two records is the same, null being as good as absent. Of what type it should be does not matter here.
fn same(a: &Json, b: &Json) -> bool {
    match (a, b) {
        (Json::Array(a), Json::Array(b)) => {
            let there = |item: &&Json| !item.is_null();
            a.iter().filter(there).count() == b.iter().filter(there).count()
                && a.iter().filter(there).zip(b.iter().filter(there)).all(|(a, b)| same(a, b))
        }
        (Json::Object(a), Json::Object(b)) => {
            let within = |a: &Map<String, Json>, b: &Map<String, Json>| {
                let mut there = a.iter().filter(|(_, value)| !value.is_null());
                there.all(|(key, value)| b.get(key).is_some_and(|other| same(value, other)))
            };
            within(a, b) && within(b, a)
        }
        (a, b) => a == b,
    }
}

/// What may be there or not leaves even the length of a list unknown.
fn equal_lists(a: &[Value<'_>], b: &[Value<'_>]) -> Truth {
    if a.iter().chain(b).any(|element| matches!(element, Value::Unknown)) {
        return None;
    }
    if a.len() != b.len() {
        return Some(false);
    }
    all(a.iter().zip(b).map(|(a, b)| equal(a, b)))
}

/// The order of two values, none where they have none.
pub(crate) fn order(a: &Value<'_>, b: &Value<'_>) -> Option<Ordering> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => Some(a.cmp(b)),
        (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
        (Value::Version(a), Value::Version(b)) => Some(a.cmp(b)),
        (Value::Quantity(_) | Value::Int(_), Value::Quantity(_) | Value::Int(_)) => {
            Some(quantity(a)?.cmp(&quantity(b)?))
        }
        _ => None,
    }
}

/// A number as a quantity.
pub(crate) fn quantity(value: &Value<'_>) -> Option<Quantity> {
    match value {
        Value::Quantity(value) => Some(*value),
        Value::Int(value) => Some(Quantity::from(*value)),
        _ => None,
    }
}

pub(crate) fn and(a: Truth, b: Truth) -> Truth {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

pub(crate) fn not(a: Truth) -> Truth {
    a.map(|a| !a)
}

pub(crate) fn all(truths: impl Iterator<Item = Truth>) -> Truth {
    truths.fold(Some(true), and)
}

pub(crate) fn any(truths: impl Iterator<Item = Truth>) -> Truth {
    not(all(truths.map(not)))
}
