//! The definitions in memory: what the readers fill and the writer lays out.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A record's key: package (`apps/v1`) and name (`DeploymentSpec`).
pub(crate) type Key = (String, String);

/// The type of a field.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Type {
    Bool,
    Int,
    Int32,
    Number,
    String,
    Quantity,
    IntOrString,
    Bytes,
    Time,
    Any,
    List(Box<Type>),
    Map(Box<Type>),
    Record(Key),
}

impl Type {
    /// The record at its core, through lists and maps.
    pub(crate) fn record(&self) -> Option<&Key> {
        match self {
            Type::List(inner) | Type::Map(inner) => inner.record(),
            Type::Record(key) => Some(key),
            _ => None,
        }
    }
}

/// A field of a record. `releases` has a bit for each Kubernetes release that has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Field {
    pub(crate) ty: Type,
    pub(crate) required: bool,
    pub(crate) releases: u8,
}

/// A definition.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Record {
    pub(crate) fields: BTreeMap<String, Field>,
    pub(crate) releases: u8,
}

/// One version of a kind.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Version {
    pub(crate) record: Key,
    pub(crate) releases: u8,
}

/// All definitions and kinds.
#[derive(Default, Debug)]
pub(crate) struct Model {
    pub(crate) records: BTreeMap<Key, Record>,
    /// From group and kind to versions.
    pub(crate) kinds: BTreeMap<(String, String), BTreeMap<String, Version>>,
}

impl Model {
    /// Drops every record that no kind leads to.
    pub(crate) fn keep_reachable(&mut self) {
        let mut pending: Vec<Key> = self.kinds.values().flatten().map(|(_, v)| v.record.clone()).collect();
        let mut kept = BTreeSet::new();
        while let Some(key) = pending.pop() {
            let Some(record) = self.records.get(&key) else { continue };
            if kept.insert(key) {
                pending.extend(record.fields.values().filter_map(|field| field.ty.record().cloned()));
            }
        }
        self.records.retain(|key, _| kept.contains(key));
    }
}

/// The order of API versions that Kubernetes itself uses: stable before beta before alpha, newest first.
pub(crate) fn version_order(version: &str) -> (Reverse<u8>, Reverse<u32>, Reverse<u32>) {
    let rest = version.strip_prefix('v').unwrap_or(version);
    let (major, pre) = match rest.find(|c: char| !c.is_ascii_digit()) {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    let stage = if pre.starts_with("alpha") { 0 } else { u8::from(pre.starts_with("beta")) };
    let stage = if pre.is_empty() { 2 } else { stage };
    let minor = pre.trim_start_matches(|c: char| c.is_ascii_alphabetic()).parse().unwrap_or(0);
    (Reverse(stage), Reverse(major.parse().unwrap_or(0)), Reverse(minor))
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::List(inner) => write!(f, "[{inner}]"),
            Type::Map(inner) => write!(f, "{{{inner}}}"),
            Type::Record((package, name)) => write!(f, "{package}.{name}"),
            other => f.write_str(&format!("{other:?}").to_lowercase()),
        }
    }
}

impl fmt::Display for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for ((group, kind), versions) in &self.kinds {
            for (version, Version { record: (package, name), releases }) in versions {
                writeln!(f, "kind {group}/{version} {kind} = {package} {name} {releases:08b}")?;
            }
        }
        for ((package, name), record) in &self.records {
            writeln!(f, "record {package} {name} {:08b}", record.releases)?;
            for (name, field) in &record.fields {
                let mark = if field.required { "!" } else { "" };
                writeln!(f, "  {name}{mark} {} {:08b}", field.ty, field.releases)?;
            }
        }
        Ok(())
    }
}
