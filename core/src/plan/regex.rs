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
        // Most rules of a start never meet an object, so the engine's part waits.
        let normal = normalize(pattern, DIALECT)?.into();
        Ok(Self { written: pattern.into(), normal, compiled: OnceLock::new() })
    }

    /// Whether the pattern matches anywhere in the text; none where the engine refuses the pattern after all.
    #[must_use]
    pub fn is_match(&self, text: &str) -> Option<bool> {
        Some(self.compiled.get_or_init(|| compile(&self.normal)).as_ref()?.is_match(text))
    }

    /// The pattern as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.written
    }
}

/// What the subset accepts is small enough, so the engine need not count again.
fn compile(normal: &str) -> Option<engine::Regex> {
    engine::RegexBuilder::new(normal).size_limit(usize::MAX).build().ok()
}
