//! Whether the specification uses every rule of the grammar.

use super::grammar::{Grammar, Rule};
use super::items::split;
use super::lexer::{slice, tokens};
use pest::Parser;
use std::collections::BTreeSet;
use std::path::Path;

/// Entries for single expressions and for what follows an error; no law file begins with them.
const ENTRIES: [&str; 2] = ["leading_item", "one_expression"];

/// The rules that show in what the grammar makes of a text: those that are not silent.
fn visible_rules() -> BTreeSet<String> {
    include_str!("grammar.pest")
        .lines()
        .filter_map(|line| line.split_once('=').map(|(name, rule)| (name.trim(), rule.trim_start())))
        .filter(|(name, rule)| {
            let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
            is_name && rule.contains('{') && !rule.starts_with('_') && !ENTRIES.contains(name)
        })
        .map(|(name, _)| name.to_owned())
        .collect()
}

/// The law blocks of a Markdown text.
fn laws(text: &str) -> impl Iterator<Item = &str> {
    text.split("\n```law").skip(1).filter_map(|rest| rest.split_once('\n')?.1.split("\n```").next())
}

#[test]
fn the_specification_uses_every_rule_of_the_grammar() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("spec");
    let mut used = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        for law in laws(&text) {
            let tokens = tokens(law);
            for segment in split(law, &tokens).0 {
                let Ok(pairs) = Grammar::parse(Rule::one_item, slice(law, segment.span)) else { continue };
                used.extend(pairs.flatten().map(|pair| format!("{:?}", pair.as_rule())));
            }
        }
    }
    let unused: Vec<String> = visible_rules().into_iter().filter(|rule| !used.contains(rule)).collect();
    assert_eq!(unused, [""; 0]);
}
