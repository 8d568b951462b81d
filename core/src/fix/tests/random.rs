//! Random changes of texts of others: an edit that is made says what was asked for, whatever the layout.
//!
//! The texts are no part of the project. Their folder is taken from `KUBELAW_CORPORA`; without it these tests do nothing.

use super::super::apply::apply;
use super::super::draft::Draft;
use super::super::edit::edits;
use super::super::reading::Reading;
use crate::document::{Limits, NodeId, NodeRef, Read, Segment, Symbols, read};
use serde_json::{Value as Json, json};
use std::path::PathBuf;
use std::sync::Arc;

/// What came of the changes.
#[derive(Debug, Default)]
struct Tally {
    made: usize,
    refused: usize,
    /// The edited text says something else; such a fix is withheld.
    wrong: usize,
    /// What of the edited text is read again says the one, and the whole text the other.
    misread: usize,
}

/// A small generator of numbers, the same on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end.max(1)
    }
}

#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn corpus(name: &str) -> Option<String> {
    let Some(folder) = std::env::var_os("KUBELAW_CORPORA") else {
        eprintln!("skipped: KUBELAW_CORPORA is not set");
        return None;
    };
    std::fs::read_to_string(PathBuf::from(folder).join(name)).ok()
}

fn parse(text: &str) -> Read {
    read("x", text.into(), &Arc::new(Symbols::new()), &Limits::default())
}

/// The value at a path.
fn at<'v>(root: &'v mut Json, path: &[Segment<'_>]) -> &'v mut Json {
    path.iter().fold(root, |value, segment| match segment {
        Segment::Key(key) => &mut value[*key],
        Segment::Index(index) => &mut value[*index],
    })
}

/// Changes a value as a fix may.
fn change(value: &mut Json, random: &mut Random) {
    let new =
        [json!("RuntimeDefault"), json!(false), json!({"drop": ["ALL"], "add": {"x": 1}}), json!([{"a": 1}, "yes"])];
    let new = new[random.below(new.len())].clone();
    match value {
        Json::Object(map) if random.below(3) > 0 => {
            let keys: Vec<String> = map.keys().cloned().collect();
            match keys.get(random.below(keys.len() * 2)) {
                Some(key) => drop(map.remove(key)),
                None => drop(map.insert("added".to_owned(), new)),
            }
        }
        Json::Array(list) if random.below(3) > 0 => match random.below(list.len() * 2) {
            index if index < list.len() => drop(list.remove(index)),
            _ => list.push(new),
        },
        value => *value = new,
    }
}

fn try_texts<'t>(texts: impl Iterator<Item = &'t str>, each: usize, tally: &mut Tally, shown: &mut Vec<String>) {
    let mut random = Random(7);
    for text in texts {
        let before = parse(text);
        let Some(document) = before.documents.first().filter(|_| before.errors.is_empty()) else { continue };
        for _ in 0..each {
            let number = u32::try_from(random.below(document.len())).unwrap();
            let node: NodeRef<'_> = document.node(NodeId(number)).unwrap();
            let mut new = document.root().to_json();
            let path = node.path();
            // One change mostly, sometimes two.
            change(at(&mut new, path.segments()), &mut random);
            if random.below(4) == 0 && new.is_object() {
                change(&mut new, &mut random);
            }
            let draft = Draft::of(document.root(), &new);
            let Ok(edits) = edits(document.root(), &draft) else {
                tally.refused += 1;
                continue;
            };
            let edited = apply(text, &edits);
            let after = parse(&edited);
            let same =
                after.errors.is_empty() && after.documents.first().is_some_and(|again| again.root().to_json() == new);
            let others = after.documents.len() == before.documents.len() || new.is_null();
            let (symbols, limits) = (&Arc::new(Symbols::new()), &Limits::default());
            if (Reading { root: document.root(), symbols, limits }).says(&edits, &draft) != (same && others) {
                tally.misread += 1;
                shown.push(format!("at {path} of\n{text}\n---- is\n{edited}\n---- misread, and not {new}"));
            }
            if same && others {
                tally.made += 1;
            } else {
                tally.wrong += 1;
                if !text.contains(["&", "*", "?", "!"].map(|c| c.chars().next().unwrap_or_default())) {
                    shown.push(format!("at {path} of\n{text}\n---- is\n{edited}\n---- not {new}"));
                }
            }
        }
    }
}

#[test]
fn real_manifests_take_every_change() {
    let Some(text) = corpus("realworld/kubernetes-api-populated.yaml") else { return };
    let (mut tally, mut shown) = (Tally::default(), Vec::new());
    try_texts(text.split("\n---\n").step_by(4).filter(|text| text.len() < 20_000), 12, &mut tally, &mut shown);
    let Some(text) = corpus("realworld/workloads.yaml") else { return };
    try_texts(text.split("\n---\n").step_by(12).filter(|text| text.len() < 20_000), 8, &mut tally, &mut shown);
    assert!(
        tally.wrong == 0 && tally.misread == 0 && tally.made > 500,
        "{tally:?}\n{}",
        shown.iter().take(3).cloned().collect::<Vec<_>>().join("\n====\n")
    );
}

#[test]
fn strange_yaml_is_mostly_refused_or_right() {
    let Some(lines) = corpus("yaml-test-suite.jsonl") else { return };
    let cases: Vec<Json> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let (mut tally, mut shown) = (Tally::default(), Vec::new());
    try_texts(cases.iter().filter_map(|case| case["yaml"].as_str()), 20, &mut tally, &mut shown);
    // What is wrong is found out when the text is read again, and then withheld: it costs a fix, never a file.
    assert!(
        tally.wrong * 8 < tally.made && tally.misread == 0,
        "{tally:?}\n{}",
        shown.iter().step_by(4).take(30).cloned().collect::<Vec<_>>().join("\n====\n")
    );
}
