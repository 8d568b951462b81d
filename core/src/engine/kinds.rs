//! Objects of kinds that are none of Kubernetes, and that rules would pass by in silence: their kind is misspelt, or stands in the wrong group; or
//! they make Pods, and nobody said so. And objects in versions that their kind does not have, of whose fields nothing is known.

use super::unjudged::Unjudged;
use super::{Engine, findings};
use crate::document::NodeRef;
use crate::inventory::Object;
use crate::kubernetes::gvk::ApiVersion;
use crate::kubernetes::removed;
use crate::kubernetes::schema::{KindInfo, Releases, Schema};
use crate::report::{Notice, RuleSummary};
use kubelaw_lang::check::closest;
use kubelaw_lang::ir::Operation;

/// That there is no such kind or version, for each object of which that is certain; the others are looked at for containers.
pub(super) fn passed_by(objects: &[Object<'_>], engine: &Engine, unjudged: &mut Unjudged) -> Vec<Notice> {
    let mut notices = Vec::new();
    for object in objects {
        if let Some(kind) = Schema::builtin().kind_in(object.group, object.kind) {
            notices.extend(unknown_version(object, kind));
            continue;
        }
        let is_unknown = engine.schema.is_namespaced(object.group, object.kind).is_none();
        match if is_unknown { unread_list(object).or_else(|| notice(object)) } else { None } {
            Some(notice) => notices.push(notice),
            None => unjudged.look(object, engine),
        }
    }
    notices
}

/// That a kind has no such version, and never had.
fn unknown_version(object: &Object<'_>, kind: KindInfo<'_>) -> Option<Notice> {
    if kind.version(object.version).is_some() || removed::lookup(object.api_version(), kind.kind).is_some() {
        return None;
    }
    let versions = kind.versions();
    let served = versions.iter().find(|version| version.releases.contains(Releases::LAST)).or(versions.first())?;
    let message = format!(
        "{} has no version `{}` of `{}`, so its fields are not checked: did you mean `{}`?",
        named(kind.group),
        object.version,
        kind.kind,
        ApiVersion { group: kind.group, version: served.version }
    );
    Some(findings::notice(object.root.get_str("apiVersion").unwrap_or(object.root), message))
}

/// That no rule holds at what is asked of an object, which is therefore let through: most hold where objects come to be.
pub(super) fn let_through(operation: Operation, objects: &[Object<'_>], engine: &Engine) -> Option<Notice> {
    let (word, _) = Operation::ALL.into_iter().find(|(_, other)| *other == operation)?;
    let object = objects.first()?;
    let mut rules = engine.plan.rules_for(object.group, object.kind).filter_map(|number| engine.plan.rule(number));
    if rules.any(|rule| rule.holds_at(operation)) {
        return None;
    }
    let message = format!(
        "the request to {word} (`{}`) passes, since no rule applies to it: a rule applies when objects are created or \
         updated, unless it says `on {word}` or reads `request`",
        object.kind
    );
    Some(findings::notice(object.root, message))
}

/// Whether some object makes Pods and is none.
pub(super) fn make_pods(objects: &[Object<'_>], engine: &Engine) -> bool {
    objects.iter().any(|object| !is_pod(object.group, object.kind) && engine.workloads.has(object.group, object.kind))
}

/// Says of rules about Pods alone that there was none, where something makes Pods: who writes `Pod` may mean any workload. Rules of packs, such as
/// those about Pods that nothing made, mean what they say.
pub(super) fn tell_of_no_pod(rules: &mut [RuleSummary], engine: &Engine) {
    for (planned, summary) in engine.plan.rules().iter().zip(rules) {
        let is_own = summary.pack.is_none() && planned.holds_at(Operation::Create);
        if is_own && summary.objects() == 0 && engine.plan.is_about_pods_alone(planned) {
            let why = "needs Pods, and the input has only objects that create them: `for w in Workload` covers both";
            summary.why = Some(why.to_owned());
        }
    }
}

fn is_pod(group: &str, kind: &str) -> bool {
    (group, kind) == ("", "Pod")
}

/// That a list of objects has none where they should be.
fn unread_list(object: &Object<'_>) -> Option<Notice> {
    let of = object.kind.strip_suffix("List")?;
    let is_list =
        object.api_version() == "v1" && of.is_empty() || Schema::builtin().is_namespaced(object.group, of).is_some();
    let items = object.root.get_str("items");
    if !is_list || items.is_some_and(NodeRef::is_null) {
        return None;
    }
    let message = format!("`{}` has no list of objects as its `items`, so no rule looks at what is in it", object.kind);
    Some(findings::notice(items.unwrap_or(object.root), message))
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
        let list = (object.group.is_empty() && object.kind != "List").then_some("List");
        return closest(object.kind, in_its_group().map(|kind| kind.kind).chain(list))
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
