//! The manual against the functions' own documentation and the standard library.

use crate::{lang, text};
use kubelaw::functions::{self, Function};
use std::fmt::Write;

/// The row of a function: how it is called, what it gives, an example.
fn row(function: &Function) -> String {
    let names: Vec<&str> = function.signature.parameters.iter().map(|(name, _)| *name).collect();
    let mut row = format!("| `{}({})` | {} |", function.signature.name, names.join(", "), function.signature.summary);
    if let Some(example) = function.examples.first() {
        let _ = match example.gives {
            Some(gives) => write!(row, " `{}` is `{gives}` |", example.call),
            None => write!(row, " `{}` is missing |", example.call),
        };
    }
    row
}

#[test]
fn the_table_of_functions_is_complete() {
    let manual = text(&lang().join("REFERENCE.md"));
    let rows: Vec<String> = functions::ALL.iter().map(|function| row(function)).collect();
    let missing: Vec<&String> = rows.iter().filter(|row| !manual.lines().any(|line| line == **row)).collect();
    assert!(missing.is_empty(), "rows that are not in the manual:\n{}", rows.join("\n"));
}

#[test]
fn the_standard_library_is_listed() {
    let manual = text(&lang().join("REFERENCE.md"));
    let library = include_str!("../../src/kubernetes/std.law");
    let names = library.lines().filter_map(|line| line.strip_prefix("def ")?.split('(').next());
    let missing: Vec<&str> = names.filter(|name| !manual.contains(&format!("{name}("))).collect();
    assert_eq!(missing, [""; 0]);
}

#[test]
fn the_manual_stays_short() {
    let lines = text(&lang().join("REFERENCE.md")).lines().count();
    assert!(lines <= 600, "the manual has {lines} lines");
}
