//! Where values and keys stand, character by character.

use super::{at, read_text};
use crate::document::{NodeRef, Read};

/// Line, column and text of the value at a path of a document.
fn value(read: &Read, document: usize, path: &[&str]) -> (u32, u32, String) {
    let node = at(read.documents[document].root(), path);
    let span = node.span().expect("a span");
    let start = read.source.position(span.start);
    (start.line, start.column, read.source.slice(span).to_owned())
}

/// Line, column and text of the key at a path of a document.
fn key(read: &Read, document: usize, path: &[&str]) -> (u32, u32, String) {
    let node = at(read.documents[document].root(), path);
    let span = node.key_span().expect("a key span");
    let start = read.source.position(span.start);
    (start.line, start.column, read.source.slice(span).to_owned())
}

fn place(line: u32, column: u32, text: &str) -> (u32, u32, String) {
    (line, column, text.to_owned())
}

#[test]
fn block_values() {
    let read =
        read_text("kind: Pod # c\nspec:\n  containers:\n  - name: a\n    image:  b:1  # c\n  - name: c\nmore:   x\n");
    assert_eq!(value(&read, 0, &["kind"]), place(1, 7, "Pod"));
    assert_eq!(key(&read, 0, &["kind"]), place(1, 1, "kind"));
    assert_eq!(key(&read, 0, &["spec"]), place(2, 1, "spec"));
    let spec = "containers:\n  - name: a\n    image:  b:1  # c\n  - name: c";
    assert_eq!(value(&read, 0, &["spec"]), place(3, 3, spec));
    let list = "- name: a\n    image:  b:1  # c\n  - name: c";
    assert_eq!(value(&read, 0, &["spec", "containers"]), place(4, 3, list));
    assert_eq!(value(&read, 0, &["spec", "containers", "0"]), place(4, 5, "name: a\n    image:  b:1"));
    assert_eq!(value(&read, 0, &["spec", "containers", "0", "image"]), place(5, 13, "b:1"));
    assert_eq!(value(&read, 0, &["spec", "containers", "1"]), place(6, 5, "name: c"));
    assert_eq!(value(&read, 0, &["more"]), place(7, 9, "x"));
}

#[test]
fn block_lists_at_every_indentation() {
    let read = read_text("a:\n- 1\nb: # c\n  # d\n  - 1\n  -   2\nc: &x !!seq\n- - p\n  - q\n-\n  - r\n");
    assert_eq!(value(&read, 0, &["a"]), place(2, 1, "- 1"));
    assert_eq!(value(&read, 0, &["b"]), place(5, 3, "- 1\n  -   2"));
    assert_eq!(value(&read, 0, &["b", "1"]), place(6, 7, "2"));
    assert_eq!(value(&read, 0, &["c"]), place(8, 1, "- - p\n  - q\n-\n  - r"));
    assert_eq!(value(&read, 0, &["c", "0"]), place(8, 3, "- p\n  - q"));
    assert_eq!(value(&read, 0, &["c", "1"]), place(11, 3, "- r"));
    let root = read_text("- a\n- b\n");
    assert_eq!(value(&root, 0, &[]), place(1, 1, "- a\n- b"));
}

#[test]
fn what_a_text_block_ends_ends_with_its_text() {
    let read = read_text("a:\n  b:\n  - c\n  - |+\n    d\n\n\n  # e\n  f: >-\n    g\n\nh: 1\n");
    assert_eq!(value(&read, 0, &["a", "b"]), place(3, 3, "- c\n  - |+\n    d"));
    assert_eq!(value(&read, 0, &["a"]), place(2, 3, "b:\n  - c\n  - |+\n    d\n\n\n  # e\n  f: >-\n    g"));
}

#[test]
fn flow_values() {
    let read = read_text("a: {b: [1, \"x y\" ,{c: yes}], 'd e': 'it''s' }\n");
    assert_eq!(value(&read, 0, &["a"]), place(1, 4, "{b: [1, \"x y\" ,{c: yes}], 'd e': 'it''s' }"));
    assert_eq!(value(&read, 0, &["a", "b"]), place(1, 8, "[1, \"x y\" ,{c: yes}]"));
    assert_eq!(value(&read, 0, &["a", "b", "1"]), place(1, 12, "\"x y\""));
    assert_eq!(value(&read, 0, &["a", "b", "2", "c"]), place(1, 23, "yes"));
    assert_eq!(key(&read, 0, &["a", "b", "2", "c"]), place(1, 20, "c"));
    assert_eq!(key(&read, 0, &["a", "d e"]), place(1, 30, "'d e'"));
    assert_eq!(value(&read, 0, &["a", "d e"]), place(1, 37, "'it''s'"));
}

#[test]
fn quoted_and_block_scalars() {
    let read = read_text(
        "a: \"x\n  y\"\nb: |  # c\n  l1\n\n   l2 \n\n\n# d\nc: >-\n\n  f\nd: !!str |+\n  k\n\ne: plain\n  more\nf: |\n",
    );
    assert_eq!(value(&read, 0, &["a"]), place(1, 4, "\"x\n  y\""));
    assert_eq!(value(&read, 0, &["b"]), place(3, 4, "|  # c\n  l1\n\n   l2 "));
    assert_eq!(value(&read, 0, &["c"]), place(10, 4, ">-\n\n  f"));
    assert_eq!(value(&read, 0, &["d"]), place(13, 10, "|+\n  k"));
    assert_eq!(value(&read, 0, &["e"]), place(16, 4, "plain\n  more"));
    assert_eq!(value(&read, 0, &["f"]), place(18, 4, "|"));
    let items = read_text("- |\n  x\n- >\n  y\n---\n|\n  z\n");
    assert_eq!(value(&items, 0, &["0"]), place(1, 3, "|\n  x"));
    assert_eq!(value(&items, 0, &["1"]), place(3, 3, ">\n  y"));
    assert_eq!(value(&items, 1, &[]), place(6, 1, "|\n  z"));
}

#[test]
fn values_that_are_not_written() {
    let read = read_text("a:\nb:   # c\nc: {x, w: , z: }\nd:\n-\n- \n-  # c\ne: ~\n\"f\" :\n");
    assert_eq!(value(&read, 0, &["a"]), place(1, 3, ""));
    assert_eq!(value(&read, 0, &["b"]), place(2, 3, ""));
    assert_eq!(value(&read, 0, &["c", "x"]), place(3, 6, ""));
    assert_eq!(value(&read, 0, &["c", "w"]), place(3, 10, ""));
    assert_eq!(value(&read, 0, &["c", "z"]), place(3, 15, ""));
    assert_eq!(value(&read, 0, &["d", "0"]), place(5, 2, ""));
    assert_eq!(value(&read, 0, &["d", "1"]), place(6, 2, ""));
    assert_eq!(value(&read, 0, &["d", "2"]), place(7, 2, ""));
    assert_eq!(value(&read, 0, &["e"]), place(8, 4, "~"));
    assert_eq!(value(&read, 0, &["f"]), place(9, 6, ""));
}

#[test]
fn multi_byte_text_before() {
    let read = read_text("ключ: 😀 # é\nb: {é: \"ü\", c: [ñ, z]}\n");
    assert_eq!(value(&read, 0, &["ключ"]), place(1, 7, "😀"));
    assert_eq!(value(&read, 0, &["b", "é"]), place(2, 8, "\"ü\""));
    assert_eq!(value(&read, 0, &["b", "c", "1"]), place(2, 20, "z"));
    let span = at(read.documents[0].root(), &["b", "c", "1"]).span().unwrap();
    let position = read.source.position(span.start);
    assert_eq!((position.offset, position.utf16), (42, 32));
}

#[test]
fn windows_line_breaks_and_a_byte_order_mark() {
    let read = read_text("\u{feff}a: 1\r\nb:\r\n- x\r\n- w: |\r\n    t\r\n  z: 2\r\n---\r\nc: 3\r\n");
    assert_eq!(key(&read, 0, &["a"]), place(1, 1, "a"));
    assert_eq!(value(&read, 0, &["a"]), place(1, 4, "1"));
    assert_eq!(value(&read, 0, &["b"]), place(3, 1, "- x\r\n- w: |\r\n    t\r\n  z: 2"));
    assert_eq!(value(&read, 0, &["b", "1", "w"]), place(4, 6, "|\r\n    t"));
    assert_eq!(at(read.documents[0].root(), &["b", "1", "w"]).as_str(), Some("t\n"));
    assert_eq!(value(&read, 0, &["b", "1", "z"]), place(6, 6, "2"));
    assert_eq!(value(&read, 1, &["c"]), place(8, 4, "3"));
}

#[test]
fn later_documents_and_list_items() {
    let read = read_text("a: 1\n---\n# c\nkind: List\nitems:\n- kind: Pod\n  b: {c: x}\n- kind: Job\n--- \na: 2");
    assert_eq!(value(&read, 1, &["items", "0", "b", "c"]), place(7, 10, "x"));
    assert_eq!(value(&read, 1, &["items", "1"]), place(8, 3, "kind: Job"));
    assert_eq!(value(&read, 2, &["a"]), place(10, 4, "2"));
    let item = at(read.documents[1].root(), &["items", "1"]);
    assert_eq!(at(item, &["kind"]).path().to_string(), "items[1].kind");
    assert_eq!(at(item, &["kind"]).path_from(item).to_string(), "kind");
    assert_eq!(at(item, &["kind"]).parent().map(NodeRef::id), Some(item.id()));
}

#[test]
fn values_behind_an_anchor() {
    let read = read_text("a: &x\n  b: 1\nc: *x\nd:\n  <<: *x\n  z: 2\ne: &y 5\nf: *y\ng: &z [1]\nh: &w {b: 1}\n");
    assert_eq!(value(&read, 0, &["a"]), place(2, 3, "b: 1"));
    assert_eq!(value(&read, 0, &["c"]), place(2, 3, "b: 1"));
    assert_eq!(key(&read, 0, &["c"]), place(3, 1, "c"));
    assert_eq!(value(&read, 0, &["c", "b"]), place(2, 6, "1"));
    assert_eq!(key(&read, 0, &["c", "b"]), place(2, 3, "b"));
    assert_eq!(value(&read, 0, &["d"]), place(5, 3, "<<: *x\n  z: 2"));
    assert_eq!(value(&read, 0, &["d", "b"]), place(2, 6, "1"));
    assert_eq!(value(&read, 0, &["d", "z"]), place(6, 6, "2"));
    assert_eq!(value(&read, 0, &["e"]), place(7, 7, "5"));
    assert_eq!(value(&read, 0, &["f"]), place(7, 7, "5"));
    assert_eq!(value(&read, 0, &["g"]), place(9, 7, "[1]"));
    assert_eq!(value(&read, 0, &["h"]), place(10, 7, "{b: 1}"));
}

#[test]
fn explicit_keys_and_tags() {
    let read = read_text("? a\n: !!str 1\n? \"b\"\n:\n  - x\nc: ! {k: v}\n");
    assert_eq!(key(&read, 0, &["a"]), place(1, 3, "a"));
    assert_eq!(value(&read, 0, &["a"]), place(2, 9, "1"));
    assert_eq!(key(&read, 0, &["b"]), place(3, 3, "\"b\""));
    assert_eq!(value(&read, 0, &["b"]), place(5, 3, "- x"));
    assert_eq!(value(&read, 0, &["c"]), place(6, 6, "{k: v}"));
}

#[test]
fn json_values() {
    let read = read_text("{\n \"é\": {\"b\" : [1, -2.50e1, \"x\\ny\", true ]},\n \"c\": null}\n{\"a\": {}}");
    assert_eq!(value(&read, 0, &["é", "b"]), place(2, 14, "[1, -2.50e1, \"x\\ny\", true ]"));
    assert_eq!(key(&read, 0, &["é"]), place(2, 2, "\"é\""));
    assert_eq!(key(&read, 0, &["é", "b"]), place(2, 8, "\"b\""));
    assert_eq!(value(&read, 0, &["é", "b", "1"]), place(2, 18, "-2.50e1"));
    assert_eq!(value(&read, 0, &["é", "b", "2"]), place(2, 27, "\"x\\ny\""));
    assert_eq!(value(&read, 0, &["c"]), place(3, 7, "null"));
    assert_eq!(value(&read, 1, &["a"]), place(4, 7, "{}"));
}
