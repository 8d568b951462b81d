//! What of an object its schema does not have, or has otherwise: `o.misfits`. The API server refuses it.

use super::schema::{FieldType, RecordId, Schema, Selector, SelectorForm};
use crate::document::{Kind, NodeRef};
use crate::eval::{Accepts, Key, Unknown, Value, World};
use kubelaw_lang::values::Quantity;

/// The unknown fields and the values of a wrong type, in order. Nothing is said of kinds that others define, nor of versions that
/// the cluster does not serve.
pub(super) fn misfits<'a>(world: &World<'a>, value: &Value<'a>, _: &'a Accepts) -> Result<Value<'a>, Unknown> {
    let object = super::views::object(value)?;
    let schema = Schema::builtin();
    let minor = u32::try_from(world.kubernetes.minor()).unwrap_or(u32::MAX);
    let kind = schema.kind_in(object.group, object.kind);
    let version = kind.and_then(|kind| kind.version(object.version)).filter(|version| version.releases.contains(minor));
    let mut search = Search { world, schema, minor, found: Vec::new() };
    if let Some(version) = version {
        search.record(object.root, version.record)?;
    }
    Ok(search.found.into_iter().collect())
}

struct Search<'w, 'a> {
    world: &'w World<'a>,
    schema: &'static Schema,
    /// The minor version of the cluster.
    minor: u32,
    found: Vec<Value<'a>>,
}

impl<'a> Search<'_, 'a> {
    fn record(&mut self, node: NodeRef<'a>, record: RecordId) -> Result<(), Unknown> {
        for entry in node.entries() {
            self.world.spend(1)?;
            let field = self.schema.field(record, entry.key).filter(|field| field.releases.contains(self.minor));
            match field {
                Some(field) => self.value(entry.value, &field.ty, (entry.key, record))?,
                None if is_typing(entry.key) => {}
                None => self.unknown(entry.value, (entry.key, record)),
            }
        }
        Ok(())
    }

    fn unknown(&mut self, node: NodeRef<'a>, (name, record): (&'a str, RecordId)) {
        let names = self.schema.field_names(record).into_iter().filter(|known| *known != name);
        let near = kubelaw_lang::check::closest(name, names);
        self.tell(node, (name, record), ("near", near.map_or(Value::Missing, Value::Text)));
    }

    fn value(&mut self, node: NodeRef<'a>, ty: &FieldType, field: (&'a str, RecordId)) -> Result<(), Unknown> {
        if node.is_null() {
            return Ok(());
        }
        let wanted = match ty {
            FieldType::List(_) if node.kind() != Kind::List => Some("a list"),
            FieldType::Map(_) | FieldType::Record(_) | FieldType::Selector(_) if node.kind() != Kind::Map => {
                Some("a map")
            }
            _ => scalar(node, ty),
        };
        if let Some(wanted) = wanted {
            self.tell(node, field, ("wanted", Value::Text(wanted)));
            return Ok(());
        }
        let element = match ty {
            FieldType::Record(record)
            | FieldType::Selector(Selector { form: SelectorForm::LabelSelector(record), .. }) => {
                return self.record(node, *record);
            }
            FieldType::List(element) | FieldType::Map(element) => element,
            FieldType::Selector(Selector { form: SelectorForm::Labels, .. }) => &FieldType::String,
            _ => return Ok(()),
        };
        for child in node.children() {
            self.world.spend(1)?;
            self.value(child, element, field)?;
        }
        Ok(())
    }

    fn tell(&mut self, node: NodeRef<'a>, (name, record): (&'a str, RecordId), what: (&'static str, Value<'a>)) {
        let members =
            [("name", Value::Part(name, node)), ("record", Value::Text(self.schema.record_name(record))), what];
        self.found.push(Value::Map(members.into_iter().map(|(name, value)| (Key::Borrowed(name), value)).collect()));
    }
}

/// The fields that say what an object is: every kind has them, and the schemas name them for none.
fn is_typing(key: &str) -> bool {
    matches!(key, "apiVersion" | "kind")
}

/// What a scalar has to be, where it is not.
fn scalar(node: NodeRef<'_>, ty: &FieldType) -> Option<&'static str> {
    let (fits, wanted) = match ty {
        FieldType::Bool => (node.as_bool().is_some(), "a bool"),
        FieldType::Int => (node.as_i64().is_some(), "an integer"),
        FieldType::Number => (node.as_f64().is_some(), "a number"),
        FieldType::String | FieldType::Image | FieldType::Time | FieldType::Bytes => {
            (node.as_str().is_some(), "a string")
        }
        FieldType::IntOrString => (node.as_i64().is_some() || node.as_str().is_some(), "an integer or a string"),
        FieldType::Quantity => (is_quantity(node), "a quantity"),
        _ => (true, ""),
    };
    (!fits).then_some(wanted)
}

fn is_quantity(node: NodeRef<'_>) -> bool {
    node.as_f64().is_some() || node.as_str().is_some_and(|text| Quantity::parse_field(text).is_some())
}
