//! Lays the model out as `table.bin`; `core/src/kubernetes/schema/table.rs` documents the format and reads it.

use super::model::{Key, Model, Type, version_order};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

/// The bytes of the table. Strings, kinds and the fields of a record are sorted, so that the reader searches them by
/// halves; nothing depends on the order in which the readers ran.
pub(crate) fn table(model: &Model, first: u8, last: u8) -> Result<Vec<u8>, Box<dyn Error>> {
    let strings = Strings::of(model);
    let records: Vec<&Key> = sorted_records(model);
    let ids = records.iter().enumerate().map(|(id, key)| (*key, id)).collect::<BTreeMap<_, _>>();
    let mut types = Types { ids, seen: BTreeMap::new(), rows: Vec::new() };
    let (mut record_rows, mut field_rows, mut kind_rows, mut version_rows) = (vec![], vec![], vec![], vec![]);
    for key in &records {
        let Some(record) = model.records.get(*key) else { continue };
        record_rows.extend([strings.id(&key.1)?, strings.id(&key.0)?, short(field_rows.len() / 3)?]);
        for (name, field) in &record.fields {
            let flags = u16::from(field.required) | u16::from(field.releases) << 8;
            field_rows.extend([strings.id(name)?, types.id(&field.ty)?, flags]);
        }
    }
    let mut kinds: Vec<_> = model.kinds.iter().collect();
    kinds.sort_by_key(|((group, kind), _)| (kind, group));
    for ((group, kind), versions) in kinds {
        kind_rows.extend([strings.id(kind)?, strings.id(group)?, short(version_rows.len() / 3)?]);
        let mut versions: Vec<_> = versions.iter().collect();
        versions.sort_by_key(|(name, _)| version_order(name));
        for (name, version) in versions {
            let record = types.record(&version.record)?;
            version_rows.extend([strings.id(name)?, record, u16::from(version.releases)]);
        }
    }
    let mut out = b"KLS1".to_vec();
    out.extend([first, last]);
    let counts = [strings.sorted.len(), kind_rows.len() / 3, version_rows.len() / 3, records.len()];
    for count in counts.into_iter().chain([field_rows.len() / 3, types.rows.len() / 2]) {
        out.extend(short(count)?.to_le_bytes());
    }
    let mut end = 0;
    let mut ends = Vec::new();
    for text in &strings.sorted {
        end += text.len();
        ends.push(short(end)?);
    }
    for (rows, width) in
        [(&ends, 1), (&kind_rows, 3), (&version_rows, 3), (&record_rows, 3), (&field_rows, 3), (&types.rows, 2)]
    {
        // By columns, and low bytes before high ones: equals stand together, which compresses to two thirds.
        for column in 0..width {
            let values = || rows.iter().skip(column).step_by(width);
            out.extend(values().map(|value| value.to_le_bytes()[0]));
            out.extend(values().map(|value| value.to_le_bytes()[1]));
        }
    }
    strings.sorted.iter().for_each(|text| out.extend(text.as_bytes()));
    Ok(out)
}

/// Records by name first, since laws name them without their package.
fn sorted_records(model: &Model) -> Vec<&Key> {
    let mut keys: Vec<&Key> = model.records.keys().collect();
    keys.sort_by_key(|(package, name)| {
        let (group, version) = package.rsplit_once('/').unwrap_or(("", package));
        (name, group, version_order(version))
    });
    keys
}

fn short(value: usize) -> Result<u16, Box<dyn Error>> {
    u16::try_from(value).map_err(|_| format!("{value} does not fit the table's 16 bits").into())
}

/// All names, sorted.
struct Strings<'m> {
    sorted: Vec<&'m str>,
}

impl<'m> Strings<'m> {
    fn of(model: &'m Model) -> Self {
        let mut all: BTreeSet<&str> = BTreeSet::new();
        for ((group, kind), versions) in &model.kinds {
            all.extend([group.as_str(), kind]);
            all.extend(versions.keys().map(String::as_str));
        }
        for ((package, name), record) in &model.records {
            all.extend([package.as_str(), name]);
            all.extend(record.fields.keys().map(String::as_str));
        }
        Self { sorted: all.into_iter().collect() }
    }

    fn id(&self, text: &str) -> Result<u16, Box<dyn Error>> {
        short(self.sorted.binary_search(&text).map_err(|_| format!("{text} is not collected"))?)
    }
}

/// The distinct types, each written once: a tag, and the record or the type inside.
struct Types<'m> {
    ids: BTreeMap<&'m Key, usize>,
    seen: BTreeMap<&'m Type, u16>,
    rows: Vec<u16>,
}

impl<'m> Types<'m> {
    fn id(&mut self, ty: &'m Type) -> Result<u16, Box<dyn Error>> {
        if let Some(id) = self.seen.get(ty) {
            return Ok(*id);
        }
        let row = match ty {
            Type::Bool => [0, 0],
            Type::Int => [1, 0],
            Type::Int32 => [12, 0],
            Type::Number => [2, 0],
            Type::String => [3, 0],
            Type::Quantity => [4, 0],
            Type::IntOrString => [5, 0],
            Type::Bytes => [6, 0],
            Type::Time => [7, 0],
            Type::Any => [8, 0],
            Type::List(inner) => [9, self.id(inner)?],
            Type::Map(inner) => [10, self.id(inner)?],
            Type::Record(key) => [11, self.record(key)?],
        };
        let id = short(self.rows.len() / 2)?;
        self.rows.extend(row);
        self.seen.insert(ty, id);
        Ok(id)
    }

    fn record(&self, key: &Key) -> Result<u16, Box<dyn Error>> {
        short(*self.ids.get(key).ok_or_else(|| format!("no record {} in {}", key.1, key.0))?)
    }
}
