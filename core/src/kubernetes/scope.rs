//! Whether objects of a kind live in namespaces.

use super::schema::Schema;

/// Whether the objects of a kind of Kubernetes itself live in namespaces; nothing for other kinds.
///
/// ```
/// use kubelaw::kubernetes::scope;
///
/// assert_eq!(scope::is_namespaced("", "Pod"), Some(true));
/// assert_eq!(scope::is_namespaced("rbac.authorization.k8s.io", "ClusterRole"), Some(false));
/// assert_eq!(scope::is_namespaced("example.com", "Pod"), None);
/// ```
pub fn is_namespaced(group: &str, kind: &str) -> Option<bool> {
    Schema::builtin().kind_in(group, kind).map(|kind| kind.namespaced)
}
