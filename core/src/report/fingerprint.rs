//! What makes a finding the same one tomorrow: the rule, the object and the path into it, and not the line.

use super::blame::{Spot, Step};
use super::finding::Subject;
use crate::document::{NodeRef, Segment};
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
    let mut text = String::new();
    let mut at = Some(root);
    for segment in spot.node.path_from(root).segments() {
        let step;
        (at, step) = match segment {
            Segment::Key(key) => (at.and_then(|node| node.get_str(key)), (*key).to_owned()),
            Segment::Index(index) => {
                let item = at.and_then(|node| node.item(*index));
                (item, item.and_then(name).map_or_else(|| index.to_string(), |name| format!("={name}")))
            }
        };
        text.push('/');
        text.push_str(&step);
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
