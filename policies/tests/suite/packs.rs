//! All shipped packs as one engine.

use kubelaw::{Engine, EngineBuilder, Selection, pack};
use serde_json::json;

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
