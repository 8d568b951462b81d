//! Python values as `serde::Serialize`, so that a dict is walked straight into the document tree.

use kubelaw::document::{Path, Segment};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyMapping, PyString, PyTuple};
use serde::ser::{Error, SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use std::cell::RefCell;

/// A Python value of the kinds that JSON has; a tuple counts as a list, any mapping as a dict, and a time, which
/// `yaml.safe_load` makes of a text without quotes, as its text.
struct PythonValue<'py, 't> {
    value: Bound<'py, PyAny>,
    trail: &'t Trail,
}

/// A Python value apart from the thread that holds the interpreter's lock, which is taken to read it.
pub(crate) struct Held(Py<PyAny>);

impl Held {
    pub(crate) fn of(value: &Bound<'_, PyAny>) -> Self {
        Self(value.clone().unbind())
    }
}

impl Serialize for Held {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Python::attach(|py| {
            let trail = Trail::default();
            let value = PythonValue { value: self.0.bind(py).clone(), trail: &trail };
            value.serialize(serializer).map_err(|error| trail.placed(error))
        })
    }
}

/// The steps from a value that cannot be read to the outermost one, each taken only as the error passes it.
#[derive(Default)]
struct Trail(RefCell<Vec<Step>>);

/// A step from a value to the one around it.
enum Step {
    Key(String),
    Index(usize),
}

impl Step {
    fn segment(&self) -> Segment<'_> {
        match self {
            Self::Key(key) => Segment::Key(key),
            Self::Index(index) => Segment::Index(*index),
        }
    }
}

/// A longer path would tell nobody more: the value is nested too deep.
const MOST_STEPS: usize = 100;

impl Trail {
    fn step<E>(&self, step: Step, error: E) -> E {
        self.0.borrow_mut().push(step);
        error
    }

    /// The error with the path of the value that it is about.
    fn placed<E: Error>(&self, error: E) -> E {
        let steps = self.0.borrow();
        if steps.is_empty() || steps.len() > MOST_STEPS {
            return error;
        }
        let path = Path::new(steps.iter().rev().map(Step::segment).collect());
        E::custom(format!("{path}: {error}"))
    }
}

impl Serialize for PythonValue<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { value, trail } = self;
        if let Ok(text) = value.cast::<PyString>() {
            serializer.serialize_str(&text.to_cow().map_err(S::Error::custom)?)
        } else if let Ok(dict) = value.cast::<PyDict>() {
            entries(serializer, dict, trail)
        } else if let Ok(list) = value.cast::<PyList>() {
            sequence(serializer, list.len(), list.iter(), trail)
        } else if value.is_none() {
            serializer.serialize_none()
        } else if let Ok(flag) = value.cast::<PyBool>() {
            serializer.serialize_bool(flag.is_true())
        } else if value.is_instance_of::<PyInt>() {
            match value.extract::<i64>() {
                Ok(number) => serializer.serialize_i64(number),
                // What is too large for an integer is a number, as in YAML and JSON, or larger than any.
                Err(_) => serializer.serialize_f64(value.extract().unwrap_or(f64::INFINITY)),
            }
        } else if let Ok(number) = value.cast::<PyFloat>() {
            serializer.serialize_f64(number.value())
        } else if let Ok(tuple) = value.cast::<PyTuple>() {
            sequence(serializer, tuple.len(), tuple.iter(), trail)
        } else if let Ok(mapping) = value.cast::<PyMapping>() {
            let items = mapping.items().map_err(S::Error::custom)?;
            let mut map = serializer.serialize_map(Some(items.len()))?;
            for item in items.iter() {
                let (key, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = item.extract().map_err(S::Error::custom)?;
                entry(&mut map, key, value, trail)?;
            }
            map.end()
        } else if let Some(text) = time(value) {
            serializer.serialize_str(&text)
        } else {
            let what = type_of(value);
            Err(S::Error::custom(format!("a Kubernetes object cannot hold a value of type {what}; convert it first")))
        }
    }
}

/// A dict's entries. Reading a value may run code of its class, or let another thread run, and either may change the dict.
fn entries<S: Serializer>(serializer: S, dict: &Bound<'_, PyDict>, trail: &Trail) -> Result<S::Ok, S::Error> {
    // Without the interpreter's lock there is no moment in which nobody changes it; a copy is nobody else's.
    let dict = if cfg!(Py_GIL_DISABLED) { dict.copy().map_err(S::Error::custom)? } else { dict.clone() };
    let (len, mut entries) = (dict.len(), dict.iter());
    let mut map = serializer.serialize_map(Some(len))?;
    for _ in 0..len {
        // The iterator would panic.
        if dict.len() != len {
            return Err(S::Error::custom("a dict was changed while it was read"));
        }
        let Some((key, value)) = entries.next() else { break };
        entry(&mut map, key, value, trail)?;
    }
    map.end()
}

fn entry<'py, M: SerializeMap>(
    map: &mut M,
    key: Bound<'py, PyAny>,
    value: Bound<'py, PyAny>,
    trail: &Trail,
) -> Result<(), M::Error> {
    let key = Key(key);
    map.serialize_key(&key)?;
    map.serialize_value(&PythonValue { value, trail }).map_err(|error| trail.step(Step::Key(key.0.to_string()), error))
}

fn sequence<'py, S: Serializer>(
    serializer: S,
    len: usize,
    elements: impl Iterator<Item = Bound<'py, PyAny>>,
    trail: &Trail,
) -> Result<S::Ok, S::Error> {
    let mut sequence = serializer.serialize_seq(Some(len))?;
    for (number, value) in elements.enumerate() {
        let read = sequence.serialize_element(&PythonValue { value, trail });
        read.map_err(|error| trail.step(Step::Index(number), error))?;
    }
    sequence.end()
}

/// What JSON and YAML make a text of as a key; anything else would have a name there that nobody gave it.
struct Key<'py>(Bound<'py, PyAny>);

impl Serialize for Key<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let key = &self.0;
        if let Ok(text) = key.cast::<PyString>() {
            serializer.serialize_str(&text.to_cow().map_err(S::Error::custom)?)
        } else if let Ok(flag) = key.cast::<PyBool>() {
            serializer.serialize_str(if flag.is_true() { "true" } else { "false" })
        } else if key.is_instance_of::<PyInt>() || key.is_instance_of::<PyFloat>() {
            serializer.serialize_str(&key.str().and_then(|text| text.extract::<String>()).map_err(S::Error::custom)?)
        } else if let Some(text) = time(key) {
            serializer.serialize_str(&text)
        } else {
            let what = if key.is_none() { "None".to_owned() } else { format!("a {}", type_of(key)) };
            Err(S::Error::custom(format!("a key must be a string, a number or a bool, found {what}")))
        }
    }
}

/// A time as its text.
fn time(value: &Bound<'_, PyAny>) -> Option<String> {
    value.call_method0("isoformat").and_then(|text| text.extract()).ok()
}

fn type_of(value: &Bound<'_, PyAny>) -> String {
    value.get_type().fully_qualified_name().map_or_else(|_| "value".to_owned(), |name| name.to_string())
}
