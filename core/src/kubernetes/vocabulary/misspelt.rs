//! Kinds and API versions that are hardly more than misspelt, where any string may stand.
//!
//! Others may define what they like, so that only what is near a name of Kubernetes is told.

use super::doubt::told;
use crate::kubernetes::schema::Schema;
use kubelaw_lang::check::within;
use kubelaw_lang::vocabulary::Doubt;

/// Whether a record names kinds of any group by its `kind` and `apiVersion`.
pub(super) fn names_kinds(record: &str) -> bool {
    const ALL: [&str; 6] = [
        "CrossVersionObjectReference",
        "GroupVersionKind",
        "Object",
        "ObjectReference",
        "OwnerReference",
        "TypedLocalObjectReference",
    ];
    ALL.contains(&record)
}

/// What is to be said of the name of a kind.
pub(super) fn kind(text: &str, known: &mut dyn Iterator<Item = &str>) -> Option<Doubt> {
    let known: Vec<&str> = known.collect();
    if known.contains(&text) {
        return None;
    }
    // `CronTab` is two letters from `CronJob`, and another kind.
    let most = text.len().checked_sub(1)? / 4;
    let near = within(most, text, &mut known.into_iter())?;
    Some(told(format!("Kubernetes has no kind `{text}`"), format!("did you mean \"{near}\"?")))
}

/// The same for an API version, of a group that Kubernetes has or one that is near.
pub(super) fn api_version(text: &str, schema: &Schema) -> Option<Doubt> {
    let (group, version) = text.split_once('/')?;
    let versions = || schema.builtin_kinds_in(group).flat_map(|kind| kind.versions()).map(|known| known.version);
    if versions().next().is_none() {
        let near = within(1, group, &mut Schema::builtin().kinds().map(|kind| kind.group))?;
        let is_known = schema.kinds().any(|kind| kind.group == group);
        let message = format!("Kubernetes has no API group `{group}`");
        return (!is_known).then(|| told(message, format!("did you mean \"{near}/{version}\"?")));
    }
    // There were many of alpha, which not every release had.
    if versions().any(|known| known == version) || version.contains("alpha") {
        return None;
    }
    let mut known: Vec<String> = versions().map(|known| format!("\"{group}/{known}\"")).collect();
    known.sort_unstable();
    known.dedup();
    Some(told(format!("no release of Kubernetes has `{text}`"), format!("it has {}", known.join(", "))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_kind(text: &str) -> Option<String> {
        kind(text, &mut Schema::builtin().kinds().map(|kind| kind.kind)).map(|doubt| doubt.help)
    }

    #[test]
    fn tells_what_is_near_a_known_name() {
        assert_eq!(of_kind("Deploymet").as_deref(), Some("did you mean \"Deployment\"?"));
        assert_eq!(of_kind("Configmap").as_deref(), Some("did you mean \"ConfigMap\"?"));
        for text in ["Deployment", "CronTab", "Rollout", "Release", "CloneSet", "Rule", "Route", "Gateway", "", "*"] {
            assert_eq!(of_kind(text), None, "{text}");
        }
    }

    #[test]
    fn tells_versions_that_no_release_had() {
        let of = |text: &str| api_version(text, Schema::builtin()).map(|doubt| doubt.help);
        assert_eq!(of("app/v1").as_deref(), Some("did you mean \"apps/v1\"?"));
        assert_eq!(of("policy/v2").as_deref(), Some("it has \"policy/v1\", \"policy/v1beta1\""));
        // Every version that is not of alpha, as the release notes have them.
        for text in [
            "admissionregistration.k8s.io/v1beta1",
            "apiextensions.k8s.io/v1beta1",
            "apiregistration.k8s.io/v1beta1",
            "apps/v1beta1",
            "apps/v1beta2",
            "authentication.k8s.io/v1beta1",
            "authorization.k8s.io/v1beta1",
            "autoscaling/v1",
            "autoscaling/v2beta1",
            "autoscaling/v2beta2",
            "batch/v1beta1",
            "certificates.k8s.io/v1beta1",
            "coordination.k8s.io/v1beta1",
            "discovery.k8s.io/v1beta1",
            "events.k8s.io/v1beta1",
            "extensions/v1beta1",
            "flowcontrol.apiserver.k8s.io/v1beta1",
            "flowcontrol.apiserver.k8s.io/v1beta2",
            "flowcontrol.apiserver.k8s.io/v1beta3",
            "networking.k8s.io/v1beta1",
            "node.k8s.io/v1beta1",
            "policy/v1beta1",
            "rbac.authorization.k8s.io/v1beta1",
            "resource.k8s.io/v1beta1",
            "resource.k8s.io/v1beta2",
            "scheduling.k8s.io/v1beta1",
            "storage.k8s.io/v1beta1",
            "apps/v1alpha1",
            "app.k8s.io/v1beta1",
            "argoproj.io/v1alpha1",
            "gateway.networking.k8s.io/v1",
            "scheduling.x-k8s.io/v1alpha1",
            "storage.x-k8s.io/v1",
            "v1",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
