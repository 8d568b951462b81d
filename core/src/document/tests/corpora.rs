//! Texts of others: real manifests as kubectl reads them, and the YAML test suite.
//!
//! They are no part of the project. The folder is taken from `KUBELAW_CORPORA`; without it these tests do nothing.

use super::{Limits, NodeRef, read, symbols};
use crate::document::Value;
use serde_json::json;
use std::path::PathBuf;
use std::sync::Arc;

/// The text of a corpus file, or none, saying so, where there is no corpus.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn corpus(name: &str) -> Option<String> {
    let Some(folder) = std::env::var_os("KUBELAW_CORPORA") else {
        eprintln!("skipped: KUBELAW_CORPORA is not set");
        return None;
    };
    let path = PathBuf::from(folder).join(name);
    match std::fs::read_to_string(&path) {
        Ok(text) => Some(text),
        Err(error) => {
            eprintln!("skipped: {}: {error}", path.display());
            None
        }
    }
}

/// The documents of `all-except-crds.yaml` as kubectl 1.37 printed them, value for value: their number, and a hash.
const DOCUMENTS: usize = 8_475;
const AS_KUBECTL_READS_THEM: u64 = 0x5ad5_6568_d8b0_dc5f;

#[test]
fn real_manifests_are_read_as_kubectl_reads_them() {
    let Some(text) = corpus("realworld/all-except-crds.yaml") else { return };
    let read = read("all-except-crds.yaml", Arc::from(text), &symbols(), &Limits::default());
    assert!(read.errors.is_empty(), "{:?}", read.errors);
    let mut hash = Hash(0xcbf2_9ce4_8422_2325);
    for document in &read.documents {
        hash.value(document.root());
    }
    assert_eq!((read.documents.len(), hash.0), (DOCUMENTS, AS_KUBECTL_READS_THEM));
}

/// FNV-1a over values, the entries of maps sorted by key.
struct Hash(u64);

impl Hash {
    fn bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn value(&mut self, node: NodeRef<'_>) {
        match node.value() {
            Value::Null => self.bytes(b"null"),
            Value::Bool(value) => self.bytes(if value { b"true" } else { b"false" }),
            Value::Int(value) => self.bytes(format!("i{value}").as_bytes()),
            Value::Float(value) => self.bytes(format!("f{value}").as_bytes()),
            Value::String(value) => self.bytes(format!("s{}:{value}", value.len()).as_bytes()),
            Value::List => {
                self.bytes(b"[");
                node.items().for_each(|item| self.value(item));
                self.bytes(b"]");
            }
            Value::Map => {
                let mut entries: Vec<_> = node.entries().collect();
                entries.sort_by_key(|entry| entry.key);
                self.bytes(b"{");
                for entry in entries {
                    self.bytes(format!("{}:{}", entry.key.len(), entry.key).as_bytes());
                    self.value(entry.value);
                }
                self.bytes(b"}");
            }
        }
    }
}

/// Cases of the YAML test suite that come out otherwise here, and why.
const KEY: &str = "the key is a null, a list or a map, which Kubernetes refuses";
const LAX: &str = "libyaml, and so kubectl, takes flow forms and quoted strings that are indented too little";
const APART: &str = "libyaml, and so kubectl, takes a comment without a space before it";
const TAB: &str = "libyaml, and so kubectl, takes no tab in the indentation of a line or behind a dash";
const COLON: &str = "to libyaml, and so to kubectl, a colon right before a comma or bracket is part of the key";
const QUESTION: &str = "to libyaml, and so to kubectl, a question mark in brackets is the sign of a key";
const DASH: &str = "libyaml, and so kubectl, takes a lone dash in brackets for a string";
const BEHIND: &str = "kubectl takes nothing but a comment behind `---`";
const NAME: &str = "to libyaml, and so to kubectl, the name of an anchor is of letters, digits, `_` and `-`";
const EXCEPTIONS: &[(&str, &str)] = &[
    ("27NA", BEHIND),
    ("2G84-02", BEHIND),
    ("2G84-03", BEHIND),
    ("2JQS", KEY),
    ("2SXE", NAME),
    ("2XXW", BEHIND),
    ("35KP", BEHIND),
    ("3UYS", "Kubernetes' reader knows no escape `\\/`"),
    ("4ABK", COLON),
    ("4FJ6", KEY),
    ("4Q9F", BEHIND),
    ("565N", "`!!binary` is decoded, as Kubernetes does"),
    ("652Z", QUESTION),
    ("6BCT", TAB),
    ("6BFJ", KEY),
    ("6FWR", BEHIND),
    ("6JQW", BEHIND),
    ("6LVF", BEHIND),
    ("6M2F", KEY),
    ("6PBE", KEY),
    ("753E", BEHIND),
    ("82AN", BEHIND),
    ("8XYN", NAME),
    ("93WF", BEHIND),
    ("96L6", BEHIND),
    ("96NN-00", TAB),
    ("96NN-01", TAB),
    ("9C9N", LAX),
    ("9JBA", APART),
    ("9MMW", KEY),
    ("9MQT-00", BEHIND),
    ("A2M4", TAB),
    ("B3HG", BEHIND),
    ("C4HZ", "the key `y` is a bool in YAML 1.1, so the key is `true`"),
    ("CFD4", KEY),
    ("CVW2", APART),
    ("DFF7", KEY),
    ("DK3J", BEHIND),
    ("DK95-00", TAB),
    ("DK95-01", LAX),
    ("DK95-03", TAB),
    ("DK95-04", TAB),
    ("DK95-07", TAB),
    ("FH7J", KEY),
    ("FP8R", BEHIND),
    ("FRK4", KEY),
    ("FTA2", BEHIND),
    ("G5U8", DASH),
    ("HM87-01", QUESTION),
    ("HRE5", "libyaml, and so kubectl, takes an escaped single quote in double ones"),
    ("J7PZ", BEHIND),
    ("JR7V", QUESTION),
    ("K54U", BEHIND),
    ("KK5P", KEY),
    ("KSS4", BEHIND),
    ("L383", BEHIND),
    ("LX3P", KEY),
    ("M2N8-00", KEY),
    ("M2N8-01", KEY),
    ("M5DY", KEY),
    ("NHX8", KEY),
    ("NKF9", KEY),
    ("PW8X", KEY),
    ("Q9WF", KEY),
    ("QB6E", LAX),
    ("R4YG", TAB),
    ("RZP5", KEY),
    ("S3PD", KEY),
    ("SBG9", KEY),
    ("SM9W-01", KEY),
    ("SU5Z", APART),
    ("T26H", BEHIND),
    ("T5N4", BEHIND),
    ("UGM3", BEHIND),
    ("UKK6-00", KEY),
    ("V9D5", KEY),
    ("W4TN", BEHIND),
    ("W5VH", NAME),
    ("X38W", KEY),
    ("X4QW", APART),
    ("XW4D", KEY),
    ("Y2GN", NAME),
    ("Y79Y-01", TAB),
    ("Y79Y-10", TAB),
    ("YJV2", DASH),
    ("ZYU8-02", "a version directive with a stray second version"),
];

#[test]
fn the_yaml_test_suite_is_met_but_for_listed_cases() {
    let Some(text) = corpus("yaml-test-suite.jsonl") else { return };
    let mut differing = Vec::new();
    let mut all = 0;
    for line in text.lines() {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        let yaml = case["yaml"].as_str().unwrap();
        let read = read("case.yaml", Arc::from(yaml), &symbols(), &Limits::default());
        let meets = if case["must_fail"] == json!(true) {
            !read.errors.is_empty()
        } else {
            let got: Vec<_> = read.documents.iter().map(|document| document.root().to_json()).collect();
            read.errors.is_empty() && case["json"].as_str().is_none_or(|expected| got == values_of(expected))
        };
        if !meets {
            differing.push(case["case"].as_str().unwrap().to_owned());
        }
        all += 1;
    }
    differing.sort();
    let listed: Vec<&str> = EXCEPTIONS.iter().map(|(case, _)| *case).collect();
    assert_eq!(differing, listed);
    assert!(all > 300, "only {all} cases");
}

/// The JSON values of a text, without nulls, which as documents hold nothing; numbers that are whole are integers, as
/// they are once Kubernetes has read them.
fn values_of(text: &str) -> Vec<serde_json::Value> {
    let values = serde_json::Deserializer::from_str(text).into_iter::<serde_json::Value>();
    values.map(Result::unwrap).filter(|value| !value.is_null()).collect()
}
