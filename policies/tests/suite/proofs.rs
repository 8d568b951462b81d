//! Every law file of every pack finds what its proof says, where it says, and nothing else.

use kubelaw::{Engine, pack, proof};

#[test]
fn every_proof_holds() {
    let mut failures = Vec::new();
    let mut met = 0;
    for pack in pack::shipped_with_proofs().expect("the manifests are right") {
        for subject in proof::subjects(&Engine::builder(), &pack) {
            match proof::run(&subject) {
                Ok(outcome) => {
                    met += outcome.met;
                    failures.extend(outcome.failures.iter().map(ToString::to_string));
                }
                Err(found) => failures.push(found.to_string()),
            }
        }
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
    assert!(met > 0);
}

#[test]
fn all_packs_together_make_one_engine() {
    let mut builder = Engine::builder();
    for pack in pack::shipped().expect("the manifests are right") {
        builder = builder.pack(pack);
    }
    let catalogue = builder.select(kubelaw::Selection::everything()).catalogue().expect("all packs compile");
    for info in catalogue.rules() {
        assert!(!info.rule.doc.is_empty(), "{} has no documentation", info.identity());
        assert!(info.rule.attributes.layer.is_some(), "{} names no layer", info.identity());
    }
}
