//! Compiled regular expressions: one subset, two engines.

use kubelaw_lang::values::regex_subset::{Dialect, RegexError, normalize};
use std::sync::OnceLock;

#[cfg(not(target_arch = "wasm32"))]
use regex as engine;
#[cfg(target_arch = "wasm32")]
use regex_lite as engine;

#[cfg(not(target_arch = "wasm32"))]
const DIALECT: Dialect = Dialect::Regex;
#[cfg(target_arch = "wasm32")]
const DIALECT: Dialect = Dialect::RegexLite;

/// A regular expression of the language's subset, compiled when it is first asked.
#[derive(Clone, Debug)]
pub struct Regex {
    written: Box<str>,
    normal: Box<str>,
    compiled: OnceLock<Option<engine::Regex>>,
}

impl Regex {
    /// Takes a pattern, or says what is wrong with it.
    pub fn new(pattern: &str) -> Result<Self, RegexError> {
        let normal = normalize(pattern, DIALECT)?;
        let compiled = OnceLock::new();
        // What the subset accepts compiles, unless it counts so far that the engine finds it too large: that is told
        // of here, while everything else can wait, since most rules of a start never meet an object.
        if normal.contains('{') {
            let engine = engine::Regex::new(&normal).map_err(|e| RegexError { at: 0, message: e.to_string() })?;
            compiled.get_or_init(|| Some(engine));
        }
        Ok(Self { written: pattern.into(), normal: normal.as_str().into(), compiled })
    }

    /// Whether the pattern matches anywhere in the text; none where the engine refuses the pattern after all.
    #[must_use]
    pub fn is_match(&self, text: &str) -> Option<bool> {
        let engine = self.compiled.get_or_init(|| engine::Regex::new(&self.normal).ok());
        Some(engine.as_ref()?.is_match(text))
    }

    /// The pattern as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.written
    }
}
