//! The table against facts of the Kubernetes API.

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
    assert!(hpa.records().len() >= 2);
}

#[test]
fn fields_have_their_types() {
    assert_eq!(ty("Container", "image"), FieldType::Image);
    assert_eq!(ty("Container", "command"), FieldType::List(Box::new(FieldType::String)));
    assert_eq!(ty("ResourceRequirements", "limits"), FieldType::Map(Box::new(FieldType::Quantity)));
    assert_eq!(ty("SecurityContext", "runAsUser"), FieldType::Int);
    assert_eq!(ty("ContainerPort", "containerPort"), FieldType::Int32);
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
    let head = &include_bytes!("table.bin")[..6];
    assert_eq!((&head[..4], head[4].into(), head[5].into()), (&b"KLS1"[..], Releases::FIRST, Releases::LAST));
    let volume = schema.field(record("Volume"), "image").unwrap().releases;
    assert_eq!((volume.since(), volume.until()), (Some(31), None));
    assert!(!volume.contains(30) && volume.contains(31) && !volume.contains(25) && volume.contains(99));
    let flow = schema.kind_in("flowcontrol.apiserver.k8s.io", "FlowSchema").unwrap();
    let old = flow.version("v1beta3").unwrap().releases;
    assert_eq!((old.since(), old.until()), (None, Some(32)));
}

fn required(name: &str, field: &str) -> bool {
    Schema::builtin().field(record(name), field).expect(field).required
}

#[test]
fn fields_count_as_present_by_schema_and_by_validation() {
    assert!(required("Container", "name"), "the schema requires it");
    assert!(required("Container", "image"), "validation requires it");
    assert!(required("Pod", "metadata") && required("ObjectMeta", "name"));
    assert!(!required("PodTemplateSpec", "metadata"));
    assert!(!required("Container", "securityContext") && !required("ObjectReference", "kind"));
    // Required until 1.33, optional since: the newest release decides.
    assert!(!required("NetworkPolicySpec", "podSelector"));
}

#[test]
fn selectors_say_what_missing_and_empty_mean() {
    let meaning = |record: RecordId, field: &str| match Schema::builtin().field(record, field).expect(field).ty {
        FieldType::Selector(Selector { missing, empty, .. }) => (missing, empty),
        other => panic!("{field}: {other:?}"),
    };
    let (nothing, everything) = (Selects::Nothing, Selects::Everything);
    assert_eq!(meaning(record("NetworkPolicySpec"), "podSelector"), (everything, everything));
    assert_eq!(meaning(record("NetworkPolicyPeer"), "namespaceSelector"), (nothing, everything));
    assert_eq!(meaning(record("ServiceSpec"), "selector"), (nothing, nothing));
    assert_eq!(meaning(record("ReplicationControllerSpec"), "selector"), (nothing, nothing));
    assert_eq!(meaning(record("StatefulSetSpec"), "selector"), (nothing, everything));
    assert_eq!(meaning(record("TopologySpreadConstraint"), "labelSelector"), (nothing, everything));
    assert_eq!(meaning(record("ValidatingWebhook"), "namespaceSelector"), (everything, everything));
    let budgets = Schema::builtin().records_named("PodDisruptionBudgetSpec");
    let budgets: Vec<_> = budgets.into_iter().map(|budget| meaning(budget, "selector")).collect();
    assert_eq!(budgets, [(nothing, everything), (nothing, nothing)], "policy/v1, then policy/v1beta1");
    let roles = ty("AggregationRule", "clusterRoleSelectors");
    assert!(matches!(roles, FieldType::List(inner) if matches!(*inner, FieldType::Selector(_))));
}

#[test]
fn cluster_scoped_kinds_are_kinds() {
    assert!(scope::CLUSTER_SCOPED.is_sorted_by(|a, b| a < b));
    for (group, kind) in scope::CLUSTER_SCOPED {
        assert!(!Schema::builtin().kind_in(group, kind).expect(kind).namespaced);
    }
    assert!(Schema::builtin().kind_in("rbac.authorization.k8s.io", "Role").unwrap().namespaced);
}

#[test]
fn removed_kinds_keep_their_old_shapes() {
    let schema = Schema::builtin();
    let ingress = schema.kind_in("extensions", "Ingress").unwrap().version("v1beta1").unwrap();
    assert!(ingress.releases.is_empty());
    assert_eq!(schema.record_package(ingress.record), "networking/v1beta1");
    let backends = schema.records_named("IngressBackend");
    assert!(backends.iter().any(|id| schema.field(*id, "serviceName").is_some()));
    let deployment = schema.kind_in("extensions", "Deployment").unwrap().records();
    assert_eq!(schema.record_name(deployment[0]), "Deployment");
    let psp = schema.kind_in("policy", "PodSecurityPolicy").unwrap();
    assert!(!psp.namespaced && schema.field(psp.records()[0], "spec").unwrap().required);
}

#[test]
fn names_of_records_reach_their_alternatives() {
    let schema = Schema::builtin();
    let names = |name| schema.alternatives(name).into_iter().map(|id| schema.record_name(id)).collect::<Vec<_>>();
    assert_eq!(names("Container"), ["Container", "EphemeralContainer"]);
    for name in ["PolicyRule", "IPBlock", "SeccompProfile", "SELinuxOptions", "AppArmorProfile", "PodSpec"] {
        assert_eq!(names(name), [name]);
    }
    assert!(names("Nonsense").is_empty());
}

#[test]
fn fields_have_the_texts_that_they_may_hold() {
    let texts = |record_name, field| Schema::builtin().field(record(record_name), field).expect(field).enumeration;
    let policies = ["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"];
    assert_eq!(texts("PodSpec", "dnsPolicy"), policies);
    assert!(texts("Container", "name").is_empty());
    let (spec, minor) = (record("PodSpec"), 37);
    let of_api = Schema::builtin().api_field(spec, "dnsPolicy", minor).expect("it is there");
    assert!(of_api.texts().eq(policies));
}
