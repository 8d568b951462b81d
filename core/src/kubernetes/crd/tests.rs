//! Reading definitions of kinds: types, versions, names, refusals.

use super::*;
use crate::kubernetes::schema::{FieldInfo, FieldType, Selects};
use serde_json::json;

const QUANTITY: &str = r"^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))))?$";

fn stable(versions: &Value) -> Value {
    json!({
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "widgets.example.com"},
        "spec": {"group": "example.com", "names": {"kind": "Widget"}, "scope": "Namespaced", "versions": versions},
    })
}

fn with_spec(spec: &Value) -> Schema {
    let mut schema = Schema::default();
    let openapi = json!({"type": "object", "required": ["spec"], "properties": {"spec": spec}});
    add(&mut schema, &stable(&json!([{"name": "v1", "schema": {"openAPIV3Schema": openapi}}]))).unwrap();
    schema
}

fn spec(schema: &Schema) -> RecordId {
    let root = schema.kind_in("example.com", "Widget").unwrap().records()[0];
    let field = schema.field(root, "spec").unwrap();
    assert!(field.required);
    let FieldType::Record(spec) = field.ty else { panic!("{:?} is a record", field.ty) };
    spec
}

fn ty(property: &Value) -> FieldType {
    let schema = with_spec(&json!({"type": "object", "properties": {"field": property}}));
    schema.field(spec(&schema), "field").unwrap().ty
}

#[test]
fn scalars_have_their_types() {
    for (property, expected) in [
        (json!({"type": "boolean"}), FieldType::Bool),
        (json!({"type": "integer", "format": "int32"}), FieldType::Int32),
        (json!({"type": "integer", "format": "int64"}), FieldType::Int),
        (json!({"type": "number"}), FieldType::Number),
        (json!({"type": "string"}), FieldType::String),
        (json!({"type": "string", "format": "byte"}), FieldType::Bytes),
        (json!({"type": "string", "format": "date-time", "nullable": true}), FieldType::Time),
        (json!({"x-kubernetes-int-or-string": true}), FieldType::IntOrString),
        (json!({"anyOf": [{"type": "integer"}, {"type": "string"}]}), FieldType::IntOrString),
        (json!({"x-kubernetes-int-or-string": true, "pattern": QUANTITY}), FieldType::Quantity),
        (json!({"type": "object"}), FieldType::Any),
        (json!({"x-kubernetes-preserve-unknown-fields": true}), FieldType::Any),
        (json!({"type": "array"}), FieldType::List(Box::new(FieldType::Any))),
        (json!({"type": "object", "additionalProperties": true}), FieldType::Map(Box::new(FieldType::Any))),
        (json!("no schema at all"), FieldType::Any),
    ] {
        assert_eq!(ty(&property), expected, "{property}");
    }
    let map = json!({"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}});
    let texts = FieldType::List(Box::new(FieldType::String));
    assert_eq!(ty(&map), FieldType::Map(Box::new(texts)));
}

#[test]
fn objects_have_what_every_object_has() {
    let schema = with_spec(&json!({"type": "object"}));
    let widget = schema.kind_in("example.com", "Widget").unwrap();
    let root = widget.records()[0];
    assert_eq!(schema.record_name(root), "Widget");
    assert_eq!(schema.record_package(root), "example.com/v1");
    let metadata = schema.field(root, "metadata").unwrap();
    let FieldType::Record(record) = metadata.ty else { panic!("metadata are a record") };
    assert_eq!(schema.record_name(record), "ObjectMeta");
    assert!(metadata.required && schema.field(root, "kind").unwrap().required);
    assert!(schema.field(root, "specs").is_none());
}

#[test]
fn nested_records_are_named_after_their_place() {
    let schema = with_spec(&json!({"properties": {"rules": {"type": "array", "items": {
        "type": "object",
        "required": ["host"],
        "properties": {"host": {"type": "string"}, "mode": {"type": "string", "enum": ["On", "Off"]}},
    }}}}));
    let FieldInfo { ty: FieldType::List(rule), .. } = schema.field(spec(&schema), "rules").unwrap() else {
        panic!("rules are a list")
    };
    let FieldType::Record(rule) = *rule else { panic!("a rule is a record") };
    assert_eq!(schema.record_name(rule), "WidgetSpecRules");
    assert_eq!(schema.records_named("WidgetSpecRules"), [rule]);
    assert!(schema.field(rule, "host").unwrap().required && !schema.field(rule, "mode").unwrap().required);
    assert_eq!(schema.field(rule, "mode").unwrap().enumeration, ["On", "Off"]);
    assert_eq!(schema.field_names(rule), ["host", "mode"]);
}

#[test]
fn open_records_have_any_field() {
    let schema = with_spec(&json!({
        "type": "object",
        "x-kubernetes-preserve-unknown-fields": true,
        "properties": {"known": {"type": "integer"}},
    }));
    let spec = spec(&schema);
    assert!(schema.is_open(spec));
    assert_eq!(schema.field(spec, "known").unwrap().ty, FieldType::Int);
    assert_eq!(schema.field(spec, "whatever").unwrap().ty, FieldType::Any);
}

#[test]
fn embedded_resources_are_objects() {
    let embedded = json!({"x-kubernetes-embedded-resource": true, "x-kubernetes-preserve-unknown-fields": true});
    let schema = with_spec(&json!({"properties": {"template": embedded}}));
    let FieldType::Record(template) = schema.field(spec(&schema), "template").unwrap().ty else {
        panic!("it is a record")
    };
    assert!(schema.field(template, "apiVersion").unwrap().required);
    assert_eq!(schema.field(template, "data").unwrap().ty, FieldType::Any);
}

#[test]
fn spelled_out_label_selectors_are_selectors() {
    let selector = json!({"type": "object", "properties": {
        "matchExpressions": {"type": "array", "items": {"type": "object", "properties": {
            "key": {"type": "string"}, "operator": {"type": "string"}, "values": {"type": "array"},
        }}},
        "matchLabels": {"type": "object", "additionalProperties": {"type": "string"}},
    }});
    let FieldType::Selector(selector) = ty(&selector) else { panic!("it is a selector") };
    assert_eq!((selector.missing, selector.empty), (Selects::Nothing, Selects::Everything));
}

#[test]
fn every_version_is_kept() {
    let openapi = |field: &str| json!({"openAPIV3Schema": {"properties": {field: {"type": "string"}}}});
    let versions = json!([{"name": "v1", "schema": openapi("new")}, {"name": "v1alpha1", "schema": openapi("old")}]);
    let mut schema = Schema::default();
    let id = add(&mut schema, &stable(&versions)).unwrap();
    let names = |schema: &Schema| {
        let kind = schema.kind_info(id).unwrap();
        kind.versions().iter().map(|version| version.version.to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&schema), ["v1", "v1alpha1"]);
    let again = add(&mut schema, &stable(&json!([{"name": "v1", "schema": openapi("newer")}, {"name": "v2"}])));
    assert_eq!(again, Ok(id));
    assert_eq!(names(&schema), ["v1", "v1alpha1", "v2"]);
    let fields = |version: &str| {
        let record = schema.kind_info(id).unwrap().version(version).unwrap().record;
        (schema.field(record, "new").is_some(), schema.field(record, "newer").is_some())
    };
    assert_eq!(fields("v1"), (false, true), "the later definition counts");
    assert_eq!(fields("v2"), (true, true), "a version without a schema is open");
}

#[test]
fn reads_the_beta_api() {
    let definition = |keeps: &Value| {
        json!({
            "apiVersion": "apiextensions.k8s.io/v1beta1",
            "kind": "CustomResourceDefinition",
            "spec": {
                "group": "example.com", "version": "v1", "scope": "Cluster", "names": {"kind": "Widget"},
                "preserveUnknownFields": keeps,
                "validation": {"openAPIV3Schema": {"properties": {"size": {"type": "integer"}}}},
            },
        })
    };
    for (keeps, open) in [(json!(null), true), (json!(true), true), (json!(false), false)] {
        let mut schema = Schema::default();
        let id = add(&mut schema, &definition(&keeps)).unwrap();
        let widget = schema.kind_info(id).unwrap();
        assert!(!widget.namespaced);
        let root = widget.version("v1").unwrap().record;
        assert_eq!(schema.field(root, "size").unwrap().ty, FieldType::Int);
        assert_eq!(schema.field(root, "other").is_some(), open, "{keeps}");
    }
}

#[test]
fn says_what_is_no_definition() {
    let mut schema = Schema::default();
    let mut refuse = |document: &Value| add(&mut schema, document).unwrap_err();
    assert_eq!(refuse(&json!({"apiVersion": "v1", "kind": "Pod"})), CrdError::NotADefinition);
    assert_eq!(refuse(&json!(3)), CrdError::NotADefinition);
    assert_eq!(refuse(&stable(&json!([]))), CrdError::Missing("spec.versions"));
    let mut nameless = stable(&json!([{"name": "v1"}]));
    nameless["spec"]["names"] = json!({});
    assert_eq!(refuse(&nameless), CrdError::Missing("spec.names.kind"));
    let mut taken = stable(&json!([{"name": "v1"}]));
    taken["spec"]["group"] = json!("apps");
    taken["spec"]["names"]["kind"] = json!("Deployment");
    assert_eq!(refuse(&taken).to_string(), "`apps/Deployment` is a kind of Kubernetes itself");
}

#[test]
fn a_name_of_kubernetes_stays_with_kubernetes() {
    let mut schema = Schema::default();
    let definition = Definition { group: "serving.knative.dev", kind: "Service", namespaced: true };
    let id = add_version(&mut schema, definition, "v1", &json!({"properties": {"spec": {}}})).unwrap();
    assert_eq!(schema.kind("Service").count(), 2);
    assert!(schema.builtin_kind("Service").all(|kind| kind.group.is_empty()));
    let record = schema.kind_info(id).unwrap().records()[0];
    assert!(!schema.records_named("Service").contains(&record));
}

#[test]
fn depth_is_bounded() {
    let mut deep = json!({"type": "string"});
    for _ in 0..200 {
        deep = json!({"type": "array", "items": deep});
    }
    let mut found = ty(&deep);
    let mut depth = 0;
    while let FieldType::List(inner) = found {
        found = *inner;
        depth += 1;
    }
    assert!(found == FieldType::Any && depth < 100);
}
