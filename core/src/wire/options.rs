//! What an engine is built from, as JSON: the one form in which every binding passes it.

use super::{diagnostic, write};
use crate::engine::{Engine, EngineBuilder, Selection};
use crate::error::Diagnostics;
use crate::pack::{ManifestError, Pack};
use kubelaw_lang::ir::Severity;
use kubelaw_lang::source::Source;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use thiserror::Error;

/// Why an engine cannot be built from its options.
#[derive(Debug, Error)]
pub enum OptionsError {
    /// The options are no JSON of the expected form.
    #[error("the options are not as expected: {0}")]
    Form(#[from] serde_json::Error),
    /// A pack by a name that nobody ships.
    #[error("there is no shipped pack `{0}`")]
    UnknownPack(String),
    /// A pack whose manifest cannot be read.
    #[error("pack.yaml: {0}")]
    Manifest(#[from] ManifestError),
    /// A severity that there is not.
    #[error("`{0}` is no severity: expected info, low, medium, high or critical")]
    Severity(String),
    /// Law files or parameters that do not compile.
    #[error(transparent)]
    Laws(#[from] Box<Diagnostics>),
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct Options {
    packs: Vec<PackText>,
    laws: Vec<NamedText>,
    params: BTreeMap<String, serde_json::Value>,
    kubernetes: Option<String>,
    namespace: Option<String>,
    crds: Vec<NamedText>,
    /// Law files that others may `use`, and whose rules are not judged.
    libraries: Vec<NamedText>,
    rules: Vec<String>,
    layers: Vec<String>,
    tiers: Vec<String>,
    frameworks: Vec<String>,
    /// By rule.
    severities: BTreeMap<String, String>,
    /// Whether findings carry fixes; they do unless this is false.
    fixes: Option<bool>,
    explain: bool,
    today: Option<String>,
}

/// A shipped pack by its name, or a pack by its texts.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum PackText {
    Shipped(String),
    Files { manifest: String, files: BTreeMap<String, String> },
}

impl PackText {
    /// The pack.
    pub(super) fn pack(self) -> Result<Pack, OptionsError> {
        match self {
            Self::Shipped(name) => shipped(&name),
            Self::Files { manifest, files } => Ok(Pack::new(&manifest, files)?),
        }
    }
}

#[derive(Deserialize)]
struct NamedText {
    name: String,
    text: String,
}

/// The engine of options such as
/// `{"packs": ["pod-security-baseline"], "laws": [{"name": "a.law", "text": "…"}], "params": {"registries": ["ghcr.io"]},
/// "kubernetes": "1.33", "namespace": "default", "crds": [{"name": "crd.yaml", "text": "…"}]}`; every key may be absent.
///
/// Further keys: `libraries`, as `laws`; what is judged, `rules`, `layers`, `tiers`, `frameworks`; `severities` by rule;
/// `fixes` and `explain`, whether findings carry them; `today`, which decides which waivers have expired.
pub fn engine(options: &str) -> Result<Engine, OptionsError> {
    builder(options)?.build().map_err(|diagnostics| Box::new(diagnostics).into())
}

fn builder(options: &str) -> Result<EngineBuilder, OptionsError> {
    let options: Options = serde_json::from_str(options)?;
    let mut builder = Engine::builder();
    for pack in options.packs {
        builder = builder.pack(pack.pack()?);
    }
    for law in options.laws {
        builder = builder.law(&law.name, &law.text);
    }
    for (name, value) in options.params {
        builder = builder.param(&name, value);
    }
    for crd in options.crds {
        builder = builder.crd(&crd.name, &crd.text);
    }
    if let Some(version) = options.kubernetes {
        builder = builder.kubernetes(&version);
    }
    if let Some(namespace) = options.namespace {
        builder = builder.namespace(&namespace);
    }
    for library in options.libraries {
        builder = builder.library(&library.name, &library.text);
    }
    for (rule, word) in options.severities {
        let severity = Severity::parse(&word).ok_or(OptionsError::Severity(word))?;
        builder = builder.severity(&rule, severity);
    }
    if let Some(today) = options.today {
        builder = builder.today(&today);
    }
    let Options { rules, layers, tiers, frameworks, .. } = options;
    let selection = Selection { rules, layers, tiers, frameworks };
    Ok(builder.select(selection).fixes(options.fixes.unwrap_or(true)).explain(options.explain))
}

#[cfg(feature = "packs")]
fn shipped(name: &str) -> Result<Pack, OptionsError> {
    let found = crate::pack::shipped()?.into_iter().find(|pack| **pack.name() == *name);
    found.ok_or_else(|| OptionsError::UnknownPack(name.to_owned()))
}

#[cfg(not(feature = "packs"))]
fn shipped(name: &str) -> Result<Pack, OptionsError> {
    Err(OptionsError::UnknownPack(name.to_owned()))
}

#[derive(Serialize)]
struct WireError<'a> {
    message: String,
    diagnostics: Vec<diagnostic::WireDiagnostic<'a>>,
}

impl OptionsError {
    /// The error as JSON: `{"message", "diagnostics": […]}`.
    #[must_use]
    pub fn to_json(&self) -> String {
        let diagnostics = match self {
            Self::Laws(all) => all.laws.iter().map(|law| diagnostic::of(&law.source, &law.diagnostic)).collect(),
            _ => Vec::new(),
        };
        write(&WireError { message: self.to_string(), diagnostics })
    }
}

/// The diagnostics of one law file against Kubernetes' own kinds, as a JSON list: for editors, which want all of them.
#[must_use]
pub fn diagnose(name: &str, text: &str) -> String {
    let source = Source::new(name, text);
    let vocabulary = crate::kubernetes::schema::Schema::builtin();
    let workloads = crate::kubernetes::workload::Workloads::default();
    let vocabulary = crate::kubernetes::vocabulary::Vocabulary::new(vocabulary, &workloads);
    let compiled = kubelaw_lang::check::Compiler::new(&vocabulary).compile(&source, &|_| None);
    diagnostic::diagnostics(&source, &compiled.diagnostics)
}

/// A law file in its canonical form: `{"text"}`, or `{"diagnostics"}` where it does not parse.
#[must_use]
pub fn format(name: &str, text: &str) -> String {
    let source = Source::new(name, text);
    let result = kubelaw_lang::syntax::format(&source);
    let diagnostics = result.as_ref().err().map_or(&[][..], Vec::as_slice);
    write(&WireFormatted {
        text: result.as_ref().ok().map(String::as_str),
        diagnostics: diagnostics.iter().map(|d| diagnostic::of(&source, d)).collect(),
    })
}

#[derive(Serialize)]
struct WireFormatted<'a> {
    text: Option<&'a str>,
    diagnostics: Vec<diagnostic::WireDiagnostic<'a>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAW: &str = "rule host-pid for p in Pod { forbid p.spec.hostPID == true }";

    #[test]
    fn options_build_an_engine() {
        let options = serde_json::json!({ "laws": [{ "name": "a.law", "text": LAW }], "kubernetes": "1.33" });
        assert_eq!(engine(&options.to_string()).unwrap().rules().count(), 1);
    }

    #[test]
    fn errors_carry_their_diagnostics() {
        let options = serde_json::json!({ "laws": [{ "name": "a.law", "text": LAW.replace("hostPID", "hostPid") }] });
        let error: serde_json::Value =
            serde_json::from_str(&engine(&options.to_string()).unwrap_err().to_json()).unwrap();
        assert_eq!(error["diagnostics"][0]["code"], "E0301");
        let error = engine(r#"{"law": []}"#).unwrap_err().to_string();
        assert!(error.contains("unknown field `law`"), "{error}");
        assert!(matches!(engine(r#"{"packs": ["none"]}"#), Err(OptionsError::UnknownPack(_))));
    }

    #[test]
    fn editors_get_all_diagnostics_and_the_canonical_text() {
        let all: serde_json::Value = serde_json::from_str(&diagnose("a.law", "rule a for p in Pod { }")).unwrap();
        assert_eq!(all[0]["code"], "W0506");
        let formatted: serde_json::Value = serde_json::from_str(&super::format("a.law", LAW)).unwrap();
        assert!(formatted["text"].as_str().unwrap().starts_with("rule host-pid for p in Pod {\n"));
    }
}
