//! Records that bindings pass as JSON: their members are taken one by one. What is null is absent.
//!
//! `serde` derives the same, at a cost of its own for each record, which browsers would have to download.

use serde::de::Error as _;
use serde_json::{Error, Map, Value};

pub(super) struct Form(Map<String, Value>);

impl Form {
    pub(super) fn of(value: Value) -> Result<Self, Error> {
        match value {
            Value::Object(members) => Ok(Self(members)),
            _ => Err(unexpected("a record")),
        }
    }

    /// A form whose members have no other names than these.
    pub(super) fn with(value: Value, names: &'static [&'static str]) -> Result<Self, Error> {
        let form = Self::of(value)?;
        match form.0.keys().find(|name| !names.contains(&name.as_str())) {
            Some(name) => Err(Error::unknown_field(name, names)),
            None => Ok(form),
        }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub(super) fn value(&mut self, name: &str) -> Option<Value> {
        self.0.remove(name).filter(|value| !value.is_null())
    }

    pub(super) fn flag(&mut self, name: &str) -> Result<Option<bool>, Error> {
        let value = self.value(name);
        value.map(|value| value.as_bool().ok_or_else(|| unexpected("true or false"))).transpose()
    }

    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Error> {
        self.value(name).map(text).transpose()
    }

    pub(super) fn required_text(&mut self, name: &'static str) -> Result<String, Error> {
        self.text(name)?.ok_or_else(|| Error::missing_field(name))
    }

    pub(super) fn texts(&mut self, name: &str) -> Result<Vec<String>, Error> {
        self.list(name, text)
    }

    /// What a list holds; nothing where it is absent.
    pub(super) fn list<T>(&mut self, name: &str, of: fn(Value) -> Result<T, Error>) -> Result<Vec<T>, Error> {
        self.value(name).map_or_else(|| Ok(Vec::new()), |value| list(value, of))
    }

    /// The members of a member; none where it is absent.
    pub(super) fn members(&mut self, name: &str) -> Result<Map<String, Value>, Error> {
        self.value(name).map_or_else(|| Ok(Map::new()), |value| Ok(Self::of(value)?.0))
    }

    /// The same of texts.
    pub(super) fn text_members(&mut self, name: &str) -> Result<Vec<(String, String)>, Error> {
        self.members(name)?.into_iter().map(|(name, value)| Ok((name, text(value)?))).collect()
    }
}

pub(super) fn list<T>(value: Value, of: fn(Value) -> Result<T, Error>) -> Result<Vec<T>, Error> {
    match value {
        Value::Array(items) => items.into_iter().map(of).collect(),
        _ => Err(unexpected("a list")),
    }
}

fn text(value: Value) -> Result<String, Error> {
    match value {
        Value::String(text) => Ok(text),
        _ => Err(unexpected("a text")),
    }
}

pub(super) fn unexpected(expected: &str) -> Error {
    Error::custom(format_args!("expected {expected}"))
}
