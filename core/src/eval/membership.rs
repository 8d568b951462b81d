//! `in`

use super::accepts::KindBits;
use super::compare::equal;
use super::plain::{Plain, read};
use super::truth::Truth;
use super::unknown::Unknown;
use super::value::{TEXTS, Value, is_list};
use super::world::World;
use crate::document::Value as Scalar;

/// Whether a value is an element of a list or a key of a map. A missing value is in nothing, and in a missing list or
/// map there is nothing.
pub(crate) fn member(world: &World<'_>, element: &Value<'_>, list: &Value<'_>) -> Truth {
    text_among_texts(world, element, list).unwrap_or_else(|| any_member(world, element, list))
}

/// What is asked most: whether a string is in a list of strings that a document holds. None where there is more to it.
fn text_among_texts(world: &World<'_>, element: &Value<'_>, list: &Value<'_>) -> Option<Truth> {
    let (Ok(text), Value::Node(list, accepts)) = (element.text(), list) else { return None };
    if !is_list(*list, accepts) || !accepts.element().kinds.intersects(TEXTS) {
        return None;
    }
    let mut steps = 0;
    for item in list.items() {
        match item.value() {
            Scalar::Null => {}
            Scalar::String(other) if other == text => return Some(world.spend(steps + 1).map(|()| true)),
            Scalar::String(_) => steps += 1,
            _ => return None,
        }
    }
    element.fits().then(|| world.spend(steps).map(|()| false))
}

fn any_member(world: &World<'_>, element: &Value<'_>, list: &Value<'_>) -> Truth {
    if let Value::Unknown(reason) = element {
        return Err(*reason);
    }
    if list.is_missing() {
        return if element.is_missing() || element.fits() { Ok(false) } else { Err(Unknown::WrongType) };
    }
    match read(list)? {
        Plain::List => {}
        Plain::Map => return is_key(element, list),
        _ => return Err(Unknown::WrongType),
    }
    if element.is_missing() {
        return Ok(false);
    }
    let mut unknown = None;
    for other in list.elements()? {
        world.spend(1)?;
        match equal(element, &other) {
            Ok(true) => return Ok(true),
            Ok(false) => {}
            Err(reason) => {
                unknown.get_or_insert(reason);
            }
        }
    }
    if !element.fits() {
        return Err(Unknown::WrongType);
    }
    unknown.map_or(Ok(false), Err)
}

fn is_key(element: &Value<'_>, map: &Value<'_>) -> Truth {
    if element.is_missing() {
        return Ok(false);
    }
    let key = element.text()?;
    // A map's values are not looked at: a key of any value is there.
    Ok(!matches!(map.get(key), Value::Missing))
}

/// Whether a value is one of constant, sorted strings.
pub(super) fn member_of_texts(element: &Value<'_>, texts: &[Box<str>]) -> Truth {
    let holds = |text: &str| texts.binary_search_by(|other| (**other).cmp(text)).is_ok();
    match element {
        Value::Missing => Ok(false),
        Value::Text(text) => Ok(holds(text)),
        Value::Node(node, accepts) => match node.value() {
            Scalar::String(text) if accepts.kinds.intersects(KindBits::STRING | KindBits::IMAGE | KindBits::DYN) => {
                Ok(holds(text))
            }
            _ => read(element).map(|_| false),
        },
        other => match read(other)? {
            Plain::Text(text, _) => Ok(holds(text)),
            _ => Ok(false),
        },
    }
}
