//! Values in and out: serde, comparison, navigation.

use super::{at, read_text, symbols};
use crate::document::{Builder, Document, Limits, NodeRef, Scalar, Text, Written};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::cmp::Ordering;
use std::collections::BTreeMap;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Port {
    Number(u16),
    Name(String),
    Range { from: u16, to: u16 },
    Pair(u8, u8),
    Any,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Everything {
    text: String,
    flag: bool,
    small: i8,
    large: u64,
    ratio: f64,
    single: f32,
    character: char,
    nothing: Option<u8>,
    something: Option<u8>,
    unit: (),
    pair: (u8, String),
    ports: Vec<Port>,
    map: BTreeMap<u8, bool>,
}

fn everything() -> Everything {
    Everything {
        text: "é".into(),
        flag: true,
        small: -3,
        large: 7,
        ratio: 0.5,
        single: 0.1,
        character: 'x',
        nothing: None,
        something: Some(1),
        unit: (),
        pair: (1, "b".into()),
        ports: vec![
            Port::Number(80),
            Port::Name("http".into()),
            Port::Range { from: 1, to: 2 },
            Port::Pair(3, 4),
            Port::Any,
        ],
        map: BTreeMap::from([(1, true), (2, false)]),
    }
}

#[test]
fn serde_values_come_in_as_serde_json_would_have_them() {
    let document = Document::from_serialize(&everything(), &symbols(), &Limits::default()).unwrap();
    let mut expected = serde_json::to_value(everything()).unwrap();
    expected["single"] = json!(0.1);
    assert_eq!(document.root().to_json(), expected);
    assert_eq!(serde_json::to_value(document.root()).unwrap(), expected);
    assert!(!document.has_text());
    assert_eq!(at(document.root(), &["pair", "0"]).span(), None);
}

#[test]
fn serde_values_come_out_as_they_went_in() {
    let document = Document::from_serialize(&everything(), &symbols(), &Limits::default()).unwrap();
    assert_eq!(document.root().deserialize::<Everything>().unwrap(), everything());
    let read = read_text("from: 1\nto: 70000\n");
    let error = read.documents[0].root().deserialize::<BTreeMap<&str, u16>>().unwrap_err();
    assert_eq!(error.to_string(), "invalid value: integer `70000`, expected u16");
}

#[test]
fn serde_values_that_json_cannot_hold_are_refused() {
    let refused = |value: Result<Document, _>| value.map(|_| ()).unwrap_err();
    let limits = Limits::default();
    let error: crate::document::SerializeError = refused(Document::from_serialize(&f64::NAN, &symbols(), &limits));
    assert_eq!(error.to_string(), "a number is infinite or not a number, which JSON cannot hold");
    let keys = BTreeMap::from([((1, 2), 3)]);
    let error = refused(Document::from_serialize(&keys, &symbols(), &limits));
    assert_eq!(error.to_string(), "a key must be a string, a number or a bool");
    let large = Document::from_serialize(&[u64::MAX], &symbols(), &limits).unwrap();
    assert_eq!(large.root().to_json(), json!([18_446_744_073_709_551_615.0]));
}

#[test]
fn equality_is_of_values_not_of_texts() {
    let same = |left: &str, right: &str| {
        let (left, right) = (read_text(left), read_text(right));
        left.documents[0].root().is_same(right.documents[0].root())
    };
    assert!(same("{a: 1, b: [x, {c: ~}]}", "b:\n- 'x'\n- c:\na: 0x1\n"));
    assert!(same("[1.0]", "[1]"));
    assert!(!same("[9007199254740993]", "[9007199254740992.0]"));
    assert!(!same("{a: 1}", "{a: 1, b: 1}"));
    assert!(!same("{q: 1}", "{r: 1}"));
    assert!(!same("['1']", "[1]"));
    let yaml = read_text("{a: [1, two], zz: {w: 0.5}}");
    let value = Document::from_serialize(&json!({"zz": {"w": 0.5}, "a": [1, "two"]}), &symbols(), &Limits::default());
    assert!(yaml.documents[0].root().is_same(value.unwrap().root()));
}

#[test]
fn order_is_total() {
    let sorted = "[~, false, true, -1.5, -1, 0, 0.5, 1, 1.5, 9223372036854775807, 1e19, '', a, b, [], [a], [a, a], [b], {}, {a: 1}, {a: 1, b: 1}, {a: 2}, {b: 0}]";
    let read = read_text(sorted);
    let items: Vec<_> = read.documents[0].root().items().collect();
    for (i, left) in items.iter().enumerate() {
        for (j, right) in items.iter().enumerate() {
            assert_eq!(left.order(*right), i.cmp(&j), "{left:?} and {right:?}");
        }
    }
    assert_eq!(items[0].order(items[0]), Ordering::Equal);
}

#[test]
fn navigation() {
    let read = read_text("kind: Pod\nspec:\n  unknown: [1, {x/y: 2}]\n  name: it\n");
    let root = read.documents[0].root();
    let symbols = symbols();
    assert_eq!(
        root.get(symbols.lookup("spec")).and_then(|s| s.get(symbols.lookup("name"))).unwrap().as_str(),
        Some("it")
    );
    assert!(root.get(crate::document::Symbol::UNKNOWN).is_none());
    assert!(root.get_str("unknown").is_none());
    let deep = at(root, &["spec", "unknown", "1", "x/y"]);
    assert_eq!(deep.path().to_string(), r#"spec.unknown[1]["x/y"]"#);
    assert_eq!(deep.key(), Some("x/y"));
    assert_eq!(deep.parent().and_then(NodeRef::parent).unwrap().path().to_string(), "spec.unknown");
    assert!(root.parent().is_none());
    let keys: Vec<_> = root.entries().map(|entry| (entry.key, entry.symbol.is_known())).collect();
    assert_eq!(keys, [("kind", true), ("spec", true)]);
    assert_eq!(at(root, &["spec"]).entries().next().map(|entry| entry.symbol.is_known()), Some(false));
    assert_eq!((root.len(), at(root, &["spec", "unknown"]).items().len(), deep.len()), (2, 2, 0));
    assert!(root.item(0).is_none());
}

#[test]
fn a_builder_refuses_what_does_not_fit() {
    let mut builder = Builder::new(&symbols(), &Limits::default());
    assert!(builder.key(Text::Copied("a"), None).is_err(), "a key outside a map");
    builder.abandon();
    builder.begin_map(Written::NOWHERE).unwrap();
    assert!(builder.scalar(Scalar::Null, Written::NOWHERE).is_err(), "a value without a key");
    builder.abandon();
    builder.begin_list(Written::NOWHERE).unwrap();
    assert!(builder.finish().is_err(), "an open list");
    assert!(builder.end(None).is_err(), "nothing is open");
    assert!(builder.finish().is_err(), "nothing at all");
    builder.scalar(Scalar::Int(1), Written::NOWHERE).unwrap();
    assert!(builder.scalar(Scalar::Int(2), Written::NOWHERE).is_err(), "a second root");
    assert_eq!(builder.finish().unwrap().root().as_i64(), Some(1));
}
