//! The pages of the diagnostics: each shows a law that provokes its code, and one that is right.

use kubelaw::Engine;
use kubelaw::engine::Selection;
use kubelaw::lang::codes;

/// Codes whose wrong example would fill pages.
const WITHOUT_EXAMPLE: [&str; 5] = ["E0002", "E0003", "E0004", "E0036", "E0109"];

#[test]
fn every_page_is_titled_and_explains() {
    for (code, title, page) in codes::ALL {
        let (head, tail) = title.trim().trim_end_matches('.').split_at(1);
        assert_eq!(page.lines().next(), Some(format!("# {code}: {}{tail}", head.to_lowercase()).as_str()));
        let prose = page.lines().skip(1).find(|line| !line.trim().is_empty());
        assert!(
            prose.is_some_and(|line| !line.starts_with("Wrong")),
            "{code}: the page says nothing before its examples"
        );
    }
}

#[test]
fn wrong_examples_provoke_their_code_and_right_ones_nothing() {
    let mut faults = Vec::new();
    for (code, _, page) in codes::ALL {
        let examples: Vec<&str> = page.split("```law\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
        if WITHOUT_EXAMPLE.contains(&code.as_str()) {
            continue;
        }
        let [wrong, right] = examples.as_slice() else {
            faults.push(format!("{code}: expected a wrong and a right example, found {}", examples.len()));
            continue;
        };
        let found = diagnosed(wrong);
        if found.is_empty() || found.iter().any(|(other, _)| other != code.as_str()) {
            faults.push(format!("{code}: the wrong example gives {found:?}"));
        }
        let found = diagnosed(right);
        if !found.is_empty() {
            faults.push(format!("{code}: the right example gives {found:?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The codes and messages of a law file.
fn diagnosed(law: &str) -> Vec<(String, String)> {
    let builder = Engine::builder().law("example.law", law).library("shared.law", "let team = \"core\"\n");
    let found = match builder.select(Selection::everything()).catalogue() {
        Ok(catalogue) => catalogue.warnings().to_vec(),
        Err(found) => found.laws,
    };
    found.into_iter().map(|d| (d.diagnostic.code.to_string(), d.diagnostic.message)).collect()
}
