//! The objects that a document holds: itself, or the items of a list of objects.

use super::{Namespaces, Object};
use crate::document::{Kind, NodeRef};
use std::ops::Deref;

/// The objects of a document. Most have one, which needs no allocation.
#[derive(Clone, Debug)]
pub enum Objects<'a> {
    /// The document is an object.
    One(Object<'a>),
    /// The items of a list, or nothing.
    Some(Vec<Object<'a>>),
}

impl<'a> Deref for Objects<'a> {
    type Target = [Object<'a>];

    fn deref(&self) -> &Self::Target {
        match self {
            Self::One(object) => std::slice::from_ref(object),
            Self::Some(objects) => objects,
        }
    }
}

/// The objects at the root of a document: the root itself, or the items of a `List` or of a list of one kind, such as
/// `PodList`, whose items may lack the `apiVersion` and `kind` that the list implies. Lists may hold lists.
pub fn objects_of<'a>(root: NodeRef<'a>, namespaces: Namespaces<'a>) -> Objects<'a> {
    let Some(object) = Object::at(root, namespaces) else { return Objects::Some(Vec::new()) };
    let Some(items) = items(&object) else { return Objects::One(object) };
    let mut objects = Vec::new();
    each_item(&object, items, namespaces, &mut |item| objects.extend(item.ok()));
    Objects::Some(objects)
}

/// What stands at the root of a document or among the items of its lists and is no object.
pub(crate) fn strays_of<'a>(root: NodeRef<'a>, namespaces: Namespaces<'a>) -> Vec<NodeRef<'a>> {
    let Some(object) = Object::at(root, namespaces) else { return vec![root] };
    let mut strays = Vec::new();
    if let Some(items) = items(&object) {
        each_item(&object, items, namespaces, &mut |item| strays.extend(item.err()));
    }
    strays
}

/// The items of a list of objects. What has other items, and is called a list, is an object of a kind of its own.
fn items<'a>(object: &Object<'a>) -> Option<NodeRef<'a>> {
    if !object.kind.ends_with("List") {
        return None;
    }
    let items = object.root.get_str("items").filter(|items| items.kind() == Kind::List)?;
    let is_of_objects = || items.is_empty() || items.items().any(|item| item.kind() == Kind::Map);
    (is_list_of_any(object) || is_of_objects()).then_some(items)
}

fn is_list_of_any(object: &Object<'_>) -> bool {
    object.kind == "List" && object.api_version() == "v1"
}

/// Tells of each item of a list, and of the items of lists among them, the object that it is, or where it stands.
fn each_item<'a>(
    list: &Object<'a>,
    items: NodeRef<'a>,
    namespaces: Namespaces<'a>,
    tell: &mut dyn FnMut(Result<Object<'a>, NodeRef<'a>>),
) {
    for item in items.items() {
        match item_of(list, item, namespaces) {
            None => tell(Err(item)),
            Some(object) => match self::items(&object) {
                Some(inner) => each_item(&object, inner, namespaces, tell),
                None => tell(Ok(object)),
            },
        }
    }
}

fn item_of<'a>(list: &Object<'a>, item: NodeRef<'a>, namespaces: Namespaces<'a>) -> Option<Object<'a>> {
    let is_bare = item.get_str("kind").is_none() && item.get_str("apiVersion").is_none();
    if !is_bare || is_list_of_any(list) {
        return Object::at(item, namespaces);
    }
    Object::named(item, list.api_version(), list.kind.strip_suffix("List")?, namespaces)
}
