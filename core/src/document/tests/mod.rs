//! Tests of reading as a whole.

mod corpora;
mod json;
mod limits;
mod places;
mod scalars;
mod streams;
mod values;

use super::{Limits, NodeRef, Read, Symbols, read};
use std::sync::Arc;

/// A small vocabulary, so that both known and unknown keys occur.
fn symbols() -> Arc<Symbols> {
    let names = "apiVersion kind metadata name labels annotations spec template containers image env value a b c";
    Arc::new(names.split(' ').collect())
}

fn read_text(text: &str) -> Read {
    read("test.yaml", Arc::from(text), &symbols(), &Limits::default())
}

/// The documents of a text without errors, as JSON.
fn values(text: &str) -> Vec<serde_json::Value> {
    let read = read_text(text);
    assert!(read.errors.is_empty(), "{text:?}: {:?}", read.errors);
    read.documents.iter().map(|document| document.root().to_json()).collect()
}

/// The value at a path of keys and indexes.
fn at<'a>(root: NodeRef<'a>, path: &[&str]) -> NodeRef<'a> {
    path.iter().fold(root, |node, step| {
        let next = match step.parse() {
            Ok(index) => node.item(index),
            Err(_) => node.get_str(step),
        };
        next.unwrap_or_else(|| panic!("no `{step}` in {node:?}"))
    })
}
