//! Proofs of packs and of literate cases, run for bindings: how many expectations were met, and what fails, as JSON.

use super::options::{OptionsError, PackText};
use super::{form, write};
use crate::engine::Engine;
use crate::proof::{self, Failure, Outcome, literate};
use serde::Serialize;

/// Runs the proofs of a pack. `packs` is a JSON list of packs, each as `{"manifest": "…", "files": {"a.law": "…", "a.yaml":
/// "…"}}`: first the pack to prove, then the packs that it extends. Returns `{"rules", "met", "failures": ["file:line:
/// …"]}`.
pub fn prove(packs: &str) -> Result<String, OptionsError> {
    let mut texts = Vec::new();
    form::each("packs", form::read(packs)?, &mut |pack| {
        texts.push(PackText::of(pack)?);
        Ok(())
    })?;
    let mut packs = texts.into_iter();
    let subject = packs.next();
    let mut builder = Engine::builder();
    for base in packs {
        builder = builder.pack(base.pack()?);
    }
    let mut proved = WireProof::default();
    if let Some(subject) = subject {
        for law in proof::subjects(&builder, &subject.pack()?) {
            proved.add(&proof::run(&law).map_err(Box::new)?, 0);
        }
    }
    Ok(write(&proved))
}

/// Runs the literate cases of a Markdown text. The result has the form of that of [`prove`].
#[must_use]
pub fn prove_cases(name: &str, markdown: &str) -> String {
    let mut proved = WireProof::default();
    for case in literate::read(markdown) {
        proved.add(&case.run(name), case.line);
    }
    write(&proved)
}

#[derive(Serialize, Default)]
struct WireProof {
    rules: usize,
    met: usize,
    failures: Vec<String>,
}

impl WireProof {
    /// Adds what one proof showed; `line` is where it stands.
    fn add(&mut self, outcome: &Outcome, line: u32) {
        self.rules += outcome.rules;
        self.met += outcome.met;
        self.failures.extend(
            outcome
                .failures
                .iter()
                .map(|Failure { file, line: at, problem }| format!("{file}:{}: {problem}", at.unwrap_or(line))),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn proofs_are_counted_and_failures_told() {
        let law = "rule host-pid for p in Pod { forbid p.spec.hostPID == true }";
        let pod = |expect: &str| {
            format!(
                "apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec:\n  hostPID: true # {expect}\n---\napiVersion: v1\nkind: Pod\nmetadata: {{name: b}}\nspec: {{}}\n"
            )
        };
        let run = |expect: &str| -> Value {
            let manifest = "name: p\nversion: 1.0.0\nlanguage: 1\ntitle: P\n";
            let pack = json!([{"manifest": manifest, "files": {"a.law": law, "a.yaml": pod(expect)}}]);
            serde_json::from_str(&prove(&pack.to_string()).unwrap()).unwrap()
        };
        assert_eq!(run("expect: host-pid"), json!({"rules": 1, "met": 1, "failures": []}));
        assert!(run("nothing")["failures"][0].as_str().unwrap().starts_with("p/a.yaml:5: "));
    }

    #[test]
    fn cases_are_counted() {
        let proved: Value = serde_json::from_str(&prove_cases("b.md", "```law\nlet = # error: E0001\n```\n")).unwrap();
        assert_eq!((&proved["met"], &proved["failures"]), (&json!(1), &json!([])));
    }
}
