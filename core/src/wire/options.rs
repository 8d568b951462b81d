//! What an engine is built from, as JSON: the one form in which every binding passes it.

use super::form::{self, Form, FormError};
use super::{diagnostic, project, waivers, write};
use crate::config::Config;
use crate::engine::{Engine, EngineBuilder};
use crate::error::{Diagnostics, UnknownPack};
use crate::pack::Pack;
use crate::written::WrittenError;
use kubelaw_lang::source::Source;
use serde::Serialize;
use serde_json::{Map, Value};
use thiserror::Error;

/// Why an engine cannot be built from its options.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum OptionsError {
    /// The options are no JSON of the expected form.
    #[error("the options are not as expected: {0}")]
    Form(FormError),
    /// A pack by a name that nobody ships.
    #[error(transparent)]
    UnknownPack(#[from] UnknownPack),
    /// A pack whose manifest cannot be read.
    #[error(transparent)]
    Written(#[from] WrittenError),
    /// What a configuration asks for cannot be had.
    #[error("{0}")]
    Project(String),
    /// Law files or parameters that do not compile.
    #[error(transparent)]
    Laws(#[from] Box<Diagnostics>),
}

// Not as the source of the error: its words are part of the message, and who prints a chain of errors would print them twice.
impl From<FormError> for OptionsError {
    fn from(error: FormError) -> Self {
        Self::Form(error)
    }
}

/// What options there are.
const OPTIONS: &[&str] = &[
    "packs",
    "laws",
    "params",
    "kubernetes",
    "namespace",
    "crds",
    "definitionsIn",
    "workloads",
    "libraries",
    "rules",
    "layers",
    "tiers",
    "frameworks",
    "severities",
    "fixes",
    "explain",
    "waivers",
    "inPlaceWaivers",
    "today",
    "config",
    "files",
    "shipped",
];

/// Those of them that are keys of a configuration and mean the same. A version is none, since a number would have lost
/// its zeros.
const SAID: &[&str] =
    &["workloads", "namespace", "rules", "layers", "tiers", "frameworks", "severities", "inPlaceWaivers"];

/// A shipped pack by its name, or a pack by its texts.
pub(super) enum PackText {
    Shipped(String),
    Files { manifest: String, files: Vec<(String, String)> },
}

impl PackText {
    pub(super) fn of(value: Value) -> Result<Self, FormError> {
        if let Value::String(name) = value {
            return Ok(Self::Shipped(name));
        }
        let mut form = Form::with(value, &["manifest", "files"])?;
        Ok(Self::Files { manifest: form.required_text("manifest")?, files: form.text_members("files")? })
    }

    /// The pack of the texts.
    pub(super) fn pack(self) -> Result<Pack, OptionsError> {
        match self {
            Self::Shipped(name) => Err(UnknownPack { name, near: None }.into()),
            Self::Files { manifest, files } => Ok(Pack::new(&manifest, files)?),
        }
    }

    /// An engine with the pack.
    fn add(self, builder: EngineBuilder) -> Result<EngineBuilder, OptionsError> {
        match self {
            Self::Shipped(name) => Ok(builder.pack_named(&name)?),
            files @ Self::Files { .. } => Ok(builder.pack(files.pack()?)),
        }
    }
}

pub(super) struct NamedText {
    pub(super) name: String,
    pub(super) text: String,
}

impl NamedText {
    pub(super) fn of(value: Value) -> Result<Self, FormError> {
        let mut form = Form::with(value, &["name", "text"])?;
        Ok(Self { name: form.required_text("name")?, text: form.required_text("text")? })
    }
}

/// Builds an engine from options. The options are JSON such as
/// `{"packs": ["pod-security-baseline"], "laws": [{"name": "a.law", "text": "…"}], "params": {"registries": ["ghcr.io"]},
/// "kubernetes": "1.33", "namespace": "default", "crds": [{"name": "crd.yaml", "text": "…"}]}`; every key may be absent.
///
/// Further keys:
///
/// - `definitionsIn`: texts to be judged, in the form of `crds`; only the kinds that they define are taken from them;
/// - `workloads`: kinds that create Pods, as in `kubelaw.yaml`;
/// - `libraries`: law files to `use`, in the form of `laws`;
/// - `rules`, `layers`, `tiers`, `frameworks`: what is judged;
/// - `severities`: severities by rule;
/// - `fixes`, `explain`: whether findings carry fixes and reasons;
/// - `waivers`: waivers as in `kubelaw.yaml`, or texts that have some;
/// - `today`: the date that decides which waivers have expired;
/// - `inPlaceWaivers`: whether waivers in manifests count.
///
/// All these override a configuration, or add to it, as the command's options do. The configuration is `config`, as `{"name",
/// "text"}`. What it names is in `files`, in the order of their paths, or among the packs in `shipped`.
pub fn engine(options: &str) -> Result<Engine, OptionsError> {
    engine_over(Engine::builder(), options)
}

/// Like [`engine`], with options that override the settings of a builder, such as those of [`EngineBuilder::config`].
pub fn engine_over(before: EngineBuilder, options: &str) -> Result<Engine, OptionsError> {
    builder(before, options)?.build().map_err(|diagnostics| Box::new(diagnostics).into())
}

fn builder(mut builder: EngineBuilder, options: &str) -> Result<EngineBuilder, OptionsError> {
    let mut options = Form::with(form::read(options)?, OPTIONS)?;
    for pack in options.list("shipped", PackText::of)? {
        builder = builder.shipped([pack.pack()?]);
    }
    if let Some(config) = options.value("config") {
        let config = NamedText::of(config).map_err(|error| error.in_member("config"))?;
        let names_rules = options.has_items("packs") || options.has_items("laws");
        builder = project::add(builder, &config, names_rules, options.list("files", NamedText::of)?)?;
    } else if options.has_items("files") {
        // Nobody would name them.
        return Err(FormError::Missing("config").into());
    }
    for pack in options.list("packs", PackText::of)? {
        builder = pack.add(builder)?;
    }
    for (name, value) in options.members("params")? {
        builder = builder.param(&name, value);
    }
    let mut said = Map::new();
    for key in SAID {
        said.extend(options.value(key).map(|value| ((*key).to_owned(), value)));
    }
    let said = Config::read_file("", &write(&Value::Object(said))).map_err(FormError::from)?;
    builder = builder.over(said);
    if let Some(version) = options.text("kubernetes")? {
        builder = builder.kubernetes(&version);
    }
    for key in ["laws", "libraries", "crds", "definitionsIn"] {
        for NamedText { name, text } in options.list(key, NamedText::of)? {
            builder = match key {
                "laws" => builder.law(&name, &text),
                // Others may `use` them, and their rules are not judged.
                "libraries" => builder.library(&name, &text),
                "crds" => builder.crd(&name, &text),
                _ => builder.definitions_in(&name, &text),
            };
        }
    }
    let mut waivers = Vec::new();
    options.each("waivers", &mut |given| waivers::read(given, &mut waivers))?;
    for waiver in waivers {
        builder = builder.waiver(waiver);
    }
    if let Some(today) = options.text("today")? {
        builder = builder.today(&today);
    }
    let (fixes, explain) = (options.flag("fixes")?, options.flag("explain")?);
    Ok(builder.fixes(fixes.unwrap_or(true)).explain(explain.unwrap_or(false)))
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

/// The diagnostics of one law file, as a JSON list, for editors. `options` are those of [`engine`]: they say which packs,
/// libraries and definitions of kinds the law file can refer to.
pub fn diagnose(name: &str, text: &str, options: &str) -> Result<String, OptionsError> {
    let source = Source::new(name, text);
    let found = builder(Engine::builder(), options)?.diagnose(&source).map_err(Box::new)?;
    Ok(diagnostic::diagnostics(&source, &found))
}

/// Formats a law file: `{"text"}`, or `{"diagnostics"}` if it does not parse.
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
        assert!(error.ends_with("unknown field `law`; did you mean `laws`?"), "{error}");
        let error = engine(r#"{"laws": [{"name": "a.law"}]}"#).unwrap_err().to_string();
        assert!(error.contains("missing field `text`"), "{error}");
        for wrong in
            [r#"{"laws": [{"name": "a", "text": "", "txt": ""}]}"#, r#"{"packs": [{"manifest": "", "file": {}}]}"#]
        {
            assert!(matches!(engine(wrong), Err(OptionsError::Form(_))), "{wrong}");
        }
        assert!(builder(Engine::builder(), r#"{"laws": null, "fixes": null}"#).is_ok());
        assert!(matches!(engine(r#"{"packs": ["none"]}"#), Err(OptionsError::UnknownPack { .. })));
        let error = engine(r#"{"laws": [{"name": "a", "text": ""}, 3]}"#).unwrap_err().to_string();
        assert!(error.ends_with("`laws[1]`: expected a record"), "{error}");
    }

    #[test]
    fn a_law_file_finds_those_among_the_files_of_its_configuration() {
        let law = "let more = 1 use \"shared.law\"\nrule a for p in Pod { forbid p.spec.hostPID == yes }";
        let files = serde_json::json!([{ "name": "laws/a.law", "text": law }, { "name": "laws/shared.law", "text": "let yes = true" }]);
        let options =
            serde_json::json!({ "config": { "name": "k.yaml", "text": "laws: [laws/a.law]" }, "files": files });
        assert_eq!(engine(&options.to_string()).unwrap().rules().count(), 1);
    }

    #[test]
    fn what_is_suspicious_in_law_files_is_no_reason() {
        let law = "rule a for p in Pod { forbid p.spec.hostPID == true }\nrule b for p in Pod { }";
        let told = |options: serde_json::Value| -> serde_json::Value {
            serde_json::from_str(&engine(&options.to_string()).unwrap_err().to_json()).unwrap()
        };
        let laws = serde_json::json!([{ "name": "a.law", "text": law }]);
        let error = told(serde_json::json!({ "laws": laws, "rules": ["c"] }));
        assert_eq!(error, serde_json::json!({ "message": "unknown rule `c`; known: a, b", "diagnostics": [] }));
        let broken = serde_json::json!([{ "name": "a.law", "text": law.replace("hostPID", "hostPid") }]);
        let codes = told(serde_json::json!({ "laws": broken }))["diagnostics"].as_array().unwrap().len();
        assert_eq!(codes, 2, "what is wrong, and what is suspicious beside it");
    }

    #[test]
    fn kinds_that_make_pods_are_declared() {
        let law = "rule pid for w in Workload { forbid w.pod.spec.hostPID == true }";
        let with = |workloads: serde_json::Value| {
            let options = serde_json::json!({ "laws": [{ "name": "a.law", "text": law }], "workloads": workloads });
            engine(&options.to_string())
        };
        let fleet = "apiVersion: acme.io/v1\nkind: Fleet\nmetadata: {name: a}\n\
                     spec: {one: {spec: {}}, more: [{spec: {hostPID: true}}]}\n";
        let findings = |template: serde_json::Value| {
            let engine = with(serde_json::json!([{ "kind": "acme.io/Fleet", "template": template }])).unwrap();
            engine.check(crate::Input::yaml("a.yaml", fleet)).findings.len()
        };
        assert_eq!(findings("spec.one".into()), 0);
        assert_eq!(findings("spec.more[*]".into()), 1);
        assert_eq!(findings(serde_json::json!(["spec.one", "spec.more[*]"])), 1);
        for (wrong, told) in [
            (serde_json::json!([{ "kind": "acme.io/Fleet" }]), "missing key `workloads[0].template`"),
            (
                serde_json::json!([{ "kind": "acme.io/Fleet", "template": [] }]),
                "`workloads[0].template` must be a path such as spec.template, or a list of paths",
            ),
            (
                serde_json::json!([{ "kind": "acme.io/Fleet", "path": "a" }]),
                "missing key `workloads[0].template`; unknown key `workloads[0].path`",
            ),
        ] {
            let error = with(wrong).unwrap_err().to_string();
            assert!(error.contains(told), "{error}");
        }
        assert!(with(serde_json::json!([{ "kind": "acme.io/Fleet", "template": "spec[" }])).is_err());
    }

    #[test]
    fn a_law_file_is_diagnosed_among_what_an_engine_has() {
        let law = "use \"shared.law\"\nrule a for w in kind(\"acme.io/Fleet\") { forbid w.spec.sise == most }";
        let told = |options: serde_json::Value| -> Vec<String> {
            let found: serde_json::Value =
                serde_json::from_str(&diagnose("a.law", law, &options.to_string()).unwrap()).unwrap();
            found.as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(told(serde_json::json!({})), ["E0104"]);
        let crd = "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: fleets.acme.io}, \
                   spec: {group: acme.io, names: {kind: Fleet, plural: fleets}, scope: Namespaced, versions: [{name: v1, \
                   schema: {openAPIV3Schema: {properties: {spec: {properties: {size: {type: integer}}}}}}}]}}";
        let libraries = serde_json::json!([{ "name": "shared.law", "text": "let most = 3" }]);
        let whole = serde_json::json!({ "libraries": libraries, "crds": [{ "name": "crd.yaml", "text": crd }] });
        assert_eq!(told(whole), ["E0301"]);
        let input = serde_json::json!([{ "name": "in.yaml", "text": format!("a: 1\n---\n{crd}\n") }]);
        assert_eq!(told(serde_json::json!({ "libraries": libraries, "definitionsIn": input })), ["E0301"]);
        let wrong = diagnose("a.law", law, r#"{"crds": [{"name": "crd.yaml", "text": "a: 1"}]}"#).unwrap_err();
        assert!(wrong.to_string().contains("crd.yaml is not a CustomResourceDefinition"), "{wrong}");
    }

    #[test]
    fn editors_get_all_diagnostics_and_the_canonical_text() {
        let all: serde_json::Value =
            serde_json::from_str(&diagnose("a.law", "rule a for p in Pod { }", "{}").unwrap()).unwrap();
        assert_eq!(all[0]["code"], "W0506");
        let formatted: serde_json::Value = serde_json::from_str(&super::format("a.law", LAW)).unwrap();
        assert!(formatted["text"].as_str().unwrap().starts_with("rule host-pid for p in Pod {\n"));
    }
}
