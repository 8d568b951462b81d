//! Bounds: nothing that somebody writes takes more than they allow, nor panics.

use super::{read_text, symbols};
use crate::document::tree::NodeId;
use crate::document::{Limits, Read, read};
use std::sync::Arc;

fn read_within(text: &str, limits: Limits) -> Read {
    read("test.yaml", Arc::from(text), &symbols(), &limits)
}

fn error(read: &Read) -> String {
    read.errors.first().map(ToString::to_string).unwrap_or_default()
}

#[test]
fn depth() {
    let limits = Limits { depth: 5, ..Limits::default() };
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let nested = |depth: usize| format!("{}1{}", open.repeat(depth), close.repeat(depth));
        assert_eq!(error(&read_within(&nested(5), limits)), "", "{open}");
        assert_eq!(error(&read_within(&nested(6), limits)), "lists and maps are nested deeper than 5 levels", "{open}");
        let yaml = |depth: usize| format!("---\n{}", nested(depth));
        assert_eq!(error(&read_within(&yaml(5), limits)), "", "{open}");
        assert_eq!(error(&read_within(&yaml(6), limits)), "lists and maps are nested deeper than 5 levels", "{open}");
    }
    let block = |depth: usize| format!("{}x", "- ".repeat(depth));
    assert_eq!(error(&read_within(&block(5), limits)), "");
    assert_eq!(error(&read_within(&block(6), limits)), "lists and maps are nested deeper than 5 levels");
}

#[test]
fn depth_reached_through_an_alias() {
    let limits = Limits { depth: 4, ..Limits::default() };
    assert_eq!(error(&read_within("a: &x [[1]]\nb: [*x]\n", limits)), "");
    let deep = read_within("a: &x [[1]]\nb: [[*x]]\n", limits);
    assert_eq!(error(&deep), "lists and maps are nested deeper than 4 levels");
}

#[test]
fn a_million_brackets_are_refused_at_once() {
    for text in ["[".repeat(1_000_000), "{a: ".repeat(300_000), "- ".repeat(500_000), "{\"a\":".repeat(300_000)] {
        let read = read_text(&text);
        assert!(read.documents.is_empty());
        assert!(error(&read).contains("nested deeper than 200 levels"), "{}", error(&read));
    }
}

#[test]
fn the_deepest_document_takes_little_stack() {
    let work = || {
        let depth = Limits::default().depth;
        let json = format!("{}1{}", "{\"a\":[".repeat(depth / 2), "]}".repeat(depth / 2));
        for text in [json.clone(), format!("---\n{json}")] {
            let read = read_text(&text);
            let root = read.documents[0].root();
            assert_eq!(root.to_json().to_string(), json);
            assert!(root.is_same(root));
            assert!(format!("{root:?}").len() > depth);
            let deepest = read.documents[0].node(NodeId(u32::try_from(depth).unwrap())).unwrap();
            assert_eq!(deepest.as_i64(), Some(1));
            assert_eq!(deepest.path().segments().len(), depth);
            let again = crate::document::Document::from_serialize(&root, &symbols(), &Limits::default()).unwrap();
            assert!(again.root().is_same(root));
        }
    };
    std::thread::Builder::new().stack_size(256 << 10).spawn(work).unwrap().join().unwrap();
}

#[test]
fn documents_with_many_values() {
    let limits = Limits { nodes: 10, ..Limits::default() };
    assert_eq!(error(&read_within("[1,2,3,4,5,6,7,8,9]", limits)), "");
    assert_eq!(error(&read_within("[1,2,3,4,5,6,7,8,9,10]", limits)), "the document holds more than 10 values");
    let two = read_within("[1,2,3,4,5,6,7,8,9]\n[1,2,3,4,5,6,7,8,9]", limits);
    assert_eq!(two.documents.len(), 2, "the limit is for one document");
}

#[test]
fn aliases_that_multiply() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..20 {
        let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
        text = format!("{text}a{level}: &a{level} [{aliases}]\n");
    }
    let read = read_text(&text);
    assert_eq!(error(&read), "aliases expand to more than 200000 values");
    assert!(read.documents.is_empty());
}

#[test]
fn long_texts() {
    let read = read_within("a: 12345678", Limits { bytes: 10, ..Limits::default() });
    assert_eq!(error(&read), "the text is longer than 10 bytes");
}

#[test]
fn nothing_panics_and_all_places_fit_the_text() {
    let sample = "\u{feff}%YAML 1.1\n---\na: &x {b: [1, 'é', \"\\u00e9\"], <<: *y}\n? c\n: |2-\n   t\r\n- !!int 7 # kubelaw:x\n...\n{\"k\": -1.5e3}";
    let texts: Vec<String> = sample
        .char_indices()
        .flat_map(|(at, _)| {
            let (left, right) = sample.split_at(at);
            let rest = right.chars().skip(1).collect::<String>();
            ["", ":", "\n", "[", "\"", "*x", "- ", "\t"]
                .map(|put| format!("{left}{put}{rest}"))
                .into_iter()
                .chain([left.to_owned(), right.to_owned()])
        })
        .collect();
    for text in texts {
        let read = read_text(&text);
        for error in &read.errors {
            assert!(text.get(error.span.range()).is_some(), "{:?} of {text:?}", error.span);
        }
        for document in &read.documents {
            for node in (0..).map_while(|number| document.node(NodeId(number))) {
                for span in [node.span(), node.key_span()].into_iter().flatten() {
                    assert!(text.get(span.range()).is_some(), "{span:?} of {text:?}");
                }
                let _ = node.to_json();
            }
        }
    }
}
