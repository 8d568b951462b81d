//! Values that a caller gives for parameters, checked against their types.

use super::Regex;
use crate::kubernetes::cidr;
use kubelaw_lang::ir::Constant;
use kubelaw_lang::types::{Base, Type};
use kubelaw_lang::values::{Duration, Quantity, Version};
use serde_json::Value as Json;

/// The constant that a JSON value stands for under a type, or what is wrong with it. `null` is no value.
pub(crate) fn constant_of(json: &Json, ty: &Type) -> Result<Option<Constant>, String> {
    if json.is_null() {
        return if ty.optional { Ok(None) } else { Err("a value is needed, not `null`".to_owned()) };
    }
    let mut first_error = None;
    for member in &ty.members {
        match member_constant(json, member) {
            Ok(constant) => return Ok(Some(constant)),
            Err(error) => {
                first_error.get_or_insert(error);
            }
        }
    }
    Err(first_error.unwrap_or_else(|| format!("{} is not expected here", kind_of(json))))
}

fn member_constant(json: &Json, member: &Base) -> Result<Constant, String> {
    match (member, json) {
        (Base::List(element), Json::Array(elements)) => {
            let mut constants = Vec::with_capacity(elements.len());
            for (at, json) in elements.iter().enumerate() {
                if let Some(constant) = constant_of(json, element).map_err(|e| format!("element {at}: {e}"))? {
                    constants.push(constant);
                }
            }
            Ok(Constant::List(constants))
        }
        (Base::Map(value), Json::Object(entries)) => {
            let mut constants = Vec::with_capacity(entries.len());
            for (key, json) in entries {
                if let Some(constant) = constant_of(json, value).map_err(|e| format!("`{key}`: {e}"))? {
                    constants.push((key.as_str().into(), constant));
                }
            }
            Ok(Constant::Record(constants))
        }
        (Base::Struct(fields), Json::Object(entries)) => struct_constant(fields, entries),
        (Base::Selector(_), Json::Object(entries)) => {
            let labels = Type::of(Base::String);
            member_constant(&Json::Object(entries.clone()), &Base::Map(Box::new(labels)))
        }
        (Base::Dyn, _) => Ok(untyped(json)),
        _ => scalar_constant(json, member),
    }
}

fn struct_constant(
    fields: &[(std::sync::Arc<str>, Type)],
    entries: &serde_json::Map<String, Json>,
) -> Result<Constant, String> {
    if let Some(unknown) = entries.keys().find(|key| !fields.iter().any(|(name, _)| **name == ***key)) {
        return Err(format!("there is no field `{unknown}`"));
    }
    let mut constants = Vec::with_capacity(fields.len());
    for (name, ty) in fields {
        match entries.get(&**name).filter(|json| !json.is_null()) {
            Some(json) => {
                if let Some(constant) = constant_of(json, ty).map_err(|e| format!("`{name}`: {e}"))? {
                    constants.push((name.clone(), constant));
                }
            }
            None if ty.optional || ty.is_collection() => {}
            None => return Err(format!("the field `{name}` is missing")),
        }
    }
    Ok(Constant::Record(constants))
}

fn scalar_constant(json: &Json, member: &Base) -> Result<Constant, String> {
    let text = |what: &str, parses: fn(&str) -> bool, make: fn(std::sync::Arc<str>) -> Constant| match json {
        Json::String(text) if parses(text) => Ok(make(text.as_str().into())),
        Json::String(text) => Err(format!("`{text}` is not a valid {what}")),
        other => Err(format!("{} where a {what} is expected", kind_of(other))),
    };
    match member {
        Base::Bool => json.as_bool().map(Constant::Bool).ok_or_else(|| expected("a bool", json)),
        Base::Int | Base::IntLiteral => json.as_i64().map(Constant::Int).ok_or_else(|| expected("an integer", json)),
        Base::Number => json.as_f64().map(|n| Constant::Number(n.to_bits())).ok_or_else(|| expected("a number", json)),
        Base::String => text("string", |_| true, Constant::String),
        Base::Image => {
            text("image reference", |t| crate::kubernetes::image::Image::parse(t).is_some(), Constant::String)
        }
        Base::Quantity => match json.as_number() {
            Some(number) => Ok(Constant::Quantity(number.to_string().into())),
            None => text("quantity", |t| Quantity::parse(t).is_some(), Constant::Quantity),
        },
        Base::Version => text("version", |t| Version::parse(t).is_some(), Constant::Version),
        Base::Duration => text("duration", |t| Duration::parse(t).is_some(), Constant::String),
        Base::Cidr => text("network", |t| cidr::parse(t).is_some(), Constant::String),
        Base::Regex => match json {
            Json::String(pattern) => match Regex::new(pattern) {
                Ok(_) => Ok(Constant::Regex(pattern.as_str().into())),
                Err(error) => Err(format!("`{pattern}` is not a regular expression: {error}")),
            },
            other => Err(expected("a regular expression", other)),
        },
        Base::List(_) => Err(expected("a list", json)),
        _ => Err(expected("a map", json)),
    }
}

fn expected(what: &str, found: &Json) -> String {
    format!("{} where {what} is expected", kind_of(found))
}

fn kind_of(json: &Json) -> &'static str {
    match json {
        Json::Null => "`null`",
        Json::Bool(_) => "a bool",
        Json::Number(_) => "a number",
        Json::String(_) => "a string",
        Json::Array(_) => "a list",
        Json::Object(_) => "a map",
    }
}

/// JSON as it is; `null` elements are left out.
fn untyped(json: &Json) -> Constant {
    match json {
        Json::Null => Constant::List(Vec::new()),
        Json::Bool(value) => Constant::Bool(*value),
        Json::Number(number) => number
            .as_i64()
            .map_or_else(|| Constant::Number(number.as_f64().unwrap_or(f64::NAN).to_bits()), Constant::Int),
        Json::String(text) => Constant::String(text.as_str().into()),
        Json::Array(elements) => Constant::List(elements.iter().filter(|e| !e.is_null()).map(untyped).collect()),
        Json::Object(entries) => Constant::Record(
            entries.iter().filter(|(_, e)| !e.is_null()).map(|(k, e)| (k.as_str().into(), untyped(e))).collect(),
        ),
    }
}
