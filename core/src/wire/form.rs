//! Records that bindings pass as JSON: their members are taken one by one. What is null is absent.
//!
//! `serde` derives the same, at a cost of its own for each record, which browsers would have to download.

use crate::document::{Problem, leading_value};
use crate::error::nearest_or_known;
use crate::written::WrittenError;
use kubelaw_lang::check::closest;
use serde_json::{Map, Value};
use thiserror::Error;

/// What is wrong with JSON that a binding passed.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum FormError {
    /// It is no JSON.
    #[error(transparent)]
    Json(#[from] Problem),
    /// Something stands after the value.
    #[error("expected the end of the text")]
    Trailing,
    /// A member that there is not.
    #[error("unknown field `{name}`{}", nearest_or_known(closest(name, expected.iter().copied()), expected))]
    Unknown {
        /// Its name.
        name: String,
        /// Those that there are.
        expected: &'static [&'static str],
    },
    /// A member is absent.
    #[error("missing field `{0}`")]
    Missing(&'static str),
    /// A member is wrong.
    #[error("`{name}`: {error}")]
    Member {
        /// Its name.
        name: String,
        /// What is wrong with it.
        error: Box<FormError>,
    },
    /// A text that is passed along is wrong.
    #[error(transparent)]
    Written(#[from] WrittenError),
    /// A value is of another kind.
    #[error("expected {0}")]
    Unexpected(&'static str),
}

impl FormError {
    pub(super) fn in_member(self, name: &str) -> Self {
        Self::Member { name: name.to_owned(), error: Box::new(self) }
    }
}

/// The value of a JSON text.
pub(super) fn read(text: &str) -> Result<Value, FormError> {
    let (value, rest) = leading_value(text)?;
    if rest.is_empty() { Ok(value) } else { Err(FormError::Trailing) }
}

pub(super) struct Form(Map<String, Value>);

impl Form {
    pub(super) fn of(value: Value) -> Result<Self, FormError> {
        match value {
            Value::Object(members) => Ok(Self(members)),
            _ => Err(FormError::Unexpected("a record")),
        }
    }

    /// A form whose members have no other names than these.
    pub(super) fn with(value: Value, names: &'static [&'static str]) -> Result<Self, FormError> {
        let form = Self::of(value)?;
        match form.0.keys().find(|name| !names.contains(&name.as_str())) {
            Some(name) => Err(FormError::Unknown { name: name.clone(), expected: names }),
            None => Ok(form),
        }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Whether a member is a list that is not empty.
    pub(super) fn has_items(&self, name: &str) -> bool {
        self.0.get(name).and_then(Value::as_array).is_some_and(|items| !items.is_empty())
    }

    pub(super) fn value(&mut self, name: &str) -> Option<Value> {
        self.0.get_mut(name).map(Value::take).filter(|value| !value.is_null())
    }

    fn member<T>(
        &mut self,
        name: &str,
        of: impl FnOnce(Value) -> Result<T, FormError>,
    ) -> Result<Option<T>, FormError> {
        self.value(name).map(of).transpose().map_err(|error| error.in_member(name))
    }

    pub(super) fn flag(&mut self, name: &str) -> Result<Option<bool>, FormError> {
        self.member(name, |value| value.as_bool().ok_or(FormError::Unexpected("true or false")))
    }

    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, FormError> {
        self.member(name, text)
    }

    pub(super) fn required_text(&mut self, name: &'static str) -> Result<String, FormError> {
        self.text(name)?.ok_or(FormError::Missing(name))
    }

    /// What a list holds; nothing where it is absent.
    pub(super) fn list<T>(&mut self, name: &str, of: fn(Value) -> Result<T, FormError>) -> Result<Vec<T>, FormError> {
        let mut all = Vec::new();
        self.each(name, &mut |value| {
            all.push(of(value)?);
            Ok(())
        })?;
        Ok(all)
    }

    /// Shows what a list holds, one after another.
    pub(super) fn each(&mut self, name: &str, show: Show<'_>) -> Result<(), FormError> {
        self.value(name).map_or(Ok(()), |value| each(name, value, show))
    }

    /// A record, as it is.
    pub(super) fn record(&mut self, name: &str) -> Result<Option<Value>, FormError> {
        match self.value(name) {
            Some(value) if !value.is_object() => Err(FormError::Unexpected("a record").in_member(name)),
            value => Ok(value),
        }
    }

    /// The members of a member; none where it is absent.
    pub(super) fn members(&mut self, name: &str) -> Result<Map<String, Value>, FormError> {
        Ok(self.member(name, Self::of)?.map(|form| form.0).unwrap_or_default())
    }

    /// The same of texts.
    pub(super) fn text_members(&mut self, name: &str) -> Result<Vec<(String, String)>, FormError> {
        let mut texts = Vec::new();
        for (key, value) in self.members(name)? {
            match text(value) {
                Ok(text) => texts.push((key, text)),
                Err(error) => return Err(error.in_member(&key).in_member(name)),
            }
        }
        Ok(texts)
    }
}

/// Looks at a value, or says what is wrong with it.
type Show<'s> = &'s mut dyn FnMut(Value) -> Result<(), FormError>;

/// Shows what a list of this name holds, one after another.
pub(super) fn each(name: &str, value: Value, show: Show<'_>) -> Result<(), FormError> {
    let Value::Array(items) = value else { return Err(FormError::Unexpected("a list").in_member(name)) };
    for (number, item) in items.into_iter().enumerate() {
        show(item).map_err(|error| error.in_member(&format!("{name}[{number}]")))?;
    }
    Ok(())
}

fn text(value: Value) -> Result<String, FormError> {
    match value {
        Value::String(text) => Ok(text),
        _ => Err(FormError::Unexpected("a string")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told<T>(result: Result<T, FormError>) -> String {
        result.err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn members_are_taken_one_by_one() {
        let value = read(r#" {"name": "a", "flag": true, "list": ["b"], "none": null} "#).unwrap();
        let mut form = Form::of(value).unwrap();
        assert_eq!(form.required_text("name").unwrap(), "a");
        assert_eq!(form.flag("flag").unwrap(), Some(true));
        assert_eq!(form.list("list", text).unwrap(), ["b"]);
        assert_eq!((form.text("none").unwrap(), form.list("absent", text).unwrap()), (None, Vec::new()));
    }

    #[test]
    fn what_does_not_fit_is_told() {
        assert!(told(read("{")).contains("found the end of the text"));
        assert_eq!(told(read("{} {}")), "expected the end of the text");
        let form = || Form::of(read(r#"{"name": 1}"#).unwrap()).unwrap();
        assert_eq!(told(form().text("name")), "`name`: expected a string");
        assert_eq!(told(form().required_text("text")), "missing field `text`");
        let unknown = Form::with(read(r#"{"name": 1}"#).unwrap(), &["text", "value"]);
        assert_eq!(told(unknown), "unknown field `name`; known: text, value");
    }
}
