//! The compiled half of the npm package: engines, and reports as JSON texts. What users see is `index.js`.

use kubelaw::wire;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

#[cfg(all(target_family = "wasm", not(target_feature = "atomics")))]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// An engine.
#[wasm_bindgen]
#[derive(Debug)]
pub struct NativeEngine(kubelaw::Engine);

#[wasm_bindgen]
impl NativeEngine {
    /// Builds an engine from its options; throws an error whose message is JSON.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str) -> Result<NativeEngine, JsError> {
        wire::engine(options).map(Self).map_err(|error| JsError::new(&error.to_json()))
    }

    /// The least severity of a finding for which the command fails.
    pub fn fail_on(&self) -> String {
        self.0.fail_on().as_str().to_owned()
    }

    /// Whether the command fails for warnings, too.
    pub fn fail_on_warnings(&self) -> bool {
        self.0.fail_on_warnings()
    }

    /// Judges one text.
    pub fn check_text(&self, name: &str, text: &str) -> String {
        wire::check_text(&self.0, name, text)
    }

    /// Whether one text, in UTF-8, breaks no rule and can be read.
    pub fn passes(&self, text: &[u8]) -> bool {
        str::from_utf8(text).is_ok_and(|text| wire::passes(&self.0, text))
    }

    /// Judges inputs.
    pub fn check(&self, asked: &str) -> Result<String, JsError> {
        Ok(wire::check(&self.0, asked)?)
    }

    /// Applies fixes to texts until nothing changes.
    pub fn fix(&self, asked: &str) -> Result<String, JsError> {
        Ok(wire::fix(&self.0, asked)?)
    }
}

/// The diagnostics of a law file as a JSON list; throws an error whose message is JSON.
#[wasm_bindgen]
pub fn diagnose(name: &str, text: &str, options: &str) -> Result<String, JsError> {
    wire::diagnose(name, text, options).map_err(|error| JsError::new(&error.to_json()))
}

/// A law file in its canonical form.
#[wasm_bindgen]
pub fn format(name: &str, text: &str) -> String {
    wire::format(name, text)
}

/// Runs the proofs of a pack, with the packs that it extends after it.
#[wasm_bindgen]
pub fn prove(packs: &str) -> Result<String, JsError> {
    Ok(wire::prove(packs)?)
}

/// Runs the literate cases of a Markdown text.
#[wasm_bindgen]
pub fn prove_cases(name: &str, markdown: &str) -> String {
    wire::prove_cases(name, markdown)
}
