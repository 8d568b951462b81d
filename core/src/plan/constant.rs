//! Constants of law files as values, and values that were folded.

use super::Regex;
use crate::eval::value::{Key, Value};
use crate::kubernetes::cidr;
use kubelaw_lang::ir::Constant;
use kubelaw_lang::types::{Base, Type};
use kubelaw_lang::values::{Duration, Quantity, Version};
use std::fmt::{self, Write as _};
use std::sync::Arc;

/// The value of a constant under its type, or none where a string does not parse as the type says.
pub(crate) fn value_of(constant: &Constant, ty: Option<&Type>) -> Option<Value<'static>> {
    Some(match constant {
        Constant::Bool(value) => Value::Bool(*value),
        Constant::Int(value) => Value::Int(*value),
        Constant::Number(bits) => Value::Number(f64::from_bits(*bits)),
        Constant::String(text) => return typed_text(text, ty),
        Constant::Quantity(text) => Value::Quantity(Quantity::parse(text)?),
        Constant::Version(text) => Value::Version(Arc::new(Version::parse(text)?)),
        Constant::Regex(pattern) => Value::Regex(Arc::new(Regex::of_law(pattern))),
        Constant::List(elements) => {
            let element =
                ty.and_then(|ty| ty.members.iter().find_map(|m| if let Base::List(e) = m { Some(&**e) } else { None }));
            Value::List(elements.iter().map(|e| value_of(e, element)).collect::<Option<_>>()?)
        }
        Constant::Record(entries) => {
            let entry = |(name, constant): &(Arc<str>, Constant)| {
                let ty = ty.and_then(|ty| ty.members.iter().find_map(|m| entry_type(m, name)));
                Some((Key::Owned(name.clone()), value_of(constant, ty)?))
            };
            Value::Map(entries.iter().map(entry).collect::<Option<_>>()?)
        }
    })
}

fn entry_type<'t>(base: &'t Base, name: &str) -> Option<&'t Type> {
    match base {
        Base::Map(value) => Some(value),
        Base::Struct(fields) => fields.iter().find(|(n, _)| **n == *name).map(|(_, ty)| ty),
        _ => None,
    }
}

/// A string is what its type reads it as; where several read it, a plain string comes first.
fn typed_text(text: &Arc<str>, ty: Option<&Type>) -> Option<Value<'static>> {
    let plain = Value::OwnedText(text.clone());
    let Some(ty) = ty else { return Some(plain) };
    if ty.members.iter().any(|m| matches!(m, Base::String | Base::Image | Base::Dyn)) {
        return Some(plain);
    }
    let mut readings = ty.members.iter().filter_map(|member| match member {
        Base::Quantity => Quantity::parse(text).map(Value::Quantity),
        Base::Version => Version::parse(text).map(|v| Value::Version(Arc::new(v))),
        Base::Duration => Duration::parse(text).map(Value::Duration),
        Base::Cidr => cidr::parse(text).map(Value::Cidr),
        Base::Regex => Regex::new(text).ok().map(|r| Value::Regex(Arc::new(r))),
        _ => None,
    });
    readings.next()
}

/// The same value, owning its strings; none for a value of a document.
pub(crate) fn to_owned(value: &Value<'_>) -> Option<Value<'static>> {
    Some(match value {
        Value::Missing => Value::Missing,
        Value::Unknown(reason) => Value::Unknown(*reason),
        Value::Bool(value) => Value::Bool(*value),
        Value::Int(value) => Value::Int(*value),
        Value::Number(value) => Value::Number(*value),
        Value::Text(text) | Value::Part(text, _) => Value::OwnedText((*text).into()),
        Value::OwnedText(text) => Value::OwnedText(text.clone()),
        Value::Quantity(value) => Value::Quantity(*value),
        Value::Version(value) => Value::Version(value.clone()),
        Value::Duration(value) => Value::Duration(*value),
        Value::Cidr(value) => Value::Cidr(*value),
        Value::Regex(value) => Value::Regex(value.clone()),
        Value::List(list) => Value::List(list.iter().map(to_owned).collect::<Option<_>>()?),
        Value::Map(map) => {
            let entry = |(key, value): &(Key<'_>, Value<'_>)| Some((Key::Owned(key.as_str().into()), to_owned(value)?));
            Value::Map(map.iter().map(entry).collect::<Option<_>>()?)
        }
        Value::Node(..) | Value::Chain(_) | Value::Selector(..) | Value::Object(..) | Value::Objects(_) => return None,
    })
}

/// A text that tells constants apart; those of documents have none.
pub(crate) fn identity(value: &Value<'_>) -> String {
    let mut identity = String::new();
    // Texts take whatever is written.
    let _ = identify(value, &mut identity);
    identity
}

fn identify(value: &Value<'_>, into: &mut String) -> fmt::Result {
    match value {
        Value::Missing => into.write_str("missing"),
        Value::Unknown(reason) => write!(into, "unknown {reason:?}"),
        Value::Bool(value) => write!(into, "bool {value}"),
        Value::Int(value) => write!(into, "int {value}"),
        Value::Number(value) => write!(into, "number {}", value.to_bits()),
        Value::Text(text) | Value::Part(text, _) => delimited(text, into),
        Value::OwnedText(text) => delimited(text, into),
        // Equal ones may differ in how they print.
        Value::Quantity(value) => write!(into, "{value:?}"),
        Value::Version(value) => write!(into, "version {value}"),
        Value::Duration(value) => write!(into, "{value:?}"),
        Value::Cidr(value) => write!(into, "cidr {value}"),
        Value::Regex(value) => {
            into.write_str("regex ")?;
            delimited(value.as_str(), into)
        }
        Value::List(list) => {
            into.write_char('[')?;
            for value in &**list {
                identify(value, into)?;
                into.write_char(',')?;
            }
            into.write_char(']')
        }
        Value::Map(map) => {
            into.write_char('{')?;
            for (key, value) in &**map {
                delimited(key.as_str(), into)?;
                identify(value, into)?;
                into.write_char(',')?;
            }
            into.write_char('}')
        }
        Value::Node(..) | Value::Chain(_) | Value::Selector(..) | Value::Object(..) | Value::Objects(_) => Ok(()),
    }
}

/// A text with its length before it, so that it may hold whatever stands between values.
fn delimited(text: &str, into: &mut String) -> fmt::Result {
    write!(into, "{}:", text.len())?;
    into.write_str(text)
}
