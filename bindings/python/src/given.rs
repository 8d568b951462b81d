//! What Python gives to judge: texts and values.

use crate::value::PythonValue;
use kubelaw::{Engine, Input, Parsed};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString};
use std::sync::Arc;

/// Reads a text, a text with its name, a value, or a list of the last two. The interpreter lock is released while texts
/// are read, and kept for values, which are the interpreter's.
pub(crate) fn parse(engine: &Arc<Engine>, x: &Bound<'_, PyAny>, complete: bool) -> PyResult<Parsed<'static>> {
    let py = x.py();
    if let Ok(text) = x.cast::<PyString>() {
        let text = text.to_str()?;
        return Ok(py.detach(|| engine.parse_shared(Input::yaml("<text>", text).complete(complete))));
    }
    if x.is_instance_of::<PyDict>() {
        return Ok(engine.parse_shared(Input::value(&PythonValue(x.clone())).complete(complete)));
    }
    let values: Vec<PythonValue<'_>> = match x.cast::<PyList>() {
        Ok(list) => list.iter().map(PythonValue).collect(),
        Err(_) => vec![PythonValue(x.clone())],
    };
    if let Some(texts) = values.iter().map(PythonValue::named_text).collect::<Option<Vec<_>>>() {
        let inputs = texts.into_iter().map(|(name, text)| Input::yaml(name, text));
        return Ok(py.detach(|| engine.parse_shared(Input::set(inputs).complete(complete))));
    }
    let input = |value| match PythonValue::named_text(value) {
        Some((name, text)) => Input::yaml(name, text),
        None => Input::value(value),
    };
    Ok(engine.parse_shared(Input::set(values.iter().map(input)).complete(complete)))
}
