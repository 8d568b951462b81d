//! Paths followed from place to place, without making a value of each step: what most conditions are made of.

use super::accepts::{Accepts, KindBits};
use super::compare::equal;
use super::machine::Machine;
use super::path;
use super::truth::Truth;
use super::unknown::Unknown;
use super::value::Value;
use crate::document::{NodeId, NodeRef, Value as Scalar};
use crate::inventory::Object;
use crate::plan::op::{Op, OpId};
use crate::plan::sharing::NOT_KEPT;

/// Where a path ends.
#[derive(Clone, Copy)]
pub(super) enum Place<'a> {
    Missing,
    Unknown(Unknown),
    Node(NodeRef<'a>, &'a Accepts),
    Object(&'a Object<'a>, NodeId),
    /// A string that stands in no object.
    Text(&'a str),
}

impl<'a> Place<'a> {
    fn of(value: &Value<'a>) -> Option<Self> {
        match value {
            Value::Missing => Some(Self::Missing),
            Value::Unknown(reason) => Some(Self::Unknown(*reason)),
            Value::Node(node, accepts) => Some(Self::Node(*node, accepts)),
            Value::Object(object, template) => Some(Self::Object(object, *template)),
            Value::Text(text) => Some(Self::Text(text)),
            _ => None,
        }
    }

    pub(super) fn value(self) -> Value<'a> {
        match self {
            Self::Missing => Value::Missing,
            Self::Unknown(reason) => Value::Unknown(reason),
            Self::Node(node, accepts) => Value::Node(node, accepts),
            Self::Object(object, template) => Value::Object(object, template),
            Self::Text(text) => Value::Text(text),
        }
    }
}

impl<'a> Machine<'a> {
    /// Where an expression's path ends, if it is a path of fields from a variable, perhaps with `??`, that ends in a
    /// document; none where its value has to be asked for.
    pub(super) fn place(&mut self, id: OpId) -> Option<Place<'a>> {
        let plan = self.plan;
        let expr = plan.expr(id)?;
        match &expr.op {
            Op::Variable(slot) => Place::of(self.frame.get(*slot)?),
            Op::Field(base, field) => {
                if let Err(reason) = self.world.spend(1) {
                    return Some(Place::Unknown(reason));
                }
                if expr.memo != NOT_KEPT {
                    return self.kept_place(id);
                }
                let base = self.base(*base)?;
                Some(path::field_of(base, *field, plan.accepts_of(expr)))
            }
            Op::Coalesce(first, second) if expr.memo == NOT_KEPT => match self.place(*first)? {
                Place::Missing => self.place(*second),
                found => Some(found),
            },
            _ => None,
        }
    }

    /// The place of what a field is asked of, a path or not.
    pub(super) fn base(&mut self, id: OpId) -> Option<Place<'a>> {
        match self.plan.expr(id)?.op {
            Op::Variable(_) | Op::Field(..) => self.place(id),
            _ => Place::of(&self.value(id)),
        }
    }

    /// As [`Machine::place`] for a path whose end is kept.
    fn kept_place(&mut self, id: OpId) -> Option<Place<'a>> {
        let expr = self.plan.expr(id)?;
        let stamp = self.frame.stamp(expr.depends.slots);
        if let Some(value) = self.frame.kept(expr.memo, stamp) {
            return Place::of(value);
        }
        Place::of(&self.value(id))
    }

    /// Whether two operands are equal, where one is a path and the other a constant bool, integer or string.
    pub(super) fn equal_to_constant(&mut self, a: OpId, b: OpId) -> Option<Truth> {
        let plan = self.plan;
        let (path, constant) = match (&plan.expr(a)?.op, &plan.expr(b)?.op) {
            (_, Op::Constant(constant)) => (a, plan.constant(*constant)),
            (Op::Constant(constant), _) => (b, plan.constant(*constant)),
            _ => return None,
        };
        if !matches!(constant, Value::Bool(_) | Value::Int(_) | Value::OwnedText(_)) {
            return None;
        }
        Some(match self.place(path)? {
            // Neither a missing value nor a map equals a bool, an integer or a string.
            Place::Missing | Place::Object(..) => Ok(false),
            Place::Unknown(reason) => Err(reason),
            Place::Text(_) => return None,
            Place::Node(node, accepts) => equal_scalar(node, accepts, constant),
        })
    }

    /// `has(path)`
    pub(super) fn has_place(&mut self, id: OpId) -> Option<Truth> {
        Some(match self.place(id)? {
            Place::Missing => Ok(false),
            Place::Object(..) | Place::Text(_) => Ok(true),
            Place::Unknown(reason) => Err(reason),
            place @ Place::Node(..) => {
                if place.value().fits() {
                    Ok(true)
                } else {
                    Err(Unknown::WrongType)
                }
            }
        })
    }
}

fn equal_scalar(node: NodeRef<'_>, accepts: &Accepts, constant: &Value<'static>) -> Truth {
    let any = |kinds: KindBits| accepts.kinds.intersects(kinds | KindBits::DYN);
    match (node.value(), constant) {
        (Scalar::Bool(value), Value::Bool(constant)) if any(KindBits::BOOL) => Ok(value == *constant),
        (Scalar::Int(value), Value::Int(constant)) if any(KindBits::INT) => Ok(value == *constant),
        (Scalar::String(text), Value::OwnedText(constant)) if any(KindBits::STRING | KindBits::IMAGE) => {
            Ok(text == &**constant)
        }
        _ => equal(&Value::Node(node, accepts), constant),
    }
}
