//! A configuration's text into its parts.

use super::error::{ConfigError, ConfigFault, ConfigProblem};
use super::{Config, Place};
use crate::document::{self, Kind, Limits, NodeRef, Notice, Source, Symbols};
use crate::pack::WorkloadKind;
use crate::report::waiver::{Waiver, is_day};
use kubelaw_lang::check::closest;
use kubelaw_lang::ir::Severity;
use kubelaw_lang::span::Span;
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
    "failOnWarnings",
];

const TEXT: &str = "a text";
const QUOTED: &str = "a text: write it in quotes";
const TEXTS: &str = "a list of texts";
const SEVERITY: &str = "info, low, medium, high or critical";
const WAIVER: &str = "a map with `rule` and `reason`";
const WORKLOAD: &str = "a map with `kind` and `template`";

pub(super) fn read(text: &str) -> Result<Config, ConfigError> {
    let read = document::read(super::FILE, text.into(), &Arc::new(Symbols::new()), &Limits::default());
    let mut reader = Reader { source: &read.source, places: Vec::new(), problems: Vec::new() };
    for error in &read.errors {
        reader.tell(Some(error.span), ConfigFault::Syntax { reason: error.problem.to_string() });
    }
    for warning in &read.warnings {
        let Notice::DuplicateKey { key, later } = &warning.notice;
        reader.tell(Some(*later), ConfigFault::DuplicateKey { key: key.to_string() });
    }
    let mut documents = read.documents.iter();
    let mut config = documents.next().map(|one| reader.config(one.root())).unwrap_or_default();
    if let Some(another) = documents.next() {
        reader.tell(another.root().span(), ConfigFault::SecondDocument);
    }
    config.places = reader.places;
    let mut problems = reader.problems;
    problems.sort_by_key(|problem| (problem.line, problem.column));
    if problems.is_empty() { Ok(config) } else { Err(ConfigError { problems }) }
}

/// Reads values, and keeps where they stand and what is wrong with them.
struct Reader<'s> {
    source: &'s Source,
    places: Vec<Place>,
    problems: Vec<ConfigProblem>,
}

impl Reader<'_> {
    fn config(&mut self, map: NodeRef<'_>) -> Config {
        let mut config = Config::default();
        if map.kind() != Kind::Map {
            self.tell(map.span(), ConfigFault::NotAMap);
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
                "waivers" => config.waivers = self.each(key, value, WAIVER, Self::waiver),
                "inPlaceWaivers" => config.in_place_waivers = self.flag(key, value),
                "exclude" => config.exclude = self.globs(key, value),
                "crds" => config.crds = self.texts(key, value),
                "workloads" => config.workloads = self.each(key, value, WORKLOAD, Self::workload),
                "kubernetes" => config.kubernetes = self.version(key, value),
                "namespace" => config.namespace = self.namespace(key, value),
                "failOn" => config.fail_on = self.severity(key, value),
                "failOnWarnings" => config.fail_on_warnings = self.flag(key, value),
                _ => self.unknown("", key, value, KEYS),
            }
        }
        config
    }

    fn position(&self, span: Option<Span>) -> (u32, u32) {
        let at = self.source.position(span.map_or(0, |span| span.start));
        (at.line, at.column)
    }

    fn tell(&mut self, span: Option<Span>, fault: ConfigFault) {
        let (line, column) = self.position(span);
        self.problems.push(ConfigProblem { line, column, fault });
    }

    /// Keeps where a text stands that may turn out to name nothing.
    fn keep(&mut self, text: &str, span: Option<Span>) {
        let (line, column) = self.position(span);
        self.places.push(Place { text: text.into(), line, column });
    }

    fn unknown(&mut self, place: &str, key: &str, value: NodeRef<'_>, known: &'static [&'static str]) {
        let suggestion = closest(key, known.iter().copied()).map(str::to_owned);
        self.tell(value.key_span(), ConfigFault::UnknownKey { key: format!("{place}{key}"), suggestion, known });
    }

    fn wrong(&mut self, key: &str, value: NodeRef<'_>, expected: &'static str) {
        self.tell(value.span(), ConfigFault::WrongValue { key: key.to_owned(), expected });
    }

    fn text(&mut self, key: &str, value: NodeRef<'_>) -> Option<String> {
        match value.as_str() {
            Some(text) if !text.is_empty() => {
                self.keep(text, value.span());
                return Some(text.to_owned());
            }
            None if value.is_null() => {}
            None if !matches!(value.kind(), Kind::List | Kind::Map) => self.wrong(key, value, QUOTED),
            Some(_) => self.wrong(key, value, "a text that is not empty"),
            None => self.wrong(key, value, TEXT),
        }
        None
    }

    fn namespace(&mut self, key: &str, value: NodeRef<'_>) -> Option<String> {
        let name = self.text(key, value)?;
        let legal = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if !name.bytes().all(legal) {
            self.wrong(key, value, "the name of a namespace: small letters, digits and `-`");
        }
        Some(name)
    }

    fn flag(&mut self, key: &str, value: NodeRef<'_>) -> Option<bool> {
        if value.as_bool().is_none() && !value.is_null() {
            self.wrong(key, value, "true or false");
        }
        value.as_bool()
    }

    /// A version, which may be a number for YAML: `1.30`, which is not 1.3.
    fn version(&mut self, key: &str, value: NodeRef<'_>) -> Option<String> {
        let written = if value.as_f64().is_some() { value.raw() } else { value.as_str() };
        match written {
            Some(text) if !text.is_empty() => self.keep(text, value.span()),
            None if value.is_null() => {}
            _ => self.wrong(key, value, "a version such as 1.33"),
        }
        written.map(str::to_owned)
    }

    fn texts(&mut self, key: &str, value: NodeRef<'_>) -> Vec<String> {
        match value.kind() {
            Kind::Null => Vec::new(),
            Kind::List => {
                let mut texts = Vec::new();
                for (number, item) in value.items().enumerate() {
                    let key = format!("{key}[{number}]");
                    if item.is_null() {
                        self.wrong(&key, item, TEXT);
                    }
                    texts.extend(self.text(&key, item));
                }
                texts
            }
            _ => {
                self.wrong(key, value, TEXTS);
                Vec::new()
            }
        }
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

    fn entries<'v>(&mut self, key: &str, value: NodeRef<'v>, expected: &'static str) -> Vec<(&'v str, NodeRef<'v>)> {
        match value.kind() {
            Kind::Null => Vec::new(),
            Kind::Map => value.entries().map(|entry| (entry.key, entry.value)).collect(),
            _ => {
                self.wrong(key, value, expected);
                Vec::new()
            }
        }
    }

    fn params(&mut self, key: &str, value: NodeRef<'_>) -> BTreeMap<String, serde_json::Value> {
        let entries = self.entries(key, value, "a map of parameters to values");
        let mut read = |(name, value): (&str, NodeRef<'_>)| {
            self.keep(name, value.key_span());
            (name.to_owned(), value.to_json())
        };
        entries.into_iter().map(&mut read).collect()
    }

    fn severity(&mut self, key: &str, value: NodeRef<'_>) -> Option<Severity> {
        let severity = value.as_str().and_then(Severity::parse);
        if severity.is_none() && !value.is_null() {
            self.wrong(key, value, SEVERITY);
        }
        severity
    }

    fn severities(&mut self, key: &str, value: NodeRef<'_>) -> BTreeMap<String, Severity> {
        let mut severities = BTreeMap::new();
        for (rule, value) in self.entries(key, value, "a map of rules to severities") {
            self.keep(rule, value.key_span());
            let key = format!("{key}.{rule}");
            match self.severity(&key, value) {
                Some(severity) => drop(severities.insert(rule.to_owned(), severity)),
                None if value.is_null() => self.wrong(&key, value, SEVERITY),
                None => {}
            }
        }
        severities
    }

    /// The records of a list.
    fn each<T>(
        &mut self,
        key: &str,
        value: NodeRef<'_>,
        expected: &'static str,
        read: fn(&mut Self, &str, NodeRef<'_>) -> T,
    ) -> Vec<T> {
        let mut all = Vec::new();
        match value.kind() {
            Kind::Null => {}
            Kind::List => {
                for (number, item) in value.items().enumerate() {
                    let place = format!("{key}[{number}]");
                    if item.kind() == Kind::Map {
                        all.push(read(self, &place, item));
                    } else {
                        self.wrong(&place, item, expected);
                    }
                }
            }
            _ if expected == WAIVER => self.wrong(key, value, "a list of maps with `rule` and `reason`"),
            _ => self.wrong(key, value, "a list of maps with `kind` and `template`"),
        }
        all
    }

    /// Tells of keys that have to be there.
    fn need(&mut self, place: &str, map: NodeRef<'_>, keys: &[&str]) {
        for key in keys.iter().filter(|key| map.get_str(key).is_none_or(NodeRef::is_null)) {
            let span = map.get_str(key).and_then(NodeRef::key_span).or_else(|| map.span());
            self.tell(span, ConfigFault::MissingKey { key: format!("{place}.{key}") });
        }
    }

    fn waiver(&mut self, place: &str, map: NodeRef<'_>) -> Waiver {
        let mut waiver = Waiver::default();
        for entry in map.entries() {
            let (name, value) = (entry.key, entry.value);
            let key = format!("{place}.{name}");
            match name {
                "rule" => waiver.rule = self.text(&key, value).unwrap_or_default(),
                "kind" => waiver.kind = self.kind(&key, value),
                "namespace" => waiver.namespace = self.text(&key, value),
                "name" => waiver.name = self.text(&key, value),
                "labels" => waiver.labels = self.labels(&key, value),
                "owner" => waiver.owner = self.text(&key, value),
                "reason" => match value.as_str() {
                    Some(reason) if !reason.trim().is_empty() => reason.clone_into(&mut waiver.reason),
                    _ if value.is_null() => {}
                    _ => self.wrong(&key, value, "a text that says why"),
                },
                "expires" => match value.as_str() {
                    Some(day) if is_day(day) => waiver.expires = Some(day.to_owned()),
                    _ if value.is_null() => {}
                    _ => self.wrong(&key, value, "a day such as 2027-01-31"),
                },
                _ => self.unknown(&format!("{place}."), name, value, Waiver::KEYS),
            }
        }
        self.need(place, map, &["rule", "reason"]);
        waiver
    }

    /// A kind, or a glob for kinds.
    fn kind(&mut self, key: &str, value: NodeRef<'_>) -> Option<String> {
        let kind = self.text(key, value)?;
        let last = kind.rsplit('/').next().unwrap_or_default();
        if last.starts_with(|c: char| c.is_ascii_lowercase()) {
            self.wrong(key, value, "a kind as objects have it, such as Deployment");
        }
        Some(kind)
    }

    fn workload(&mut self, place: &str, map: NodeRef<'_>) -> WorkloadKind {
        let mut workload = WorkloadKind { kind: "".into(), templates: Vec::new() };
        for entry in map.entries() {
            let (name, value) = (entry.key, entry.value);
            let key = format!("{place}.{name}");
            match name {
                "kind" => workload.kind = self.text(&key, value).unwrap_or_default().into(),
                "template" => workload.templates = self.templates(&key, value),
                _ => self.unknown(&format!("{place}."), name, value, WorkloadKind::KEYS),
            }
        }
        self.need(place, map, WorkloadKind::KEYS);
        workload
    }

    /// One path, or a list of them.
    fn templates(&mut self, key: &str, value: NodeRef<'_>) -> Vec<Arc<str>> {
        match (value.kind(), value.as_str()) {
            (Kind::List, _) if !value.is_empty() => self.texts(key, value).into_iter().map(Arc::from).collect(),
            (_, Some(path)) => vec![path.into()],
            _ => {
                if !value.is_null() {
                    self.wrong(key, value, "a path such as spec.template, or a list of paths");
                }
                Vec::new()
            }
        }
    }

    fn labels(&mut self, key: &str, value: NodeRef<'_>) -> Vec<(String, String)> {
        let mut labels = Vec::new();
        for (name, value) in self.entries(key, value, "a map of labels to values") {
            match value.as_str() {
                Some(text) => labels.push((name.to_owned(), text.to_owned())),
                None => self.wrong(&format!("{key}.{name}"), value, QUOTED),
            }
        }
        labels
    }
}

/// Whether `\\` stands before what it need not, as between the folders of a path of Windows.
fn has_folders_of_windows(glob: &str) -> bool {
    glob.split('\\').skip(1).any(|after| after.starts_with(|c: char| c.is_ascii_alphanumeric()))
}
