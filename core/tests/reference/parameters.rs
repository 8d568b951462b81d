//! The parameters of the random laws: half of them are given.

use crate::value::Value;

/// The text that is given for a parameter, none where it is left to its default.
pub(crate) fn given_text(name: &str) -> Option<&'static str> {
    let number: usize = name[1..].parse().unwrap();
    number.is_multiple_of(2).then_some("b")
}

/// Whether a parameter is a list: its name says so.
pub(crate) fn is_list(name: &str) -> bool {
    name.starts_with('q')
}

/// The value that is given for a parameter.
pub(crate) fn given<'a>(name: &str) -> Option<Value<'a>> {
    let text = Value::Text(given_text(name)?.to_owned());
    Some(if is_list(name) { Value::List(vec![text]) } else { text })
}
