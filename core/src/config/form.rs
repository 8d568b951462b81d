//! A configuration's text into its parts.

use super::Config;
use super::error::{ConfigError, ConfigProblem};
use crate::document::{self, Limits, Symbols};
use crate::pack::WorkloadKind;
use crate::report::waiver::{Waiver, is_day};
use kubelaw_lang::check::closest;
use kubelaw_lang::ir::Severity;
use serde_yaml::{Mapping, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

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
];

const TEXT: &str = "a text";
const TEXTS: &str = "a list of texts";
const SEVERITY: &str = "info, low, medium, high or critical";

pub(super) fn read(text: &str) -> Result<Config, ConfigError> {
    let mut reader = Reader { problems: Vec::new() };
    let config = match serde_yaml::from_str::<Value>(text) {
        Ok(Value::Null) => Config::default(),
        Ok(Value::Mapping(map)) => {
            let mut config = reader.config(&map);
            if map.get("kubernetes").is_some_and(Value::is_number) {
                config.kubernetes = as_written(text, "kubernetes").or(config.kubernetes);
            }
            config
        }
        Ok(_) => {
            reader.problems.push(ConfigProblem::NotAMap);
            Config::default()
        }
        Err(error) => {
            reader.problems.push(ConfigProblem::Syntax { reason: error.to_string() });
            Config::default()
        }
    };
    if reader.problems.is_empty() { Ok(config) } else { Err(ConfigError { problems: reader.problems }) }
}

/// What stands at a key: as a number `1.30` would be 1.3, another version.
fn as_written(text: &str, key: &str) -> Option<String> {
    let read = document::read("", text.into(), &Arc::new(Symbols::new()), &Limits::default());
    read.documents.first()?.root().get_str(key)?.raw().map(str::to_owned)
}

/// Reads values, and keeps what is wrong with them.
struct Reader {
    problems: Vec<ConfigProblem>,
}

impl Reader {
    fn config(&mut self, map: &Mapping) -> Config {
        let mut config = Config::default();
        for (key, value) in map {
            let key = key.as_str().unwrap_or_default();
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
                "exclude" => config.exclude = self.texts(key, value),
                "crds" => config.crds = self.texts(key, value),
                "workloads" => config.workloads = self.workloads(key, value),
                "kubernetes" => config.kubernetes = self.version(key, value),
                "namespace" => config.namespace = self.text(key, value),
                "failOn" => config.fail_on = self.severity(key, value),
                _ => self.unknown("", key, KEYS),
            }
        }
        config
    }

    fn unknown(&mut self, place: &str, key: &str, known: &'static [&'static str]) {
        let suggestion = closest(key, known.iter().copied()).map(str::to_owned);
        self.problems.push(ConfigProblem::UnknownKey { key: format!("{place}{key}"), suggestion, known });
    }

    fn wrong(&mut self, key: &str, expected: &'static str) {
        self.problems.push(ConfigProblem::WrongValue { key: key.to_owned(), expected });
    }

    fn text(&mut self, key: &str, value: &Value) -> Option<String> {
        match value {
            Value::Null => None,
            Value::String(text) if !text.is_empty() => Some(text.clone()),
            _ => {
                self.wrong(key, TEXT);
                None
            }
        }
    }

    fn flag(&mut self, key: &str, value: &Value) -> Option<bool> {
        if !value.is_bool() && !value.is_null() {
            self.wrong(key, "true or false");
        }
        value.as_bool()
    }

    /// A version, which may be a number for YAML: `1.33`.
    fn version(&mut self, key: &str, value: &Value) -> Option<String> {
        match value {
            Value::Null => None,
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => {
                self.wrong(key, "a version such as 1.33");
                None
            }
        }
    }

    fn texts(&mut self, key: &str, value: &Value) -> Vec<String> {
        let list = match value {
            Value::Null => return Vec::new(),
            Value::Sequence(list) => list.iter().map(|item| item.as_str().map(str::to_owned)).collect(),
            _ => None,
        };
        list.unwrap_or_else(|| {
            self.wrong(key, TEXTS);
            Vec::new()
        })
    }

    fn map<'v>(&mut self, key: &str, value: &'v Value, expected: &'static str) -> Vec<(&'v str, &'v Value)> {
        let entries = match value {
            Value::Null => return Vec::new(),
            Value::Mapping(map) => map.iter().map(|(key, value)| Some((key.as_str()?, value))).collect(),
            _ => None,
        };
        entries.unwrap_or_else(|| {
            self.wrong(key, expected);
            Vec::new()
        })
    }

    fn params(&mut self, key: &str, value: &Value) -> BTreeMap<String, serde_json::Value> {
        let mut params = BTreeMap::new();
        for (name, value) in self.map(key, value, "a map of parameters to values") {
            match serde_json::to_value(value) {
                Ok(value) => {
                    params.insert(name.to_owned(), value);
                }
                Err(_) => self.wrong(&format!("{key}.{name}"), "a value that JSON can hold"),
            }
        }
        params
    }

    fn severity(&mut self, key: &str, value: &Value) -> Option<Severity> {
        let severity = value.as_str().and_then(Severity::parse);
        if severity.is_none() && !value.is_null() {
            self.wrong(key, SEVERITY);
        }
        severity
    }

    fn severities(&mut self, key: &str, value: &Value) -> BTreeMap<String, Severity> {
        let entries = self.map(key, value, "a map of rules to severities");
        let mut read =
            |(rule, value): (&str, &Value)| Some((rule.to_owned(), self.severity(&format!("{key}.{rule}"), value)?));
        entries.into_iter().filter_map(&mut read).collect()
    }

    fn waivers(&mut self, key: &str, value: &Value) -> Vec<Waiver> {
        match value {
            Value::Null => Vec::new(),
            Value::Sequence(list) => {
                list.iter().enumerate().map(|(number, value)| self.waiver(&format!("{key}[{number}]"), value)).collect()
            }
            _ => {
                self.wrong(key, "a list of maps with `rule` and `reason`");
                Vec::new()
            }
        }
    }

    fn waiver(&mut self, place: &str, value: &Value) -> Waiver {
        let mut waiver = Waiver::default();
        let Value::Mapping(map) = value else {
            self.wrong(place, "a map with `rule` and `reason`");
            return waiver;
        };
        for (name, value) in map {
            let name = name.as_str().unwrap_or_default();
            let key = format!("{place}.{name}");
            match name {
                "rule" => waiver.rule = self.text(&key, value).unwrap_or_default(),
                "kind" => waiver.kind = self.text(&key, value),
                "namespace" => waiver.namespace = self.text(&key, value),
                "name" => waiver.name = self.text(&key, value),
                "labels" => waiver.labels = self.labels(&key, value),
                "owner" => waiver.owner = self.text(&key, value),
                "reason" | "expires" => {}
                _ => self.unknown(&format!("{place}."), name, Waiver::KEYS),
            }
        }
        for key in ["rule", "reason"] {
            if !map.contains_key(key) {
                self.problems.push(ConfigProblem::MissingKey { key: format!("{place}.{key}") });
            }
        }
        match map.get("reason") {
            Some(Value::String(reason)) if !reason.trim().is_empty() => waiver.reason.clone_from(reason),
            Some(_) => self.wrong(&format!("{place}.reason"), "a text that says why"),
            None => {}
        }
        match map.get("expires") {
            Some(Value::String(day)) if is_day(day) => waiver.expires = Some(day.clone()),
            None | Some(Value::Null) => {}
            Some(_) => self.wrong(&format!("{place}.expires"), "a day such as 2027-01-31"),
        }
        waiver
    }

    fn workloads(&mut self, key: &str, value: &Value) -> Vec<WorkloadKind> {
        match value {
            Value::Null => Vec::new(),
            Value::Sequence(list) => list
                .iter()
                .enumerate()
                .map(|(number, value)| self.workload(&format!("{key}[{number}]"), value))
                .collect(),
            _ => {
                self.wrong(key, "a list of maps with `kind` and `template`");
                Vec::new()
            }
        }
    }

    fn workload(&mut self, place: &str, value: &Value) -> WorkloadKind {
        let mut workload = WorkloadKind { kind: "".into(), templates: Vec::new() };
        let Value::Mapping(map) = value else {
            self.wrong(place, "a map with `kind` and `template`");
            return workload;
        };
        for (name, value) in map {
            let name = name.as_str().unwrap_or_default();
            let key = format!("{place}.{name}");
            match (name, value) {
                ("kind", Value::String(kind)) => workload.kind = kind.as_str().into(),
                ("kind", _) => self.wrong(&key, TEXT),
                ("template", Value::String(path)) => workload.templates = vec![path.as_str().into()],
                ("template", _) => workload.templates = self.texts(&key, value).into_iter().map(Arc::from).collect(),
                _ => self.unknown(&format!("{place}."), name, WorkloadKind::KEYS),
            }
        }
        for key in WorkloadKind::KEYS.iter().filter(|key| !map.contains_key(**key)) {
            self.problems.push(ConfigProblem::MissingKey { key: format!("{place}.{key}") });
        }
        workload
    }

    fn labels(&mut self, key: &str, value: &Value) -> Vec<(String, String)> {
        let mut labels = Vec::new();
        for (name, value) in self.map(key, value, "a map of labels to values") {
            match value.as_str() {
                Some(text) => labels.push((name.to_owned(), text.to_owned())),
                None => self.wrong(&format!("{key}.{name}"), TEXT),
            }
        }
        labels
    }
}
