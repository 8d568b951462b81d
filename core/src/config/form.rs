//! A configuration's text into its parts.

use super::{Config, is_namespace};
use crate::document::NodeRef;
use crate::written::{Reader, WrittenError, read};
use kubelaw_lang::ir::Severity;
use std::collections::BTreeMap;

/// The keys of a configuration.
pub(super) const KEYS: &[&str] = &[
    "packs",
    "laws",
    "params",
    "severities",
    "rules",
    "layers",
    "tiers",
    "frameworks",
    "waivers",
    "inPlaceWaivers",
    "exclude",
    "crds",
    "workloads",
    "kubernetes",
    "namespace",
    "failOn",
    "failOnWarnings",
];

const SEVERITY: &str = "info, low, medium, high or critical";

pub(super) fn config(name: &str, text: &str) -> Result<Config, WrittenError> {
    let mut config = Config::default();
    config.places = read(name, text, &mut |reader, root| {
        // A text without a document says nothing.
        if let Some(map) = root.and_then(|root| reader.map(Some(root))) {
            reader.config(&mut config, map);
        }
    })?;
    config.file = name.into();
    Ok(config)
}

impl Reader<'_> {
    fn config(&mut self, config: &mut Config, map: NodeRef<'_>) {
        for entry in map.entries() {
            let (key, value) = (entry.key, entry.value);
            let texts = match key {
                "packs" => &mut config.packs,
                "laws" => &mut config.laws,
                "rules" => &mut config.rules,
                "layers" => &mut config.layers,
                "tiers" => &mut config.tiers,
                "frameworks" => &mut config.frameworks,
                "exclude" => &mut config.exclude,
                "crds" => &mut config.crds,
                _ => {
                    self.other(config, key, value);
                    continue;
                }
            };
            *texts = self.texts(key, value);
            if key == "exclude" {
                self.globs(key, value);
            }
        }
    }

    /// Reads the value of a key that takes no list of texts.
    fn other(&mut self, config: &mut Config, key: &str, value: NodeRef<'_>) {
        match key {
            "params" => config.params = self.params(key, value),
            "severities" => config.severities = self.severities(key, value),
            "waivers" => config.waivers = self.waivers(key, value),
            "inPlaceWaivers" => config.in_place_waivers = self.flag(key, value),
            "workloads" => config.workloads = self.workloads(key, value),
            "kubernetes" => config.kubernetes = self.version(key, value, "a version such as 1.33"),
            "namespace" => config.namespace = self.namespace(key, value),
            "failOn" => config.fail_on = self.severity(key, value),
            "failOnWarnings" => config.fail_on_warnings = self.flag(key, value),
            _ => self.unknown(key, value, KEYS),
        }
    }

    fn namespace(&mut self, key: &str, value: NodeRef<'_>) -> Option<String> {
        let name = self.text(key, value)?;
        if !is_namespace(&name) {
            self.wrong(key, value, "the name of a namespace: small letters, digits and `-`");
        }
        Some(name)
    }

    /// Tells of globs as `.gitignore` has them that are of no effect.
    fn globs(&mut self, key: &str, value: NodeRef<'_>) {
        for (number, item) in value.items().enumerate() {
            let glob = item.as_str().unwrap_or_default();
            let expected = match glob.as_bytes() {
                [b'#', ..] => "a glob: write `\\#` for a name that begins with `#`",
                [b'.', b'/', ..] => "a path from this file on without `./` before it",
                [b'.', b'.', b'/', ..] => "a glob for what is in the folder of this file, which has no `..`",
                _ if has_folders_of_windows(glob) => "a glob with `/` between folders",
                _ => continue,
            };
            self.wrong(&format!("{key}[{number}]"), item, expected);
        }
    }

    fn params(&mut self, key: &str, value: NodeRef<'_>) -> BTreeMap<String, serde_json::Value> {
        let mut params = BTreeMap::new();
        for (name, value) in self.entries(key, value, "a map of parameters to values") {
            self.keep(key, name, value.key_span());
            params.insert(name.to_owned(), value.to_json());
        }
        params
    }

    fn severity(&mut self, key: &str, value: NodeRef<'_>) -> Option<Severity> {
        let severity = value.as_str().and_then(Severity::parse);
        if severity.is_none() && !value.is_null() {
            self.wrong(key, value, SEVERITY);
        }
        severity
    }

    fn severities(&mut self, key: &str, value: NodeRef<'_>) -> Vec<(String, Severity)> {
        let mut severities = Vec::new();
        for (rule, value) in self.entries(key, value, "a map of rules to severities") {
            self.keep(key, rule, value.key_span());
            let key = format!("{key}.{rule}");
            match self.severity(&key, value) {
                Some(severity) => severities.push((rule.to_owned(), severity)),
                None if value.is_null() => self.wrong(&key, value, SEVERITY),
                None => {}
            }
        }
        severities
    }
}

/// Whether `\\` stands before what it need not, as between the folders of a path of Windows.
fn has_folders_of_windows(glob: &str) -> bool {
    glob.split('\\').skip(1).any(|after| after.starts_with(|c: char| c.is_ascii_alphanumeric()))
}
