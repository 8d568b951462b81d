//! The generated table of built-in kinds: `table.bin`, read where it lies, nothing decoded at start.
//!
//! Layout: `KLS1`, the first and last Kubernetes minor version, six 16-bit counts (strings, kinds, kind versions,
//! records, fields, types), then tables, then the text of all strings. A table is stored by columns; a column is the
//! low bytes of all its 16-bit values, then their high bytes. Numbers are little-endian.
//!
//! | table | columns |
//! | --- | --- |
//! | strings, sorted | end in the text |
//! | kinds, by name and group | name, group, first version |
//! | kind versions, stable and new ones first | name, record, releases |
//! | records, by name, group and version | name, package, first field |
//! | fields, by name within a record | name, type, 1 if required + releases * 256 |
//! | types | tag, argument |

use rustc_hash::FxHashMap;
use std::ops::Range;
use std::sync::OnceLock;

/// The built-in kinds of Kubernetes 1.30 to 1.37 and those removed before.
pub(super) static TABLE: Table = Table::read(include_bytes!("table.bin"));

/// One column of a table.
#[derive(Clone, Copy)]
pub(super) struct Column {
    low: &'static [u8],
    high: &'static [u8],
}

impl Column {
    /// The value of a row.
    pub(super) fn get(self, row: usize) -> Option<u16> {
        Some(u16::from_le_bytes([*self.low.get(row)?, *self.high.get(row)?]))
    }

    /// How many rows there are.
    pub(super) fn len(self) -> usize {
        self.low.len()
    }
}

/// The columns of `table.bin`.
pub(super) struct Table {
    string_ends: Column,
    text: &'static str,
    pub(super) kind_names: Column,
    pub(super) kind_groups: Column,
    pub(super) kind_versions: Column,
    pub(super) version_names: Column,
    pub(super) version_records: Column,
    pub(super) version_releases: Column,
    pub(super) record_names: Column,
    pub(super) record_packages: Column,
    pub(super) record_fields: Column,
    pub(super) field_names: Column,
    pub(super) field_types: Column,
    pub(super) field_flags: Column,
    pub(super) type_tags: Column,
    pub(super) type_arguments: Column,
}

impl Table {
    /// Finds the columns; the tables of a text that is not `table.bin` are empty.
    const fn read(bytes: &'static [u8]) -> Self {
        let (head, rest) = match bytes.split_first_chunk::<18>() {
            Some((head, rest)) => (*head, rest),
            None => ([0; 18], bytes),
        };
        let [_, _, _, _, _, _, s0, s1, k0, k1, v0, v1, r0, r1, f0, f1, t0, t1] = head;
        let (string_ends, rest) = column(rest, u16::from_le_bytes([s0, s1]));
        let kinds = u16::from_le_bytes([k0, k1]);
        let (kind_names, rest) = column(rest, kinds);
        let (kind_groups, rest) = column(rest, kinds);
        let (kind_versions, rest) = column(rest, kinds);
        let versions = u16::from_le_bytes([v0, v1]);
        let (version_names, rest) = column(rest, versions);
        let (version_records, rest) = column(rest, versions);
        let (version_releases, rest) = column(rest, versions);
        let records = u16::from_le_bytes([r0, r1]);
        let (record_names, rest) = column(rest, records);
        let (record_packages, rest) = column(rest, records);
        let (record_fields, rest) = column(rest, records);
        let fields = u16::from_le_bytes([f0, f1]);
        let (field_names, rest) = column(rest, fields);
        let (field_types, rest) = column(rest, fields);
        let (field_flags, rest) = column(rest, fields);
        let types = u16::from_le_bytes([t0, t1]);
        let (type_tags, rest) = column(rest, types);
        let (type_arguments, text) = column(rest, types);
        let text = match std::str::from_utf8(text) {
            Ok(text) => text,
            Err(_) => "",
        };
        Self {
            string_ends,
            text,
            kind_names,
            kind_groups,
            kind_versions,
            version_names,
            version_records,
            version_releases,
            record_names,
            record_packages,
            record_fields,
            field_names,
            field_types,
            field_flags,
            type_tags,
            type_arguments,
        }
    }

    /// A string by its number; an unknown number gives the empty text. Strings are numbered in their order.
    pub(super) fn string(&self, id: u16) -> &'static str {
        let id = usize::from(id);
        let start = id.checked_sub(1).map_or(Some(0), |before| self.string_ends.get(before));
        let (Some(start), Some(end)) = (start, self.string_ends.get(id)) else { return "" };
        self.text.get(usize::from(start)..usize::from(end)).unwrap_or_default()
    }

    /// The number of a string. To look one up by its hash takes a quarter of comparing it with one after another.
    fn number(&self, text: &str) -> Option<u16> {
        static NUMBERS: OnceLock<FxHashMap<&'static str, u16>> = OnceLock::new();
        let all = || (0..u16::MAX).take(self.string_ends.len()).map(|number| (self.string(number), number)).collect();
        NUMBERS.get_or_init(all).get(text).copied()
    }

    /// The rows of kinds with that name, of any group.
    pub(super) fn kinds_named(&self, name: &str) -> Range<usize> {
        self.rows_named(self.kind_names, name)
    }

    /// The rows of records with that name, of any package.
    pub(super) fn records_named(&self, name: &str) -> Range<usize> {
        self.rows_named(self.record_names, name)
    }

    /// The row of a record's field.
    pub(super) fn field(&self, record: usize, name: &str) -> Option<usize> {
        let (rows, number) = (self.fields_of(record), self.number(name)?);
        let at = first_from(self.field_names, rows.clone(), number);
        (at < rows.end && self.field_names.get(at) == Some(number)).then_some(at)
    }

    /// The rows of a record's fields.
    pub(super) fn fields_of(&self, record: usize) -> Range<usize> {
        group_rows(self.record_fields, record, self.field_names.len())
    }

    /// The rows of a kind's versions.
    pub(super) fn versions_of(&self, kind: usize) -> Range<usize> {
        group_rows(self.kind_versions, kind, self.version_names.len())
    }

    fn rows_named(&self, names: Column, name: &str) -> Range<usize> {
        let Some(number) = self.number(name) else { return 0..0 };
        let start = first_from(names, 0..names.len(), number);
        let named = (start..names.len()).take_while(|row| names.get(*row) == Some(number)).count();
        start..start + named
    }
}

/// Splits a column of so many rows from the front.
const fn column(bytes: &'static [u8], rows: u16) -> (Column, &'static [u8]) {
    let rows = rows as usize;
    if let Some((low, rest)) = bytes.split_at_checked(rows)
        && let Some((high, rest)) = rest.split_at_checked(rows)
    {
        return (Column { low, high }, rest);
    }
    (Column { low: &[], high: &[] }, bytes)
}

/// The rows that belong to a group which stores its first one.
fn group_rows(firsts: Column, group: usize, all: usize) -> Range<usize> {
    let Some(start) = firsts.get(group) else { return 0..0 };
    let end = firsts.get(group + 1).map_or(all, usize::from);
    usize::from(start)..end
}

/// The first row of the range whose name has that number or a greater one: names are numbered in their order.
fn first_from(names: Column, rows: Range<usize>, number: u16) -> usize {
    let Range { mut start, mut end } = rows;
    while start < end {
        let middle = start + (end - start) / 2;
        if names.get(middle).is_some_and(|name| name < number) {
            start = middle + 1;
        } else {
            end = middle;
        }
    }
    start
}
