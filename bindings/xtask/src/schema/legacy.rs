//! From `legacy.txt`, the hand-made part, to the model: what Kubernetes stopped serving before the first release of
//! the table.

use super::model::{Field, Key, Model, Record, Type, Version};
use std::error::Error;

/// Adds the kinds and records of the text. Its own head says how it is written.
pub(crate) fn read(text: &str, model: &mut Model) -> Result<(), Box<dyn Error>> {
    let mut open: Option<Key> = None;
    for (index, line) in text.lines().enumerate() {
        let content = line.split('#').next().unwrap_or_default();
        let words: Vec<&str> = content.split_whitespace().collect();
        let done = match words.as_slice() {
            [] => Some(()),
            ["kind", api, kind, "=", package, name] => add_kind(model, api, kind, (*package).into(), (*name).into()),
            ["record", package, name] => {
                open = Some(((*package).into(), (*name).into()));
                open.clone().and_then(|key| add_record(model, key, None))
            }
            ["record", package, name, ":", base, parent] => {
                open = Some(((*package).into(), (*name).into()));
                open.clone().and_then(|key| add_record(model, key, Some(((*base).into(), (*parent).into()))))
            }
            [field, ty] if line.starts_with(' ') => open.as_ref().and_then(|key| add_field(model, key, field, ty)),
            [removed] if line.starts_with(' ') => open.as_ref().and_then(|key| remove_field(model, key, removed)),
            _ => None,
        };
        if done.is_none() {
            return Err(format!("legacy.txt:{}: cannot read `{line}`", index + 1).into());
        }
    }
    Ok(())
}

fn add_kind(model: &mut Model, api: &str, kind: &str, package: String, name: String) -> Option<()> {
    let (group, version) = api.rsplit_once('/')?;
    let versions = model.kinds.entry((group.into(), kind.into())).or_default();
    versions.entry(version.into()).or_insert(Version { record: (package, name), releases: 0 });
    Some(())
}

fn add_record(model: &mut Model, key: Key, base: Option<Key>) -> Option<()> {
    let mut record = match base {
        Some(base) => model.records.get(&base)?.clone(),
        None => Record::default(),
    };
    record.releases = 0;
    record.fields.values_mut().for_each(|field| field.releases = 0);
    model.records.insert(key, record).is_none().then_some(())
}

fn add_field(model: &mut Model, key: &Key, field: &str, ty: &str) -> Option<()> {
    let (name, required) = field.strip_suffix('!').map_or((field, false), |name| (name, true));
    let field = Field { ty: read_type(ty, &key.0)?, required, releases: 0 };
    model.records.get_mut(key)?.fields.insert(name.into(), field);
    Some(())
}

fn remove_field(model: &mut Model, key: &Key, word: &str) -> Option<()> {
    model.records.get_mut(key)?.fields.remove(word.strip_prefix('-')?).map(|_| ())
}

/// A type as `legacy.txt` writes it; a bare name is a record of the same package.
fn read_type(text: &str, package: &str) -> Option<Type> {
    if let Some(inner) = text.strip_prefix('[') {
        return Some(Type::List(Box::new(read_type(inner.strip_suffix(']')?, package)?)));
    }
    if let Some(inner) = text.strip_prefix('{') {
        return Some(Type::Map(Box::new(read_type(inner.strip_suffix('}')?, package)?)));
    }
    Some(match text {
        "bool" => Type::Bool,
        "int" => Type::Int,
        "string" => Type::String,
        "quantity" => Type::Quantity,
        "int-or-string" => Type::IntOrString,
        "any" => Type::Any,
        _ => {
            let (package, name) = text.rsplit_once('.').unwrap_or((package, text));
            name.starts_with(|c: char| c.is_ascii_uppercase()).then(|| Type::Record((package.into(), name.into())))?
        }
    })
}
