//! What law files find in the vocabulary.

use super::*;
use crate::kubernetes::schema::{ExtraField, ExtraKind, ExtraRecord};
use crate::kubernetes::workload::TemplatePath;
use kubelaw_lang::types::describe;
use kubelaw_lang::vocabulary::Vocabulary as _;
use std::collections::BTreeSet;

fn vocabulary() -> Vocabulary<'static> {
    Vocabulary::new(Schema::builtin(), Workloads::builtin())
}

/// The field at a path from a type, the union of what its alternatives have.
fn field(vocabulary: &Vocabulary<'_>, ty: &Type, path: &str) -> Option<Field> {
    let mut ty = ty.clone();
    let mut last = None;
    for name in path.split('.') {
        if let [Base::List(element)] = ty.members.as_slice() {
            ty = element.as_ref().clone();
        }
        let found = ty.members.iter().filter_map(|base| vocabulary.field(base, name)).reduce(|a, b| either(&a, &b))?;
        ty = found.ty.clone();
        last = Some(found);
    }
    last
}

fn of_kind(path: &str) -> Option<Field> {
    let (kind, path) = path.split_once('.').unwrap();
    let vocabulary = vocabulary();
    field(&vocabulary, &vocabulary.kinds(kind).expect("a kind").element, path)
}

fn ty(path: &str) -> String {
    of_kind(path).map_or_else(|| "none".to_owned(), |field| describe(&field.ty, &vocabulary()))
}

#[test]
fn kinds_are_found_in_every_group_that_served_them() {
    let set = vocabulary().kinds("Ingress").unwrap();
    let expected: Vec<Arc<str>> = vec!["extensions/Ingress".into(), "networking.k8s.io/Ingress".into()];
    assert_eq!(set.kinds, Kinds::Of(expected));
    assert_eq!(vocabulary().kinds("Pod").unwrap().kinds, Kinds::Of(vec!["/Pod".into()]));
    assert_eq!(vocabulary().kinds("Object").unwrap().kinds, Kinds::All);
    assert!(vocabulary().kinds("Rollout").is_none());
    assert!(vocabulary().kinds("PodSpec").is_none());
}

#[test]
fn workloads_are_the_nine_kinds() {
    let set = vocabulary().kinds("Workload").unwrap();
    let Kinds::Of(kinds) = &set.kinds else { panic!("workloads are not all kinds") };
    let names: BTreeSet<&str> = kinds.iter().filter_map(|kind| kind.split_once('/')).map(|(_, kind)| kind).collect();
    let expected = [
        "CronJob",
        "DaemonSet",
        "Deployment",
        "Job",
        "Pod",
        "PodTemplate",
        "ReplicaSet",
        "ReplicationController",
        "StatefulSet",
    ];
    assert_eq!(names, BTreeSet::from(expected));
    assert_eq!(set.element.members.len(), kinds.len());
}

#[test]
fn fields_have_the_types_of_the_schema() {
    assert_eq!(ty("Deployment.spec.replicas"), "int?");
    assert_eq!(ty("Pod.spec.hostNetwork"), "bool?");
    assert_eq!(ty("Service.spec.ports.targetPort"), "int | string?");
    assert_eq!(ty("Pod.spec.containers.image"), "image");
    assert_eq!(ty("Pod.spec.containers.resources.limits"), "{quantity}?");
    assert_eq!(ty("Pod.spec.volumes.emptyDir.sizeLimit"), "quantity?");
    assert_eq!(ty("NetworkPolicy.spec.podSelector.matchLabels"), "{string}?");
    assert_eq!(ty("Secret.data"), "{string}?");
    assert_eq!(ty("Pod.spec.nosuch"), "none");
    assert_eq!(ty("Pod.nosuch"), "none");
}

#[test]
fn objects_are_identified() {
    assert_eq!(ty("Deployment.apiVersion"), "string");
    assert_eq!(ty("Deployment.metadata.name"), "string");
    assert_eq!(ty("Deployment.metadata.labels"), "{string}?");
    assert_eq!(ty("Deployment.spec.template.metadata.name"), "string?");
    assert_eq!(of_kind("Deployment.kind").unwrap().values, [Arc::from("Deployment")]);
    assert_eq!(ty("Object.metadata.name"), "string");
    assert_eq!(ty("Object.spec"), "dyn?");
}

#[test]
fn a_namespace_is_there_where_the_kind_has_one() {
    assert_eq!(ty("Deployment.namespace"), "string");
    assert_eq!(ty("Workload.namespace"), "string");
    assert_eq!(ty("ClusterRole.namespace"), "string?");
    assert_eq!(ty("Object.namespace"), "string?");
    assert_eq!(of_kind("Pod.namespace").unwrap().access, Access::View);
}

#[test]
fn views_are_typed() {
    assert_eq!(ty("Workload.containers"), "[Container]");
    assert_eq!(ty("Workload.containers.image.tag"), "string?");
    assert_eq!(ty("Workload.containers.image.written.registry"), "none", "a struct's members need no vocabulary");
    assert_eq!(ty("Workload.containers.flags"), "{string}");
    assert_eq!(ty("Workload.containers.program"), "string?");
    assert_eq!(ty("Workload.containers.targetContainerName"), "string?");
    assert_eq!(ty("Workload.pod.spec.hostPID"), "bool?");
    assert_eq!(ty("Workload.pod.metadata.labels"), "{string}?");
    assert_eq!(ty("Object.api.removed"), "version?");
    assert_eq!(ty("ClusterRole.effectiveRules"), "[PolicyRule]");
    assert_eq!(of_kind("ClusterRole.effectiveRules").unwrap().access, Access::Joined);
    assert_eq!(of_kind("Workload.containers.role").unwrap().values.len(), 4);
    assert_eq!(ty("Service.pod"), "none");
}

#[test]
fn a_container_is_a_container_wherever_it_stands() {
    let container = vocabulary().record("Container").unwrap();
    assert_eq!(of_kind("Pod.spec.containers").unwrap().ty.present(), Type::list(container.clone()));
    assert_eq!(of_kind("Pod.spec.ephemeralContainers").unwrap().ty.present(), Type::list(container));
}

#[test]
fn records_are_named_as_kubernetes_names_them() {
    for name in ["Container", "PolicyRule", "IPBlock", "PodSpec", "Workload", "NetworkPolicy", "Object", "ObjectMeta"] {
        let ty = vocabulary().record(name).unwrap_or_else(|| panic!("{name} is known"));
        assert!(describe(&ty, &vocabulary()).starts_with(name) || name == "Workload", "{name}");
        assert!(vocabulary().record_names().iter().any(|known| **known == *name), "{name}");
    }
    assert!(vocabulary().record("Containr").is_none());
}

#[test]
fn a_kind_in_a_group_must_be_well_written() {
    assert!(vocabulary().qualified_kind("cert-manager.io/Certificate").is_ok());
    assert_eq!(vocabulary().qualified_kind("/Pod").unwrap(), vocabulary().kinds("Pod").unwrap());
    for (text, says) in [
        ("Certificate", "`Certificate` has no group"),
        ("cert-manager.io/v1/Certificate", "`cert-manager.io/Certificate`"),
        ("v1/Pod", "`/Pod`"),
        ("Cert/Certificate", "is not an API group"),
        ("cert-manager.io/certificate", "is not a kind"),
    ] {
        let error = vocabulary().qualified_kind(text).unwrap_err();
        assert!(error.contains(says), "{text}: {error}");
    }
}

#[test]
fn a_kind_without_schema_is_looked_at_when_the_rule_runs() {
    let set = vocabulary().qualified_kind("cert-manager.io/Certificate").unwrap();
    assert_eq!(set.kinds, Kinds::Of(vec!["cert-manager.io/Certificate".into()]));
    let spec = field(&vocabulary(), &set.element, "spec").unwrap();
    assert_eq!(spec.ty, Type::of(Base::Dyn).optional());
}

#[test]
fn added_kinds_are_typed() {
    let mut schema = Schema::default();
    let replicas = ExtraField { name: "replicas".into(), ty: FieldType::Int, required: true, enumeration: Vec::new() };
    let record = ExtraRecord {
        name: "Rollout".into(),
        package: "argoproj.io/v1alpha1".into(),
        fields: vec![replicas],
        open: false,
    };
    let record = schema.add_record(record);
    schema.add_kind(ExtraKind {
        group: "argoproj.io".into(),
        kind: "Rollout".into(),
        namespaced: true,
        versions: vec![("v1alpha1".into(), record)],
    });
    let mut workloads = Workloads::default();
    workloads.add("argoproj.io", "Rollout", TemplatePath::parse("spec.template").unwrap());
    let vocabulary = Vocabulary::new(&schema, &workloads);
    let set = vocabulary.qualified_kind("argoproj.io/Rollout").unwrap();
    assert_eq!(field(&vocabulary, &set.element, "replicas").unwrap().ty, Type::of(Base::Int));
    assert!(field(&vocabulary, &set.element, "spec").is_none());
    assert_eq!(field(&vocabulary, &set.element, "namespace").unwrap().ty, Type::of(Base::String));
    assert_eq!(describe(&field(&vocabulary, &set.element, "containers").unwrap().ty, &vocabulary), "[Container]");
    let Kinds::Of(kinds) = vocabulary.kinds("Workload").unwrap().kinds else { panic!("kinds") };
    assert!(kinds.iter().any(|kind| **kind == *"argoproj.io/Rollout"));
    assert!(vocabulary.kinds("Rollout").is_none(), "only kinds of Kubernetes have bare names");
}

#[test]
fn every_member_that_is_listed_is_a_field() {
    let vocabulary = vocabulary();
    for name in vocabulary.record_names() {
        let Some(ty) = vocabulary.record(&name) else { panic!("{name} is listed") };
        for base in &ty.members {
            for member in vocabulary.field_names(base) {
                assert!(vocabulary.field(base, &member).is_some(), "{name}.{member}");
            }
        }
    }
}

#[test]
fn the_request_is_as_cel_knows_it() {
    let request = vocabulary().global("request").unwrap();
    let ty = |path: &str| describe(&field(&vocabulary(), &request, path).unwrap().ty, &vocabulary());
    assert_eq!(ty("userInfo.username"), "string");
    assert_eq!(ty("userInfo.groups"), "[string]");
    assert_eq!(ty("userInfo.extra"), "{[string]}");
    assert_eq!(ty("namespace"), "string?");
    assert_eq!(ty("kind.kind"), "string");
    assert_eq!(field(&vocabulary(), &request, "operation").unwrap().values.len(), 4);
}
