//! A Kubernetes object: where it is in a document, and its identity.

use crate::document::{Kind, NodeRef, Symbol};
use crate::kubernetes::schema::Schema;

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
    /// The `apiVersion` of the list that it is an item of, where neither this nor its kind is written in itself.
    pub(crate) listed: Option<&'a str>,
    namespaces: Namespaces<'a>,
}

/// What tells the namespace of an object that names none.
#[derive(Clone, Copy, Debug)]
pub struct Namespaces<'a> {
    /// The kinds that live in namespaces.
    pub schema: &'a Schema,
    /// The namespace of objects of such a kind that name none.
    pub assumed: &'a str,
}

impl<'a> Namespaces<'a> {
    /// The kinds of Kubernetes itself.
    #[must_use]
    pub fn builtin(assumed: &'a str) -> Self {
        Self { schema: Schema::builtin(), assumed }
    }
}

impl<'a> Object<'a> {
    /// The object at a map of a document, or none where it has no `apiVersion` and `kind`.
    #[must_use]
    pub fn at(root: NodeRef<'a>, namespaces: Namespaces<'a>) -> Option<Self> {
        Self::told(root, api_version_and_kind(root)?, namespaces)
    }

    /// The object at a map of a document, of a kind that is told by what is around it.
    pub(super) fn named(
        root: NodeRef<'a>,
        api_version: &'a str,
        kind: &'a str,
        namespaces: Namespaces<'a>,
    ) -> Option<Self> {
        Some(Self { listed: Some(api_version), ..Self::told(root, (api_version, kind), namespaces)? })
    }

    fn told(root: NodeRef<'a>, (api_version, kind): (&'a str, &'a str), namespaces: Namespaces<'a>) -> Option<Self> {
        if root.kind() != Kind::Map || api_version.is_empty() || kind.is_empty() {
            return None;
        }
        let (group, version) = split_api_version(api_version);
        Some(Self { root, group, version, kind, listed: None, namespaces })
    }

    /// The object as it stands at another place, such as after a change.
    pub(crate) fn again(&self, root: NodeRef<'a>) -> Option<Self> {
        let api_version = text(root, "apiVersion").unwrap_or_else(|| self.api_version());
        let kind = text(root, "kind").unwrap_or(self.kind);
        Some(Self { listed: self.listed, ..Self::told(root, (api_version, kind), self.namespaces)? })
    }

    /// Its name; empty where it has none yet.
    #[must_use]
    pub fn name(&self) -> &'a str {
        self.metadata("name").unwrap_or_default()
    }

    /// Its namespace, or the host's assumed one for a namespaced kind without; none for a cluster-scoped kind. A kind
    /// that nobody knows is namespaced exactly where an object says so.
    #[must_use]
    pub fn namespace(&self) -> Option<&'a str> {
        let written = || self.metadata("namespace").filter(|namespace| !namespace.is_empty());
        match self.namespaces.schema.is_namespaced(self.group, self.kind) {
            None => written(),
            Some(true) => Some(written().unwrap_or(self.namespaces.assumed)),
            Some(false) => None,
        }
    }

    fn metadata(&self, key: &str) -> Option<&'a str> {
        text(self.root.get_str("metadata")?, key)
    }

    /// Its `apiVersion` as written, or that of its list.
    #[must_use]
    pub fn api_version(&self) -> &'a str {
        self.listed.or_else(|| text(self.root, "apiVersion")).unwrap_or_default()
    }

    /// What its list says for a key that it lacks itself.
    pub(crate) fn implied(&self, key: Symbol) -> Option<&'a str> {
        let keys = self.root.document().symbols().object_keys();
        let listed = self.listed?;
        match key {
            key if key == keys.kind => Some(self.kind),
            key if key == keys.api_version => Some(listed),
            _ => None,
        }
    }

    /// Whether it is of this group and kind, in any version.
    #[must_use]
    pub fn is(&self, group: &str, kind: &str) -> bool {
        self.kind == kind && self.group == group
    }
}

/// The group, empty for the core group, and the version in it.
fn split_api_version(text: &str) -> (&str, &str) {
    // Short texts: looking at each byte costs less than setting out to search.
    let slash = text.bytes().position(|byte| byte == b'/');
    slash.and_then(|at| Some((text.get(..at)?, text.get(at + 1..)?))).unwrap_or(("", text))
}

fn text<'a>(map: NodeRef<'a>, key: &str) -> Option<&'a str> {
    map.get_str(key).and_then(NodeRef::as_str)
}

/// What makes a map an object, in one look at its entries where the vocabulary has both keys.
fn api_version_and_kind(root: NodeRef<'_>) -> Option<(&str, &str)> {
    let keys = root.document().symbols().object_keys();
    if !keys.api_version.is_known() || !keys.kind.is_known() {
        return Some((text(root, "apiVersion")?, text(root, "kind")?));
    }
    let (mut api_version, mut kind) = (None, None);
    for child in root.children() {
        let symbol = child.symbol();
        if symbol == keys.api_version {
            api_version = Some(child);
        } else if symbol == keys.kind {
            kind = Some(child);
        }
        if let (Some(api_version), Some(kind)) = (api_version, kind) {
            return Some((api_version.as_str()?, kind.as_str()?));
        }
    }
    None
}
