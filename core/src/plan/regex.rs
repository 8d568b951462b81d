//! Compiled regular expressions: one subset, two engines.

use kubelaw_lang::values::regex_subset::{Dialect, RegexError, normalize};

#[cfg(not(target_arch = "wasm32"))]
use regex as engine;
#[cfg(target_arch = "wasm32")]
use regex_lite as engine;

#[cfg(not(target_arch = "wasm32"))]
const DIALECT: Dialect = Dialect::Regex;
#[cfg(target_arch = "wasm32")]
const DIALECT: Dialect = Dialect::RegexLite;

/// A compiled regular expression of the language's subset.
#[derive(Clone, Debug)]
pub struct Regex {
    written: Box<str>,
    compiled: engine::Regex,
}

impl Regex {
    /// Compiles a pattern, or says what is wrong with it.
    pub fn new(pattern: &str) -> Result<Self, RegexError> {
        let normal = normalize(pattern, DIALECT)?;
        // What the subset accepts compiles; an engine that disagrees is told of rather than trusted.
        let compiled = engine::Regex::new(&normal).map_err(|e| RegexError { at: 0, message: e.to_string() })?;
        Ok(Self { written: pattern.into(), compiled })
    }

    /// Whether the pattern matches anywhere in the text.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        self.compiled.is_match(text)
    }

    /// The pattern as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.written
    }
}
