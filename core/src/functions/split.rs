//! `split`

use super::shapes::{STRING, STRINGS};
use super::{Function, gives};
use crate::eval::{Unknown, Value, World};
use kubelaw_lang::vocabulary::Signature;

pub(super) const FUNCTION: Function = Function {
    signature: Signature {
        name: "split",
        parameters: &[("text", STRING), ("separator", STRING)],
        result: STRINGS,
        literal: None,
        summary: "The parts of a string between separators.",
    },
    call,
    docs: "A string without the separator is one part; an empty separator gives the characters.",
    examples: &[
        gives(r#""a,b,,c".split(",")"#, r#"["a", "b", "", "c"]"#),
        gives(r#""pods".split("/")"#, r#"["pods"]"#),
        gives(r#""".split(",")"#, r#"[""]"#),
        gives(r#""né".split("")"#, r#"["n", "é"]"#),
    ],
};

fn call<'a>(world: &World<'a>, arguments: &[Value<'a>]) -> Result<Value<'a>, Unknown> {
    let [text, separator] = arguments else { return Err(Unknown::WrongType) };
    let separator = separator.text()?;
    let parts: Vec<Value<'a>> = match (text.borrowed_text(), text.place()) {
        (Some(text), Some(place)) => parts(text, separator).map(|part| Value::Part(part, place)).collect(),
        (Some(text), None) => parts(text, separator).map(Value::Text).collect(),
        (None, _) => parts(text.text()?, separator).map(|part| Value::OwnedText(part.into())).collect(),
    };
    world.spend_each(parts.len())?;
    Ok(parts.into_iter().collect())
}

fn parts<'t>(text: &'t str, separator: &str) -> impl Iterator<Item = &'t str> {
    let by_character = separator.is_empty();
    let trim = move |part: &&str| !by_character || !part.is_empty();
    text.split(separator).filter(trim)
}
