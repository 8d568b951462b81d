//! What Kubernetes takes a missing field for, as a law writes it, so that a comparison that passes by it is told of.
//!
//! Only what the API server fills in, or what a component does without the field, belongs here. A missing bool is `false`, and
//! a missing string the empty one, where no line says something else; `none` stands where it depends on something else.
//! Numbers are mostly compared by order, which asks what a missing one means: the line is what the answer should be.

/// Each line has a record, a field and what a missing one stands for.
const DEFAULTS: &str = r#"
CSIDriverSpec.attachRequired true
Container.terminationMessagePolicy "File"
ContainerPort.protocol "TCP"
CronJobSpec.concurrencyPolicy "Allow"
CronJobSpec.failedJobsHistoryLimit 1
CronJobSpec.successfulJobsHistoryLimit 3
DaemonSetUpdateStrategy.type "RollingUpdate"
DaemonSetSpec.revisionHistoryLimit 10
DeploymentSpec.progressDeadlineSeconds 600
DeploymentSpec.replicas 1
DeploymentSpec.revisionHistoryLimit 10
DeploymentStrategy.type "RollingUpdate"
EndpointPort.protocol "TCP"
HTTPGetAction.path "/"
HTTPGetAction.scheme "HTTP"
HorizontalPodAutoscalerSpec.minReplicas 1
HostPathVolumeSource.type ""
Image.tag ""
IngressSpec.ingressClassName none
JobSpec.backoffLimit 6
JobSpec.completionMode "NonIndexed"
JobSpec.parallelism 1
MatchResources.matchPolicy "Equivalent"
MutatingAdmissionPolicySpec.failurePolicy "Fail"
MutatingWebhook.failurePolicy "Fail"
MutatingWebhook.matchPolicy "Equivalent"
MutatingWebhook.reinvocationPolicy "Never"
MutatingWebhook.timeoutSeconds 10
NamedRuleWithOperations.scope "*"
NetworkPolicyPort.protocol "TCP"
ObjectMeta.namespace "default"
PersistentVolumeClaimSpec.storageClassName none
PersistentVolumeClaimSpec.volumeMode "Filesystem"
PersistentVolumeSpec.persistentVolumeReclaimPolicy "Retain"
PersistentVolumeSpec.volumeMode "Filesystem"
PodDisruptionBudgetSpec.unhealthyPodEvictionPolicy "IfHealthyBudget"
PodSecurityContext.fsGroupChangePolicy "Always"
PodSecurityContext.runAsNonRoot none
PodSecurityContext.supplementalGroupsPolicy "Merge"
PodSecurityPolicySpec.allowPrivilegeEscalation true
PodSpec.automountServiceAccountToken true
PodSpec.dnsPolicy "ClusterFirst"
PodSpec.enableServiceLinks true
PodSpec.hostUsers true
PodSpec.restartPolicy "Always"
PodSpec.schedulerName "default-scheduler"
PodSpec.serviceAccount "default"
PodSpec.serviceAccountName "default"
PodSpec.terminationGracePeriodSeconds 30
PriorityClass.preemptionPolicy "PreemptLowerPriority"
Probe.failureThreshold 3
Probe.initialDelaySeconds 0
Probe.periodSeconds 10
Probe.successThreshold 1
Probe.timeoutSeconds 1
ReplicaSetSpec.replicas 1
RuleWithOperations.scope "*"
Secret.type "Opaque"
SecurityContext.allowPrivilegeEscalation true
SecurityContext.procMount "Default"
SecurityContext.runAsNonRoot none
ServiceAccount.automountServiceAccountToken true
ServicePort.protocol "TCP"
ServiceSpec.allocateLoadBalancerNodePorts true
ServiceSpec.externalTrafficPolicy "Cluster"
ServiceSpec.internalTrafficPolicy "Cluster"
ServiceSpec.sessionAffinity "None"
ServiceSpec.type "ClusterIP"
StatefulSetPersistentVolumeClaimRetentionPolicy.whenDeleted "Retain"
StatefulSetPersistentVolumeClaimRetentionPolicy.whenScaled "Retain"
StatefulSetSpec.podManagementPolicy "OrderedReady"
StatefulSetSpec.replicas 1
StatefulSetSpec.revisionHistoryLimit 10
StatefulSetUpdateStrategy.type "RollingUpdate"
StorageClass.reclaimPolicy "Delete"
StorageClass.volumeBindingMode "Immediate"
Toleration.operator "Equal"
ValidatingAdmissionPolicySpec.failurePolicy "Fail"
ValidatingWebhook.failurePolicy "Fail"
ValidatingWebhook.matchPolicy "Equivalent"
ValidatingWebhook.timeoutSeconds 10
VolumeMount.mountPropagation "None"
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
