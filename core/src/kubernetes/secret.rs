//! Where secret data stands: values that no message and no report may show.

use crate::document::{Kind, NodeRef};

/// Whether a value is, or is inside, the data of a Secret: `data` and `stringData`, and the copy of the whole object
/// that `kubectl apply` keeps in an annotation.
pub fn is_secret_data(node: NodeRef<'_>) -> bool {
    let mut field = node;
    node.around().any(|object| {
        let is_kept = is_data(field) || is_copy(field, node);
        field = object;
        is_kept && (is_secret(object) || object.around().nth(1).is_some_and(is_list_of_secrets))
    })
}

/// Whether a value holds secret data, itself or somewhere inside.
pub fn holds_secret_data(node: NodeRef<'_>) -> bool {
    let is_item = || node.around().nth(1).is_some_and(is_list_of_secrets);
    is_secret_data(node) || node.kind() == Kind::Map && is_item() || holds_secret_below(node)
}

/// As [`holds_secret_data`] for a value that is not inside a Secret.
fn holds_secret_below(node: NodeRef<'_>) -> bool {
    match node.kind() {
        Kind::Map => {
            is_secret(node) || is_list_of_secrets(node) || node.entries().any(|entry| holds_secret_below(entry.value))
        }
        Kind::List => node.items().any(holds_secret_below),
        _ => false,
    }
}

/// Whether a map is an object of kind Secret.
fn is_secret(map: NodeRef<'_>) -> bool {
    is_core(map, "Secret")
}

/// Whether a map is a list of Secrets, whose items need not say what they are.
fn is_list_of_secrets(map: NodeRef<'_>) -> bool {
    is_core(map, "SecretList")
}

/// Whether a map is an object of this kind of the core group, or of none that it names.
fn is_core(map: NodeRef<'_>, kind: &str) -> bool {
    let text = |key: &str| map.get_str(key).and_then(NodeRef::as_str);
    text("kind") == Some(kind) && text("apiVersion").is_none_or(|version| !version.contains('/'))
}

fn is_data(field: NodeRef<'_>) -> bool {
    matches!(field.key(), Some("data" | "stringData"))
}

/// Whether `node` is in the annotation of `metadata` that holds the object as it was applied.
fn is_copy(metadata: NodeRef<'_>, node: NodeRef<'_>) -> bool {
    const APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";
    let applied = || metadata.get_str("annotations")?.get_str(APPLIED);
    metadata.key() == Some("metadata") && applied().is_some_and(|applied| applied.id() == node.id())
}
