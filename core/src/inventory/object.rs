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
    /// Its namespace, or the host's assumed one for a namespaced kind without; none for a cluster-scoped kind.
    pub namespace: Option<&'a str>,
    /// Its name; empty where it has none yet.
    pub name: &'a str,
    /// The `apiVersion` of the list that it is an item of, where neither this nor its kind is written in itself.
    pub(crate) listed: Option<&'a str>,
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

    /// The namespace of an object of a kind that names `written`. A kind that nobody knows is namespaced exactly where
    /// an object says so.
    fn of(&self, group: &str, kind: &'a str, written: Option<&'a str>) -> Option<&'a str> {
        match self.schema.is_namespaced(group, kind) {
            None => written,
            Some(true) => Some(written.unwrap_or(self.assumed)),
            Some(false) => None,
        }
    }
}

impl<'a> Object<'a> {
    /// The object at a map of a document, or none where it has no `apiVersion` and `kind`.
    #[must_use]
    pub fn at(root: NodeRef<'a>, namespaces: Namespaces<'a>) -> Option<Self> {
        let keys = root.document().symbols().object_keys();
        let wanted = [(keys.api_version, "apiVersion"), (keys.kind, "kind"), (keys.metadata, "metadata")];
        let [api_version, kind, metadata] = values(root, wanted);
        let text = |value: Option<NodeRef<'a>>| value.and_then(NodeRef::as_str);
        Self::told(root, (text(api_version)?, text(kind)?), metadata, namespaces)
    }

    /// The object at a map of a document, of a kind that is told by what is around it.
    pub(super) fn named(
        root: NodeRef<'a>,
        api_version: &'a str,
        kind: &'a str,
        namespaces: Namespaces<'a>,
    ) -> Option<Self> {
        let object = Self::told(root, (api_version, kind), root.get_str("metadata"), namespaces)?;
        Some(Self { listed: Some(api_version), ..object })
    }

    fn told(
        root: NodeRef<'a>,
        (api_version, kind): (&'a str, &'a str),
        metadata: Option<NodeRef<'a>>,
        namespaces: Namespaces<'a>,
    ) -> Option<Self> {
        if root.kind() != Kind::Map || api_version.is_empty() || kind.is_empty() {
            return None;
        }
        let (group, version) = split_api_version(api_version);
        let (name, written) = names(metadata);
        Some(Self { root, group, version, kind, namespace: namespaces.of(group, kind, written), name, listed: None })
    }

    /// The object as it stands at another place, such as after a change; in no namespace where it was in none.
    pub(crate) fn again(&self, root: NodeRef<'a>) -> Option<Self> {
        let api_version = text(root, "apiVersion").unwrap_or_else(|| self.api_version());
        let (group, version) = split_api_version(api_version);
        let (name, written) = names(root.get_str("metadata"));
        let namespace = self.namespace.map(|before| written.unwrap_or(before));
        let kind = text(root, "kind").unwrap_or(self.kind);
        (root.kind() == Kind::Map).then_some(Self { root, group, version, kind, namespace, name, listed: self.listed })
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

/// The values of some keys of a map, in one look at its entries where the vocabulary has them all.
#[inline]
fn values<'a, const KEYS: usize>(map: NodeRef<'a>, keys: [(Symbol, &str); KEYS]) -> [Option<NodeRef<'a>>; KEYS] {
    if map.kind() != Kind::Map || keys.iter().any(|(symbol, _)| !symbol.is_known()) {
        return keys.map(|(_, key)| map.get_str(key));
    }
    let mut found = [None; KEYS];
    for child in map.children() {
        let symbol = child.symbol();
        if let Some((found, _)) = found.iter_mut().zip(&keys).find(|(_, (key, _))| *key == symbol) {
            *found = Some(child);
        }
    }
    found
}

/// The name of an object with this metadata, empty where it has none, and the namespace that it names.
fn names(metadata: Option<NodeRef<'_>>) -> (&str, Option<&str>) {
    let Some(metadata) = metadata else { return ("", None) };
    let keys = metadata.document().symbols().object_keys();
    let [name, namespace] = values(metadata, [(keys.name, "name"), (keys.namespace, "namespace")]);
    let namespace = namespace.and_then(NodeRef::as_str).filter(|namespace| !namespace.is_empty());
    (name.and_then(NodeRef::as_str).unwrap_or_default(), namespace)
}
