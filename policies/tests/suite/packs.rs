//! All shipped packs as one engine.

use kubelaw::{Engine, Selection, pack};
use serde_json::json;

/// An engine of every rule; the one parameter without a default has a value.
pub(crate) fn engine() -> Engine {
    let packs = pack::shipped_with_proofs().unwrap();
    let builder = packs.into_iter().fold(Engine::builder(), kubelaw::EngineBuilder::pack);
    let builder = builder.select(Selection::everything()).param("registries", json!(["registry.example.com"]));
    builder.build().unwrap_or_else(|found| panic!("{found}"))
}
