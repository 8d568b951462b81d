//! A Kubernetes object: where it is in a document, and its identity.

use crate::document::{Kind, NodeRef};

/// A Kubernetes object of the input: a document or an item of a `List`.
#[derive(Clone, Copy, Debug)]
pub struct Object<'a> {
    /// Its map in the document; paths of findings start here.
    pub root: NodeRef<'a>,
    /// Its API group, empty for the core group.
    pub group: &'a str,
    /// The version in the group, such as `v1`.
    pub version: &'a str,
    /// Its kind.
    pub kind: &'a str,
    /// Its namespace, or the host's assumed one for a namespaced kind without; none for a cluster-scoped kind.
    pub namespace: Option<&'a str>,
    /// Its name; empty where it has none yet.
    pub name: &'a str,
}

impl<'a> Object<'a> {
    /// The object at a map of a document, or none where it has no `apiVersion` and `kind`.
    ///
    /// `assumed` is the namespace of a namespaced object that names none.
    #[must_use]
    pub fn at(root: NodeRef<'a>, assumed: &'a str) -> Option<Self> {
        if root.kind() != Kind::Map {
            return None;
        }
        let text = |node: NodeRef<'a>, key: &str| node.get_str(key).and_then(NodeRef::as_str);
        let api_version = text(root, "apiVersion")?;
        let kind = text(root, "kind")?;
        if api_version.is_empty() || kind.is_empty() {
            return None;
        }
        let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
        let metadata = root.get_str("metadata");
        let name = metadata.and_then(|m| text(m, "name")).unwrap_or_default();
        let written = metadata.and_then(|m| text(m, "namespace")).filter(|n| !n.is_empty());
        let namespace = match crate::kubernetes::scope::is_namespaced(group, kind) {
            // A kind that nobody knows is namespaced exactly where it says so.
            None => written,
            Some(true) => Some(written.unwrap_or(assumed)),
            Some(false) => None,
        };
        Some(Self { root, group, version, kind, namespace, name })
    }

    /// Its `apiVersion` as written.
    #[must_use]
    pub fn api_version(&self) -> &'a str {
        self.root.get_str("apiVersion").and_then(NodeRef::as_str).unwrap_or_default()
    }

    /// Whether it is of this group and kind, in any version.
    #[must_use]
    pub fn is(&self, group: &str, kind: &str) -> bool {
        self.kind == kind && self.group == group
    }
}
