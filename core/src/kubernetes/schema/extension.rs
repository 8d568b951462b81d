//! Kinds and records that an engine adds to the built-in ones.

use super::field::{FieldInfo, FieldType, Releases};
use super::{KindId, RecordId, Schema};

/// A field of an added record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExtraField {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: FieldType,
    /// Whether a valid object always has it where it has the record.
    pub required: bool,
    /// The strings that it may hold; empty where any string may.
    pub enumeration: Vec<String>,
}

impl ExtraField {
    pub(super) fn info(&self) -> FieldInfo<'_> {
        FieldInfo {
            name: &self.name,
            ty: self.ty.clone(),
            required: self.required,
            releases: Releases::ALL,
            enumeration: self.enumeration.iter().map(String::as_str).collect(),
        }
    }
}

/// An added record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExtraRecord {
    /// Its short name.
    pub name: String,
    /// Its package: group and version.
    pub package: String,
    /// Its fields; sorted when the record is added.
    pub fields: Vec<ExtraField>,
    /// Whether it may have fields that it does not name.
    pub open: bool,
}

impl ExtraRecord {
    pub(super) fn field(&self, name: &str) -> Option<&ExtraField> {
        let at = self.fields.binary_search_by(|field| field.name.as_str().cmp(name)).ok()?;
        self.fields.get(at)
    }
}

/// An added kind.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExtraKind {
    /// Its group.
    pub group: String,
    /// Its name.
    pub kind: String,
    /// Whether its objects live in namespaces.
    pub namespaced: bool,
    /// Its versions and their records.
    pub versions: Vec<(String, RecordId)>,
}

/// What a schema has beyond the table.
#[derive(Clone, Default, Debug)]
pub(super) struct Extension {
    pub(super) records: Vec<ExtraRecord>,
    pub(super) kinds: Vec<ExtraKind>,
}

impl Extension {
    pub(super) const EMPTY: Self = Self { records: Vec::new(), kinds: Vec::new() };
}

impl Schema {
    /// The numbers and names of the added kinds, each `group/Kind`.
    pub fn added_kinds(&self) -> impl Iterator<Item = (KindId, String)> {
        let name = |kind: &ExtraKind| format!("{}/{}", kind.group, kind.kind);
        self.extension.kinds.iter().enumerate().map(move |(place, kind)| (KindId::added(place), name(kind)))
    }

    /// The numbers and names of the added records, each with its package.
    pub fn added_records(&self) -> impl Iterator<Item = (RecordId, String)> {
        let name = |record: &ExtraRecord| format!("{} {}", record.package, record.name);
        self.extension.records.iter().enumerate().map(move |(place, record)| (RecordId::added(place), name(record)))
    }

    /// Adds a record. Of two fields with one name, the first stays.
    pub fn add_record(&mut self, mut record: ExtraRecord) -> RecordId {
        record.fields.sort_by(|a, b| a.name.cmp(&b.name));
        record.fields.dedup_by(|b, a| a.name == b.name);
        let id = RecordId::added(self.extension.records.len());
        self.extension.records.push(record);
        id
    }

    /// Adds a kind, or versions to a kind that was added before; a version that is given again takes the new shape.
    /// Kinds of Kubernetes itself stay as they are.
    pub fn add_kind(&mut self, kind: ExtraKind) -> KindId {
        if let Some(known) = self.kind_in(&kind.group, &kind.kind) {
            let id = known.id;
            if let Some(known) = id.place().and_then(|place| self.extension.kinds.get_mut(place)) {
                known.namespaced = kind.namespaced;
                for (version, record) in kind.versions {
                    match known.versions.iter_mut().find(|(name, _)| *name == version) {
                        Some(same) => same.1 = record,
                        None => known.versions.push((version, record)),
                    }
                }
            }
            return id;
        }
        let id = KindId::added(self.extension.kinds.len());
        self.extension.kinds.push(kind);
        id
    }
}
