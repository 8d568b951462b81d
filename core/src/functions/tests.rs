//! What holds for every built-in, and their examples, run.

use super::*;
use crate::{Engine, Input};
use std::collections::BTreeSet;
use std::fmt::Write as _;

#[test]
fn names_are_unique() {
    let names: BTreeSet<&str> = ALL.iter().map(|function| function.signature.name).collect();
    assert_eq!(names.len(), ALL.len());
    for function in ALL {
        assert!(std::ptr::eq(find(function.signature.name).unwrap(), *function), "{}", function.signature.name);
    }
}

#[test]
fn summaries_are_one_sentence() {
    for function in ALL {
        let Signature { name, summary, .. } = function.signature;
        assert!(summary.ends_with('.') && summary.starts_with(char::is_uppercase), "{name}: {summary}");
        assert!(!function.examples.is_empty() || name == "selects", "{name} has no example");
    }
}

/// A law file with a rule for each example.
fn law() -> String {
    let mut law = String::new();
    for function in ALL {
        for (at, Example { call, gives }) in function.examples.iter().enumerate() {
            let id = format!("{}-{at}", function.signature.name.to_lowercase());
            let condition = match gives {
                Some(result) => format!("({call}) == ({result})"),
                None => format!("not has({call})"),
            };
            writeln!(law, "rule {id} for o in Pod {{ require {condition} message \"{{({call})}}\" }}").unwrap();
        }
    }
    law
}

#[test]
fn examples_hold() {
    let engine = Engine::builder().law("examples.law", &law()).build().unwrap_or_else(|errors| panic!("{errors}"));
    let report = engine.check(Input::yaml("pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n"));
    let found: Vec<String> =
        report.findings.iter().map(|f| format!("{}: {} {:?}", f.rule, f.message, f.verdict)).collect();
    assert_eq!(found, Vec::<String>::new());
    assert!(report.rules.iter().all(|rule| rule.pass == 1));
}

#[test]
fn wrong_literals_are_found_when_the_law_is_compiled() {
    for call in ["int(\"x\")", "quantity(\"1Gib\")", "semver(\"x\")", "duration(\"1d\")", "cidr(\"10.0.0.0/33\")"] {
        let law = format!("rule r for o in Pod {{ require has({call}) }}");
        assert!(Engine::builder().law("r.law", &law).build().is_err(), "{call}");
    }
}
