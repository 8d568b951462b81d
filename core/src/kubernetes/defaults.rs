//! What Kubernetes takes a missing field for, as a law writes it, so that a comparison that passes by it is told of.
//!
//! Only what the API server fills in, or what a component does without the field, belongs here. A missing bool is `false`
//! where no line says something else; `none` stands where a missing one depends on something else.

/// Each line has a record, a field and what a missing one stands for.
const DEFAULTS: &str = r#"
ContainerPort.protocol "TCP"
CronJobSpec.concurrencyPolicy "Allow"
DaemonSetUpdateStrategy.type "RollingUpdate"
DeploymentSpec.replicas 1
DeploymentStrategy.type "RollingUpdate"
Image.tag ""
MutatingWebhook.failurePolicy "Fail"
NetworkPolicyPort.protocol "TCP"
ObjectMeta.namespace "default"
PersistentVolumeSpec.persistentVolumeReclaimPolicy "Retain"
PodSecurityContext.runAsNonRoot none
PodSpec.automountServiceAccountToken true
PodSpec.dnsPolicy "ClusterFirst"
PodSpec.enableServiceLinks true
PodSpec.hostUsers true
PodSpec.restartPolicy "Always"
PodSpec.serviceAccountName "default"
ReplicaSetSpec.replicas 1
SecurityContext.allowPrivilegeEscalation true
SecurityContext.procMount "Default"
SecurityContext.runAsNonRoot none
ServiceAccount.automountServiceAccountToken true
ServicePort.protocol "TCP"
ServiceSpec.externalTrafficPolicy "Cluster"
ServiceSpec.type "ClusterIP"
StatefulSetSpec.replicas 1
StatefulSetUpdateStrategy.type "RollingUpdate"
StorageClass.reclaimPolicy "Delete"
StorageClass.volumeBindingMode "Immediate"
ValidatingWebhook.failurePolicy "Fail"
"#;

/// What a missing field stands for.
pub(crate) fn of(record: &str, field: &str) -> Option<&'static str> {
    let default =
        |line: &'static str| line.strip_prefix(record)?.strip_prefix('.')?.strip_prefix(field)?.strip_prefix(' ');
    DEFAULTS.lines().find_map(default)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kubernetes::schema::{FieldInfo, Schema};

    #[test]
    fn lines_name_fields_that_hold_their_default() {
        let schema = Schema::builtin();
        for line in DEFAULTS.lines().filter(|line| !line.is_empty() && !line.starts_with("Image.")) {
            let (path, default) = line.split_once(' ').unwrap();
            let (record, field) = path.split_once('.').unwrap();
            let mut fields = schema.records_named(record).into_iter().filter_map(|id| schema.field(id, field));
            let legal = |info: FieldInfo<'_>| {
                info.enumeration.is_empty() || info.enumeration.contains(&default.trim_matches('"'))
            };
            assert!(fields.next().is_some_and(legal), "{line}");
        }
        assert_eq!(of("ServiceSpec", "type"), Some("\"ClusterIP\""));
        assert_eq!(of("ServiceSpec", "typ"), None);
    }
}
