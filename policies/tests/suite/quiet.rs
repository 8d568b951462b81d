//! What a team sees that switches the default selection on: on an application of others that is in good order, few
//! findings a workload.
//!
//! The manifests are no part of the project. Their folder is taken from `KUBELAW_CORPORA`; without it this test does
//! nothing.

use crate::corpora::cases_folder;
use kubelaw::{Engine, EngineBuilder, Input, Selection, pack};
use std::collections::BTreeMap;

#[test]
fn the_default_selection_is_quiet() {
    let Some(folder) = cases_folder() else { return };
    let text = std::fs::read_to_string(folder.join("realworld/microservices-demo.yaml")).unwrap();
    let packs = pack::shipped().unwrap().into_iter().filter(|pack| pack.manifest().default);
    let selection = Selection { tiers: vec!["default".to_owned()], ..Selection::default() };
    let engine = packs.fold(Engine::builder(), EngineBuilder::pack).select(selection).build().unwrap();
    let report = engine.check(Input::yaml("demo.yaml", text.as_str()));
    assert!(report.errors.is_empty() && report.objects > 70);
    let mut counts: BTreeMap<(u32, String), usize> = BTreeMap::new();
    for finding in &report.findings {
        let document = finding.location.as_ref().unwrap().document;
        *counts.entry((document, finding.subject.to_string())).or_default() += 1;
    }
    let loud: Vec<_> = counts.iter().filter(|(_, count)| **count > 2).collect();
    assert!(loud.is_empty(), "{loud:?}");
}
