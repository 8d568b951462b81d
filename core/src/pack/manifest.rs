//! `pack.yaml`: what a pack says of itself. Unknown keys are errors, since a misspelled one would be silently without effect.

use super::MANIFEST;
use crate::document::{Kind, Limits, NodeRef, Symbols, read};
use kubelaw_lang::check::closest;
use std::sync::Arc;
use thiserror::Error;

/// What a pack says of itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Manifest {
    /// Its name, kebab-case: the first half of its rules' identities.
    pub name: Arc<str>,
    /// Its version.
    pub version: Arc<str>,
    /// One line for people.
    pub title: Arc<str>,
    /// More for people, Markdown.
    pub description: Arc<str>,
    /// Whether its rules are judged where the caller names no pack.
    pub default: bool,
    /// The packs whose rules come with it.
    pub extends: Vec<Arc<str>>,
    /// Rules of the packs that it extends which give way to its own, unless they are asked for by name.
    pub replaces: Vec<Arc<str>>,
    /// Files of the pack with `CustomResourceDefinition`s for kinds that Kubernetes' own schemas lack.
    pub schemas: Vec<Arc<str>>,
    /// Kinds that carry a pod template.
    pub workloads: Vec<WorkloadKind>,
}

/// A kind that carries a pod template, so that it counts among `Workload`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WorkloadKind {
    /// `group/Kind`.
    pub kind: Arc<str>,
    /// The paths of its templates, such as `spec.template`, or `spec.tasks[*].template` for those of a list or map.
    pub templates: Vec<Arc<str>>,
}

impl WorkloadKind {
    /// What its parts are called where one is written.
    pub(crate) const KEYS: &[&str] = &["kind", "template"];
}

/// What is wrong with a manifest.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum ManifestError {
    /// The text is no YAML.
    #[error("pack.yaml does not parse: {reason}")]
    Syntax {
        /// The parser's words.
        reason: String,
    },
    /// The manifest, or an entry of it, is no map.
    #[error("expected a map of keys in {place}")]
    NotAMap {
        /// Which part.
        place: &'static str,
    },
    /// A key that manifests do not have.
    #[error("unknown key `{key}` in {place}{}", suggestion.as_ref().map(|s| format!("; did you mean `{s}`?")).unwrap_or_default())]
    UnknownKey {
        /// The key.
        key: String,
        /// Which part.
        place: &'static str,
        /// The nearest known key.
        suggestion: Option<String>,
    },
    /// A key that every manifest needs.
    #[error("missing key `{key}` in {place}")]
    MissingKey {
        /// The key.
        key: &'static str,
        /// Which part.
        place: &'static str,
    },
    /// A value of another form.
    #[error("`{key}` in {place} must be {expected}")]
    WrongValue {
        /// The key.
        key: &'static str,
        /// Which part.
        place: &'static str,
        /// What it takes.
        expected: &'static str,
    },
    /// A language version that this engine does not know.
    #[error("the pack is written in language {found}, and this engine knows language 1")]
    Language {
        /// The version.
        found: i64,
    },
}

const PLACE: &str = "pack.yaml";
const WORKLOADS: &str = "workloads";
const KEYS: [&str; 10] =
    ["name", "version", "language", "title", "description", "default", "extends", "replaces", "schemas", "workloads"];

impl Manifest {
    /// Reads the text of a `pack.yaml`.
    pub fn read(text: &str) -> Result<Self, ManifestError> {
        // Our own reader does, so that small builds need no second one.
        let read = read(MANIFEST, text.into(), &Arc::new(Symbols::new()), &Limits::default());
        if let Some(error) = read.errors.first() {
            let line = read.source.position(error.span.start).line;
            return Err(ManifestError::Syntax { reason: format!("line {line}: {}", error.problem) });
        }
        let document = read.documents.first().ok_or(ManifestError::NotAMap { place: PLACE })?;
        let map = keys(document.root(), PLACE, &KEYS)?;
        let language = map.get_str("language").ok_or(ManifestError::MissingKey { key: "language", place: PLACE })?;
        match language.as_i64() {
            Some(1) => {}
            Some(found) => return Err(ManifestError::Language { found }),
            None => return Err(wrong("language", "the number 1")),
        }
        let name = required(map, "name", PLACE)?;
        if !is_kebab_case(&name) {
            return Err(wrong("name", "small letters, digits and single hyphens, such as `pod-security-baseline`"));
        }
        Ok(Self {
            name,
            version: required(map, "version", PLACE)?,
            title: required(map, "title", PLACE)?,
            description: text_of(map, "description", PLACE)?.unwrap_or_default(),
            default: match map.get_str("default") {
                None => false,
                Some(value) => value.as_bool().ok_or_else(|| wrong("default", "true or false"))?,
            },
            extends: texts(map, "extends")?,
            replaces: texts(map, "replaces")?,
            schemas: texts(map, "schemas")?,
            workloads: workloads(map)?,
        })
    }
}

fn wrong(key: &'static str, expected: &'static str) -> ManifestError {
    ManifestError::WrongValue { key, place: PLACE, expected }
}

/// The value as a map with these keys at most.
fn keys<'a>(value: NodeRef<'a>, place: &'static str, known: &[&'static str]) -> Result<NodeRef<'a>, ManifestError> {
    if value.kind() != Kind::Map {
        return Err(ManifestError::NotAMap { place });
    }
    for key in value.entries().map(|entry| entry.key) {
        if !known.contains(&key) {
            let suggestion = closest(key, known.iter().copied()).map(str::to_owned);
            return Err(ManifestError::UnknownKey { key: key.to_owned(), place, suggestion });
        }
    }
    Ok(value)
}

fn required(map: NodeRef<'_>, key: &'static str, place: &'static str) -> Result<Arc<str>, ManifestError> {
    text_of(map, key, place)?.ok_or(ManifestError::MissingKey { key, place })
}

fn text_of(map: NodeRef<'_>, key: &'static str, place: &'static str) -> Result<Option<Arc<str>>, ManifestError> {
    let Some(value) = map.get_str(key).filter(|value| !value.is_null()) else { return Ok(None) };
    // `version: 1.0` is a number for YAML and plainly a version for people.
    let written = if key == "version" && value.as_f64().is_some() { value.raw() } else { value.as_str() };
    written.map(|text| Some(text.into())).ok_or(ManifestError::WrongValue { key, place, expected: "a text" })
}

fn texts(map: NodeRef<'_>, key: &'static str) -> Result<Vec<Arc<str>>, ManifestError> {
    let Some(value) = map.get_str(key) else { return Ok(Vec::new()) };
    let text = |item: NodeRef<'_>| item.as_str().map(Arc::from).ok_or_else(|| wrong(key, "a list of texts"));
    if value.kind() == Kind::List { value.items().map(text).collect() } else { Err(wrong(key, "a list of texts")) }
}

fn workloads(map: NodeRef<'_>) -> Result<Vec<WorkloadKind>, ManifestError> {
    let Some(value) = map.get_str(WORKLOADS) else { return Ok(Vec::new()) };
    if value.kind() != Kind::List {
        return Err(wrong(WORKLOADS, "a list of maps with `kind` and `template`"));
    }
    let workload = |item| {
        let entry = keys(item, WORKLOADS, WorkloadKind::KEYS)?;
        Ok(WorkloadKind { kind: required(entry, "kind", WORKLOADS)?, templates: templates(entry)? })
    };
    value.items().map(workload).collect()
}

/// One path, or a list of them.
fn templates(entry: NodeRef<'_>) -> Result<Vec<Arc<str>>, ManifestError> {
    const KEY: &str = "template";
    match entry.get_str(KEY) {
        Some(value) if value.kind() == Kind::List && !value.is_empty() => texts(entry, KEY),
        _ => Ok(vec![required(entry, KEY, WORKLOADS)?]),
    }
}

fn is_kebab_case(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.split('-').all(|part| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'.')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAST: &str = "name: house\nversion: 1.0\nlanguage: 1\ntitle: House rules\n";

    fn error(text: &str) -> String {
        Manifest::read(text).unwrap_err().to_string()
    }

    #[test]
    fn reads_all_keys() {
        let text = "name: house\nversion: 1.2.3\nlanguage: 1\ntitle: House rules\ndefault: true\nextends: [other]\n\
                    replaces: [host-port]\n\
                    schemas: [crds.yaml]\nworkloads:\n  - kind: argoproj.io/Rollout\n    template: spec.template\n";
        let manifest = Manifest::read(text).unwrap();
        assert_eq!((&*manifest.name, &*manifest.version, manifest.default), ("house", "1.2.3", true));
        assert_eq!((manifest.extends, manifest.replaces), (vec!["other".into()], vec!["host-port".into()]));
        assert_eq!(manifest.workloads.first().map(|w| &*w.templates), Some(&["spec.template".into()][..]));
    }

    #[test]
    fn a_version_may_look_like_a_number() {
        assert_eq!(&*Manifest::read(LEAST).unwrap().version, "1.0");
    }

    #[test]
    fn unknown_keys_are_refused_with_a_suggestion() {
        assert_eq!(
            error(&format!("{LEAST}extend: [x]\n")),
            "unknown key `extend` in pack.yaml; did you mean `extends`?"
        );
        assert_eq!(error(&format!("{LEAST}workloads: [{{kind: a/B, path: x}}]\n")), "unknown key `path` in workloads");
    }

    #[test]
    fn what_is_missing_or_wrong_is_named() {
        assert_eq!(error("name: house\nlanguage: 1\ntitle: x\n"), "missing key `version` in pack.yaml");
        assert_eq!(
            error("name: x\nlanguage: 2\n"),
            "the pack is written in language 2, and this engine knows language 1"
        );
        assert_eq!(error("[]"), "expected a map of keys in pack.yaml");
        assert!(error("name: House Rules\nlanguage: 1\n").starts_with("`name` in pack.yaml must be small letters"));
    }
}
