//! What the fix clauses of a failed check would change.

use super::Blamer;
use super::spot::Spot;
use crate::document::{Kind, NodeRef};
use crate::eval::{Value, message};
use crate::plan::PlannedFix;
use crate::plan::op::{Op, OpId};

/// A change that a fix clause asks for, in the subject.
#[derive(Clone, PartialEq, Debug)]
pub enum FixTarget<'a> {
    /// Write a value at a place; missing parents are to be created.
    Set(Spot<'a>, serde_json::Value),
    /// Remove a key with its value, or an element.
    Remove(Spot<'a>),
    /// Add an element at the end of a list; a missing list is to be created.
    Append(Spot<'a>, serde_json::Value),
}

impl<'a> Blamer<'a> {
    /// The changes of all clauses, or none where one of them cannot be made. A clause that asks for what is so already,
    /// such as removing what is not there, changes nothing.
    pub(super) fn fix_targets(&mut self, fixes: &[PlannedFix]) -> Option<Vec<FixTarget<'a>>> {
        let mut targets = Vec::with_capacity(fixes.len());
        for fix in fixes {
            self.fix_target(*fix, &mut targets)?;
        }
        Some(targets)
    }

    /// Adds what a clause changes; none where it cannot be made.
    fn fix_target(&mut self, fix: PlannedFix, targets: &mut Vec<FixTarget<'a>>) -> Option<()> {
        match fix {
            PlannedFix::Set(path, value) => {
                let spot = self.writable(path)?;
                targets.push(FixTarget::Set(spot, self.json(value)?));
            }
            PlannedFix::Append(path, value) => {
                let spot = self.writable(path)?;
                if spot.missing.is_empty() && !matches!(spot.node.kind(), Kind::List | Kind::Null) {
                    return None;
                }
                targets.push(FixTarget::Append(spot, self.json(value)?));
            }
            PlannedFix::Remove(path) => match self.machine.value(path) {
                Value::Missing => {}
                value => {
                    let node = value.place().filter(|node| self.object.root.holds(*node))?;
                    targets.push(FixTarget::Remove(Spot::at(node)));
                }
            },
        }
        Some(())
    }

    /// Whether a clause writes what a Secret holds, as a value or as a key.
    pub(super) fn writes_secret(&mut self, fix: PlannedFix) -> bool {
        match fix {
            PlannedFix::Set(path, value) | PlannedFix::Append(path, value) => {
                message::holds_secret(&mut self.machine, value) || self.steps_by_secret(path)
            }
            PlannedFix::Remove(_) => false,
        }
    }

    fn steps_by_secret(&mut self, path: OpId) -> bool {
        match self.machine.plan.expr(path).map(|expr| &expr.op) {
            Some(Op::Index(base, key)) => message::holds_secret(&mut self.machine, *key) || self.steps_by_secret(*base),
            Some(Op::Field(base, _) | Op::Item(base, _)) => self.steps_by_secret(*base),
            _ => false,
        }
    }

    /// The place of a path in the subject, there or to be made. A field of what is no map cannot be made; an explicit
    /// `null` is replaced.
    fn writable(&mut self, path: OpId) -> Option<Spot<'a>> {
        let spot = match self.machine.value(path) {
            // What is missing without steps to it has no name: `x[k]` where k is missing.
            Value::Missing => self.missing(path).filter(|spot| !spot.missing.is_empty() || spot.node.is_null())?,
            value => Spot::at(value.place()?),
        };
        let spot = enter_nulls(spot);
        let open = match spot.missing.first() {
            None => true,
            Some(super::Step::Key(_)) => matches!(spot.node.kind(), Kind::Map | Kind::Null),
            Some(super::Step::Index(index)) => spot.node.kind() == Kind::List && *index == spot.node.len(),
        };
        (open && spot.is_inside(self.object.root)).then_some(spot)
    }

    /// A value to write; none where it is missing or unknown.
    fn json(&mut self, id: OpId) -> Option<serde_json::Value> {
        to_json(&self.machine.value(id))
    }
}

/// A missing place whose first steps lead to a key that holds `null`: that key is the nearest existing place.
fn enter_nulls(mut spot: Spot<'_>) -> Spot<'_> {
    let key: Option<NodeRef<'_>> = match spot.missing.first() {
        Some(super::Step::Key(key)) => spot.node.get_str(key).filter(|node| node.is_null()),
        _ => None,
    };
    if let Some(node) = key {
        spot.missing.remove(0);
        spot.node = node;
    }
    spot
}

fn to_json(value: &Value<'_>) -> Option<serde_json::Value> {
    use serde_json::Value as Json;
    Some(match value {
        Value::Missing | Value::Unknown(_) | Value::Regex(_) => return None,
        Value::Bool(value) => Json::from(*value),
        Value::Int(value) => Json::from(*value),
        Value::Number(value) => Json::from(*value),
        Value::Text(_) | Value::Part(..) | Value::OwnedText(_) => Json::from(value.text().ok()?),
        Value::Quantity(value) => Json::from(value.to_string()),
        Value::Version(value) => Json::from(value.to_string()),
        Value::Duration(value) => Json::from(value.to_string()),
        Value::Cidr(value) => Json::from(value.to_string()),
        Value::Node(node, _) => node.to_json(),
        Value::Selector(node, _) => (*node)?.to_json(),
        Value::Object(object, _) => object.root.to_json(),
        Value::Chain(_) | Value::Objects(_) | Value::List(_) => {
            Json::Array(value.elements().ok()?.map(|element| to_json(&element)).collect::<Option<_>>()?)
        }
        Value::Map(_) => {
            let entries = value.entries().ok()?.map(|(key, value)| Some((key.as_str().to_owned(), to_json(&value)?)));
            Json::Object(entries.collect::<Option<_>>()?)
        }
    })
}
