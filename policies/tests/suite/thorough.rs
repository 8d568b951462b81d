//! The fast forms of rules say what evaluation in full says: of random objects, and of the manifests of others where
//! `KUBELAW_CORPORA` names them.

use crate::corpora::cases_folder;
use crate::generate;
use crate::packs;
use crate::random::Random;
use crate::schema;
use kubelaw::{Engine, Evaluation, Input, Report, Verdict};
use serde_json::Value;

/// What a report says, without what only evaluation in full knows.
fn said(mut report: Report) -> Report {
    for rule in &mut report.rules {
        (rule.held, rule.steps) = (0, 0);
    }
    report
}

/// Both engines over an input, and verdicts without findings.
fn compare(engines: &[Engine; 2], input: &dyn Fn() -> Input<'static>) {
    let [fast, thorough] = engines;
    let expected = said(thorough.check(input()));
    let found = said(fast.check(input()));
    assert_eq!(found.findings.len(), expected.findings.len());
    for (found, expected) in found.findings.iter().zip(&expected.findings) {
        assert_eq!(found, expected);
    }
    for (found, expected) in found.rules.iter().zip(&expected.rules) {
        assert_eq!(found, expected);
    }
    let parsed = fast.parse(input());
    let verdicts = parsed.verdicts();
    assert_eq!(u64::from(verdicts.objects()), expected.objects);
    let of = |verdict: Verdict| verdicts.iter().filter(|found| found.verdict == verdict).count() as u64;
    let waived: u64 = expected.rules.iter().map(|rule| rule.waived).sum();
    if waived == 0 {
        assert_eq!(of(Verdict::Fail), expected.rules.iter().map(|rule| rule.fail).sum::<u64>());
        assert_eq!(of(Verdict::Undecided), expected.rules.iter().map(|rule| rule.undecided).sum::<u64>());
    }
}

/// An engine by all packs and one that evaluates in full.
fn engines() -> [Engine; 2] {
    let built = |evaluation| packs::builder().evaluation(evaluation).build().unwrap();
    [Evaluation::Fast, Evaluation::Thorough].map(built)
}

#[test]
fn the_fast_forms_say_the_same_of_random_objects() {
    let engines = engines();
    let mut random = Random::new(5);
    for seed in 0..60 {
        let mut objects: Vec<Value> = schema::objects(seed);
        objects.extend((0..20).map(|_| generate::workload(&mut random).object));
        let texts: Vec<String> = objects.iter().map(Value::to_string).collect();
        compare(&engines, &|| Input::set(texts.iter().map(|text| Input::json("o.json", text.as_str()))));
    }
}

#[test]
fn the_fast_forms_say_the_same_of_real_manifests() {
    let Some(folder) = cases_folder() else { return };
    let engines = engines();
    for name in ["workloads.yaml", "kubernetes-goat.yaml", "microservices-demo.yaml"] {
        let text = std::fs::read_to_string(folder.join("realworld").join(name)).unwrap();
        compare(&engines, &|| Input::yaml(name, text.as_str()).complete(true));
    }
}
