//! What Kubernetes knows of its kinds: groups, versions, records, fields and their types.
//!
//! The built-in part is a generated table that is read in place ([`Schema::builtin`] costs nothing); an engine adds
//! the kinds of custom resource definitions and packs to its own copy, see [`crate::kubernetes::crd`].

mod api;
mod extension;
mod field;
mod meaning;
mod scope;
mod table;
#[cfg(test)]
mod tests;

pub(super) use api::ApiField;
pub use extension::{ExtraField, ExtraKind, ExtraRecord};
pub(super) use field::Inside;
pub use field::{FieldInfo, FieldType, Releases, Selector, SelectorForm, Selects};

use super::presence;
use extension::Extension;
use rustc_hash::FxHashMap;
use std::sync::OnceLock;
use table::{Column, TABLE};

/// A record of a schema: a definition with named fields.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RecordId(pub(in crate::kubernetes) u32);

/// A kind of a schema: a group and a kind name, in all its versions.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct KindId(pub(in crate::kubernetes) u32);

impl RecordId {
    /// The number of the record in a row of the table.
    fn builtin(row: usize) -> Self {
        Self(to_u32(row))
    }

    /// The number of an added record, by its place among those.
    fn added(place: usize) -> Self {
        Self::builtin(TABLE.record_names.len() + place)
    }

    /// The place of an added record among those; none of one in the table.
    fn place(self) -> Option<usize> {
        (self.0 as usize).checked_sub(TABLE.record_names.len())
    }
}

impl KindId {
    /// The number of the kind in a row of the table.
    fn builtin(row: usize) -> Self {
        Self(to_u32(row))
    }

    /// The number of an added kind, by its place among those.
    fn added(place: usize) -> Self {
        Self::builtin(TABLE.kind_names.len() + place)
    }

    /// The place of an added kind among those; none of one in the table.
    fn place(self) -> Option<usize> {
        (self.0 as usize).checked_sub(TABLE.kind_names.len())
    }
}

/// Kinds, records and fields: those built in, and those added.
#[derive(Clone, Default, Debug)]
pub struct Schema {
    extension: Extension,
}

/// A version of a kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct KindVersion<'s> {
    /// Its name, without the group: `v1`, `v1beta1`.
    pub version: &'s str,
    /// Its shape.
    pub record: RecordId,
    /// The releases of the table that serve it; none if it was removed before the first.
    pub releases: Releases,
}

/// A kind of a schema.
#[derive(Clone, Copy, Debug)]
pub struct KindInfo<'s> {
    schema: &'s Schema,
    /// Its number.
    pub id: KindId,
    /// Its group, empty for the core group.
    pub group: &'s str,
    /// Its name: `Deployment`.
    pub kind: &'s str,
    /// Whether its objects live in namespaces.
    pub namespaced: bool,
}

static BUILTIN: Schema = Schema { extension: Extension::EMPTY };

impl Schema {
    /// The kinds of Kubernetes itself.
    pub const fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// All kinds: the built-in ones by name and group, then the added ones in their order.
    pub fn kinds(&self) -> impl Iterator<Item = KindInfo<'_>> {
        let added = (0..self.extension.kinds.len()).map(KindId::added);
        (0..TABLE.kind_names.len()).map(KindId::builtin).chain(added).filter_map(|id| self.kind_info(id))
    }

    /// The kinds of that name in every group: `Ingress` of `networking.k8s.io` and of `extensions`.
    pub fn kind<'s>(&'s self, name: &'s str) -> impl Iterator<Item = KindInfo<'s>> {
        let added = self.extension.kinds.iter().enumerate().filter(move |(_, kind)| kind.kind == name);
        let added = added.map(|(place, _)| KindId::added(place));
        TABLE.kinds_named(name).map(KindId::builtin).chain(added).filter_map(|id| self.kind_info(id))
    }

    /// The built-in kinds of that name in every group: what a bare kind name in a law means.
    pub fn builtin_kind(&self, name: &str) -> impl Iterator<Item = KindInfo<'_>> {
        TABLE.kinds_named(name).filter_map(|row| self.kind_info(KindId::builtin(row)))
    }

    /// The built-in kinds of a group.
    pub(crate) fn builtin_kinds_in(&self, group: &str) -> impl Iterator<Item = KindInfo<'_>> {
        let is_in = move |row: &usize| builtin_text(TABLE.kind_groups, *row) == group;
        (0..TABLE.kind_names.len()).filter(is_in).filter_map(|row| self.kind_info(KindId::builtin(row)))
    }

    /// The kind of that group and name.
    pub fn kind_in<'s>(&'s self, group: &str, name: &'s str) -> Option<KindInfo<'s>> {
        if let Some((group, id, namespaced)) = builtin_kind_in(group, name) {
            return Some(KindInfo { schema: self, id: *id, group, kind: name, namespaced: *namespaced });
        }
        let added = self.extension.kinds.iter().position(|added| added.kind == name && added.group == group)?;
        self.kind_info(KindId::added(added))
    }

    /// Whether objects of a kind live in namespaces; none for a kind that is not known.
    pub fn is_namespaced(&self, group: &str, kind: &str) -> Option<bool> {
        self.kind_in(group, kind).map(|kind| kind.namespaced)
    }

    /// A kind by its number.
    pub fn kind_info(&self, id: KindId) -> Option<KindInfo<'_>> {
        let row = id.0 as usize;
        let (group, kind, namespaced) = if let Some(name) = TABLE.kind_names.get(row) {
            let (group, kind) = (builtin_text(TABLE.kind_groups, row), TABLE.string(name));
            (group, kind, scope::is_namespaced(group, kind))
        } else {
            let added = self.extension.kinds.get(id.place()?)?;
            (added.group.as_str(), added.kind.as_str(), added.namespaced)
        };
        Some(KindInfo { schema: self, id, group, kind, namespaced })
    }

    /// Every record of that name, in any package: what a record's name in a law means. Added records count where no
    /// built-in one has the name.
    pub fn records_named(&self, name: &str) -> Vec<RecordId> {
        let builtin: Vec<_> = TABLE.records_named(name).map(RecordId::builtin).collect();
        if !builtin.is_empty() {
            return builtin;
        }
        let added = self.extension.records.iter().enumerate().filter(|(_, record)| record.name == name);
        added.map(|(place, _)| RecordId::added(place)).collect()
    }

    /// The records that a law's type of that name accepts: those named so, and those that pass for them. An ephemeral
    /// container is a container.
    pub fn alternatives(&self, name: &str) -> Vec<RecordId> {
        let mut records = self.records_named(name);
        if name == "Container" {
            records.extend(self.records_named("EphemeralContainer"));
        }
        records
    }

    /// A record's short name: `PodSpec`. Unknown numbers have none.
    pub fn record_name(&self, record: RecordId) -> &str {
        match self.added_record(record) {
            Some(added) => &added.name,
            None => builtin_text(TABLE.record_names, record.0 as usize),
        }
    }

    /// A record's package: `core/v1`.
    pub fn record_package(&self, record: RecordId) -> &str {
        match self.added_record(record) {
            Some(added) => &added.package,
            None => builtin_text(TABLE.record_packages, record.0 as usize),
        }
    }

    /// Whether a record may have fields that the schema does not name.
    pub fn is_open(&self, record: RecordId) -> bool {
        self.added_record(record).is_some_and(|added| added.open)
    }

    /// A field of a record. Any name is a field of an open record.
    ///
    /// The `name` of metadata counts as required, which holds for objects and not for templates: the schemas use one
    /// record for both.
    pub fn field<'s>(&'s self, record: RecordId, name: &'s str) -> Option<FieldInfo<'s>> {
        let Some(added) = self.added_record(record) else {
            return self.builtin_field(record, TABLE.field(record.0 as usize, name)?);
        };
        match added.field(name) {
            Some(field) => Some(field.info()),
            None if added.open => Some(FieldInfo {
                name,
                ty: FieldType::Any,
                required: false,
                releases: Releases::ALL,
                enumeration: Vec::new(),
            }),
            None => None,
        }
    }

    /// Whether a field that Kubernetes brings holds a number or a string.
    pub(crate) fn is_count(&self, record: RecordId, name: &str) -> bool {
        let is_count = |field: FieldInfo<'_>| field.ty == FieldType::IntOrString;
        self.added_record(record).is_none() && self.field(record, name).is_some_and(is_count)
    }

    /// The named fields of a record, by name.
    pub fn fields(&self, record: RecordId) -> Vec<FieldInfo<'_>> {
        if let Some(added) = self.added_record(record) {
            return added.fields.iter().map(ExtraField::info).collect();
        }
        let rows = TABLE.fields_of(record.0 as usize);
        rows.filter_map(|row| self.builtin_field(record, row)).collect()
    }

    /// The names of a record's fields, in order; cheaper than [`Self::fields`].
    pub fn field_names(&self, record: RecordId) -> Vec<&str> {
        if let Some(added) = self.added_record(record) {
            return added.fields.iter().map(|field| field.name.as_str()).collect();
        }
        let rows = TABLE.fields_of(record.0 as usize);
        rows.filter_map(|row| TABLE.field_names.get(row)).map(|name| TABLE.string(name)).collect()
    }

    fn added_record(&self, record: RecordId) -> Option<&ExtraRecord> {
        self.extension.records.get(record.place()?)
    }

    fn builtin_field(&self, record: RecordId, row: usize) -> Option<FieldInfo<'_>> {
        let name = builtin_text(TABLE.field_names, row);
        let owner = self.record_name(record);
        let ty = builtin_type(TABLE.field_types.get(row)?)?.clone();
        let [required, bits] = TABLE.field_flags.get(row)?.to_le_bytes();
        Some(FieldInfo {
            name,
            ty: meaning::of(self.record_package(record), owner, name, ty),
            required: required != 0 || presence::is_certain(owner, name) || identifies_object(record, name),
            releases: Releases { bits },
            enumeration: api::builtin_texts(row).to_vec(),
        })
    }
}

impl<'s> KindInfo<'s> {
    /// Its versions, stable before beta before alpha, newest first.
    pub fn versions(&self) -> Vec<KindVersion<'s>> {
        if let Some(place) = self.id.place() {
            let added = self.schema.extension.kinds.get(place).into_iter().flat_map(|kind| &kind.versions);
            return added
                .map(|(version, record)| KindVersion { version, record: *record, releases: Releases::ALL })
                .collect();
        }
        TABLE.versions_of(self.id.0 as usize).filter_map(version).collect()
    }

    /// The shape of one version.
    pub fn version(&self, version: &str) -> Option<KindVersion<'s>> {
        let builtin =
            TABLE.versions_of(self.id.0 as usize).find(|row| builtin_text(TABLE.version_names, *row) == version);
        builtin.and_then(self::version).or_else(|| self.versions().into_iter().find(|known| known.version == version))
    }

    /// Its distinct shapes, newest stable version first. A law sees the union of their fields.
    pub fn records(&self) -> Vec<RecordId> {
        let mut records = Vec::new();
        for KindVersion { record, .. } in self.versions() {
            if !records.contains(&record) {
                records.push(record);
            }
        }
        records
    }
}

/// The group of a built-in kind, its number, and whether its objects live in namespaces: what is asked for every object
/// stands in a table of its own.
#[inline]
fn builtin_kind_in(group: &str, kind: &str) -> Option<&'static (&'static str, KindId, bool)> {
    type ByName = FxHashMap<&'static str, Vec<(&'static str, KindId, bool)>>;
    static BUILTIN: OnceLock<ByName> = OnceLock::new();
    let builtin = BUILTIN.get_or_init(|| {
        let mut by_name = ByName::default();
        for kind in Schema::builtin().kinds() {
            by_name.entry(kind.kind).or_default().push((kind.group, kind.id, kind.namespaced));
        }
        by_name
    });
    builtin.get(kind)?.iter().find(|(known, ..)| *known == group)
}

fn version(row: usize) -> Option<KindVersion<'static>> {
    Some(KindVersion {
        version: builtin_text(TABLE.version_names, row),
        record: RecordId(TABLE.version_records.get(row)?.into()),
        releases: Releases { bits: TABLE.version_releases.get(row)?.to_le_bytes().first().copied()? },
    })
}

/// Whether the field is one of the three that every object has, in a record that is an object's.
fn identifies_object(record: RecordId, field: &str) -> bool {
    const OF_OBJECTS: [&str; 3] = ["apiVersion", "kind", "metadata"];
    OF_OBJECTS.contains(&field) && OF_OBJECTS.iter().all(|name| TABLE.field(record.0 as usize, name).is_some())
}

fn builtin_text(column: Column, row: usize) -> &'static str {
    column.get(row).map(|id| TABLE.string(id)).unwrap_or_default()
}

/// The type of that number in the table. All are made once: to make one takes longer than to look it up.
fn builtin_type(id: u16) -> Option<&'static FieldType> {
    static TYPES: OnceLock<Vec<FieldType>> = OnceLock::new();
    let types = TYPES.get_or_init(|| {
        let mut types = Vec::with_capacity(TABLE.type_tags.len());
        for row in 0..TABLE.type_tags.len() {
            types.push(made_type(row, &types).unwrap_or(FieldType::Any));
        }
        types
    });
    types.get(usize::from(id))
}

/// The type in a row of the table; inner types come before.
fn made_type(row: usize, before: &[FieldType]) -> Option<FieldType> {
    let argument = TABLE.type_arguments.get(row)?;
    let inner = || before.get(usize::from(argument)).cloned().map(Box::new);
    Some(match TABLE.type_tags.get(row)? {
        0 => FieldType::Bool,
        1 => FieldType::Int,
        2 => FieldType::Number,
        3 => FieldType::String,
        4 => FieldType::Quantity,
        5 => FieldType::IntOrString,
        6 => FieldType::Bytes,
        7 => FieldType::Time,
        9 => FieldType::List(inner()?),
        10 => FieldType::Map(inner()?),
        11 => FieldType::Record(RecordId(argument.into())),
        12 => FieldType::Int32,
        _ => FieldType::Any,
    })
}

fn to_u32(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}
