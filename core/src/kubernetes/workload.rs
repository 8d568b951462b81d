//! Workloads: the kinds that make Pods, where their Pod templates are, and the containers in them.

use crate::document::{Kind, NodeId, NodeRef};
use smallvec::{SmallVec, smallvec};

/// Where the Pod templates of a kind are: keys from the object on, and `[*]` for all elements of a list or map.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TemplatePath(Vec<Step>);

#[derive(Clone, PartialEq, Eq, Debug)]
enum Step {
    Key(String),
    Each,
}

impl Step {
    fn key(&self) -> Option<&str> {
        if let Self::Key(key) = self { Some(key) } else { None }
    }
}

impl TemplatePath {
    /// Reads a path such as `spec.template` or `spec.workers[*].template`; the empty one is the object itself.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut steps = Vec::new();
        for part in text.split('.').filter(|_| !text.is_empty()) {
            let key = part.trim_end_matches("[*]");
            if key.is_empty() || key.contains(['[', ']', '*', ' ']) {
                return None;
            }
            steps.push(Step::Key(key.to_owned()));
            steps.extend(std::iter::repeat_n(Step::Each, (part.len() - key.len()) / "[*]".len()));
        }
        Some(Self(steps))
    }
}

/// Adds what steps lead to.
fn follow<'d>(steps: &[Step], node: NodeRef<'d>, found: &mut Vec<NodeRef<'d>>) {
    match steps.split_first() {
        None => found.push(node),
        Some((Step::Key(key), rest)) => within(node, key).into_iter().for_each(|inner| follow(rest, inner, found)),
        Some((Step::Each, rest)) if matches!(node.kind(), Kind::List | Kind::Map) => {
            node.children().filter(|inner| !inner.is_null()).for_each(|inner| follow(rest, inner, found));
        }
        Some((Step::Each, rest)) => follow(rest, node, found),
    }
}

/// A kind that carries Pod templates.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Workload {
    group: String,
    kind: String,
    /// Where what has a Pod's `metadata` and `spec` is.
    templates: Vec<TemplatePath>,
}

impl Workload {
    fn is(&self, group: &str, kind: &str) -> bool {
        self.group == group && self.kind == kind
    }

    /// The keys to its template, if an object has no more than one.
    fn keys(&self) -> Option<Vec<&str>> {
        let [TemplatePath(steps)] = self.templates.as_slice() else { return None };
        steps.iter().map(Step::key).collect()
    }

    fn find<'d>(&self, object: NodeRef<'d>) -> Vec<NodeRef<'d>> {
        let mut found = Vec::new();
        self.templates.iter().for_each(|path| follow(&path.0, object, &mut found));
        found
    }
}

/// The kinds that count as workloads: those of Kubernetes, and those that packs add.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Workloads {
    added: Vec<Workload>,
    /// The places in `added` of those of which an object may have several templates.
    several: Vec<usize>,
}

/// Kubernetes' own, with the keys to the template, by group and kind.
const BUILTIN: &[(&str, &str, &[&str])] = &[
    ("", "Pod", &[]),
    ("", "PodTemplate", &["template"]),
    ("", "ReplicationController", &["spec", "template"]),
    ("apps", "DaemonSet", &["spec", "template"]),
    ("apps", "Deployment", &["spec", "template"]),
    ("apps", "ReplicaSet", &["spec", "template"]),
    ("apps", "StatefulSet", &["spec", "template"]),
    ("batch", "CronJob", &["spec", "jobTemplate", "spec", "template"]),
    ("batch", "Job", &["spec", "template"]),
    ("extensions", "DaemonSet", &["spec", "template"]),
    ("extensions", "Deployment", &["spec", "template"]),
    ("extensions", "ReplicaSet", &["spec", "template"]),
];

static KUBERNETES: Workloads = Workloads { added: Vec::new(), several: Vec::new() };

impl Workloads {
    /// Those of Kubernetes itself.
    pub const fn builtin() -> &'static Self {
        &KUBERNETES
    }

    /// Adds a kind, or more templates of one. For the checker the kind must also be in the schema. Kubernetes' own stay
    /// what they are.
    pub fn add(&mut self, group: &str, kind: &str, path: TemplatePath) {
        if builtin(group, kind).is_some() {
            return;
        }
        let at = self.added.iter().position(|added| added.is(group, kind)).unwrap_or(self.added.len());
        if at == self.added.len() {
            self.added.push(Workload { group: group.to_owned(), kind: kind.to_owned(), templates: Vec::new() });
        }
        let Some(workload) = self.added.get_mut(at) else { return };
        if !workload.templates.contains(&path) {
            workload.templates.push(path);
            if workload.keys().is_none() && !self.several.contains(&at) {
                self.several.push(at);
            }
        }
    }

    /// Whether no kind was added to those of Kubernetes.
    pub(crate) fn are_builtin(&self) -> bool {
        self.added.is_empty()
    }

    /// Whether a kind is a workload.
    pub fn has(&self, group: &str, kind: &str) -> bool {
        builtin(group, kind).is_some() || self.added(group, kind).is_some()
    }

    /// The group and kind of each.
    pub fn names(&self) -> impl Iterator<Item = (&str, &str)> {
        let added = self.added.iter().map(|added| (added.group.as_str(), added.kind.as_str()));
        BUILTIN.iter().map(|(group, kind, _)| (*group, *kind)).chain(added)
    }

    /// The keys that lead to Pod templates, where an object has one.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        let added = self.added.iter().filter_map(Workload::keys).flatten();
        BUILTIN.iter().flat_map(|(.., keys)| *keys).copied().chain(added)
    }

    /// What has the `metadata` and `spec` of the Pods that an object is or makes, by the number of its node; by that of
    /// the root for the only one, or the first. None where the object is no workload or lacks it. What stands on the way
    /// there and is no map is given instead: a reader must not take it for missing.
    pub fn pod<'d>(&self, group: &str, kind: &str, object: NodeRef<'d>, template: NodeId) -> Option<NodeRef<'d>> {
        if template != NodeId::ROOT {
            return object.document().node(template);
        }
        match builtin(group, kind) {
            Some(keys) => keys.iter().try_fold(object, |node, key| within(node, key)),
            None => self.added(group, kind)?.find(object).first().copied(),
        }
    }

    /// The Pod templates of an object of a kind that may have several; none for other kinds.
    pub(crate) fn templates(&self, group: &str, kind: &str, object: NodeRef<'_>) -> Option<Vec<NodeId>> {
        Some(self.several(group, kind)?.find(object).into_iter().map(NodeRef::id).collect())
    }

    /// What an object is looked at for in a set: its Pod templates, or the object as a whole.
    pub(crate) fn in_set(&self, group: &str, kind: &str, object: NodeRef<'_>) -> SmallVec<[NodeId; 1]> {
        let several = self.templates(group, kind, object).filter(|templates| !templates.is_empty());
        several.map_or_else(|| smallvec![NodeId::ROOT], SmallVec::from_vec)
    }

    /// Whether an object of a kind may have several Pod templates.
    pub(crate) fn has_several(&self, group: &str, kind: &str) -> bool {
        self.several(group, kind).is_some()
    }

    fn several(&self, group: &str, kind: &str) -> Option<&Workload> {
        self.several.iter().filter_map(|at| self.added.get(*at)).find(|added| added.is(group, kind))
    }

    fn added(&self, group: &str, kind: &str) -> Option<&Workload> {
        self.added.iter().find(|added| added.is(group, kind))
    }

    /// The keys from an object of a kind to what has the `metadata` and `spec` of its Pods; none for other kinds, and
    /// for those that may have several.
    pub(crate) fn template(&self, group: &str, kind: &str) -> Option<Vec<&str>> {
        match builtin(group, kind) {
            Some(keys) => Some(keys.to_vec()),
            None => self.added(group, kind)?.keys(),
        }
    }
}

/// The place in an object where a value stands in another.
pub(crate) fn counterpart<'d>(value: NodeId, other: NodeRef<'_>, object: NodeRef<'d>) -> Option<NodeRef<'d>> {
    let (mut here, mut there) = (other, object);
    while let Some((index, child)) = here.child_towards(value) {
        there = match child.key() {
            Some(key) => there.get_str(key)?,
            None => there.item(index)?,
        };
        here = child;
    }
    Some(there)
}

/// What a map has under a key, unless it is null; anything else stays what it is.
pub(super) fn within<'d>(node: NodeRef<'d>, key: &str) -> Option<NodeRef<'d>> {
    if node.kind() == Kind::Map { node.present(key) } else { Some(node) }
}

fn builtin(group: &str, kind: &str) -> Option<&'static [&'static str]> {
    BUILTIN.iter().find(|(g, k, _)| *k == kind && *g == group).map(|(_, _, keys)| *keys)
}

/// The keys of a Pod's lists of containers, in the order in which laws see them.
pub const CONTAINER_LISTS: [&str; 3] = ["containers", "initContainers", "ephemeralContainers"];

/// The part that a container plays in its Pod, which is somewhere in an object or document.
pub fn role(container: NodeRef<'_>, around: NodeRef<'_>) -> &'static str {
    match list_key(container, around) {
        Some("initContainers") => {
            let policy = container.get_str("restartPolicy").and_then(NodeRef::as_str);
            if policy == Some("Always") { "sidecar" } else { "init" }
        }
        Some("ephemeralContainers") => "ephemeral",
        _ => "main",
    }
}

/// The key of the list that holds an item of what is around it.
fn list_key<'d>(item: NodeRef<'d>, around: NodeRef<'d>) -> Option<&'d str> {
    let mut holder = around;
    loop {
        let inner = holder.children().find(|child| child.holds(item))?;
        if inner.id() == item.id() {
            return holder.key();
        }
        holder = inner;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Limits, Symbols, read};
    use std::sync::Arc;

    fn document(text: &str) -> Document {
        let read = read("object", Arc::from(text), &Arc::new(Symbols::new()), &Limits::default());
        read.documents.into_iter().next().expect("a document")
    }

    fn path(group: &str, kind: &str, text: &str) -> Option<String> {
        let document = document(text);
        Workloads::builtin().pod(group, kind, document.root(), NodeId::ROOT).map(|pod| pod.path().to_string())
    }

    #[test]
    fn finds_the_pod_of_every_kind() {
        let template = "spec: {template: {spec: {}}}";
        for (group, kind, _) in BUILTIN.iter().filter(|(_, _, keys)| *keys == ["spec", "template"]) {
            assert_eq!(path(group, kind, template).as_deref(), Some("spec.template"), "{kind}");
        }
        assert_eq!(path("", "Pod", "spec: {}").as_deref(), Some(""));
        assert_eq!(path("", "PodTemplate", "template: {spec: {}}").as_deref(), Some("template"));
        let cron = "spec: {jobTemplate: {spec: {template: {spec: {}}}}}";
        assert_eq!(path("batch", "CronJob", cron).as_deref(), Some("spec.jobTemplate.spec.template"));
    }

    #[test]
    fn finds_none_elsewhere() {
        assert_eq!(path("", "Service", "spec: {template: {}}"), None);
        assert_eq!(path("serving.knative.dev", "Deployment", "spec: {template: {}}"), None);
        assert_eq!(path("apps", "Deployment", "spec: {}"), None);
        assert_eq!(path("apps", "Deployment", "spec: null"), None);
    }

    #[test]
    fn gives_what_is_in_the_way() {
        assert_eq!(path("apps", "Deployment", "spec: [1]").as_deref(), Some("spec"));
        assert_eq!(path("batch", "CronJob", "spec: {jobTemplate: 1}").as_deref(), Some("spec.jobTemplate"));
    }

    /// The paths of the templates of an object of a kind that has them at these places.
    fn found(places: &[&str], text: &str) -> Vec<String> {
        let mut workloads = Workloads::default();
        for path in places {
            workloads.add("example.com", "Kind", TemplatePath::parse(path).unwrap());
        }
        assert!(workloads.has("example.com", "Kind") && workloads.has("", "Pod"));
        let document = document(text);
        let places = workloads.in_set("example.com", "Kind", document.root());
        let pod = |place| workloads.pod("example.com", "Kind", document.root(), place);
        places.into_iter().filter_map(pod).map(|pod| pod.path().to_string()).collect()
    }

    #[test]
    fn knows_added_kinds() {
        let one = "spec: {template: {spec: {}}}";
        assert_eq!(found(&["spec.template"], one), ["spec.template"]);
        assert_eq!(found(&[""], one), [""]);
        assert_eq!(found(&["spec.template", "spec.template"], one), ["spec.template"], "told twice");
    }

    #[test]
    fn finds_each_template_of_a_kind_that_has_several() {
        let text = "spec:\n  head: {template: {}}\n  tail: null\n  groups: [{template: {a: 1}}, null, {}, {template: {}}]\n  \
                    roles: {Master: {template: {}}, Worker: {template: {}}}\n";
        assert_eq!(
            found(&["spec.head.template", "spec.tail.template", "spec.groups[*].template"], text),
            ["spec.head.template", "spec.groups[0].template", "spec.groups[3].template"]
        );
        assert_eq!(
            found(&["spec.roles[*].template"], text),
            ["spec.roles.Master.template", "spec.roles.Worker.template"]
        );
        assert_eq!(found(&["spec.none[*].template"], text), [""; 0]);
        assert_eq!(found(&["spec.groups[*].template"], "spec: {groups: 1}"), ["spec.groups"], "what is in the way");
    }

    #[test]
    fn refuses_what_is_no_path() {
        for text in [
            ".",
            "spec.",
            "spec..template",
            "[*]",
            "spec.[*]",
            "spec.a[0].template",
            "spec.a[].b",
            "a*.b",
            "spec.a[*]b",
        ] {
            assert_eq!(TemplatePath::parse(text), None, "{text}");
        }
    }

    #[test]
    fn finds_the_same_place_of_another_object() {
        let (one, other) = (document("spec: {a: [{}, {b: {}}], c: {}}"), document("spec: {a: [1, {b: 2}, 3]}"));
        let of = |path: &[&str]| {
            path.iter().fold(one.root(), |node, key| match key.parse() {
                Ok(index) => node.item(index).unwrap(),
                Err(_) => node.get_str(key).unwrap(),
            })
        };
        let there =
            |path: &[&str]| counterpart(of(path).id(), one.root(), other.root()).map(|found| found.path().to_string());
        assert_eq!(there(&["spec", "a", "1", "b"]).as_deref(), Some("spec.a[1].b"));
        assert_eq!(there(&["spec", "c"]), None);
        assert_eq!(there(&[]).as_deref(), Some(""));
    }

    #[test]
    fn tells_the_role_of_a_container() {
        let document = document(
            "items:\n- {}\n- spec:\n    containers: [{name: a}, {name: b, ports: [{containerPort: 1}]}, {name: c}]\n    \
             initContainers: [{name: d}, {name: e, restartPolicy: Always}]\n    ephemeralContainers: [{name: f}]\n",
        );
        let spec = document.root().get_str("items").and_then(|items| items.item(1)?.get_str("spec")).unwrap();
        let list = |key| spec.get_str(key).unwrap().items();
        let roles = |key| list(key).map(|container| role(container, document.root())).collect::<Vec<_>>();
        assert_eq!(roles("containers"), ["main", "main", "main"]);
        assert_eq!(roles("initContainers"), ["init", "sidecar"]);
        assert_eq!(roles("ephemeralContainers"), ["ephemeral"]);
    }
}
