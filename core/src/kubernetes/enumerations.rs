//! Strings that a field may hold, where the schemas say it only in prose, so that a comparison that can never hold is an
//! error in a law.
//!
//! Only closed sets belong here: those that the API server's validation enforces. A set holds what any release and
//! version allows.

const ACCESS_MODES: &[&str] = &["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"];
const CONDITION: &[&str] = &["False", "True", "Unknown"];
const FAILURE_POLICIES: &[&str] = &["Fail", "Ignore"];
const HONOR: &[&str] = &["Honor", "Ignore"];
const ID_RULES: &[&str] = &["MayRunAs", "MustRunAs", "RunAsAny"];
const LOCAL_PROFILES: &[&str] = &["Localhost", "RuntimeDefault", "Unconfined"];
const MATCH_POLICIES: &[&str] = &["Equivalent", "Exact"];
const MEMBERSHIP: &[&str] = &["In", "NotIn"];
const NODE_OPERATORS: &[&str] = &["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"];
const OPERATIONS: &[&str] = &["*", "CONNECT", "CREATE", "DELETE", "UPDATE"];
const PREEMPTION: &[&str] = &["PreemptLowerPriority", "Never"];
const PROTOCOLS: &[&str] = &["TCP", "UDP", "SCTP"];
const PULL_POLICIES: &[&str] = &["Always", "IfNotPresent", "Never"];
const QUOTA_SCOPES: &[&str] = &[
    "BestEffort",
    "CrossNamespacePodAffinity",
    "NotBestEffort",
    "NotTerminating",
    "PriorityClass",
    "Terminating",
    "VolumeAttributesClass",
];
const REINVOCATION: &[&str] = &["IfNeeded", "Never"];
const RESTART_POLICIES: &[&str] = &["Always", "OnFailure", "Never"];
const RETENTION: &[&str] = &["Delete", "Retain"];
const ROLLOUT: &[&str] = &["OnDelete", "RollingUpdate"];
const RULE_SCOPES: &[&str] = &["*", "Cluster", "Namespaced"];
const SELECTOR_OPERATORS: &[&str] = &["In", "NotIn", "Exists", "DoesNotExist"];
const SIDE_EFFECTS: &[&str] = &["None", "NoneOnDryRun", "Some", "Unknown"];
const TERMINATION_MESSAGE: &[&str] = &["FallbackToLogsOnError", "File"];
const TRAFFIC: &[&str] = &["Cluster", "Local"];
const VOLUME_MODES: &[&str] = &["Filesystem", "Block"];

/// By record and field, sorted. Where the field is a list, the strings are its elements'.
pub(crate) const ALL: &[(&str, &str, &[&str])] = &[
    ("AppArmorProfile", "type", LOCAL_PROFILES),
    ("CSIDriverSpec", "fsGroupPolicy", &["File", "None", "ReadWriteOnceWithFSType"]),
    ("CSIDriverSpec", "volumeLifecycleModes", &["Ephemeral", "Persistent"]),
    ("Condition", "status", CONDITION),
    ("Container", "imagePullPolicy", PULL_POLICIES),
    ("Container", "restartPolicy", RESTART_POLICIES),
    ("Container", "terminationMessagePolicy", TERMINATION_MESSAGE),
    ("ContainerPort", "protocol", PROTOCOLS),
    ("ContainerResizePolicy", "resourceName", &["cpu", "memory"]),
    ("ContainerResizePolicy", "restartPolicy", &["NotRequired", "RestartContainer"]),
    ("ContainerRestartRule", "action", &["Restart", "RestartAllContainers"]),
    ("ContainerRestartRuleOnExitCodes", "operator", MEMBERSHIP),
    ("CronJobSpec", "concurrencyPolicy", &["Allow", "Forbid", "Replace"]),
    ("CustomResourceConversion", "strategy", &["None", "Webhook"]),
    ("CustomResourceDefinitionSpec", "scope", &["Cluster", "Namespaced"]),
    ("DaemonSetUpdateStrategy", "type", ROLLOUT),
    ("DeploymentStrategy", "type", &["Recreate", "RollingUpdate"]),
    ("EndpointPort", "protocol", PROTOCOLS),
    ("EndpointSlice", "addressType", &["FQDN", "IPv4", "IPv6"]),
    ("EphemeralContainer", "imagePullPolicy", PULL_POLICIES),
    ("EphemeralContainer", "restartPolicy", RESTART_POLICIES),
    ("EphemeralContainer", "terminationMessagePolicy", TERMINATION_MESSAGE),
    ("FSGroupStrategyOptions", "rule", ID_RULES),
    ("FieldSelectorRequirement", "operator", SELECTOR_OPERATORS),
    ("FlowDistinguisherMethod", "type", &["ByNamespace", "ByUser"]),
    ("HPAScalingPolicy", "type", &["Percent", "Pods"]),
    ("HPAScalingRules", "selectPolicy", &["Disabled", "Max", "Min"]),
    ("HTTPGetAction", "scheme", &["HTTP", "HTTPS"]),
    ("HTTPIngressPath", "pathType", &["Exact", "ImplementationSpecific", "Prefix"]),
    (
        "HostPathVolumeSource",
        "type",
        &["", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"],
    ),
    ("ImageVolumeSource", "pullPolicy", PULL_POLICIES),
    ("IngressClassParametersReference", "scope", &["Cluster", "Namespace"]),
    ("JobSpec", "completionMode", &["Indexed", "NonIndexed"]),
    ("JobSpec", "podReplacementPolicy", &["Failed", "TerminatingOrFailed"]),
    ("LabelSelectorRequirement", "operator", SELECTOR_OPERATORS),
    ("LimitResponse", "type", &["Queue", "Reject"]),
    ("MatchResources", "matchPolicy", MATCH_POLICIES),
    ("MetricSpec", "type", &["ContainerResource", "External", "Object", "Pods", "Resource"]),
    ("MetricTarget", "type", &["AverageValue", "Utilization", "Value"]),
    ("MutatingAdmissionPolicySpec", "failurePolicy", FAILURE_POLICIES),
    ("MutatingAdmissionPolicySpec", "reinvocationPolicy", REINVOCATION),
    ("MutatingWebhook", "failurePolicy", FAILURE_POLICIES),
    ("MutatingWebhook", "matchPolicy", MATCH_POLICIES),
    ("MutatingWebhook", "reinvocationPolicy", REINVOCATION),
    ("MutatingWebhook", "sideEffects", SIDE_EFFECTS),
    ("Mutation", "patchType", &["ApplyConfiguration", "JSONPatch"]),
    ("NamedRuleWithOperations", "operations", OPERATIONS),
    ("NamedRuleWithOperations", "scope", RULE_SCOPES),
    ("NamespaceStatus", "phase", &["Active", "Terminating"]),
    ("NetworkPolicyPort", "protocol", PROTOCOLS),
    ("NetworkPolicySpec", "policyTypes", &["Egress", "Ingress"]),
    ("NodeCondition", "status", CONDITION),
    ("NodeSelectorRequirement", "operator", NODE_OPERATORS),
    ("ParamRef", "parameterNotFoundAction", &["Allow", "Deny"]),
    ("PersistentVolumeClaimSpec", "accessModes", ACCESS_MODES),
    ("PersistentVolumeClaimSpec", "volumeMode", VOLUME_MODES),
    ("PersistentVolumeClaimStatus", "phase", &["Bound", "Lost", "Pending"]),
    ("PersistentVolumeSpec", "accessModes", ACCESS_MODES),
    ("PersistentVolumeSpec", "persistentVolumeReclaimPolicy", &["Delete", "Recycle", "Retain"]),
    ("PersistentVolumeSpec", "volumeMode", VOLUME_MODES),
    ("PersistentVolumeStatus", "phase", &["Available", "Bound", "Failed", "Pending", "Released"]),
    ("PodCondition", "status", CONDITION),
    ("PodDisruptionBudgetSpec", "unhealthyPodEvictionPolicy", &["AlwaysAllow", "IfHealthyBudget"]),
    ("PodFailurePolicyOnExitCodesRequirement", "operator", MEMBERSHIP),
    ("PodFailurePolicyRule", "action", &["Count", "FailIndex", "FailJob", "Ignore"]),
    ("PodOS", "name", &["linux", "windows"]),
    ("PodSecurityContext", "fsGroupChangePolicy", &["Always", "OnRootMismatch"]),
    ("PodSecurityContext", "seLinuxChangePolicy", &["MountOption", "Recursive"]),
    ("PodSecurityContext", "supplementalGroupsPolicy", &["Merge", "Strict"]),
    ("PodSpec", "dnsPolicy", &["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"]),
    ("PodSpec", "preemptionPolicy", PREEMPTION),
    ("PodSpec", "restartPolicy", RESTART_POLICIES),
    ("PodStatus", "phase", &["Failed", "Pending", "Running", "Succeeded", "Unknown"]),
    ("PodStatus", "qosClass", &["BestEffort", "Burstable", "Guaranteed"]),
    ("PriorityClass", "preemptionPolicy", PREEMPTION),
    ("PriorityLevelConfigurationSpec", "type", &["Exempt", "Limited"]),
    ("ResourceQuotaSpec", "scopes", QUOTA_SCOPES),
    ("RoleRef", "kind", &["ClusterRole", "Role"]),
    ("RuleWithOperations", "operations", OPERATIONS),
    ("RuleWithOperations", "scope", RULE_SCOPES),
    ("RunAsGroupStrategyOptions", "rule", ID_RULES),
    ("RunAsUserStrategyOptions", "rule", &["MustRunAs", "MustRunAsNonRoot", "RunAsAny"]),
    ("SELinuxStrategyOptions", "rule", &["MustRunAs", "RunAsAny"]),
    ("ScopedResourceSelectorRequirement", "operator", SELECTOR_OPERATORS),
    ("ScopedResourceSelectorRequirement", "scopeName", QUOTA_SCOPES),
    ("SeccompProfile", "type", LOCAL_PROFILES),
    ("SecurityContext", "procMount", &["Default", "Unmasked"]),
    ("ServicePort", "protocol", PROTOCOLS),
    ("ServiceSpec", "externalTrafficPolicy", TRAFFIC),
    ("ServiceSpec", "internalTrafficPolicy", TRAFFIC),
    ("ServiceSpec", "ipFamilies", &["IPv4", "IPv6"]),
    ("ServiceSpec", "ipFamilyPolicy", &["PreferDualStack", "RequireDualStack", "SingleStack"]),
    ("ServiceSpec", "sessionAffinity", &["ClientIP", "None"]),
    ("ServiceSpec", "trafficDistribution", &["PreferClose", "PreferSameNode", "PreferSameZone"]),
    ("ServiceSpec", "type", &["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"]),
    ("StatefulSetPersistentVolumeClaimRetentionPolicy", "whenDeleted", RETENTION),
    ("StatefulSetPersistentVolumeClaimRetentionPolicy", "whenScaled", RETENTION),
    ("StatefulSetSpec", "podManagementPolicy", &["OrderedReady", "Parallel"]),
    ("StatefulSetUpdateStrategy", "type", ROLLOUT),
    ("StorageClass", "reclaimPolicy", RETENTION),
    ("StorageClass", "volumeBindingMode", &["Immediate", "WaitForFirstConsumer"]),
    ("Subject", "kind", &["Group", "ServiceAccount", "User"]),
    ("SupplementalGroupsStrategyOptions", "rule", ID_RULES),
    ("Taint", "effect", &["NoExecute", "NoSchedule", "PreferNoSchedule"]),
    ("Toleration", "effect", &["", "NoExecute", "NoSchedule", "PreferNoSchedule"]),
    ("Toleration", "operator", &["", "Equal", "Exists", "Gt", "Lt"]),
    ("TopologySpreadConstraint", "nodeAffinityPolicy", HONOR),
    ("TopologySpreadConstraint", "nodeTaintsPolicy", HONOR),
    ("TopologySpreadConstraint", "whenUnsatisfiable", &["DoNotSchedule", "ScheduleAnyway"]),
    ("ValidatingAdmissionPolicyBindingSpec", "validationActions", &["Audit", "Deny", "Warn"]),
    ("ValidatingAdmissionPolicySpec", "failurePolicy", FAILURE_POLICIES),
    ("ValidatingWebhook", "failurePolicy", FAILURE_POLICIES),
    ("ValidatingWebhook", "matchPolicy", MATCH_POLICIES),
    ("ValidatingWebhook", "sideEffects", SIDE_EFFECTS),
    ("VolumeMount", "mountPropagation", &["Bidirectional", "HostToContainer", "None"]),
    ("VolumeMount", "recursiveReadOnly", &["Disabled", "Enabled", "IfPossible"]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kubernetes::schema::{FieldType, Schema};

    #[test]
    fn rows_are_sorted_and_name_text_fields() {
        assert!(ALL.is_sorted_by(|a, b| (a.0, a.1) < (b.0, b.1)));
        let schema = Schema::builtin();
        for (record, field, texts) in ALL {
            assert!(texts.len() > 1 && (1..texts.len()).all(|i| !texts[..i].contains(&texts[i])), "{record}.{field}");
            let found = schema.records_named(record).into_iter().filter_map(|id| schema.field(id, field));
            let types: Vec<_> = found.map(|field| field.ty).collect();
            assert!(!types.is_empty(), "{record}.{field}");
            for ty in types {
                let is_text = ty == FieldType::String || ty == FieldType::List(Box::new(FieldType::String));
                assert!(is_text, "{record}.{field}: {ty:?}");
            }
        }
    }
}
