//! Objects whose kind is misspelt, or stands in the wrong group: rules about the kind that is meant would pass them by in silence.

use super::findings;
use crate::inventory::Object;
use crate::kubernetes::schema::Schema;
use crate::report::Notice;
use kubelaw_lang::check::closest;

/// That there is no such kind, for each object of which that is certain.
pub(super) fn unknown(objects: &[Object<'_>], schema: &Schema) -> Vec<Notice> {
    let is_unknown = |object: &&Object<'_>| schema.is_namespaced(object.group, object.kind).is_none();
    objects.iter().filter(is_unknown).filter_map(notice).collect()
}

fn notice(object: &Object<'_>) -> Option<Notice> {
    let help = meant(object)?;
    let group = named(object.group);
    let message = format!("{group} has no kind `{}`, so no rule about it looks at the object: {help}", object.kind);
    Some(findings::notice(object.root.get_str("kind").unwrap_or(object.root), message))
}

/// What OpenShift 3 served in the core group.
const OF_OPENSHIFT: [&str; 4] = ["Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"];

/// What was meant instead. Of groups that are not Kubernetes' own, nobody knows all kinds.
fn meant(object: &Object<'_>) -> Option<String> {
    if object.group.is_empty() && OF_OPENSHIFT.contains(&object.kind) {
        return None;
    }
    let builtin = Schema::builtin();
    let in_its_group = || builtin.builtin_kinds_in(object.group);
    let mut groups: Vec<&str> = builtin.builtin_kind(object.kind).map(|kind| kind.group).collect();
    if groups.is_empty() {
        return closest(object.kind, in_its_group().map(|kind| kind.kind))
            .map(|kind| format!("did you mean `{kind}`?"));
    }
    if object.group.contains('.') && in_its_group().next().is_none() {
        // Others may have kinds of the same name.
        groups.retain(|group| closest(object.group, [*group]).is_some());
    }
    groups.sort_unstable();
    groups.dedup();
    let groups: Vec<String> = groups.into_iter().map(named).collect();
    (!groups.is_empty()).then(|| format!("it is in {}", groups.join(" and ")))
}

fn named(group: &str) -> String {
    if group.is_empty() { "the core group (`apiVersion: v1`)".to_owned() } else { format!("`{group}`") }
}
