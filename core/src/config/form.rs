//! A configuration's text into its parts.

use super::Config;
use crate::document::{Kind, NodeRef};
use crate::written::{FaultKind, Reader, WrittenError, read};
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
    let (config, places) = read(name, text, |reader, root| root.map(|map| reader.config(map)).unwrap_or_default())?;
    Ok(Config { file: name.into(), places, ..config })
}

impl Reader<'_> {
    fn config(&mut self, map: NodeRef<'_>) -> Config {
        let mut config = Config::default();
        if map.kind() != Kind::Map {
            self.tell(map.span(), FaultKind::NotAMap);
            return config;
        }
        for entry in map.entries() {
            let (key, value) = (entry.key, entry.value);
            match key {
                "packs" => config.packs = self.texts(key, value),
                "laws" => config.laws = self.texts(key, value),
                "params" => config.params = self.params(key, value),
                "severities" => config.severities = self.severities(key, value),
                "rules" => config.rules = self.texts(key, value),
                "layers" => config.layers = self.texts(key, value),
                "tiers" => config.tiers = self.texts(key, value),
                "frameworks" => config.frameworks = self.texts(key, value),
                "waivers" => config.waivers = self.waivers(key, value),
                "inPlaceWaivers" => config.in_place_waivers = self.flag(key, value),
                "exclude" => config.exclude = self.globs(key, value),
                "crds" => config.crds = self.texts(key, value),
                "workloads" => config.workloads = self.workloads(key, value),
                "kubernetes" => config.kubernetes = self.version(key, value, "a version such as 1.33"),
                "namespace" => config.namespace = self.namespace(key, value),
                "failOn" => config.fail_on = self.severity(key, value),
                "failOnWarnings" => config.fail_on_warnings = self.flag(key, value),
                _ => self.unknown(key, value, KEYS),
            }
        }
        config
    }

    fn namespace(&mut self, key: &str, value: NodeRef<'_>) -> Option<String> {
        let name = self.text(key, value)?;
        let legal = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if !name.bytes().all(legal) {
            self.wrong(key, value, "the name of a namespace: small letters, digits and `-`");
        }
        Some(name)
    }

    /// Globs as `.gitignore` has them, of which some are of no effect.
    fn globs(&mut self, key: &str, value: NodeRef<'_>) -> Vec<String> {
        let globs = self.texts(key, value);
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
        globs
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
