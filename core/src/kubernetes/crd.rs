//! Kinds that Kubernetes does not have itself: from custom resource definitions, and from schemas that packs bring.
//!
//! Both become records of the same [`Schema`] that holds the built-in kinds, so that laws are checked against them in
//! the same way.

mod shape;
#[cfg(test)]
mod tests;

use super::gvk::{ApiVersion, GroupKind};
use super::schema::{ExtraKind, KindId, RecordId, Schema};
use serde_json::Value;
use shape::Shapes;

/// Why a document defines no kind.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CrdError {
    /// It is another kind of object.
    #[error("expected a CustomResourceDefinition of `apiextensions.k8s.io/v1` or `v1beta1`")]
    NotADefinition,
    /// A field that names the kind is missing or is no string.
    #[error("the definition has no `{0}`")]
    Missing(&'static str),
    /// The kind is one of Kubernetes itself.
    #[error("`{group}/{kind}` is a kind of Kubernetes itself")]
    BuiltIn {
        /// The group.
        group: String,
        /// The kind.
        kind: String,
    },
}

/// A kind whose schema somebody brings.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Definition<'a> {
    /// The group.
    pub group: &'a str,
    /// The kind.
    pub kind: &'a str,
    /// Whether its objects live in namespaces.
    pub namespaced: bool,
}

/// Whether objects of that API version and kind define kinds.
pub fn is_definition(api_version: &str, kind: &str) -> bool {
    let group_kind = GroupKind::of(api_version, kind);
    group_kind == Some(GroupKind { group: "apiextensions.k8s.io", kind: "CustomResourceDefinition" })
}

/// Adds the kind of a `CustomResourceDefinition`, `v1` or `v1beta1`, in all its versions.
///
/// ```
/// use kubelaw::kubernetes::{crd, schema::Schema};
/// let document = serde_json::json!({
///     "apiVersion": "apiextensions.k8s.io/v1",
///     "kind": "CustomResourceDefinition",
///     "spec": {
///         "group": "example.com",
///         "names": {"kind": "Widget"},
///         "scope": "Namespaced",
///         "versions": [{"name": "v1", "schema": {"openAPIV3Schema": {
///             "properties": {"spec": {"properties": {"size": {"type": "integer"}}}},
///         }}}],
///     },
/// });
/// let mut schema = Schema::default();
/// crd::add(&mut schema, &document).unwrap();
/// let widget = schema.kind_in("example.com", "Widget").unwrap();
/// assert!(widget.namespaced && schema.field(widget.records()[0], "spec").is_some());
/// ```
pub fn add(schema: &mut Schema, document: &Value) -> Result<KindId, CrdError> {
    let text = |value: &Value, pointer: &str| value.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    let api_version = text(document, "/apiVersion").unwrap_or_default();
    if !is_definition(&api_version, &text(document, "/kind").unwrap_or_default()) {
        return Err(CrdError::NotADefinition);
    }
    let spec = document.get("spec").ok_or(CrdError::Missing("spec"))?;
    let group = text(spec, "/group").ok_or(CrdError::Missing("spec.group"))?;
    let kind = text(spec, "/names/kind").ok_or(CrdError::Missing("spec.names.kind"))?;
    let namespaced = text(spec, "/scope").is_none_or(|scope| scope != "Cluster");
    let definition = Definition { group: &group, kind: &kind, namespaced };

    let is_beta = ApiVersion::parse(&api_version).is_some_and(|api| api.version != "v1");
    // The beta API kept what a schema does not name unless told otherwise; the stable one drops it.
    let keeps = spec.get("preserveUnknownFields").and_then(Value::as_bool).unwrap_or(is_beta);
    let shared = spec.pointer("/validation/openAPIV3Schema");
    let mut versions = Vec::new();
    for version in spec.get("versions").and_then(Value::as_array).into_iter().flatten() {
        let Some(name) = version.get("name").and_then(Value::as_str) else { continue };
        versions.push((name, version.pointer("/schema/openAPIV3Schema").or(shared)));
    }
    if let Some(only) = spec.get("version").and_then(Value::as_str).filter(|_| versions.is_empty()) {
        versions.push((only, shared));
    }
    if versions.is_empty() {
        return Err(CrdError::Missing("spec.versions"));
    }
    add_versions(schema, definition, &versions, keeps)
}

/// Adds a version of a kind from its `openAPIV3Schema`; this is how packs bring kinds that no API server serves, such
/// as `KubeletConfiguration`.
pub fn add_version(
    schema: &mut Schema,
    definition: Definition<'_>,
    version: &str,
    openapi: &Value,
) -> Result<KindId, CrdError> {
    add_versions(schema, definition, &[(version, Some(openapi))], false)
}

fn add_versions(
    schema: &mut Schema,
    definition: Definition<'_>,
    versions: &[(&str, Option<&Value>)],
    keeps_unknown: bool,
) -> Result<KindId, CrdError> {
    let Definition { group, kind, namespaced } = definition;
    if Schema::builtin().kind_in(group, kind).is_some() {
        return Err(CrdError::BuiltIn { group: group.to_owned(), kind: kind.to_owned() });
    }
    let mut shapes = Shapes::new(schema, keeps_unknown);
    let versions: Vec<(String, RecordId)> = versions
        .iter()
        .map(|(version, openapi)| {
            let api = ApiVersion { group, version };
            ((*version).to_owned(), shapes.object(&api.to_string(), kind, *openapi))
        })
        .collect();
    Ok(schema.add_kind(ExtraKind { group: group.to_owned(), kind: kind.to_owned(), namespaced, versions }))
}
