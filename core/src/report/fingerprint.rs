//! What makes a finding the same one tomorrow: the rule, the object and the path into it, and not the line.

use super::blame::{Spot, Step};
use super::finding::Subject;
use crate::document::NodeRef;
use crate::pack::digest;

/// The fingerprint of a finding of a rule, as 32 hexadecimal digits. Items of lists count by their names where they have
/// any, so that an item more does not change those of the others; API versions do not count.
pub(crate) fn of(rule: &str, subject: &Subject, spot: &Spot<'_>, root: NodeRef<'_>) -> String {
    let group = subject.api_version.rsplit_once('/').map_or("", |(group, _)| group);
    let namespace = subject.namespace.as_deref().unwrap_or_default();
    let path = path(spot, root);
    digest::of(&[(rule, group), (&subject.kind, namespace), (&subject.name, &path)])
}

fn path(spot: &Spot<'_>, root: NodeRef<'_>) -> String {
    let mut text = String::with_capacity(64);
    let mut at = root;
    while let Some((index, child)) = at.child_towards(spot.node.id()) {
        text.push('/');
        if let Some(key) = child.key() {
            text.push_str(key);
        } else if let Some(name) = name(child) {
            text.push('=');
            text.push_str(name);
        } else {
            text.push_str(&index.to_string());
        }
        at = child;
    }
    for step in &spot.missing {
        text.push('/');
        match step {
            Step::Key(key) => text.push_str(key),
            // Where something would be appended depends on how much there is.
            Step::Index(_) => text.push('-'),
        }
    }
    text
}

/// What a list item is called: its name, or itself if it is a text.
fn name(item: NodeRef<'_>) -> Option<&str> {
    item.as_str().or_else(|| item.get_str("name")?.as_str())
}
