//! From one release's `_definitions.json` to the model.

use super::model::{Field, Key, Model, Record, Type, Version};
use serde_json::Value;
use std::error::Error;

/// Kinds of the API machinery that nobody keeps as manifests.
const MACHINERY: [&str; 7] =
    ["APIGroup", "APIGroupList", "APIResourceList", "APIVersions", "DeleteOptions", "Status", "WatchEvent"];

/// Adds a release's definitions; `bit` is that release's.
pub(crate) fn read(text: &str, bit: u8, model: &mut Model) -> Result<(), Box<dyn Error>> {
    let document: Value = serde_json::from_str(text)?;
    let definitions = document.get("$defs").and_then(Value::as_object).ok_or("no `$defs`")?;
    for (name, definition) in definitions {
        let Some(key) = key(name) else { continue };
        kinds(definition, &key, bit, model);
        let record = model.records.entry(key).or_default();
        record.releases |= bit;
        fields(definition, bit, record).map_err(|problem| format!("{name}: {problem}"))?;
    }
    Ok(())
}

/// `io.k8s.api.apps.v1.DeploymentSpec` to package `apps/v1` and name.
fn key(definition: &str) -> Option<Key> {
    let mut parts = definition.rsplit('.');
    let (name, version, group) = (parts.next()?, parts.next()?, parts.next()?);
    Some((format!("{group}/{version}"), name.to_owned()))
}

fn kinds(definition: &Value, key: &Key, bit: u8, model: &mut Model) {
    let served = definition.get("x-kubernetes-group-version-kind").and_then(Value::as_array);
    for served in served.into_iter().flatten() {
        let text = |name: &str| served.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let kind = text("kind");
        let is_list = kind.ends_with("List") && definition.pointer("/properties/items").is_some();
        if is_list || MACHINERY.contains(&kind.as_str()) {
            continue;
        }
        let versions = model.kinds.entry((text("group"), kind)).or_default();
        versions.entry(text("version")).or_insert(Version { record: key.clone(), releases: 0 }).releases |= bit;
    }
}

fn fields(definition: &Value, bit: u8, record: &mut Record) -> Result<(), String> {
    let required: Vec<&str> = definition
        .get("required")
        .and_then(Value::as_array)
        .map(|names| names.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    let Some(properties) = definition.get("properties").and_then(Value::as_object) else { return Ok(()) };
    for (name, schema) in properties {
        let ty = ty(schema).map_err(|problem| format!("{name}: {problem}"))?;
        let field = record.fields.entry(name.clone()).or_insert(Field { ty: ty.clone(), required: false, releases: 0 });
        if field.ty != ty {
            return Err(format!("{name} changes its type from {} to {ty}", field.ty));
        }
        // Releases are read in their order, so the newest decides: a field that became optional may be missing.
        field.required = required.contains(&name.as_str());
        field.releases |= bit;
    }
    Ok(())
}

fn ty(schema: &Value) -> Result<Type, String> {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        return reference.rsplit('/').next().and_then(referred).ok_or_else(|| format!("cannot read {reference}"));
    }
    let name = match schema.get("type") {
        Some(Value::String(name)) => name.as_str(),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).find(|n| *n != "null").unwrap_or_default(),
        _ => "",
    };
    let format = schema.get("format").and_then(Value::as_str).unwrap_or_default();
    Ok(match (name, format) {
        ("boolean", _) => Type::Bool,
        ("integer", "int32") => Type::Int32,
        ("integer", _) => Type::Int,
        ("number", _) => Type::Number,
        ("string", "byte") => Type::Bytes,
        ("string", "date-time") => Type::Time,
        ("string", _) => Type::String,
        ("array", _) => Type::List(Box::new(ty(schema.get("items").unwrap_or(&Value::Null))?)),
        ("object", _) => match schema.get("additionalProperties") {
            Some(values) => Type::Map(Box::new(ty(values)?)),
            None => Type::Any,
        },
        _ => return Err(format!("unknown type {schema}")),
    })
}

/// The type behind a reference: some definitions stand for scalars or for anything at all.
fn referred(definition: &str) -> Option<Type> {
    let key = key(definition)?;
    Some(match key.1.as_str() {
        "Quantity" => Type::Quantity,
        "IntOrString" => Type::IntOrString,
        "Time" | "MicroTime" => Type::Time,
        "JSON"
        | "JSONSchemaPropsOrArray"
        | "JSONSchemaPropsOrBool"
        | "JSONSchemaPropsOrStringArray"
        | "FieldsV1"
        | "RawExtension"
        | "Patch" => Type::Any,
        _ => Type::Record(key),
    })
}
