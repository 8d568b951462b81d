//! `pack.yaml`: what a pack says of itself.

use super::MANIFEST;
use crate::document::NodeRef;
use crate::written::{FaultKind, Reader, WrittenError, read};
use std::sync::Arc;

/// The contents of a `pack.yaml`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Manifest {
    /// The name, in kebab-case: the first half of the full names of its rules, `pack/rule`.
    pub name: Arc<str>,
    /// Its version.
    pub version: Arc<str>,
    /// A title of one line.
    pub title: Arc<str>,
    /// A longer description, in Markdown.
    pub description: Arc<str>,
    /// Whether the pack is in the default selection of the command.
    pub default: bool,
    /// The packs whose rules and workload kinds this pack includes.
    pub extends: Vec<Arc<str>>,
    /// Rules of the extended packs that this pack replaces with its own; they are judged only if selected by name.
    pub replaces: Vec<Arc<str>>,
    /// Files of the pack with `CustomResourceDefinition`s.
    pub schemas: Vec<Arc<str>>,
    /// Kinds that create Pods.
    pub workloads: Vec<WorkloadKind>,
}

/// A kind that creates Pods, so that its objects are in the set `Workload`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WorkloadKind {
    /// The kind, as `group/Kind`.
    pub kind: Arc<str>,
    /// The paths of its Pod templates, such as `spec.template`, or `spec.tasks[*].template` for those in a list or map.
    pub templates: Vec<Arc<str>>,
}

impl WorkloadKind {
    /// What its parts are called where one is written.
    pub(crate) const KEYS: &[&str] = &["kind", "template"];
}

const KEYS: &[&str] =
    &["name", "version", "language", "title", "description", "default", "extends", "replaces", "schemas", "workloads"];

/// The form of a name.
const NAME: &str = "small letters, digits and single hyphens, such as `pod-security-baseline`";

impl Manifest {
    /// Reads the text of a `pack.yaml`.
    pub fn read(text: &str) -> Result<Self, WrittenError> {
        let mut manifest = Self::default();
        read(MANIFEST, text, &mut |reader, root| {
            if let Some(map) = reader.map(root) {
                of_map(&mut manifest, reader, map);
            }
        })?;
        Ok(manifest)
    }
}

fn of_map(manifest: &mut Manifest, reader: &mut Reader<'_>, map: NodeRef<'_>) {
    let language = map.present("language");
    if let Some((found, value)) = language.and_then(|value| Some((value.as_i64()?, value))).filter(|it| it.0 != 1) {
        // What another language may have in its manifests is not known here.
        reader.faults.clear();
        reader.tell(value.span(), FaultKind::Language { found });
        return;
    }
    for entry in map.entries() {
        let (key, value) = (entry.key, entry.value);
        match key {
            "name" => {
                manifest.name = reader.text_of_form(key, value, NAME, is_kebab_case).unwrap_or_default().into();
            }
            "version" => manifest.version = reader.version(key, value, "a string").unwrap_or_default().into(),
            "language" if value.as_i64().is_none() && !value.is_null() => reader.wrong(key, value, "the number 1"),
            "language" => {}
            "title" => manifest.title = reader.text(key, value).unwrap_or_default().into(),
            "description" => manifest.description = reader.text(key, value).unwrap_or_default().into(),
            "default" => manifest.default = reader.flag(key, value).unwrap_or_default(),
            "extends" => reader.names(key, value, &mut manifest.extends),
            "replaces" => reader.names(key, value, &mut manifest.replaces),
            "schemas" => reader.names(key, value, &mut manifest.schemas),
            "workloads" => manifest.workloads = reader.workloads(key, value),
            _ => reader.unknown(key, value, KEYS),
        }
    }
    reader.need("", map, &["name", "version", "language", "title"]);
}

impl Reader<'_> {
    fn names(&mut self, key: &str, value: NodeRef<'_>, names: &mut Vec<Arc<str>>) {
        names.extend(self.texts(key, value).into_iter().map(Arc::from));
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
            "pack.yaml:5:13: missing key `workloads[0].template`\npack.yaml:5:25: unknown key `workloads[0].path`; known: kind, template"
        );
    }

    #[test]
    fn what_is_missing_or_wrong_is_named() {
        for (text, expected) in [
            ("name: house\nlanguage: 1\ntitle: x\n", "1:1: missing key `version`"),
            ("name: house\nlanguage: 1\nversion:\ntitle: x\n", "3:1: missing key `version`"),
            ("name: x\nlanguage: 2\n", "2:11: the pack is written in language 2, and this engine knows language 1"),
            ("language: 2\nkind: of-tomorrow\n", "1:11: the pack is written in language 2"),
            ("[]", "1:1: expected a map of keys"),
            ("", "1:1: expected a map of keys"),
            ("name: House Rules\nlanguage: 1\nversion: 1\ntitle: x\n", "1:7: `name` must be small letters"),
            ("name: a\nlanguage: 1\nversion: [1]\ntitle: x\n", "3:10: `version` must be a string"),
            (
                "name: a\nlanguage: 1\nname: b\nversion: 1\ntitle: x\n",
                "3:1: `name` is there twice: leave one of them out",
            ),
            ("name: a\nversion: 1\nlanguage: 1\ntitle: x\n---\nname: b\n", "6:1: a second document"),
            ("name: [\n", "1:7: the text is not YAML: "),
        ] {
            assert!(error(text).starts_with(&format!("pack.yaml:{expected}")), "{text}: {}", error(text));
        }
        for (line, expected) in [
            ("extends: other", "10: `extends` must be a list of strings"),
            ("extends: [1]", "11: `extends[0]` must be a string: write it in quotes"),
            ("schemas: [null]", "11: `schemas[0]` must be a string"),
            ("default: maybe", "10: `default` must be true or false"),
            ("workloads: {kind: a/B}", "12: `workloads` must be a list of maps with `kind` and `template`"),
            ("workloads: [a]", "13: `workloads[0]` must be a map with `kind` and `template`"),
            ("workloads: [{kind: a/B}]", "13: missing key `workloads[0].template`"),
            (
                "workloads: [{kind: a/B, template: []}]",
                "35: `workloads[0].template` must be a path such as spec.template, or a list of paths",
            ),
        ] {
            assert_eq!(error(&format!("{LEAST}{line}\n")), format!("pack.yaml:5:{expected}"));
        }
    }
}
