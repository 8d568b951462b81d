//! Fields as the API has them: what is asked of every field of an object, without making anything.
//!
//! [`Schema::field`] says more, as laws see it, and takes several times as long.

use super::table::TABLE;
use super::{ExtraField, FieldType, RecordId, Releases, Schema, builtin_text, builtin_type};
use crate::kubernetes::{enumerations, presence};
use crate::sorted::Sorted;
use std::sync::OnceLock;

/// A field as the API has it.
#[derive(Clone, Copy)]
pub(crate) enum ApiField<'s> {
    /// The field in that row of the table.
    Builtin(usize, &'static FieldType),
    Added(&'s ExtraField),
    /// A field that an open record does not name.
    Unnamed,
}

impl<'s> ApiField<'s> {
    pub(crate) fn ty(self) -> &'s FieldType {
        match self {
            Self::Builtin(_, ty) => ty,
            Self::Added(field) => &field.ty,
            Self::Unnamed => &FieldType::Any,
        }
    }

    /// The strings that it, or an element of it, may hold; none where any may.
    pub(crate) fn texts(self) -> impl Iterator<Item = &'s str> {
        let (builtin, added): (&[&str], &[String]) = match self {
            Self::Builtin(row, _) => (builtin_texts(row), &[]),
            Self::Added(field) => (&[], &field.enumeration),
            Self::Unnamed => (&[], &[]),
        };
        builtin.iter().copied().chain(added.iter().map(String::as_str))
    }
}

impl Schema {
    /// A field that Kubernetes 1.`minor` has.
    pub(crate) fn api_field(&self, record: RecordId, name: &str, minor: u32) -> Option<ApiField<'_>> {
        if let Some(added) = self.added_record(record) {
            let unnamed = || added.open.then_some(ApiField::Unnamed);
            return added.field(name).map(ApiField::Added).or_else(unnamed);
        }
        let row = TABLE.field(record.0 as usize, name).filter(|row| is_in(*row, minor))?;
        Some(ApiField::Builtin(row, builtin_type(TABLE.field_types.get(row)?)?))
    }

    /// The names of the fields that Kubernetes 1.`minor` has, in order.
    pub(crate) fn api_names(&self, record: RecordId, minor: u32) -> impl Iterator<Item = &str> {
        let added = self.added_record(record).map_or(&[][..], |added| &added.fields);
        let rows = TABLE.fields_of(record.0 as usize).filter(move |row| is_in(*row, minor));
        rows.map(|row| builtin_text(TABLE.field_names, row)).chain(added.iter().map(|field| field.name.as_str()))
    }

    /// The fields that Kubernetes 1.`minor` does without in no valid object that has the record. What every object has
    /// is not among them: an object without it is none, and a template has no name.
    pub(crate) fn required(&self, record: RecordId, minor: u32) -> impl Iterator<Item = &str> {
        let added = self.added_record(record).map_or(&[][..], |added| &added.fields);
        let added = added.iter().filter(|field| field.required).map(|field| field.name.as_str());
        let rows = builtin_required(record).iter().copied().filter(move |row| is_in(*row, minor));
        rows.map(|row| builtin_text(TABLE.field_names, row)).chain(added.filter(is_own))
    }
}

/// The rows of the fields that are required of a record in those releases that have them. To find them takes longer than all
/// else that is asked of an object, and most records have none.
fn builtin_required(record: RecordId) -> &'static [usize] {
    static REQUIRED: OnceLock<Vec<Vec<usize>>> = OnceLock::new();
    let of_each = || (0..TABLE.record_names.len()).map(required_rows).collect();
    REQUIRED.get_or_init(of_each).get(record.0 as usize).map_or(&[], Vec::as_slice)
}

fn required_rows(record: usize) -> Vec<usize> {
    let owner = builtin_text(TABLE.record_names, record);
    let certain: &[_] = if owner == "ObjectMeta" { &[] } else { presence::certain(owner) };
    let is_required = |row: &usize| {
        let flags = TABLE.field_flags.get(*row).map(u16::to_le_bytes);
        let name = builtin_text(TABLE.field_names, *row);
        let by_schema = flags.is_some_and(|[required, _]| required != 0) && !presence::is_optional(owner, name);
        is_own(&name) && (by_schema || certain.iter().any(|(_, field)| *field == name))
    };
    TABLE.fields_of(record).filter(is_required).collect()
}

/// Whether a field is no part of every object.
fn is_own(name: &&str) -> bool {
    !matches!(*name, "apiVersion" | "kind" | "metadata")
}

/// Whether Kubernetes 1.`minor` has the field in a row of the table.
fn is_in(row: usize, minor: u32) -> bool {
    let flags = TABLE.field_flags.get(row).map(u16::to_le_bytes);
    flags.is_some_and(|[_, bits]| Releases { bits }.contains(minor))
}

/// The strings that the field in a row of the table may hold. They are found by name once, and then by row.
pub(super) fn builtin_texts(row: usize) -> &'static [&'static str] {
    static TEXTS: OnceLock<Sorted<usize, &[&str]>> = OnceLock::new();
    let texts = TEXTS.get_or_init(|| {
        let mut texts = Sorted::default();
        for (record, field, allowed) in enumerations::ALL {
            for row in TABLE.records_named(record).filter_map(|record| TABLE.field(record, field)) {
                texts.insert(row, *allowed);
            }
        }
        texts
    });
    texts.get(&row).copied().unwrap_or_default()
}
