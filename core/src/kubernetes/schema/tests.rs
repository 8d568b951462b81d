use super::*;

fn record(name: &str) -> RecordId {
    let named = Schema::builtin().records_named(name);
    assert_eq!(named.len(), 1, "{name}");
    named[0]
}

fn ty(name: &str, field: &str) -> FieldType {
    Schema::builtin().field(record(name), field).expect(field).ty
}

#[test]
fn finds_a_kind_in_every_group() {
    let schema = Schema::builtin();
    let groups: Vec<_> = schema.kind("Deployment").map(|kind| kind.group).collect();
    assert_eq!(groups, ["apps", "extensions"]);
    assert_eq!(schema.kind("Deploymen").count(), 0);
    assert!(schema.kind_in("serving.knative.dev", "Service").is_none());
    let pod = schema.kind_in("", "Pod").unwrap();
    assert_eq!((pod.kind, pod.namespaced), ("Pod", true));
    assert_eq!(pod.version("v1").unwrap().releases, Releases::ALL);
}

#[test]
fn versions_come_stable_and_new_first() {
    let schema = Schema::builtin();
    let hpa = schema.kind_in("autoscaling", "HorizontalPodAutoscaler").unwrap();
    let versions: Vec<_> = hpa.versions().iter().map(|v| v.version).collect();
    assert!(versions.starts_with(&["v2", "v1"]), "{versions:?}");
    assert!(schema.records_of("autoscaling", "HorizontalPodAutoscaler").len() >= 2);
}

#[test]
fn fields_have_their_types() {
    assert_eq!(ty("Container", "image"), FieldType::Image);
    assert_eq!(ty("Container", "command"), FieldType::List(Box::new(FieldType::String)));
    assert_eq!(ty("ResourceRequirements", "limits"), FieldType::Map(Box::new(FieldType::Quantity)));
    assert_eq!(ty("SecurityContext", "runAsUser"), FieldType::Int);
    assert_eq!(ty("ServicePort", "targetPort"), FieldType::IntOrString);
    assert_eq!(ty("ObjectMeta", "creationTimestamp"), FieldType::Time);
    assert_eq!(ty("Secret", "data"), FieldType::Map(Box::new(FieldType::Bytes)));
    assert_eq!(ty("ControllerRevision", "data"), FieldType::Any);
    assert_eq!(ty("Container", "securityContext"), FieldType::Record(record("SecurityContext")));
    assert!(Schema::builtin().field(record("Container"), "imagee").is_none());
}

#[test]
fn every_name_is_found_where_it_is_listed() {
    let schema = Schema::builtin();
    for kind in schema.kinds() {
        assert!(schema.kind(kind.kind).any(|other| other.id == kind.id), "{} {}", kind.group, kind.kind);
        assert!(!kind.versions().is_empty());
        for KindVersion { record, .. } in kind.versions() {
            assert!(!schema.record_name(record).is_empty());
        }
    }
    for row in 0..TABLE.record_names.len() {
        let id = RecordId(to_u32(row));
        assert!(schema.records_named(schema.record_name(id)).contains(&id));
        let fields = schema.fields(id);
        assert_eq!(fields.len(), TABLE.fields_of(row).len(), "a type cannot be read");
        for field in fields {
            assert_eq!(schema.field(id, field.name).as_ref(), Some(&field));
        }
    }
}

#[test]
fn releases_tell_since_and_until() {
    let schema = Schema::builtin();
    assert_eq!((u32::from(TABLE.first_release), u32::from(TABLE.last_release)), (Releases::FIRST, Releases::LAST));
    let volume = schema.field(record("Volume"), "image").unwrap().releases;
    assert_eq!((volume.since(), volume.until()), (Some(31), None));
    assert!(!volume.contains(30) && volume.contains(31) && !volume.contains(25) && volume.contains(99));
    let flow = schema.kind_in("flowcontrol.apiserver.k8s.io", "FlowSchema").unwrap();
    let old = flow.version("v1beta3").unwrap().releases;
    assert_eq!((old.since(), old.until()), (None, Some(32)));
}
