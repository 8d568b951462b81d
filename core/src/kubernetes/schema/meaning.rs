//! What the API's types do not say: which strings are image references, and what each label selector selects where it
//! is missing or empty.

use super::field::{FieldType, Selector, SelectorForm, Selects};
use super::{RecordId, Schema};
use Selects::{Everything, Nothing};

/// Fields that hold the reference of an image to pull.
const IMAGES: [(&str, &str); 3] =
    [("Container", "image"), ("EphemeralContainer", "image"), ("ImageVolumeSource", "reference")];

/// Maps of labels that select objects. An empty one selects nothing: the controller then keeps its hands off.
const LABELS: [(&str, &str); 2] = [("ReplicationControllerSpec", "selector"), ("ServiceSpec", "selector")];

/// Label selectors whose absence restricts nothing. All others select nothing where they are missing, as
/// `LabelSelectorAsSelector` in apimachinery has it. A peer's `namespaceSelector` is one of those: without it the
/// peer stays in the policy's own namespace.
const UNRESTRICTED: [(&str, &str); 13] = [
    ("ExternalMetricSource", "metricSelector"),
    ("MatchResources", "namespaceSelector"),
    ("MatchResources", "objectSelector"),
    ("MetricIdentifier", "selector"),
    ("MutatingWebhook", "namespaceSelector"),
    ("MutatingWebhook", "objectSelector"),
    ("NetworkPolicyPeer", "podSelector"),
    ("NetworkPolicySpec", "podSelector"),
    ("ObjectMetricSource", "selector"),
    ("PersistentVolumeClaimSpec", "selector"),
    ("PodsMetricSource", "selector"),
    ("ValidatingWebhook", "namespaceSelector"),
    ("ValidatingWebhook", "objectSelector"),
];

/// The type that a field of a built-in record has for laws, given its type in the table.
pub(super) fn of(package: &str, record: &str, field: &str, ty: FieldType) -> FieldType {
    match ty {
        FieldType::String if IMAGES.contains(&(record, field)) => FieldType::Image,
        FieldType::Map(_) if LABELS.contains(&(record, field)) => {
            FieldType::Selector(Selector { form: SelectorForm::Labels, missing: Nothing, empty: Nothing })
        }
        FieldType::Record(id) if is_label_selector(id) => FieldType::Selector(selector(package, record, field, id)),
        FieldType::List(inner) => FieldType::List(Box::new(of(package, record, field, *inner))),
        other => other,
    }
}

fn is_label_selector(record: RecordId) -> bool {
    Schema::builtin().record_name(record) == "LabelSelector"
}

fn selector(package: &str, record: &str, field: &str, id: RecordId) -> Selector {
    // Of the first PodDisruptionBudget, an empty selector selects no pod; the stable one selects all.
    let none = package == "policy/v1beta1" && record == "PodDisruptionBudgetSpec";
    Selector {
        form: SelectorForm::LabelSelector(id),
        missing: if UNRESTRICTED.contains(&(record, field)) { Everything } else { Nothing },
        empty: if none { Nothing } else { Everything },
    }
}
