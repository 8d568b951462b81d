//! Fields that the API server's validation requires although the schemas call them optional: laws may use them without
//! saying what a missing one means.
//!
//! Only what a valid object never lacks belongs here. What the server fills in (`protocol`, `restartPolicy`) is missing
//! in manifests.

/// By record and field, sorted.
const CERTAIN: &[(&str, &str)] = &[
    ("APIService", "spec"),
    ("APIServiceSpec", "group"),
    ("APIServiceSpec", "version"),
    ("ConfigMapEnvSource", "name"),
    ("ConfigMapKeySelector", "name"),
    ("ConfigMapProjection", "name"),
    ("ConfigMapVolumeSource", "name"),
    ("Container", "image"),
    ("EphemeralContainer", "image"),
    ("HorizontalPodAutoscaler", "spec"),
    ("ImageVolumeSource", "reference"),
    ("Ingress", "spec"),
    ("IngressClass", "spec"),
    ("IngressClassSpec", "controller"),
    ("IngressServiceBackend", "port"),
    ("Job", "spec"),
    ("JobTemplateSpec", "spec"),
    ("MutatingAdmissionPolicy", "spec"),
    ("MutatingAdmissionPolicyBinding", "spec"),
    ("MutatingAdmissionPolicyBindingSpec", "policyName"),
    ("ObjectMeta", "name"),
    ("PersistentVolume", "spec"),
    ("PersistentVolumeClaim", "spec"),
    ("PersistentVolumeClaimSpec", "accessModes"),
    ("PersistentVolumeClaimSpec", "resources"),
    ("PersistentVolumeSpec", "accessModes"),
    ("PersistentVolumeSpec", "capacity"),
    ("Pod", "spec"),
    ("PodSecurityPolicy", "spec"),
    ("PodTemplate", "template"),
    ("PodTemplateSpec", "spec"),
    ("ReplicaSet", "spec"),
    ("ReplicaSetSpec", "template"),
    ("ReplicationController", "spec"),
    ("ReplicationControllerSpec", "template"),
    ("SecretEnvSource", "name"),
    ("SecretKeySelector", "name"),
    ("SecretProjection", "name"),
    ("SecretVolumeSource", "secretName"),
    ("Service", "spec"),
    ("ServiceCIDR", "spec"),
    ("StorageVersionMigration", "spec"),
    ("ValidatingAdmissionPolicy", "spec"),
    ("ValidatingAdmissionPolicyBinding", "spec"),
    ("ValidatingAdmissionPolicyBindingSpec", "policyName"),
    ("VolumeResourceRequirements", "requests"),
];

/// Whether a valid object always has that field where it has the record.
///
/// Every object also has `apiVersion`, `kind` and `metadata`; the caller knows which records are objects.
pub(crate) fn is_certain(record: &str, field: &str) -> bool {
    CERTAIN.binary_search(&(record, field)).is_ok()
}

/// The fields that a valid object always has where it has the record, each beside the record.
pub(super) fn certain(record: &str) -> &'static [(&'static str, &'static str)] {
    let start = CERTAIN.partition_point(|(other, _)| *other < record);
    let from = CERTAIN.get(start..).unwrap_or_default();
    from.get(..from.partition_point(|(other, _)| *other == record)).unwrap_or_default()
}

/// Fields that the schemas call required and the API server does without, by record and field, sorted.
const OPTIONAL: &[(&str, &str)] = &[
    ("CSIDriver", "spec"),
    ("CustomResourceDefinitionVersion", "served"),
    ("CustomResourceDefinitionVersion", "storage"),
    ("Event", "eventTime"),
    ("HTTPHeader", "value"),
    ("ISCSIPersistentVolumeSource", "lun"),
    ("ISCSIVolumeSource", "lun"),
    ("LimitRangeSpec", "limits"),
    ("PodFailurePolicy", "rules"),
    ("PreferredSchedulingTerm", "preference"),
    ("ScaleIOPersistentVolumeSource", "secretRef"),
    ("ScaleIOVolumeSource", "secretRef"),
    ("SleepAction", "seconds"),
    ("Sysctl", "value"),
    ("TypedLocalObjectReference", "kind"),
];

/// Whether the API server takes an object without that field, whatever the schemas say.
pub(super) fn is_optional(record: &str, field: &str) -> bool {
    OPTIONAL.binary_search(&(record, field)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kubernetes::schema::Schema;

    #[test]
    fn rows_are_sorted_and_name_fields() {
        assert!(CERTAIN.is_sorted_by(|a, b| a < b) && OPTIONAL.is_sorted_by(|a, b| a < b));
        let schema = Schema::builtin();
        for (record, field) in CERTAIN.iter().chain(OPTIONAL) {
            let records = schema.records_named(record);
            assert!(records.iter().any(|id| schema.field(*id, field).is_some()), "{record}.{field}");
        }
    }
}
