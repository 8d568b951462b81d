//! All shipped packs as one engine.

use kubelaw::peers::{self, Answer};
use kubelaw::{Engine, EngineBuilder, Selection, pack};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// A builder with every rule; the one parameter without a default has a value.
pub(crate) fn builder() -> EngineBuilder {
    let packs = pack::shipped_with_proofs().unwrap();
    let builder = packs.into_iter().fold(Engine::builder(), EngineBuilder::pack);
    builder.select(Selection::everything()).param("registries", json!(["registry.example.com"]))
}

/// An engine of every rule.
pub(crate) fn engine() -> Engine {
    builder().build().unwrap_or_else(|found| panic!("{found}"))
}

/// Whoever asks for the check of another tool gets each rule that answers it, though packs replace some.
#[test]
fn the_answers_to_other_tools_can_be_asked_for() {
    let wanted: BTreeSet<String> = peers::shipped()
        .unwrap()
        .into_iter()
        .filter_map(|peer| match peer.answer {
            Answer::Rules { rules, .. } => Some(rules),
            Answer::None(_) => None,
        })
        .flatten()
        .collect();
    let selection = Selection { rules: wanted.iter().cloned().collect(), ..Selection::default() };
    let engine = builder().select(selection).build().unwrap_or_else(|found| panic!("{found}"));
    let found: BTreeSet<String> = engine.rules().map(|info| info.identity()).collect();
    assert_eq!(wanted, found);
}

/// A pack stands alone, so that what several of them define is in each: word for word.
#[test]
fn shared_definitions_are_the_same_in_each_pack() {
    let mut seen = BTreeMap::new();
    let packs = pack::shipped().unwrap();
    for (pack, (name, text)) in packs.iter().flat_map(|pack| pack.laws().map(move |law| (pack.name(), law))) {
        if text.lines().any(|line| line.starts_with("rule ")) {
            continue;
        }
        let (first, same) = seen.entry(name).or_insert((pack, text));
        assert!(**same == *text, "{name} of {pack} is not that of {first}");
    }
}
