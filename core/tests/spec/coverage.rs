//! Whether the specification leaves something of the language out. That it uses every rule of the grammar is tested
//! beside the grammar, `lang/src/syntax/spec_tests.rs`.

use crate::cases;
use kubelaw::functions;
use kubelaw::lang::codes;
use std::collections::BTreeSet;

/// Types that laws may name.
const TYPES: [&str; 12] =
    ["bool", "int", "number", "string", "quantity", "image", "regex", "version", "duration", "cidr", "selector", "dyn"];

const VERDICTS: [&str; 5] = ["pass", "fail", "undecided", "waived", "not applicable"];

/// All law text of the cases.
fn laws() -> String {
    cases().into_iter().map(|(_, case)| case.law).collect::<Vec<_>>().join("\n")
}

fn left_out<'a>(wanted: impl IntoIterator<Item = &'a str>, found: impl Fn(&str) -> bool) -> Vec<String> {
    wanted.into_iter().filter(|word| !found(word)).map(str::to_owned).collect()
}

#[test]
fn every_diagnostic_is_provoked() {
    let provoked: BTreeSet<String> =
        cases().into_iter().flat_map(|(_, case)| case.expected_codes()).map(|(_, code)| code).collect();
    let codes = codes::ALL.iter().map(|(code, _, _)| code.as_str());
    assert_eq!(left_out(codes, |code| provoked.contains(code)), [""; 0]);
}

#[test]
fn every_built_in_is_called() {
    let laws = laws();
    let names = functions::ALL.iter().map(|function| function.signature.name);
    assert_eq!(left_out(names, |name| laws.contains(&format!("{name}("))), [""; 0]);
}

#[test]
fn every_definition_of_the_standard_library_is_called() {
    let laws = laws();
    let library = include_str!("../../src/kubernetes/std.law");
    let names = library.lines().filter_map(|line| line.strip_prefix("def ")?.split('(').next());
    assert_eq!(left_out(names, |name| laws.contains(&format!("{name}("))), [""; 0]);
}

#[test]
fn every_type_is_named() {
    let laws = laws();
    let words: BTreeSet<&str> = laws.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    assert_eq!(left_out(TYPES, |name| words.contains(name)), [""; 0]);
}

#[test]
fn every_verdict_is_given() {
    let proofs: String = cases().into_iter().flat_map(|(_, case)| case.proofs).collect();
    let told: Vec<&str> = proofs.lines().filter(|line| line.trim_start().starts_with("# verdicts:")).collect();
    assert_eq!(left_out(VERDICTS, |verdict| told.iter().any(|line| line.contains(verdict))), [""; 0]);
}
