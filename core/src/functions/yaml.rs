//! `yaml`

use super::shapes::MAYBE_STRING;
use super::{Function, gives, gives_nothing};
use crate::document::{self, Document, Limits, NodeRef, Symbols};
use crate::eval::{Key, Unknown, Value, World};
use kubelaw_lang::vocabulary::{Shape, Signature, Simple};
use std::sync::Arc;

pub(super) const FUNCTION: Function = Function {
    signature: Signature {
        name: "yaml",
        parameters: &[("text", MAYBE_STRING)],
        result: Shape::Optional(&Shape::Is(Simple::Dyn)),
        literal: Some(|text| parse(text).is_some()),
        summary: "The value of a text of YAML or JSON; missing if it has none.",
    },
    call,
    docs: "For what stands as text in a ConfigMap or annotation. A text with several documents gives nothing.",
    examples: &[
        gives(r#"yaml("a: [1, x]").a[0]"#, "1"),
        gives(r#""b" in yaml("[\"a\", \"b\"]")"#, "true"),
        gives_nothing(r#"yaml("a" + ": [")"#),
        gives_nothing(r#"yaml("" + "")"#),
    ],
};

fn call<'a>(world: &World<'a>, arguments: &[Value<'a>]) -> Result<Value<'a>, Unknown> {
    let [text] = arguments else { return Err(Unknown::WrongType) };
    if text.is_missing() {
        return Ok(Value::Missing);
    }
    let text = text.text()?;
    world.spend_each(text.len() / 8)?;
    Ok(parse(text).map_or(Value::Missing, |document| owned(document.root())))
}

/// The one document of a text.
fn parse(text: &str) -> Option<Document> {
    let read = document::read("", Arc::from(text), &Arc::new(Symbols::new()), &Limits::default());
    let mut documents = read.documents.into_iter();
    documents.next().filter(|_| read.errors.is_empty() && documents.next().is_none())
}

/// A copy of a value that outlives its document. The depth of documents is limited.
fn owned<'a>(node: NodeRef<'_>) -> Value<'a> {
    match node.value() {
        document::Value::Null => Value::Missing,
        document::Value::Bool(value) => Value::Bool(value),
        document::Value::Int(value) => Value::Int(value),
        document::Value::Float(value) => Value::Number(value),
        document::Value::String(text) => Value::OwnedText(text.into()),
        document::Value::List => node.items().map(owned).collect(),
        document::Value::Map => {
            Value::Map(node.entries().map(|entry| (Key::Owned(entry.key.into()), owned(entry.value))).collect())
        }
    }
}
