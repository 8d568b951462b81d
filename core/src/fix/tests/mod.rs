//! Edits of texts in every layout that people write.

mod passes;
mod random;

use super::apply::apply;
use super::draft::Draft;
use super::edit::{Obstacle, edits};
use crate::document::{Limits, NodeRef, Read, Symbols, read};
use crate::report::blame::Step;
use serde_json::{Value as Json, json};
use std::sync::Arc;

fn read_text(text: &str) -> Read {
    let read = read("test.yaml", text.into(), &Arc::new(Symbols::new()), &Limits::default());
    assert!(read.errors.is_empty(), "{text:?}: {:?}", read.errors);
    read
}

/// Changes the first document of a text and says what the text is then. What it holds must be what was asked for.
fn changed(text: &str, change: impl Fn(&mut Json)) -> Result<String, Obstacle> {
    let read = read_text(text);
    let root: NodeRef<'_> = read.documents[0].root();
    let mut new = root.to_json();
    change(&mut new);
    let edits = edits(root, &Draft::of(root, &new))?;
    let text = apply(text, &edits);
    let again = read_text(&text);
    assert_eq!(again.documents[0].root().to_json(), new, "{text}");
    for (before, after) in read.documents.iter().zip(&again.documents).skip(1) {
        assert_eq!(before.root().to_json(), after.root().to_json());
    }
    Ok(text)
}

#[track_caller]
fn check(text: &str, change: impl Fn(&mut Json), expected: &str) {
    assert_eq!(changed(text, change).as_deref(), Ok(expected));
}

/// Sets a value by a JSON pointer whose parent exists.
fn set(pointer: &str, value: Json) -> impl Fn(&mut Json) {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let (parent, key) = (parent.to_owned(), key.to_owned());
    move |root| match root.pointer_mut(&parent).unwrap() {
        Json::Object(map) => {
            map.insert(key.clone(), value.clone());
        }
        Json::Array(list) => match key.parse::<usize>() {
            Ok(index) => list[index] = value.clone(),
            Err(_) => list.push(value.clone()),
        },
        _ => panic!("no map or list"),
    }
}

fn remove(pointer: &str) -> impl Fn(&mut Json) {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let (parent, key) = (parent.to_owned(), key.to_owned());
    move |root| match root.pointer_mut(&parent).unwrap() {
        Json::Object(map) => drop(map.remove(&key).unwrap()),
        Json::Array(list) => drop(list.remove(key.parse().unwrap())),
        _ => panic!("no map or list"),
    }
}

#[test]
fn a_scalar_keeps_what_is_around_it() {
    check("a:   true  # why\nb: 1\n", set("/a", json!(false)), "a:   false  # why\nb: 1\n");
    check("a: \"x\" # c\n", set("/a", json!("y")), "a: \"y\" # c\n");
    check("a: 'x'\n", set("/a", json!("it's")), "a: 'it''s'\n");
    check("a: x\n", set("/a", json!("yes")), "a: \"yes\"\n");
    check("a: \"1\"\n", set("/a", json!(1)), "a: 1\n");
    check("a: |\n  text\n  more\nb: 1\n", set("/a", json!("x")), "a: x\nb: 1\n");
    check("a: >-\n  text\nb: 1\n", set("/a", json!(true)), "a: true\nb: 1\n");
    check("a: |- # c\n  text\n  more\nb: 1\n", set("/a", json!("x")), "a: x # c\nb: 1\n");
    check("- >2+\t# c\r\n    text\r\n\r\n- y\r\n", set("/0", json!("x")), "- x\t# c\r\n\r\n- y\r\n");
    check("a: | # c\n  text\nb: 1\n", set("/a", json!({"d": [1]})), "a: # c\n  d:\n  - 1\nb: 1\n");
    check("- |-  # c\n  text\n- 1\n", set("/0", json!({"d": [1], "e": 2})), "- # c\n  d:\n  - 1\n  e: 2\n- 1\n");
    check("- - >\n    text\n  - 1\n", set("/0/0", json!({"d": 1})), "- - d: 1\n  - 1\n");
    check("a: |\n  text", set("/a", json!({"d": 1})), "a:\n  d: 1");
    check("- x\n- y # c\n", set("/1", json!(2)), "- x\n- 2 # c\n");
    check("a:\n  plain\n  text\nb: 1\n", set("/a", json!("x")), "a:\n  x\nb: 1\n");
}

#[test]
fn what_is_not_written_is_written_behind_its_colon_or_dash() {
    check("a:\nb: 1\n", set("/a", json!(false)), "a: false\nb: 1\n");
    check("a:   # c\n", set("/a", json!("x")), "a: x   # c\n");
    check("a: ~ # c\n", set("/a", json!("x")), "a: x # c\n");
    check("-\n- 1\n", set("/0", json!("x")), "- x\n- 1\n");
    check("a: {x, w: , z: 1}\n", set("/a/w", json!(2)), "a: {x, w: 2 , z: 1}\n");
    check("a: {x: }\n", set("/a/z", json!(1)), "a: {x: , z: 1 }\n");
    check("a: {x: , z: 1}\n", remove("/a/z"), "a: {x: }\n");
    check("a: {x, z: 1}\n", set("/a/x", json!(2)), "a: {x: 2, z: 1}\n");
}

#[test]
fn an_entry_comes_behind_the_last_one() {
    check("a:\n  b: 1 # c\n\n# d\ne: 2\n", set("/a/m", json!(true)), "a:\n  b: 1 # c\n  m: true\n\n# d\ne: 2\n");
    check(
        "l:\n- name: a\n  image: b\n  # c\n- name: c\n",
        set("/l/0/s", json!({"p": false, "c": {"drop": ["ALL"]}})),
        "l:\n- name: a\n  image: b\n  s:\n    c:\n      drop:\n      - ALL\n    p: false\n  # c\n- name: c\n",
    );
    check(
        "spec:\n    l:\n        - name: a\n    k: 1\n",
        set("/spec/l/0/s", json!({"drop": ["ALL"]})),
        "spec:\n    l:\n        - name: a\n          s:\n              drop:\n                  - ALL\n    k: 1\n",
    );
    check("a: 1", set("/b", json!("x")), "a: 1\nb: x");
    check("a:\r\n  b: 1\r\nc: 2\r\n", set("/a/d", json!({"e": 1})), "a:\r\n  b: 1\r\n  d:\r\n    e: 1\r\nc: 2\r\n");
    check("a: 1\r\nb: 2", set("/c", json!(3)), "a: 1\r\nb: 2\r\nc: 3");
    check("a: |\n  x\n\n\nb: 1\n---\nc: 1\n", set("/d", json!(3)), "a: |\n  x\n\n\nb: 1\nd: 3\n---\nc: 1\n");
    check("a: |+\n  x\n\n\n---\nc: 1\n", set("/d", json!(3)), "a: |+\n  x\n\n\nd: 3\n---\nc: 1\n");
    check("a: |\n  x\n\n# c\n", set("/d", json!(3)), "a: |\n  x\nd: 3\n\n# c\n");
    check("l:\n- c:\n  - |\n    x\nd: 1\n", set("/l/0/e", json!(3)), "l:\n- c:\n  - |\n    x\n  e: 3\nd: 1\n");
    check("l:\n- c: >-\n    x\n\n- d: 1\n", set("/l/0/e", json!(3)), "l:\n- c: >-\n    x\n  e: 3\n\n- d: 1\n");
    check("a:\n", set("/d", json!(3)), "a:\nd: 3\n");
    check("- - a\n  - b\n- c\n", set("/0/-", json!("d")), "- - a\n  - b\n  - d\n- c\n");
    check("---\na: 1\n...\n---\nb: 1\n", set("/d", json!(3)), "---\na: 1\nd: 3\n...\n---\nb: 1\n");
    check("\u{feff}a: 1\n", set("/b", json!(3)), "\u{feff}a: 1\nb: 3\n");
    check("? a\n: 1\n", set("/b", json!(3)), "? a\n: 1\nb: 3\n");
}

#[test]
fn parents_take_the_place_of_nothing() {
    check("a:\nb: 1\n", set("/a", json!({"c": {"d": true}})), "a:\n  c:\n    d: true\nb: 1\n");
    check("a: # why\nb: 1\n", set("/a", json!({"c": 1})), "a: # why\n  c: 1\nb: 1\n");
    check("a: null # why\nb: 1\n", set("/a", json!({"c": 1})), "a: # why\n  c: 1\nb: 1\n");
    check("a: {} # why\nb: 1\n", set("/a", json!({"c": 1})), "a: # why\n  c: 1\nb: 1\n");
    check("a: {}", set("/a", json!({"c": 1})), "a:\n  c: 1");
    check("x:\n  a: {}\n", set("/x/a", json!({"c": [1]})), "x:\n  a:\n    c:\n    - 1\n");
    check("a: []\nb: 1\n", set("/a", json!(["x"])), "a: [x]\nb: 1\n");
    check("a: []\nb: 1\n", set("/a", json!([{"m": 1}])), "a:\n- m: 1\nb: 1\n");
    check("a: ~\nb:\n  - 1\n", set("/a", json!(["x"])), "a:\n  - x\nb:\n  - 1\n");
    check("-\n- 1\n", set("/0", json!({"a": {"b": 1}, "c": 2})), "- a:\n    b: 1\n  c: 2\n- 1\n");
    check("- {}\n", set("/0", json!({"a": 1, "c": 2})), "- a: 1\n  c: 2\n");
}

#[test]
fn lists_grow_in_their_own_style() {
    check("a:\n- x\nb: 1\n", set("/a/-", json!("ALL")), "a:\n- x\n- ALL\nb: 1\n");
    check(
        "a:\n  - \"x\" # c\n\n  # d\nb: 1\n",
        set("/a/-", json!("ALL")),
        "a:\n  - \"x\" # c\n  - \"ALL\"\n\n  # d\nb: 1\n",
    );
    check("a: [x]\n", set("/a/-", json!("ALL")), "a: [x, ALL]\n");
    check("a: [ \"x\",\"y\" ]\n", set("/a/-", json!("ALL")), "a: [ \"x\",\"y\",\"ALL\" ]\n");
    check("a: [x, y,]\n", set("/a/-", json!("z")), "a: [x, y, z,]\n");
    check("a: [\n  x, # c\n  y # d\n]\n", set("/a/-", json!("z")), "a: [\n  x, # c\n  y,\n  z # d\n]\n");
    check("a: {b: 1}\n", set("/a/c", json!({"d": ["x y"]})), "a: {b: 1, c: {d: [x y]}}\n");
    check("a: { }\nb: {c: {}}\n", set("/b/c", json!({"d": 1})), "a: { }\nb: {c: {d: 1}}\n");
}

#[test]
fn json_stays_json() {
    check(
        "{\"a\":{\"b\":1},\"c\":[]}",
        set("/a/d", json!({"e": [true]})),
        "{\"a\":{\"b\":1,\"d\":{\"e\":[true]}},\"c\":[]}",
    );
    check("{\"a\":{},\"c\":[]}", set("/c", json!(["x"])), "{\"a\":{},\"c\":[\"x\"]}");
    check("{\"a\": {}, \"c\": 1}", set("/a", json!({"x": {"y": 1}})), "{\"a\": {\"x\": {\"y\": 1}}, \"c\": 1}");
    let pretty = "{\n  \"a\": {\n    \"b\": 1\n  },\n  \"c\": [],\n  \"d\": {}\n}\n";
    check(
        pretty,
        set("/a/n", json!({"e": ["x"]})),
        "{\n  \"a\": {\n    \"b\": 1,\n    \"n\": {\n      \"e\": [\n        \"x\"\n      ]\n    }\n  },\n  \"c\": [],\n  \"d\": {}\n}\n",
    );
    check(
        pretty,
        set("/c", json!(["x"])),
        "{\n  \"a\": {\n    \"b\": 1\n  },\n  \"c\": [\n    \"x\"\n  ],\n  \"d\": {}\n}\n",
    );
    check(
        pretty,
        set("/d", json!({"x": 1})),
        "{\n  \"a\": {\n    \"b\": 1\n  },\n  \"c\": [],\n  \"d\": {\n    \"x\": 1\n  }\n}\n",
    );
    check(pretty, set("/a", json!({})), "{\n  \"a\": {},\n  \"c\": [],\n  \"d\": {}\n}\n");
    check(pretty, remove("/d"), "{\n  \"a\": {\n    \"b\": 1\n  },\n  \"c\": []\n}\n");
    check(pretty, remove("/a"), "{\n  \"c\": [],\n  \"d\": {}\n}\n");
    check("{\r\n\t\"a\": null\r\n}", set("/a", json!({"b": 1})), "{\r\n\t\"a\": {\r\n\t\t\"b\": 1\r\n\t}\r\n}");
    check("{\"a\":1}\n{\"a\":2}\n", set("/b", json!("x")), "{\"a\":1,\"b\":\"x\"}\n{\"a\":2}\n");
}

#[test]
fn of_two_that_are_the_same_the_one_that_is_meant_goes() {
    let text = "l:\n- x # one\n- x # other\n";
    let read = read_text(text);
    let root = read.documents[0].root();
    for (index, left) in [(0, "l:\n- x # other\n"), (1, "l:\n- x # one\n")] {
        let mut draft = Draft::Kept(root);
        draft.child(&Step::Key("l".to_owned())).unwrap().remove(&Step::Index(index)).unwrap();
        assert_eq!(apply(text, &edits(root, &draft).unwrap()), left);
    }
}

#[test]
fn removing_takes_whole_lines() {
    check("a: 1 # x\n# y\nb: 2\n", remove("/a"), "# y\nb: 2\n");
    check("a: 1\nb:\n  c: 2\n  d: 3\n\ne: 1\n", remove("/b"), "a: 1\n\ne: 1\n");
    check("a: 1\nb: 2", remove("/b"), "a: 1");
    check("a: 1\r\nb: 2", remove("/b"), "a: 1");
    check("l:\n- name: a # c\n  # d\n  image: b\n", remove("/l/0/name"), "l:\n- # d\n  image: b\n");
    check("l:\n- name: a\n  image: b\n- x: 1\n", remove("/l/0/name"), "l:\n- image: b\n- x: 1\n");
    check("l:\n- name: a\n  image: b\n- x: 1\n", remove("/l/0"), "l:\n- x: 1\n");
    check("l:\n  - a\n  # c\n  - b\nx: 1\n", remove("/l/1"), "l:\n  - a\n  # c\nx: 1\n");
    check("- - a\n  - b\n- c\n", remove("/0/0"), "- - b\n- c\n");
    check("a:\n  b: |\n    x\n\n  c: 1\n", remove("/a/b"), "a:\n\n  c: 1\n");
    check("l:\n- c:\n  - |\n    x\nd: 1\n", remove("/l"), "d: 1\n");
    check("a: &x 1\nb: *x\nc: 2\n", remove("/b"), "a: &x 1\nc: 2\n");
}

#[test]
fn what_loses_all_is_empty() {
    check("a: # c\n  b: 1\nd: 1\n", remove("/a/b"), "a: {} # c\nd: 1\n");
    check("a:\n  - b\nd: 1\n", remove("/a/0"), "a: []\nd: 1\n");
    check("a:\n  - b", remove("/a/0"), "a: []");
    check("l:\n- a: 1\n- b\n", remove("/l/0/a"), "l:\n- {}\n- b\n");
    check("a: {b: 1}\n", remove("/a/b"), "a: {}\n");
    check("a: [ 1 ]\n", remove("/a/0"), "a: []\n");
}

#[test]
fn what_loses_all_keeps_the_comments_that_are_not_about_it() {
    check("a: { # c\n  b: 1 }\n", remove("/a/b"), "a: { # c\n  }\n");
    check("a: [ # c\r\n  # d\r\n  1, # e\r\n]\r\n", remove("/a/0"), "a: [ # c\r\n  # d\r\n  ]\r\n");
    check("a: {\n  b: 1, # c\n  # d\n}\n", remove("/a/b"), "a: {  # d\n}\n");
    check("a: { # c\n  b: 1\n  # d\n}\n", remove("/a/b"), "a: { # c\n  # d\n}\n");
    check("a: [\n  \"#\" # c\n]\n", remove("/a/0"), "a: []\n");
    check("a: { # c\n  b: 1 }\n", |root| root["a"] = json!({"d": 1}), "a: { # c\n  d: 1 }\n");
    check("a: { # c\n  b: 1 }\n", |root| root["a"] = json!({"d": 2}), "a: { # c\n  d: 2}\n");
    check("a: [ # c\n  1\n  # d\n]\n", |root| root["a"] = json!(["x"]), "a: [ # c\n  x\n  # d\n]\n");
}

#[test]
fn removing_from_brackets_takes_a_comma() {
    check("a: [1, 2, 3]\n", remove("/a/0"), "a: [2, 3]\n");
    check("a: [1, 2, 3]\n", remove("/a/1"), "a: [1, 3]\n");
    check("a: [1, 2, 3 ]\n", remove("/a/2"), "a: [1, 2 ]\n");
    check("a: {b: 1, c: 2}\n", remove("/a/c"), "a: {b: 1}\n");
    check("a: [\n  1, # one\n  # two\n  2\n]\n", remove("/a/0"), "a: [\n  # two\n  2\n]\n");
    check("a: {\r\n  b: {\r\n    c: 1},\r\n  d: 2\r\n}\r\n", remove("/a/b"), "a: {\r\n  d: 2\r\n}\r\n");
    check("{\n\t\"a\": 1,\n\t\"b\": 2\n}", remove("/a"), "{\n\t\"b\": 2\n}");
    check("a: [\n  1, # one\n  2\n]\n", remove("/a/1"), "a: [\n  1, # one\n]\n");
    check("a: { # a\r\n  b: 1, # b\r\n  c: 2, # c\r\n}\r\n", remove("/a/c"), "a: { # a\r\n  b: 1, # b\r\n}\r\n");
    check("a: [\n  1,\n  # two\n  2 , ]\n", remove("/a/1"), "a: [\n  1,\n  # two\n   ]\n");
    check("a: [\n  1,\n  2 # two\n]\n", remove("/a/1"), "a: [\n  1,\n]\n");
    check("a: [\n  1,\n  2,\n]\n", remove("/a/1"), "a: [\n  1,\n]\n");
    check("[\n  1,\n  2\n]\n", remove("/1"), "[\n  1\n]\n");
}

#[test]
fn an_entry_whose_value_stays_is_renamed() {
    let renamed = |from: &'static str, to: &'static str| {
        move |root: &mut Json| {
            let map = root.as_object_mut().unwrap();
            let value = map.remove(from).unwrap();
            map.insert(to.to_owned(), value);
        }
    };
    check("old: # of a\n  a: 1 # b\nc: 2\n", renamed("old", "new"), "new: # of a\n  a: 1 # b\nc: 2\n");
    check("c: 2\n'old' : |\n  x\n", renamed("old", "new"), "c: 2\n'new' : |\n  x\n");
    check("old:\nc: 2\n", renamed("old", "true"), "\"true\":\nc: 2\n");
    check("{old: [a], c: 2}\n", renamed("old", "new"), "{new: [a], c: 2}\n");
    check("{\"old\":{},\"c\":2}", renamed("old", "new"), "{\"new\":{},\"c\":2}");
    check("c: &x [a]\nold: *x\n", renamed("old", "new"), "c: &x [a]\nnew: *x\n");
    assert_eq!(
        changed("a: &m {old: 1}\nc: {<<: *m, d: 2}\n", |root| {
            let map = root["c"].as_object_mut().unwrap();
            let value = map.remove("old").unwrap();
            map.insert("new".to_owned(), value);
        }),
        Err(Obstacle::Shared)
    );
}

#[test]
fn several_changes_of_one_object() {
    check(
        "l:\n- a: 1\n  b: 2\n  c: 3\n",
        |root| {
            let map = root.pointer_mut("/l/0").unwrap().as_object_mut().unwrap();
            map.remove("a");
            map.remove("b");
            map.insert("d".to_owned(), json!(4));
            map.insert("c".to_owned(), json!(5));
        },
        "l:\n- c: 5\n  d: 4\n",
    );
    check("a: 1\nb: 2\nc: 3\n", |root| *root = json!({"b": 2}), "b: 2\n");
    check("a: 1\nb: 2", |root| *root = json!({"c": 2, "a": 1}), "a: 1\nc: 2");
    check("a:\n  b: 1\n  c: 2\nd: 1\n", |root| root["a"] = json!({"e": 1}), "a:\n  e: 1\nd: 1\n");
    check("a:\n  b: 1\n  c: 2\nd: 1\n", |root| root["a"] = json!("x"), "a: x\nd: 1\n");
    check("a:\n- 1\n- 2\n", |root| root["a"] = json!({"x": 1}), "a:\n  x: 1\n");
    check("a: [1, 2, 3, 4]\n", |root| root["a"] = json!([2, 4, 5]), "a: [2, 4, 5]\n");
}

#[test]
fn what_is_shared_is_never_edited() {
    let text = "a: &x\n  b: 1\nc: *x\nd:\n  <<: *x\n  z: 2\n";
    assert_eq!(changed(text, set("/c/b", json!(2))), Err(Obstacle::Shared));
    assert_eq!(changed(text, set("/c/e", json!(2))), Err(Obstacle::Shared));
    assert_eq!(changed(text, set("/d/b", json!(2))), Err(Obstacle::Shared));
    assert_eq!(changed(text, remove("/d/b")), Err(Obstacle::Shared));
    assert_eq!(changed(text, set("/c", json!("x"))), Err(Obstacle::Shared));
    check(text, set("/d/e", json!(3)), "a: &x\n  b: 1\nc: *x\nd:\n  <<: *x\n  z: 2\n  e: 3\n");
    assert_eq!(changed("a: !!str 1\n", set("/a", json!(true))), Err(Obstacle::Tagged));
}
