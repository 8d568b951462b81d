//! From an `openAPIV3Schema` to records and field types.
//!
//! What a schema leaves open, or says in a way that is not understood here, is [`FieldType::Any`]: a law may then read
//! it, unchecked.

use crate::kubernetes::schema::{
    ExtraField, ExtraRecord, FieldType, RecordId, Schema, Selector, SelectorForm, Selects,
};
use serde_json::{Map, Value};

/// How deep schemas are followed. Kubernetes' own deepest, a Pod inside a custom resource, needs about 20.
const DEPTH: usize = 64;

/// Adds the records of one definition.
pub(super) struct Shapes<'s> {
    schema: &'s mut Schema,
    /// Whether objects keep fields that their schema does not name.
    keeps_unknown: bool,
}

/// Where a record comes from: what its name is made of.
struct Origin<'a> {
    package: &'a str,
    name: String,
    depth: usize,
}

impl Origin<'_> {
    /// The origin of a field's record: `CertificateSpec` has a `CertificateSpecIssuerRef`.
    fn field(&self, name: &str) -> Self {
        let mut letters = name.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        let name = self.name.chars().chain(first).chain(letters).collect();
        Self { package: self.package, name, depth: self.depth + 1 }
    }
}

impl<'s> Shapes<'s> {
    pub(super) fn new(schema: &'s mut Schema, keeps_unknown: bool) -> Self {
        Self { schema, keeps_unknown }
    }

    /// The record of a kind's objects.
    pub(super) fn object(&mut self, package: &str, kind: &str, openapi: Option<&Value>) -> RecordId {
        let origin = Origin { package, name: kind.to_owned(), depth: 0 };
        let Some(openapi) = openapi.filter(|schema| schema.is_object()) else {
            return self.record(&origin, &Value::Null, true, true);
        };
        self.record(&origin, openapi, self.is_open(openapi), true)
    }

    /// A record of a schema's properties. One that is an object has what every object has, whatever its schema says.
    fn record(&mut self, origin: &Origin<'_>, schema: &Value, open: bool, is_object: bool) -> RecordId {
        let mut fields = if is_object { self.object_fields() } else { Vec::new() };
        let required: Vec<&str> = texts(schema.get("required"));
        for (name, property) in properties(schema) {
            if is_object && fields.iter().any(|field| field.name == *name) {
                continue;
            }
            fields.push(ExtraField {
                name: name.clone(),
                ty: self.ty(&origin.field(name), property),
                // The API server writes a default before it looks for what is required.
                required: required.contains(&name.as_str()) && property.get("default").is_none(),
                enumeration: enumeration(property),
            });
        }
        let (name, package) = (origin.name.clone(), origin.package.to_owned());
        self.schema.add_record(ExtraRecord { name, package, fields, open })
    }

    fn object_fields(&self) -> Vec<ExtraField> {
        let field = |name: &str, ty| ExtraField { name: name.to_owned(), ty, required: true, enumeration: Vec::new() };
        let metadata = self.schema.records_named("ObjectMeta").first().copied();
        vec![
            field("apiVersion", FieldType::String),
            field("kind", FieldType::String),
            field("metadata", metadata.map_or(FieldType::Any, FieldType::Record)),
        ]
    }

    fn ty(&mut self, origin: &Origin<'_>, schema: &Value) -> FieldType {
        if origin.depth > DEPTH {
            return FieldType::Any;
        }
        if is_int_or_string(schema) {
            return if is_quantity(schema) { FieldType::Quantity } else { FieldType::IntOrString };
        }
        let text = |name: &str| schema.get(name).and_then(Value::as_str).unwrap_or_default();
        match (text("type"), text("format")) {
            ("boolean", _) => FieldType::Bool,
            ("integer", "int32") => FieldType::Int32,
            ("integer", _) => FieldType::Int,
            ("number", _) => FieldType::Number,
            ("string", "byte") => FieldType::Bytes,
            ("string", "date-time") => FieldType::Time,
            ("string", _) if is_quantity(schema) => FieldType::Quantity,
            ("string", _) => FieldType::String,
            ("array", _) => {
                let items = schema.get("items").unwrap_or(&Value::Null);
                FieldType::List(Box::new(self.ty(&deeper(origin), items)))
            }
            ("object" | "", _) => self.map_or_record(origin, schema),
            _ => FieldType::Any,
        }
    }

    fn map_or_record(&mut self, origin: &Origin<'_>, schema: &Value) -> FieldType {
        let is_embedded = flag(schema, "x-kubernetes-embedded-resource");
        let open = self.is_open(schema);
        if is_embedded || properties(schema).next().is_some() {
            if let Some(selector) = self.label_selector(schema) {
                return FieldType::Selector(selector);
            }
            return FieldType::Record(self.record(origin, schema, open, is_embedded));
        }
        match schema.get("additionalProperties") {
            Some(values @ Value::Object(_)) => FieldType::Map(Box::new(self.ty(&deeper(origin), values))),
            Some(Value::Bool(true)) => FieldType::Map(Box::new(FieldType::Any)),
            _ => FieldType::Any,
        }
    }

    /// Whether objects of a schema may have fields that it does not name.
    fn is_open(&self, schema: &Value) -> bool {
        let more = schema.get("additionalProperties");
        self.keeps_unknown
            || flag(schema, "x-kubernetes-preserve-unknown-fields")
            || more.is_some_and(|more| *more != Value::Bool(false))
    }

    /// The selector that a schema spells out: generators write Kubernetes' own types in full. Missing and empty mean
    /// what `LabelSelectorAsSelector` in apimachinery makes of them.
    fn label_selector(&self, schema: &Value) -> Option<Selector> {
        let names = || properties(schema).map(|(name, _)| name.as_str());
        let is_selector =
            names().eq(["matchExpressions", "matchLabels"]) || names().eq(["matchLabels", "matchExpressions"]);
        let expression = schema.pointer("/properties/matchExpressions/items/properties")?.as_object()?;
        let is_selector =
            is_selector && ["key", "operator", "values"].iter().all(|name| expression.contains_key(*name));
        let record = self.schema.records_named("LabelSelector").first().copied()?;
        is_selector.then_some(Selector {
            form: SelectorForm::LabelSelector(record),
            missing: Selects::Nothing,
            empty: Selects::Everything,
        })
    }
}

/// The same record, one level further in the schema.
fn deeper<'a>(origin: &Origin<'a>) -> Origin<'a> {
    Origin { package: origin.package, name: origin.name.clone(), depth: origin.depth + 1 }
}

fn properties(schema: &Value) -> impl Iterator<Item = (&String, &Value)> {
    schema.get("properties").and_then(Value::as_object).into_iter().flat_map(Map::iter)
}

fn flag(schema: &Value, name: &str) -> bool {
    schema.get(name).and_then(Value::as_bool).unwrap_or_default()
}

fn texts(list: Option<&Value>) -> Vec<&str> {
    list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Marked as such, or spelled as older generators did: any of a whole number and a string.
fn is_int_or_string(schema: &Value) -> bool {
    let alternatives = schema.get("anyOf").or_else(|| schema.get("oneOf")).and_then(Value::as_array);
    let types: Vec<&str> =
        alternatives.into_iter().flatten().filter_map(|one| one.get("type").and_then(Value::as_str)).collect();
    flag(schema, "x-kubernetes-int-or-string")
        || schema.get("format").and_then(Value::as_str) == Some("int-or-string")
        || (schema.get("type").is_none() && (types == ["integer", "string"] || types == ["string", "integer"]))
}

/// Generators give quantities a pattern with the suffixes of `resource.Quantity`.
fn is_quantity(schema: &Value) -> bool {
    schema.get("pattern").and_then(Value::as_str).is_some_and(|pattern| pattern.contains("[KMGTPE]i"))
}

/// The strings that a field, or an element of it, may hold.
fn enumeration(schema: &Value) -> Vec<String> {
    let values = schema.get("enum").or_else(|| schema.pointer("/items/enum")).and_then(Value::as_array);
    let values: Vec<&Value> = values.into_iter().flatten().filter(|value| !value.is_null()).collect();
    let texts: Vec<String> = values.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect();
    if texts.len() == values.len() { texts } else { Vec::new() }
}
