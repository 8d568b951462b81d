//! What the API server requires of an object and is not there: `o.lacks`.

use super::misfits::{minor, record_of};
use super::schema::{FieldType, Inside, RecordId};
use super::views::{members, object};
use crate::document::{Kind, NodeRef};
use crate::eval::accepts::ANYTHING;
use crate::eval::{Accepts, Unknown, Value, World};

/// The fields that are required and not there. Of the status, which is the API server's, nothing is said.
pub(super) fn lacks<'a>(world: &World<'a>, value: &Value<'a>, _: &'a Accepts) -> Result<Value<'a>, Unknown> {
    let object = object(value)?;
    let mut search = Search { world, minor: minor(world), root: object.root, found: Vec::new() };
    if let Some(record) = record_of(world, object) {
        search.record(object.root, record)?;
    }
    Ok(search.found.into_iter().collect())
}

struct Search<'w, 'a> {
    world: &'w World<'a>,
    minor: u32,
    root: NodeRef<'a>,
    found: Vec<Value<'a>>,
}

impl<'a> Search<'_, 'a> {
    fn record(&mut self, node: NodeRef<'a>, record: RecordId) -> Result<(), Unknown> {
        let schema = self.world.schema;
        let is_there = |name: &str| node.present(name).is_some();
        for name in schema.required(record, self.minor).filter(|name| !is_there(name)) {
            self.found.push(members([
                ("holder", Value::Node(node, &ANYTHING)),
                ("name", Value::Text(name)),
                ("record", Value::Text(schema.record_name(record))),
            ]));
        }
        for part in node.children() {
            self.world.spend(1)?;
            if !matches!(part.kind(), Kind::List | Kind::Map) {
                continue;
            }
            let name = part.key().unwrap_or_default();
            let is_status = name == "status" && node.id() == self.root.id();
            if !is_status && let Some(field) = schema.api_field(record, name, self.minor) {
                self.value(part, field.ty())?;
            }
        }
        Ok(())
    }

    fn value(&mut self, node: NodeRef<'a>, ty: &FieldType) -> Result<(), Unknown> {
        match ty.inside(node.kind()) {
            Inside::Record(record) => self.record(node, record),
            Inside::Elements(element) => node.children().try_for_each(|child| {
                self.world.spend(1)?;
                self.value(child, element)
            }),
            Inside::Nothing => Ok(()),
        }
    }
}
