//! The manifests of the cases, judged by the fast forms of their laws and by the evaluator.

use super::cases;
use kubelaw::{Engine, Evaluation, Input, wire};

/// A report on a manifest as JSON.
fn said(engine: &Engine, manifest: &str, complete: bool) -> String {
    wire::report(&engine.check(Input::yaml("case.yaml", manifest).complete(complete)))
}

#[test]
fn fast_forms_say_what_the_evaluator_says() {
    let mut compared = 0;
    for (file, case) in cases() {
        let engine = |evaluation| Engine::builder().law("case.law", case.law.as_str()).evaluation(evaluation).build();
        // Cases of laws with errors, and of parameters without a value, have nothing to judge by.
        let (Ok(fast), Ok(thorough)) = (engine(Evaluation::Fast), engine(Evaluation::Thorough)) else { continue };
        for complete in [false, true] {
            let [quick, full] = [&fast, &thorough].map(|engine| said(engine, &case.proofs.join("\n---\n"), complete));
            assert!(quick == full, "{file}, line {}: by fast forms\n{quick}\nin full\n{full}", case.line);
        }
        compared += 1;
    }
    assert!(compared > 100, "only {compared} cases were compared");
}
