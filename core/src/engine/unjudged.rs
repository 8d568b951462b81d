//! Containers that no rule looks at: an object of a kind that is none of Kubernetes and no workload may hold them, and rules about workloads would
//! pass it by in silence.

use super::{Engine, findings};
use crate::document::{Kind, NodeRef};
use crate::inventory::Object;
use crate::kubernetes::workload::{CONTAINER_LISTS, TemplatePath};
use crate::report::Notice;

/// Keys of lists of what is like a container, beside those of a Pod.
const LISTS: [&str; 2] = ["sidecars", "steps"];

/// Keys of what is like a container itself.
const SINGLE: [&str; 2] = ["container", "script"];

/// What is told of such objects: the first of each kind.
#[derive(Debug, Default)]
pub(super) struct Unjudged(Vec<Told>);

/// What is told of a kind.
#[derive(Debug)]
struct Told {
    group: String,
    kind: String,
    notice: Notice,
}

impl Unjudged {
    /// Looks at an object of a kind that is none of Kubernetes.
    pub(super) fn look(&mut self, object: &Object<'_>, engine: &Engine) {
        if !self.knows(object.group, object.kind)
            && let Some(notice) = notice(object, engine)
        {
            self.0.push(Told { group: object.group.to_owned(), kind: object.kind.to_owned(), notice });
        }
    }

    fn knows(&self, group: &str, kind: &str) -> bool {
        self.0.iter().any(|told| told.group == group && told.kind == kind)
    }

    #[cfg(feature = "parallel")]
    pub(super) fn join(&mut self, more: Self) {
        for told in more.0 {
            if !self.knows(&told.group, &told.kind) {
                self.0.push(told);
            }
        }
    }

    pub(super) fn notices(self) -> impl Iterator<Item = Notice> {
        self.0.into_iter().map(|told| told.notice)
    }
}

/// That an object holds containers, where rules about workloads are asked for and none is about its kind.
fn notice(object: &Object<'_>, engine: &Engine) -> Option<Notice> {
    let is_listed = |group: &str, kind: &str| engine.plan.lists(group, kind);
    if is_listed(object.group, object.kind) || !is_listed("", "Pod") {
        return None;
    }
    let mut found = Vec::new();
    containers(object.root, &mut found);
    let first = *found.first()?;
    let kind = format!("{}/{}", object.group, object.kind);
    let mut templates: Vec<String> = found.iter().filter_map(|place| template(object, *place)).collect();
    templates.dedup();
    let help = match templates.as_slice() {
        [] => format!("they are not in a Pod template but in `{}`", path(object, first)),
        [template] => declaration(&kind, template, engine),
        several => declaration(&kind, &format!("[{}]", several.join(", ")), engine),
    };
    let message = format!("no rule looks at the containers of `{kind}`, which is not a workload: {help}");
    Some(findings::notice(first, message))
}

fn declaration(kind: &str, template: &str, engine: &Engine) -> String {
    let shipped =
        if engine.workloads.are_builtin() { "; the pack `workloads` has kinds that are widely used" } else { "" };
    format!(
        "declare it under `workloads`, in kubelaw.yaml or a pack: `{{ kind: {kind}, template: {template} }}`{shipped}"
    )
}

/// Adds the lists of containers inside a value, and the containers that stand alone.
fn containers<'d>(value: NodeRef<'d>, found: &mut Vec<NodeRef<'d>>) {
    for child in value.children() {
        let key = child.key().unwrap_or_default();
        let holds = match child.kind() {
            Kind::List if CONTAINER_LISTS.contains(&key) || LISTS.contains(&key) => child.items().any(is_container),
            Kind::Map if SINGLE.contains(&key) => is_container(child),
            _ => false,
        };
        if holds {
            found.push(child);
        } else if matches!(child.kind(), Kind::List | Kind::Map) {
            containers(child, found);
        }
    }
}

fn is_container(value: NodeRef<'_>) -> bool {
    value.get_str("image").is_some_and(|image| image.as_str().is_some())
}

/// The path from an object, with `[*]` for the number of any item.
fn path(object: &Object<'_>, place: NodeRef<'_>) -> String {
    let (mut path, mut node) = (String::new(), object.root);
    while let Some((_, child)) = node.child_towards(place.id()) {
        match child.key() {
            None => path.push_str("[*]"),
            Some(key) if key.contains('.') => path.extend(["[\"", key, "\"]"]),
            Some(key) => path.extend([if path.is_empty() { "" } else { "." }, key]),
        }
        node = child;
    }
    path
}

/// The Pod template that a list of containers is in, as a pack declares it.
fn template(object: &Object<'_>, containers: NodeRef<'_>) -> Option<String> {
    let key = containers.key().filter(|key| CONTAINER_LISTS.contains(key))?;
    let path = path(object, containers);
    let template = path.strip_suffix(key)?.strip_suffix("spec.")?;
    let template = template.strip_suffix('.').unwrap_or(template);
    TemplatePath::parse(template).map(|_| format!("{template:?}"))
}
