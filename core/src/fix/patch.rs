//! What fix clauses change, as steps on the object: applied one after another, each where the others left it.

use super::draft::Draft;
use super::write::json;
use crate::document::{NodeRef, Path};
use crate::report::blame::{FixTarget, Spot, Step};
use crate::report::finding::PatchStep;
use serde_json::Value as Json;

/// A change of a value at a path from the object's root.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Change {
    path: Vec<Step>,
    what: What,
}

#[derive(Clone, PartialEq, Debug)]
enum What {
    Set(Json),
    Remove,
    Append(Json),
}

impl Change {
    /// The change that a fix clause asks for in the object with this root.
    pub(super) fn of(target: &FixTarget<'_>, root: NodeRef<'_>) -> Self {
        match target {
            FixTarget::Set(spot, value) => Self { path: place(spot, root), what: What::Set(value.clone()) },
            FixTarget::Append(spot, value) => Self { path: place(spot, root), what: What::Append(value.clone()) },
            FixTarget::Remove(spot) => Self { path: place(spot, root), what: What::Remove },
        }
    }

    /// What it does, for people.
    fn title(&self) -> String {
        let path = Path::new(self.path.iter().map(Step::segment).collect());
        match &self.what {
            What::Set(value) => format!("set {path} to {}", json(value)),
            What::Remove => format!("remove {path}"),
            What::Append(value) => format!("append {} to {path}", json(value)),
        }
    }
}

/// What changes do, for people; `targets` are what they are of.
pub(super) fn title(changes: &[Change], targets: &[FixTarget<'_>]) -> String {
    if let ([FixTarget::Set(_, value), FixTarget::Remove(old)], [set, remove]) = (targets, changes)
        && old.node.is_json(value)
        && let (Some((Step::Key(new), map)), Some((_, same))) = (set.path.split_last(), remove.path.split_last())
        && map == same
    {
        let path = Path::new(remove.path.iter().map(Step::segment).collect());
        return format!("rename {path} to {new}");
    }
    changes.iter().map(Change::title).collect::<Vec<_>>().join(", ")
}

/// The steps of a path.
pub(super) fn steps(path: &Path<'_>) -> Vec<Step> {
    path.segments().iter().map(Step::of).collect()
}

fn place(spot: &Spot<'_>, root: NodeRef<'_>) -> Vec<Step> {
    let mut path = steps(&spot.node.path_from(root));
    path.extend_from_slice(&spot.missing);
    path
}

/// Makes changes one after another, whose paths are those before the first one, and gives them as a JSON Patch. None
/// where one of them cannot be made.
pub(super) fn apply(changes: &[Change], draft: &mut Draft<'_>) -> Option<Vec<PatchStep>> {
    let mut patch = Vec::with_capacity(changes.len());
    // The lists that lost an item, with its index.
    let mut removed: Vec<(Vec<Step>, usize)> = Vec::new();
    for change in changes {
        let Some(path) = shifted(&change.path, &removed) else { continue };
        if change.what == What::Remove
            && let Some((Step::Index(index), list)) = path.split_last()
        {
            removed.push((list.to_vec(), *index));
        }
        patch.push(apply_one(&path, &change.what, draft)?);
    }
    Some(patch)
}

/// A path after items were removed; none where it led into one of them.
fn shifted(path: &[Step], removed: &[(Vec<Step>, usize)]) -> Option<Vec<Step>> {
    let mut path = path.to_vec();
    for (list, gone) in removed {
        if !path.starts_with(list) {
            continue;
        }
        if let Some(Step::Index(index)) = path.get_mut(list.len()) {
            if *index == *gone {
                return None;
            }
            *index -= usize::from(*index > *gone);
        }
    }
    Some(path)
}

fn apply_one(path: &[Step], what: &What, draft: &mut Draft<'_>) -> Option<PatchStep> {
    if *what == What::Remove {
        let (last, around) = path.split_last()?;
        around.iter().try_fold(draft, |at, step| at.child(step))?.remove(last)?;
        return Some(PatchStep { op: "remove", path: pointer(path), value: None });
    }
    // Down to the last place that exists and is not null.
    let mut at = draft;
    let mut left = path;
    let mut depth = 0;
    while let Some((step, rest)) = left.split_first() {
        if at.child(step).is_none_or(|next| next.is_null()) {
            break;
        }
        at = at.child(step)?;
        left = rest;
        depth += 1;
    }
    let here = path.get(..depth)?;
    let Some((step, below)) = left.split_first() else {
        return match what {
            What::Set(new) => {
                at.set(new);
                Some(PatchStep { op: "replace", path: pointer(here), value: Some(new.clone()) })
            }
            What::Append(new) => {
                at.push(new)?;
                Some(PatchStep { op: "add", path: pointer(here) + "/-", value: Some(new.clone()) })
            }
            What::Remove => None,
        };
    };
    let new = below.iter().rev().fold(leaf(what), wrap);
    let op = if at.child(step).is_some() { "replace" } else { "add" };
    at.insert(step, &new)?;
    Some(PatchStep { op, path: pointer(path.get(..=depth)?), value: Some(new) })
}

fn leaf(what: &What) -> Json {
    match what {
        What::Set(value) => value.clone(),
        What::Append(value) => Json::Array(vec![value.clone()]),
        What::Remove => Json::Null,
    }
}

fn wrap(inside: Json, step: &Step) -> Json {
    match step {
        Step::Key(key) => Json::Object([(key.clone(), inside)].into_iter().collect()),
        Step::Index(_) => Json::Array(vec![inside]),
    }
}

/// The JSON pointer (RFC 6901) of a path.
fn pointer(path: &[Step]) -> String {
    let mut text = String::new();
    for step in path {
        text.push('/');
        match step {
            Step::Key(key) => text.push_str(&key.replace('~', "~0").replace('/', "~1")),
            Step::Index(index) => text.push_str(&index.to_string()),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Limits, Symbols};
    use serde_json::json;
    use std::sync::Arc;

    fn path(text: &str) -> Vec<Step> {
        let step = |step: &str| step.parse().map_or_else(|_| Step::Key(step.to_owned()), Step::Index);
        text.split('.').map(step).collect()
    }

    fn set(at: &str, value: Json) -> Change {
        Change { path: path(at), what: What::Set(value) }
    }

    fn append(at: &str, value: Json) -> Change {
        Change { path: path(at), what: What::Append(value) }
    }

    fn remove(at: &str) -> Change {
        Change { path: path(at), what: What::Remove }
    }

    /// The operation, pointer and value of a step.
    type Applied = (&'static str, String, Option<Json>);

    fn made(changes: &[Change], value: &Json) -> Option<(Json, Vec<PatchStep>)> {
        let document = Document::from_serialize(value, &Arc::new(Symbols::new()), &Limits::default()).unwrap();
        let mut draft = Draft::Kept(document.root());
        let steps = apply(changes, &mut draft)?;
        Some((draft.to_json(), steps))
    }

    fn applied(changes: &[Change], value: &Json) -> (Json, Vec<Applied>) {
        let (value, steps) = made(changes, value).unwrap();
        (value, steps.into_iter().map(|s| (s.op, s.path, s.value)).collect())
    }

    #[test]
    fn parents_are_made_once() {
        let changes = [set("s.c.type", json!("X")), set("s.c.user", json!(1)), append("s.drop", json!("ALL"))];
        let (value, patch) = applied(&changes, &json!({"s": null}));
        assert_eq!(value, json!({"s": {"c": {"type": "X", "user": 1}, "drop": ["ALL"]}}));
        let expected = [
            ("replace", "/s".to_owned(), Some(json!({"c": {"type": "X"}}))),
            ("add", "/s/c/user".to_owned(), Some(json!(1))),
            ("add", "/s/drop".to_owned(), Some(json!(["ALL"]))),
        ];
        assert_eq!(patch, expected);
    }

    #[test]
    fn paths_are_those_before_the_first_change() {
        let (value, patch) = applied(
            &[remove("l.0"), remove("l.2"), set("l.1.x", json!(2)), remove("l.0.x")],
            &json!({"l": [{}, {"x": 1}, {}]}),
        );
        assert_eq!(value, json!({"l": [{"x": 2}]}));
        let expected = [
            ("remove", "/l/0".to_owned(), None),
            ("remove", "/l/1".to_owned(), None),
            ("replace", "/l/0/x".to_owned(), Some(json!(2))),
        ];
        assert_eq!(patch, expected);
    }

    #[test]
    fn what_is_taken_out_and_put_back_is_kept() {
        let value = json!({"a": {"x": 1}, "b": 2});
        let document = Document::from_serialize(&value, &Arc::new(Symbols::new()), &Limits::default()).unwrap();
        let kept = |changes: &[Change]| {
            let mut draft = Draft::Kept(document.root());
            apply(changes, &mut draft).unwrap();
            (draft.is_kept(), draft.is(document.root()), draft.to_json())
        };
        assert_eq!(kept(&[remove("a"), set("a", json!({"x": 1}))]), (true, true, value.clone()));
        assert_eq!(kept(&[set("c.d", json!(3)), remove("c")]), (true, true, value.clone()));
        assert_eq!(kept(&[remove("b"), set("b", json!(3))]), (false, false, json!({"a": {"x": 1}, "b": 3})));
    }

    #[test]
    fn pointers_escape_what_they_must() {
        let change = Change { path: vec![Step::Key("a/b~c".to_owned())], what: What::Append(json!(1)) };
        let (value, patch) = applied(std::slice::from_ref(&change), &json!({"a/b~c": []}));
        assert_eq!((value, patch), (json!({"a/b~c": [1]}), vec![("add", "/a~1b~0c/-".to_owned(), Some(json!(1)))]));
        assert_eq!(change.title(), r#"append 1 to ["a/b~c"]"#);
    }

    #[test]
    fn what_cannot_be_made_gives_nothing() {
        for changes in [remove("x"), set("a.b", json!(1)), append("a", json!(1)), remove("l.5")] {
            assert!(made(&[changes], &json!({"a": "text", "l": []})).is_none());
        }
    }
}
