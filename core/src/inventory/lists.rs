//! The objects that a document holds: itself, or the items of a list of objects, be it an object or a plain list.

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
/// `PodList`, whose items may lack the `apiVersion` and `kind` that the list implies. Lists may hold lists. A plain list
/// that has an object among its items is one of objects, too.
pub fn objects_of<'a>(root: NodeRef<'a>, namespaces: Namespaces<'a>) -> Objects<'a> {
    let object = Object::at(root, namespaces);
    let Some(items) = items_at(root, object.as_ref(), namespaces) else {
        return object.map_or(Objects::Some(Vec::new()), Objects::One);
    };
    let mut objects = Vec::new();
    each_item(object.as_ref(), items, namespaces, &mut |item| objects.extend(item.ok()));
    Objects::Some(objects)
}

/// What stands at the root of a document or among the items of its lists and is no object.
pub(crate) fn strays_of<'a>(root: NodeRef<'a>, namespaces: Namespaces<'a>) -> Vec<NodeRef<'a>> {
    let object = Object::at(root, namespaces);
    let mut strays = Vec::new();
    match items_at(root, object.as_ref(), namespaces) {
        Some(items) => each_item(object.as_ref(), items, namespaces, &mut |item| strays.extend(item.err())),
        None if object.is_none() => strays.push(root),
        None => {}
    }
    strays
}

/// The items of a root that is a list of objects; `object` is what it is itself.
fn items_at<'a>(root: NodeRef<'a>, object: Option<&Object<'a>>, namespaces: Namespaces<'a>) -> Option<NodeRef<'a>> {
    match object {
        Some(object) => items(object),
        None => root.items().any(|item| Object::at(item, namespaces).is_some()).then_some(root),
    }
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
    list: Option<&Object<'a>>,
    items: NodeRef<'a>,
    namespaces: Namespaces<'a>,
    tell: &mut dyn FnMut(Result<Object<'a>, NodeRef<'a>>),
) {
    for item in items.items() {
        match item_of(list, item, namespaces) {
            None => tell(Err(item)),
            Some(object) => match self::items(&object) {
                Some(inner) => each_item(Some(&object), inner, namespaces, tell),
                None => tell(Ok(object)),
            },
        }
    }
}

fn item_of<'a>(list: Option<&Object<'a>>, item: NodeRef<'a>, namespaces: Namespaces<'a>) -> Option<Object<'a>> {
    let is_bare = item.get_str("kind").is_none() && item.get_str("apiVersion").is_none();
    let Some(list) = list.filter(|list| is_bare && !is_list_of_any(list)) else {
        return Object::at(item, namespaces);
    };
    Object::named(item, list.api_version(), list.kind.strip_suffix("List")?, namespaces)
}
