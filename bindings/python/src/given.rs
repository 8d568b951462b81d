//! What Python gives to judge: texts and values, the objects around them, an admission request.

use crate::value::Held;
use kubelaw::{Engine, Input, Parsed};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};
use std::sync::Arc;

/// What belongs to an input and is not judged: other objects, an admission request, the object as it was before it.
pub(crate) struct Around<'py> {
    pub(crate) context: Option<Bound<'py, PyList>>,
    pub(crate) request: Option<Bound<'py, PyDict>>,
    pub(crate) old: Option<Bound<'py, PyDict>>,
}

impl Around<'_> {
    const fn is_none(&self) -> bool {
        self.context.is_none() && self.request.is_none() && self.old.is_none()
    }
}

/// An input that was read, and whether it is clean.
pub(crate) type Judged = (Parsed<'static>, bool);

/// Judges a text, a text with its name, a value, or a list of the last two. The interpreter lock is released once, and
/// kept while values are read, which are the interpreter's.
pub(crate) fn judge(
    engine: &Arc<Engine>,
    x: &Bound<'_, PyAny>,
    complete: bool,
    around: &Around<'_>,
) -> PyResult<Judged> {
    let read = |input: Input<'_>| engine.parse_shared(input.complete(complete));
    let judged = |parsed: Parsed<'static>| {
        let is_clean = parsed.is_clean();
        (parsed, is_clean)
    };
    // What is asked most, a text or a value alone, is neither copied nor put into a list.
    if around.is_none() {
        if let Ok(text) = x.cast::<PyString>() {
            let text = text.to_str()?;
            return Ok(x.py().detach(|| judged(read(Input::yaml("<text>", text)))));
        }
        if x.is_instance_of::<PyDict>() {
            let parsed = read(Input::value(&Held::of(x)));
            return Ok(x.py().detach(|| judged(parsed)));
        }
    }
    let (parts, context) = (parts(x)?, around.context.as_ref().map(|list| parts_of(list)).transpose()?);
    let value = |dict: &Option<Bound<'_, PyDict>>| dict.as_ref().map(|dict| Held::of(dict.as_any()));
    let (request, old) = (value(&around.request), value(&around.old));
    let input = || {
        let mut input = Input::set(parts.iter().map(Part::input));
        if let Some(context) = &context {
            input = input.context(Input::set(context.iter().map(Part::input)));
        }
        if let Some(request) = &request {
            input = input.request(Input::value(request));
        }
        if let Some(old) = &old {
            input = input.old(Input::value(old));
        }
        input
    };
    if parts.iter().chain(context.iter().flatten()).any(|part| matches!(part, Part::Value(_))) {
        let parsed = read(input());
        return Ok(x.py().detach(|| judged(parsed)));
    }
    Ok(x.py().detach(|| judged(read(input()))))
}

/// A text with its name, a value, or a file with why it cannot be read.
enum Part {
    Text(String, Arc<str>),
    Value(Held),
    Unread(String, String),
}

impl Part {
    fn of(x: &Bound<'_, PyAny>) -> PyResult<Self> {
        if let Ok(text) = x.cast::<PyString>() {
            return Ok(Self::Text("<text>".to_owned(), text.to_str()?.into()));
        }
        if x.is_instance_of::<PyTuple>() {
            if let Ok((name, _, why)) = x.extract::<(String, Option<String>, String)>() {
                return Ok(Self::Unread(name, why));
            }
            let (name, text): (String, Bound<'_, PyString>) = x.extract()?;
            return Ok(Self::Text(name, text.to_str()?.into()));
        }
        Ok(Self::Value(Held::of(x)))
    }

    fn input(&self) -> Input<'_> {
        match self {
            Self::Text(name, text) => Input::yaml(name.as_str(), text.clone()),
            Self::Value(value) => Input::value(value),
            Self::Unread(name, why) => Input::unread(name, why.as_str()),
        }
    }
}

fn parts(x: &Bound<'_, PyAny>) -> PyResult<Vec<Part>> {
    x.cast::<PyList>().map_or_else(|_| Ok(vec![Part::of(x)?]), parts_of)
}

/// What could not be read comes first, as the command tells of it.
fn parts_of(list: &Bound<'_, PyList>) -> PyResult<Vec<Part>> {
    let mut parts = list.iter().map(|one| Part::of(&one)).collect::<PyResult<Vec<Part>>>()?;
    parts.sort_by_key(|part| !matches!(part, Part::Unread(..)));
    Ok(parts)
}
