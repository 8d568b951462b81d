//! `pack.yaml`: what a pack says of itself. Unknown keys are errors, since a misspelled one would be silently without effect.

use super::MANIFEST;
use crate::document::{Kind, Limits, NodeRef, Notice, Source, Symbols, read};
use crate::error::nearest_or_known;
use kubelaw_lang::check::closest;
use kubelaw_lang::span::Span;
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

/// What is wrong with a manifest, and where, both counted from 1.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error("pack.yaml:{line}:{column}: {fault}")]
pub struct ManifestError {
    /// The line.
    pub line: u32,
    /// The character of the line.
    pub column: u32,
    /// What is wrong there.
    pub fault: ManifestFault,
}

/// What may be wrong with a manifest.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum ManifestFault {
    /// The text is no YAML.
    #[error("{reason}")]
    Syntax {
        /// The reader's words.
        reason: String,
    },
    /// Another document after the manifest.
    #[error("a second document: a manifest is one, without `---` in it")]
    SecondDocument,
    /// The manifest, or an entry of it, is no map.
    #[error("expected a map of keys")]
    NotAMap,
    /// A key that stands twice in a map.
    #[error("`{key}` is there twice: leave one of them out")]
    DuplicateKey {
        /// The key.
        key: String,
    },
    /// A key that manifests do not have.
    #[error("unknown key `{key}`{}", nearest_or_known(suggestion.as_deref(), known))]
    UnknownKey {
        /// The key.
        key: String,
        /// The nearest known key.
        suggestion: Option<String>,
        /// The keys that may stand there.
        known: &'static [&'static str],
    },
    /// A key that has to be there.
    #[error("missing key `{key}`")]
    MissingKey {
        /// The key.
        key: &'static str,
    },
    /// A value of another form.
    #[error("`{key}` must be {expected}")]
    WrongValue {
        /// The key.
        key: &'static str,
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

const KEYS: &[&str] =
    &["name", "version", "language", "title", "description", "default", "extends", "replaces", "schemas", "workloads"];

impl Manifest {
    /// Reads the text of a `pack.yaml`.
    pub fn read(text: &str) -> Result<Self, ManifestError> {
        // Our own reader does, so that small builds need no second one.
        let read = read(MANIFEST, text.into(), &Arc::new(Symbols::new()), &Limits::default());
        let reader = Reader { source: &read.source };
        if let Some(error) = read.errors.first() {
            return Err(reader.fault(Some(error.span), ManifestFault::Syntax { reason: error.problem.to_string() }));
        }
        if let Some(warning) = read.warnings.first() {
            let Notice::DuplicateKey { key, later } = &warning.notice;
            return Err(reader.fault(Some(*later), ManifestFault::DuplicateKey { key: key.to_string() }));
        }
        if let Some(second) = read.documents.get(1) {
            return Err(reader.fault(second.root().span(), ManifestFault::SecondDocument));
        }
        let document = read.documents.first().ok_or_else(|| reader.fault(None, ManifestFault::NotAMap))?;
        reader.manifest(document.root())
    }
}

/// Reads values, and says where they stand.
struct Reader<'s> {
    source: &'s Source,
}

impl Reader<'_> {
    fn manifest(&self, map: NodeRef<'_>) -> Result<Manifest, ManifestError> {
        self.keys(map, KEYS)?;
        let language = self.needed(map, "language")?;
        match language.as_i64() {
            Some(1) => {}
            Some(found) => return Err(self.fault(language.span(), ManifestFault::Language { found })),
            None => return Err(self.wrong(language, "language", "the number 1")),
        }
        let name = self.required(map, "name")?;
        if !is_kebab_case(&name) {
            let expected = "small letters, digits and single hyphens, such as `pod-security-baseline`";
            return Err(self.wrong(self.needed(map, "name")?, "name", expected));
        }
        Ok(Manifest {
            name,
            version: self.required(map, "version")?,
            title: self.required(map, "title")?,
            description: self.text_of(map, "description")?.unwrap_or_default(),
            default: match map.get_str("default") {
                None => false,
                Some(value) => value.as_bool().ok_or_else(|| self.wrong(value, "default", "true or false"))?,
            },
            extends: self.texts(map, "extends")?,
            replaces: self.texts(map, "replaces")?,
            schemas: self.texts(map, "schemas")?,
            workloads: self.workloads(map)?,
        })
    }

    fn fault(&self, span: Option<Span>, fault: ManifestFault) -> ManifestError {
        let at = self.source.position(span.map_or(0, |span| span.start));
        ManifestError { line: at.line, column: at.column, fault }
    }

    fn wrong(&self, value: NodeRef<'_>, key: &'static str, expected: &'static str) -> ManifestError {
        self.fault(value.span(), ManifestFault::WrongValue { key, expected })
    }

    /// Refuses what is no map, and keys other than these.
    fn keys(&self, value: NodeRef<'_>, known: &'static [&'static str]) -> Result<(), ManifestError> {
        if value.kind() != Kind::Map {
            return Err(self.fault(value.span(), ManifestFault::NotAMap));
        }
        match value.entries().find(|entry| !known.contains(&entry.key)) {
            Some(entry) => {
                let suggestion = closest(entry.key, known.iter().copied()).map(str::to_owned);
                let fault = ManifestFault::UnknownKey { key: entry.key.to_owned(), suggestion, known };
                Err(self.fault(entry.value.key_span(), fault))
            }
            None => Ok(()),
        }
    }

    fn needed<'a>(&self, map: NodeRef<'a>, key: &'static str) -> Result<NodeRef<'a>, ManifestError> {
        let found = map.get_str(key);
        found.filter(|value| !value.is_null()).ok_or_else(|| {
            let span = found.and_then(NodeRef::key_span).or_else(|| map.span());
            self.fault(span, ManifestFault::MissingKey { key })
        })
    }

    fn required(&self, map: NodeRef<'_>, key: &'static str) -> Result<Arc<str>, ManifestError> {
        let value = self.needed(map, key)?;
        self.text_of(map, key)?.ok_or_else(|| self.wrong(value, key, "a text"))
    }

    fn text_of(&self, map: NodeRef<'_>, key: &'static str) -> Result<Option<Arc<str>>, ManifestError> {
        let Some(value) = map.get_str(key).filter(|value| !value.is_null()) else { return Ok(None) };
        // `version: 1.0` is a number for YAML and plainly a version for people.
        let written = if key == "version" && value.as_f64().is_some() { value.raw() } else { value.as_str() };
        written.map(|text| Some(text.into())).ok_or_else(|| self.wrong(value, key, "a text"))
    }

    fn texts(&self, map: NodeRef<'_>, key: &'static str) -> Result<Vec<Arc<str>>, ManifestError> {
        let Some(value) = map.get_str(key) else { return Ok(Vec::new()) };
        let wrong = |value: NodeRef<'_>| self.wrong(value, key, "a list of texts");
        let text = |item: NodeRef<'_>| item.as_str().map(Arc::from).ok_or_else(|| wrong(item));
        if value.kind() == Kind::List { value.items().map(text).collect() } else { Err(wrong(value)) }
    }

    fn workloads(&self, map: NodeRef<'_>) -> Result<Vec<WorkloadKind>, ManifestError> {
        const KEY: &str = "workloads";
        let Some(value) = map.get_str(KEY) else { return Ok(Vec::new()) };
        if value.kind() != Kind::List {
            return Err(self.wrong(value, KEY, "a list of maps with `kind` and `template`"));
        }
        let workload = |item| {
            self.keys(item, WorkloadKind::KEYS)?;
            Ok(WorkloadKind { kind: self.required(item, "kind")?, templates: self.templates(item)? })
        };
        value.items().map(workload).collect()
    }

    /// One path, or a list of them.
    fn templates(&self, entry: NodeRef<'_>) -> Result<Vec<Arc<str>>, ManifestError> {
        const KEY: &str = "template";
        match entry.get_str(KEY) {
            Some(value) if value.kind() == Kind::List && !value.is_empty() => self.texts(entry, KEY),
            _ => Ok(vec![self.required(entry, KEY)?]),
        }
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
            "pack.yaml:5:1: unknown key `extend`; did you mean `extends`?"
        );
        assert_eq!(
            error(&format!("{LEAST}workloads: [{{kind: a/B, path: x}}]\n")),
            "pack.yaml:5:25: unknown key `path`; known: kind, template"
        );
    }

    #[test]
    fn what_is_missing_or_wrong_is_named() {
        for (text, expected) in [
            ("name: house\nlanguage: 1\ntitle: x\n", "1:1: missing key `version`"),
            ("name: house\nlanguage: 1\nversion:\n", "3:1: missing key `version`"),
            ("name: x\nlanguage: 2\n", "2:11: the pack is written in language 2, and this engine knows language 1"),
            ("[]", "1:1: expected a map of keys"),
            ("", "1:1: expected a map of keys"),
            ("name: House Rules\nlanguage: 1\n", "1:7: `name` must be small letters"),
            ("name: a\nlanguage: 1\nversion: [1]\n", "3:10: `version` must be a text"),
            ("name: a\nlanguage: 1\nname: b\n", "3:1: `name` is there twice: leave one of them out"),
            ("name: a\n---\nname: b\n", "3:1: a second document"),
            ("name: [\n", "1:7: "),
        ] {
            assert!(error(text).starts_with(&format!("pack.yaml:{expected}")), "{text}: {}", error(text));
        }
        for (line, expected) in [
            ("extends: other", "10: `extends` must be a list of texts"),
            ("extends: [1]", "11: `extends` must be a list of texts"),
            ("schemas: [null]", "11: `schemas` must be a list of texts"),
            ("default: maybe", "10: `default` must be true or false"),
            ("workloads: {kind: a/B}", "12: `workloads` must be a list of maps with `kind` and `template`"),
            ("workloads: [a]", "13: expected a map of keys"),
            ("workloads: [{kind: a/B}]", "13: missing key `template`"),
            ("workloads: [{kind: a/B, template: []}]", "35: `template` must be a text"),
        ] {
            assert_eq!(error(&format!("{LEAST}{line}\n")), format!("pack.yaml:5:{expected}"));
        }
    }
}
