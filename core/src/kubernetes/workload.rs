//! Workloads: the kinds that make Pods, where their Pod template is, and the containers in it.

use crate::document::{Kind, NodeRef};

/// A kind that carries a Pod template.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Workload {
    group: String,
    kind: String,
    /// The keys from the object to what has the Pod's `metadata` and `spec`; none where that is the object itself.
    template: Vec<String>,
}

/// The kinds that count as workloads: those of Kubernetes, and those that packs add.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Workloads {
    added: Vec<Workload>,
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

static KUBERNETES: Workloads = Workloads { added: Vec::new() };

impl Workloads {
    /// Those of Kubernetes itself.
    pub const fn builtin() -> &'static Self {
        &KUBERNETES
    }

    /// Adds a kind whose Pod template, with `metadata` and `spec`, is under these keys of the object. For the checker
    /// the kind must also be in the schema.
    pub fn add(&mut self, group: &str, kind: &str, template: &[&str]) {
        if !self.has(group, kind) {
            let template = template.iter().map(|key| (*key).to_owned()).collect();
            self.added.push(Workload { group: group.to_owned(), kind: kind.to_owned(), template });
        }
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

    /// The keys that lead to Pod templates.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        let added = self.added.iter().flat_map(|added| &added.template).map(String::as_str);
        BUILTIN.iter().flat_map(|(.., keys)| *keys).copied().chain(added)
    }

    /// What has the `metadata` and `spec` of the Pods that an object is or makes; none where the object is no workload
    /// or lacks it. What stands on the way there and is no map is given instead: a reader must not take it for missing.
    pub fn pod<'d>(&self, group: &str, kind: &str, object: NodeRef<'d>) -> Option<NodeRef<'d>> {
        if let Some(keys) = builtin(group, kind) {
            return keys.iter().try_fold(object, |node, key| within(node, key));
        }
        self.added(group, kind)?.template.iter().try_fold(object, |node, key| within(node, key))
    }

    /// The keys from an object of a kind to what has the `metadata` and `spec` of its Pods; none for other kinds.
    pub(crate) fn template(&self, group: &str, kind: &str) -> Option<Vec<&str>> {
        match builtin(group, kind) {
            Some(keys) => Some(keys.to_vec()),
            None => Some(self.added(group, kind)?.template.iter().map(String::as_str).collect()),
        }
    }

    fn added(&self, group: &str, kind: &str) -> Option<&Workload> {
        self.added.iter().find(|added| added.group == group && added.kind == kind)
    }
}

/// What a map has under a key, unless it is null; anything else stays what it is.
pub(super) fn within<'d>(node: NodeRef<'d>, key: &str) -> Option<NodeRef<'d>> {
    if node.kind() == Kind::Map { node.get_str(key).filter(|inner| !inner.is_null()) } else { Some(node) }
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
        Workloads::builtin().pod(group, kind, document.root()).map(|pod| pod.path().to_string())
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

    #[test]
    fn knows_added_kinds() {
        let mut workloads = Workloads::default();
        workloads.add("argoproj.io", "Rollout", &["spec", "template"]);
        let document = document("spec: {template: {spec: {}}}");
        assert!(workloads.has("argoproj.io", "Rollout") && workloads.has("", "Pod"));
        let pod = workloads.pod("argoproj.io", "Rollout", document.root());
        assert_eq!(pod.unwrap().path().to_string(), "spec.template");
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
