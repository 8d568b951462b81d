//! Deprecated and removed API versions: since which Kubernetes release, and what to write instead.
//!
//! Releases are minor versions of Kubernetes 1.

use super::gvk::ApiVersion;
use super::schema::{Releases, Schema};
use std::borrow::Cow;

/// What became of a kind in one API version.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Removal {
    /// The first release that calls it deprecated, where known.
    pub deprecated: Option<u32>,
    /// The first release that does not serve it any more, if any is known.
    pub removed: Option<u32>,
    /// The API version to use instead, followed by a kind where that changes too.
    pub replacement: Option<Cow<'static, str>>,
}

/// One line of the table.
struct Row {
    api_version: &'static str,
    kind: &'static str,
    deprecated: u32,
    removed: u32,
    replacement: &'static str,
}

/// A line; 0 and the empty string stand for nothing known.
const fn row(
    api_version: &'static str,
    kind: &'static str,
    deprecated: u32,
    removed: u32,
    replacement: &'static str,
) -> Row {
    Row { api_version, kind, deprecated, removed, replacement }
}

/// What became of the kind in that API version; nothing if it is served and not deprecated, or unknown.
///
/// ```
/// use kubelaw::kubernetes::removed;
/// let removal = removed::lookup("extensions/v1beta1", "Ingress").unwrap();
/// assert_eq!((removal.deprecated, removal.removed), (Some(14), Some(22)));
/// assert_eq!(removal.replacement.as_deref(), Some("networking.k8s.io/v1"));
/// assert!(removed::lookup("apps/v1", "Deployment").is_none());
/// ```
pub fn lookup(api_version: &str, kind: &str) -> Option<Removal> {
    let known = ROWS.binary_search_by(|row| (row.api_version, row.kind).cmp(&(api_version, kind)));
    let Some(row) = known.ok().and_then(|at| ROWS.get(at)) else { return no_longer_served(api_version, kind) };
    Some(Removal {
        deprecated: (row.deprecated != 0).then_some(row.deprecated),
        removed: (row.removed != 0).then_some(row.removed),
        replacement: (!row.replacement.is_empty()).then_some(Cow::Borrowed(row.replacement)),
    })
}

/// For versions that have no line: what the schema table tells of the releases that serve them.
fn no_longer_served(api_version: &str, kind: &str) -> Option<Removal> {
    let api = ApiVersion::parse(api_version)?;
    let kind = Schema::builtin().kind_in(api.group, kind)?;
    let releases = kind.version(api.version)?.releases;
    let removed = if releases.is_empty() { Releases::FIRST } else { releases.until()? };
    let successor = kind.versions().into_iter().find(|version| version.releases.contains(Releases::LAST));
    let replacement = successor.map(|version| Cow::Owned(ApiVersion { version: version.version, ..api }.to_string()));
    Some(Removal { deprecated: None, removed: Some(removed), replacement })
}

/// Sorted by API version and kind. The schema table has the last word on what a release serves; a test compares.
const ROWS: &[Row] = &[
    row(
        "admissionregistration.k8s.io/v1alpha1",
        "ValidatingAdmissionPolicy",
        28,
        32,
        "admissionregistration.k8s.io/v1",
    ),
    row(
        "admissionregistration.k8s.io/v1alpha1",
        "ValidatingAdmissionPolicyBinding",
        28,
        32,
        "admissionregistration.k8s.io/v1",
    ),
    row(
        "admissionregistration.k8s.io/v1beta1",
        "MutatingWebhookConfiguration",
        16,
        22,
        "admissionregistration.k8s.io/v1",
    ),
    row("admissionregistration.k8s.io/v1beta1", "ValidatingAdmissionPolicy", 31, 34, "admissionregistration.k8s.io/v1"),
    row(
        "admissionregistration.k8s.io/v1beta1",
        "ValidatingAdmissionPolicyBinding",
        31,
        34,
        "admissionregistration.k8s.io/v1",
    ),
    row(
        "admissionregistration.k8s.io/v1beta1",
        "ValidatingWebhookConfiguration",
        16,
        22,
        "admissionregistration.k8s.io/v1",
    ),
    row("apiextensions.k8s.io/v1beta1", "CustomResourceDefinition", 16, 22, "apiextensions.k8s.io/v1"),
    row("apiregistration.k8s.io/v1beta1", "APIService", 10, 22, "apiregistration.k8s.io/v1"),
    row("apps/v1beta1", "ControllerRevision", 9, 16, "apps/v1"),
    row("apps/v1beta1", "Deployment", 9, 16, "apps/v1"),
    row("apps/v1beta1", "ReplicaSet", 9, 16, "apps/v1"),
    row("apps/v1beta1", "StatefulSet", 9, 16, "apps/v1"),
    row("apps/v1beta2", "ControllerRevision", 9, 16, "apps/v1"),
    row("apps/v1beta2", "DaemonSet", 9, 16, "apps/v1"),
    row("apps/v1beta2", "Deployment", 9, 16, "apps/v1"),
    row("apps/v1beta2", "ReplicaSet", 9, 16, "apps/v1"),
    row("apps/v1beta2", "StatefulSet", 9, 16, "apps/v1"),
    row("audit.k8s.io/v1alpha1", "Event", 21, 24, "audit.k8s.io/v1"),
    row("audit.k8s.io/v1alpha1", "Policy", 21, 24, "audit.k8s.io/v1"),
    row("audit.k8s.io/v1beta1", "Event", 21, 24, "audit.k8s.io/v1"),
    row("audit.k8s.io/v1beta1", "Policy", 21, 24, "audit.k8s.io/v1"),
    row("authentication.k8s.io/v1beta1", "SelfSubjectReview", 30, 33, "authentication.k8s.io/v1"),
    row("authentication.k8s.io/v1beta1", "TokenReview", 6, 22, "authentication.k8s.io/v1"),
    row("authorization.k8s.io/v1beta1", "LocalSubjectAccessReview", 19, 22, "authorization.k8s.io/v1"),
    row("authorization.k8s.io/v1beta1", "SelfSubjectAccessReview", 19, 22, "authorization.k8s.io/v1"),
    row("authorization.k8s.io/v1beta1", "SelfSubjectRulesReview", 19, 22, "authorization.k8s.io/v1"),
    row("authorization.k8s.io/v1beta1", "SubjectAccessReview", 19, 22, "authorization.k8s.io/v1"),
    row("autoscaling/v2beta1", "HorizontalPodAutoscaler", 22, 25, "autoscaling/v2"),
    row("autoscaling/v2beta2", "HorizontalPodAutoscaler", 23, 26, "autoscaling/v2"),
    row("batch/v1beta1", "CronJob", 21, 25, "batch/v1"),
    row("batch/v2alpha1", "CronJob", 8, 21, "batch/v1"),
    row("certificates.k8s.io/v1beta1", "CertificateSigningRequest", 19, 22, "certificates.k8s.io/v1"),
    row("coordination.k8s.io/v1beta1", "Lease", 14, 22, "coordination.k8s.io/v1"),
    row("discovery.k8s.io/v1beta1", "EndpointSlice", 21, 25, "discovery.k8s.io/v1"),
    row("events.k8s.io/v1beta1", "Event", 19, 25, "events.k8s.io/v1"),
    row("extensions/v1beta1", "DaemonSet", 9, 16, "apps/v1"),
    row("extensions/v1beta1", "Deployment", 9, 16, "apps/v1"),
    row("extensions/v1beta1", "Ingress", 14, 22, "networking.k8s.io/v1"),
    row("extensions/v1beta1", "NetworkPolicy", 9, 16, "networking.k8s.io/v1"),
    row("extensions/v1beta1", "PodSecurityPolicy", 10, 16, "policy/v1beta1"),
    row("extensions/v1beta1", "ReplicaSet", 9, 16, "apps/v1"),
    row("flowcontrol.apiserver.k8s.io/v1alpha1", "FlowSchema", 20, 21, "flowcontrol.apiserver.k8s.io/v1beta3"),
    row(
        "flowcontrol.apiserver.k8s.io/v1alpha1",
        "PriorityLevelConfiguration",
        20,
        21,
        "flowcontrol.apiserver.k8s.io/v1beta3",
    ),
    row("flowcontrol.apiserver.k8s.io/v1beta1", "FlowSchema", 23, 26, "flowcontrol.apiserver.k8s.io/v1beta3"),
    row(
        "flowcontrol.apiserver.k8s.io/v1beta1",
        "PriorityLevelConfiguration",
        23,
        26,
        "flowcontrol.apiserver.k8s.io/v1beta3",
    ),
    row("flowcontrol.apiserver.k8s.io/v1beta2", "FlowSchema", 26, 29, "flowcontrol.apiserver.k8s.io/v1beta3"),
    row(
        "flowcontrol.apiserver.k8s.io/v1beta2",
        "PriorityLevelConfiguration",
        26,
        29,
        "flowcontrol.apiserver.k8s.io/v1beta3",
    ),
    row("flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema", 29, 32, "flowcontrol.apiserver.k8s.io/v1"),
    row(
        "flowcontrol.apiserver.k8s.io/v1beta3",
        "PriorityLevelConfiguration",
        29,
        32,
        "flowcontrol.apiserver.k8s.io/v1",
    ),
    row("networking.k8s.io/v1alpha1", "ClusterCIDR", 0, 29, ""),
    row("networking.k8s.io/v1beta1", "IPAddress", 34, 37, "networking.k8s.io/v1"),
    row("networking.k8s.io/v1beta1", "Ingress", 19, 22, "networking.k8s.io/v1"),
    row("networking.k8s.io/v1beta1", "IngressClass", 19, 22, "networking.k8s.io/v1"),
    row("networking.k8s.io/v1beta1", "ServiceCIDR", 34, 37, "networking.k8s.io/v1"),
    row("node.k8s.io/v1alpha1", "RuntimeClass", 20, 24, "node.k8s.io/v1"),
    row("node.k8s.io/v1beta1", "RuntimeClass", 22, 25, "node.k8s.io/v1"),
    row("policy/v1beta1", "Eviction", 22, 25, "policy/v1"),
    row("policy/v1beta1", "PodDisruptionBudget", 21, 25, "policy/v1"),
    row("policy/v1beta1", "PodSecurityPolicy", 21, 25, ""),
    row("rbac.authorization.k8s.io/v1alpha1", "ClusterRole", 17, 22, "rbac.authorization.k8s.io/v1"),
    row("rbac.authorization.k8s.io/v1alpha1", "ClusterRoleBinding", 17, 22, "rbac.authorization.k8s.io/v1"),
    row("rbac.authorization.k8s.io/v1alpha1", "Role", 17, 22, "rbac.authorization.k8s.io/v1"),
    row("rbac.authorization.k8s.io/v1alpha1", "RoleBinding", 17, 22, "rbac.authorization.k8s.io/v1"),
    row("rbac.authorization.k8s.io/v1beta1", "ClusterRole", 17, 22, "rbac.authorization.k8s.io/v1"),
    row("rbac.authorization.k8s.io/v1beta1", "ClusterRoleBinding", 17, 22, "rbac.authorization.k8s.io/v1"),
    row("rbac.authorization.k8s.io/v1beta1", "Role", 17, 22, "rbac.authorization.k8s.io/v1"),
    row("rbac.authorization.k8s.io/v1beta1", "RoleBinding", 17, 22, "rbac.authorization.k8s.io/v1"),
    row("resource.k8s.io/v1alpha3", "DeviceClass", 32, 34, "resource.k8s.io/v1"),
    row("resource.k8s.io/v1alpha3", "ResourceClaim", 32, 34, "resource.k8s.io/v1"),
    row("resource.k8s.io/v1alpha3", "ResourceClaimTemplate", 32, 34, "resource.k8s.io/v1"),
    row("resource.k8s.io/v1alpha3", "ResourceSlice", 32, 34, "resource.k8s.io/v1"),
    row("resource.k8s.io/v1beta1", "DeviceClass", 33, 0, "resource.k8s.io/v1"),
    row("resource.k8s.io/v1beta1", "ResourceClaim", 33, 0, "resource.k8s.io/v1"),
    row("resource.k8s.io/v1beta1", "ResourceClaimTemplate", 33, 0, "resource.k8s.io/v1"),
    row("resource.k8s.io/v1beta1", "ResourceSlice", 33, 0, "resource.k8s.io/v1"),
    row("scheduling.k8s.io/v1alpha1", "PriorityClass", 14, 17, "scheduling.k8s.io/v1"),
    row("scheduling.k8s.io/v1beta1", "PriorityClass", 14, 22, "scheduling.k8s.io/v1"),
    row("settings.k8s.io/v1alpha1", "PodPreset", 11, 20, ""),
    row("storage.k8s.io/v1alpha1", "CSIStorageCapacity", 21, 24, "storage.k8s.io/v1"),
    row("storage.k8s.io/v1alpha1", "VolumeAttachment", 21, 24, "storage.k8s.io/v1"),
    row("storage.k8s.io/v1alpha1", "VolumeAttributesClass", 31, 35, "storage.k8s.io/v1"),
    row("storage.k8s.io/v1beta1", "CSIDriver", 19, 22, "storage.k8s.io/v1"),
    row("storage.k8s.io/v1beta1", "CSINode", 17, 22, "storage.k8s.io/v1"),
    row("storage.k8s.io/v1beta1", "CSIStorageCapacity", 24, 27, "storage.k8s.io/v1"),
    row("storage.k8s.io/v1beta1", "StorageClass", 6, 22, "storage.k8s.io/v1"),
    row("storage.k8s.io/v1beta1", "VolumeAttachment", 13, 22, "storage.k8s.io/v1"),
    row("storage.k8s.io/v1beta1", "VolumeAttributesClass", 34, 37, "storage.k8s.io/v1"),
    row("storagemigration.k8s.io/v1alpha1", "StorageVersionMigration", 35, 35, "storagemigration.k8s.io/v1beta1"),
    row("v1", "ComponentStatus", 19, 0, ""),
    row("v1", "Endpoints", 33, 0, "discovery.k8s.io/v1 EndpointSlice"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_and_complete() {
        assert!(ROWS.is_sorted_by(|a, b| (a.api_version, a.kind) < (b.api_version, b.kind)));
        assert!(ROWS.iter().all(|row| row.deprecated != 0 || row.removed != 0));
    }

    #[test]
    fn rows_agree_with_the_schema_table() {
        for row in ROWS {
            let api = ApiVersion::parse(row.api_version).unwrap();
            let kind = Schema::builtin().kind_in(api.group, row.kind);
            // The audit API is no part of the API server's, and this ReplicaSet was never served.
            let Some(version) = kind.and_then(|kind| kind.version(api.version)) else {
                assert!(api.group == "audit.k8s.io" || (row.api_version, row.kind) == ("apps/v1beta1", "ReplicaSet"));
                continue;
            };
            let last = version.releases.until();
            match row.removed {
                0 => assert!(version.releases.contains(Releases::LAST), "{} {}", row.api_version, row.kind),
                removed if removed <= Releases::FIRST => assert!(version.releases.is_empty(), "{}", row.api_version),
                removed => assert_eq!(last, Some(removed), "{} {}", row.api_version, row.kind),
            }
        }
    }

    #[test]
    fn versions_without_a_row_follow_the_schema_table() {
        let removal = lookup("certificates.k8s.io/v1alpha1", "PodCertificateRequest").unwrap();
        assert_eq!((removal.deprecated, removal.removed), (None, Some(35)));
        assert_eq!(removal.replacement.as_deref(), Some("certificates.k8s.io/v1"));
        assert!(lookup("example.com/v1", "Thing").is_none());
        assert!(lookup("v1", "Pod").is_none());
    }

    #[test]
    fn deprecated_is_not_yet_removed() {
        let removal = lookup("v1", "Endpoints").unwrap();
        assert_eq!((removal.deprecated, removal.removed), (Some(33), None));
    }
}
