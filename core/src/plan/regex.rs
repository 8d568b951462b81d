//! Compiled regular expressions: one subset, two engines.

use kubelaw_lang::values::regex_subset::{Dialect, Need, RegexError, check, need, normalize};
use std::sync::{Arc, OnceLock};

#[cfg(not(target_arch = "wasm32"))]
use regex as engine;
#[cfg(target_arch = "wasm32")]
use regex_lite as engine;

#[cfg(not(target_arch = "wasm32"))]
const DIALECT: Dialect = Dialect::Regex;
#[cfg(target_arch = "wasm32")]
const DIALECT: Dialect = Dialect::RegexLite;

/// A regular expression of the language's subset. Most rules of a start never meet an object, so it is compiled when it
/// is first asked.
#[derive(Clone, Debug)]
pub struct Regex {
    written: Arc<str>,
    compiled: OnceLock<Option<(Need, engine::Regex)>>,
}

impl Regex {
    /// Takes a pattern, or says what is wrong with it.
    pub fn new(pattern: &str) -> Result<Self, RegexError> {
        check(pattern)?;
        Ok(Self::of_law(&pattern.into()))
    }

    /// Takes a pattern of a law file, which was looked at when that was compiled.
    pub(crate) fn of_law(pattern: &Arc<str>) -> Self {
        Self { written: pattern.clone(), compiled: OnceLock::new() }
    }

    /// Whether the pattern matches anywhere in the string; none where the engine refuses the pattern after all.
    #[must_use]
    pub fn is_match(&self, text: &str) -> Option<bool> {
        let (need, engine) = self.compiled.get_or_init(|| compile(&self.written)).as_ref()?;
        Some(need.is_met(text) && engine.is_match(text))
    }

    /// The pattern as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.written
    }
}

/// What the subset accepts is small enough, so the engine need not count again.
fn compile(pattern: &str) -> Option<(Need, engine::Regex)> {
    let normal = normalize(pattern, DIALECT).ok()?;
    let engine = engine::RegexBuilder::new(&normal).size_limit(usize::MAX).build().ok()?;
    Some((need(pattern).ok()?, engine))
}
