//! What Kubernetes takes a missing field for, as a law writes it, so that a comparison that passes by it is told of.
//!
//! Only what the API server fills in, or what a component does without the field, belongs here. A missing bool is `false`
//! where no row says something else.

/// By record and field, sorted.
const DEFAULTS: &[(&str, &str, &str)] = &[
    ("ClientIPConfig", "timeoutSeconds", "10800"),
    ("Container", "terminationMessagePolicy", r#""File""#),
    ("ContainerPort", "protocol", r#""TCP""#),
    ("CronJobSpec", "concurrencyPolicy", r#""Allow""#),
    ("DaemonSetUpdateStrategy", "type", r#""RollingUpdate""#),
    ("DeploymentSpec", "replicas", "1"),
    ("DeploymentStrategy", "type", r#""RollingUpdate""#),
    ("HTTPGetAction", "scheme", r#""HTTP""#),
    ("Image", "tag", r#""""#),
    ("MutatingWebhook", "failurePolicy", r#""Fail""#),
    ("NetworkPolicyPort", "protocol", r#""TCP""#),
    ("PersistentVolumeClaimSpec", "volumeMode", r#""Filesystem""#),
    ("PersistentVolumeSpec", "persistentVolumeReclaimPolicy", r#""Retain""#),
    ("PodSpec", "automountServiceAccountToken", "true"),
    ("PodSpec", "dnsPolicy", r#""ClusterFirst""#),
    ("PodSpec", "enableServiceLinks", "true"),
    ("PodSpec", "hostUsers", "true"),
    ("PodSpec", "restartPolicy", r#""Always""#),
    ("PodSpec", "schedulerName", r#""default-scheduler""#),
    ("PodSpec", "serviceAccountName", r#""default""#),
    ("PodSpec", "terminationGracePeriodSeconds", "30"),
    ("ReplicaSetSpec", "replicas", "1"),
    ("SecurityContext", "allowPrivilegeEscalation", "true"),
    ("SecurityContext", "procMount", r#""Default""#),
    ("ServiceAccount", "automountServiceAccountToken", "true"),
    ("ServicePort", "protocol", r#""TCP""#),
    ("ServiceSpec", "allocateLoadBalancerNodePorts", "true"),
    ("ServiceSpec", "externalTrafficPolicy", r#""Cluster""#),
    ("ServiceSpec", "internalTrafficPolicy", r#""Cluster""#),
    ("ServiceSpec", "sessionAffinity", r#""None""#),
    ("ServiceSpec", "type", r#""ClusterIP""#),
    ("StatefulSetSpec", "podManagementPolicy", r#""OrderedReady""#),
    ("StatefulSetSpec", "replicas", "1"),
    ("StatefulSetUpdateStrategy", "type", r#""RollingUpdate""#),
    ("StorageClass", "reclaimPolicy", r#""Delete""#),
    ("StorageClass", "volumeBindingMode", r#""Immediate""#),
    ("ValidatingWebhook", "failurePolicy", r#""Fail""#),
];

/// What a missing field stands for.
pub(crate) fn of(record: &str, field: &str) -> Option<&'static str> {
    let row = DEFAULTS.binary_search_by(|(of, name, _)| (*of, *name).cmp(&(record, field))).ok()?;
    DEFAULTS.get(row).map(|(_, _, default)| *default)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kubernetes::schema::Schema;

    #[test]
    fn rows_are_sorted_and_name_fields() {
        assert!(DEFAULTS.is_sorted_by(|a, b| (a.0, a.1) < (b.0, b.1)));
        let schema = Schema::builtin();
        for (record, field, default) in DEFAULTS.iter().filter(|row| row.0 != "Image") {
            let mut fields = schema.records_named(record).into_iter().filter_map(|id| schema.field(id, field));
            let legal = |info: crate::kubernetes::schema::FieldInfo<'_>| {
                info.enumeration.is_empty() || info.enumeration.contains(&default.trim_matches('"'))
            };
            assert!(fields.next().is_some_and(legal), "{record}.{field}");
        }
    }
}
