//! Bodies of quantifiers that compare one field of the element with a string: `any e in list: e.name == x`, and those that
//! go on where it is equal: `e.name == x and …`.
//!
//! They look for an element by its name, often for each element of the same list, so that what they compare with is
//! computed once and no variable is bound. Whatever is no string there is left to the body itself.

use super::accepts::Accepts;
use super::machine::Machine;
use super::path::field_of;
use super::place::Place;
use super::value::Value;
use crate::plan::Plan;
use crate::plan::op::{Binding, Field, Op, OpId};
use crate::plan::sharing::NOT_KEPT;

/// A field of an element, and the string that it is compared with.
pub(super) struct ByField<'a> {
    field: Field,
    accepts: &'a Accepts,
    text: Value<'a>,
    /// Whether an element with another string is none, and of one with this string more is asked.
    more: bool,
}

impl<'a> ByField<'a> {
    /// The comparison that a body is or begins with, if it is one of elements that are let through unasked, and of the last
    /// variable.
    pub(super) fn of(machine: &mut Machine<'a>, binding: &Binding, rest: &[Binding], body: OpId) -> Option<Self> {
        let plan = machine.plan;
        let expr = plan.expr(body)?;
        if !rest.is_empty() || binding.condition.is_some() || expr.memo != NOT_KEPT {
            return None;
        }
        let (first, more) = match &expr.op {
            Op::And(parts) => (&plan.expr(*parts.first()?)?.op, true),
            op => (op, false),
        };
        let Op::Equal(a, b) = *first else { return None };
        let (path, other) = if own_field(plan, a, binding.slot).is_some() { (a, b) } else { (b, a) };
        let field = own_field(plan, path, binding.slot)?;
        // The last bit stands for all slots that have none of their own.
        let own = 1 << binding.slot.min(63) | 1 << 63;
        if plan.depends(other).slots & own != 0 {
            return None;
        }
        let text = machine.value(other);
        text.text().is_ok().then(|| Self { field, accepts: plan.accepts(path), text, more })
    }

    /// What the body comes to for an element; none where it has to be asked.
    pub(super) fn holds(&self, element: &Value<'a>) -> Option<bool> {
        let Value::Node(node, of) = element else { return None };
        match field_of(Place::Node(*node, of), self.field, self.accepts) {
            Place::Missing => Some(false),
            found @ Place::Node(..) => {
                let is_equal = found.value().text().ok()? == self.text.text().ok()?;
                (!is_equal || !self.more).then_some(is_equal)
            }
            _ => None,
        }
    }
}

/// The field of a variable that an expression is.
fn own_field(plan: &Plan, id: OpId, slot: u16) -> Option<Field> {
    let Op::Field(base, field) = plan.expr(id)?.op else { return None };
    matches!(plan.expr(base)?.op, Op::Variable(variable) if variable == slot).then_some(field)
}
