//! `null` where Kubernetes reads an empty string.
//!
//! The API server decodes into Go's types, where `null` leaves a field, a list or a map as if it were not written. A value
//! of a map of strings and an item of a list of strings are there for having a key or a place, and `null` leaves them at
//! what a string is at first: empty.

use super::admission;
use super::schema::{FieldType, Inside, RecordId, Schema};
use crate::document::{Document, NodeId, NodeRef};
use crate::inventory::{Namespaces, Object, objects_of};

/// Makes each `null` of a document that is an empty string by the schema of its object that string.
pub(crate) fn settle(document: &mut Document, schema: &Schema) {
    let nulls = document.nulls();
    if nulls.is_empty() {
        return;
    }
    let mut search = Search { schema, nulls: &nulls, texts: Vec::new() };
    let namespaces = Namespaces { schema, assumed: "" };
    let objects = objects_of(document.root(), namespaces);
    match admission::request_in(document.root(), &objects) {
        Some(request) => {
            let part = |key| Object::at(request.ok()?.get_str(key)?, namespaces);
            ["object", "oldObject"].into_iter().filter_map(part).for_each(|object| search.object(&object));
        }
        None => objects.iter().for_each(|object| search.object(object)),
    }
    for text in search.texts {
        document.make_empty_text(text);
    }
}

/// A walk to the nulls, along the schema.
struct Search<'s> {
    schema: &'s Schema,
    /// Those of the document, in order.
    nulls: &'s [NodeId],
    /// Those that are strings.
    texts: Vec<NodeId>,
}

impl Search<'_> {
    fn object(&mut self, object: &Object<'_>) {
        let kind = self.schema.kind_in(object.group, object.kind);
        let known = kind.and_then(|kind| {
            let version = kind.version(object.version).map(|version| version.record);
            version.or_else(|| kind.records().first().copied())
        });
        if let Some(record) = known {
            return self.record(object.root, record);
        }
        // Of a kind that nobody knows, the metadata is that of all kinds.
        let metadata = self.schema.records_named("ObjectMeta").first().copied();
        if let (Some(node), Some(record)) = (object.root.get_str("metadata"), metadata) {
            self.record(node, record);
        }
    }

    fn record(&mut self, node: NodeRef<'_>, record: RecordId) {
        for entry in node.entries() {
            if self.is_around_null(entry.value)
                && let Some(field) = self.schema.field(record, entry.key)
            {
                self.value(entry.value, &field.ty);
            }
        }
    }

    fn value(&mut self, node: NodeRef<'_>, ty: &FieldType) {
        let element = match ty.inside(node.kind()) {
            Inside::Record(record) => return self.record(node, record),
            Inside::Elements(element) => element,
            Inside::Nothing => return,
        };
        for child in node.children() {
            if self.is_around_null(child) {
                self.value(child, element);
            } else if child.is_null() && matches!(element, FieldType::String | FieldType::Bytes) {
                self.texts.push(child.id());
            }
        }
    }

    /// Whether a null is somewhere inside a value.
    fn is_around_null(&self, node: NodeRef<'_>) -> bool {
        let next = self.nulls.partition_point(|null| *null <= node.id());
        self.nulls.get(next).is_some_and(|null| node.document().node(*null).is_some_and(|null| node.holds(null)))
    }
}
