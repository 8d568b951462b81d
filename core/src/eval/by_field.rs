//! Bodies of quantifiers that compare one field of the element with a text: `any e in list: e.name == x`.
//!
//! They look for an element by its name, often for each element of the same list, so that what they compare with is
//! computed once and no variable is bound. Whatever is no text there is left to the body itself.

use super::machine::Machine;
use super::path::field_of;
use super::place::Place;
use super::value::Value;
use crate::plan::Plan;
use crate::plan::op::{Binding, Field, Op, OpId};
use crate::plan::sharing::NOT_KEPT;

/// A field of an element, and the text that it is compared with.
pub(super) struct ByField<'a> {
    field: Field,
    path: OpId,
    text: Value<'a>,
}

impl<'a> ByField<'a> {
    /// The comparison that a body is, if it is one of elements that are let through unasked.
    pub(super) fn of(machine: &mut Machine<'a>, binding: &Binding, body: OpId) -> Option<Self> {
        let plan = machine.plan;
        let expr = plan.expr(body).filter(|expr| binding.condition.is_none() && expr.memo == NOT_KEPT)?;
        let Op::Equal(a, b) = expr.op else { return None };
        let own = |id| own_field(plan, id, binding.slot);
        let (path, field, other) = match (own(a), own(b)) {
            (Some(field), None) => (a, field, b),
            (None, Some(field)) => (b, field, a),
            _ => return None,
        };
        let element = 1_u64.checked_shl(u32::from(binding.slot)).filter(|bit| bit >> 63 == 0)?;
        if plan.depends(other).slots & (element | 1 << 63) != 0 {
            return None;
        }
        let text = machine.value(other);
        text.text().is_ok().then_some(Self { field, path, text })
    }

    /// What the body comes to for an element; none where it has to be asked.
    pub(super) fn holds(&self, plan: &'a Plan, element: &Value<'a>) -> Option<bool> {
        let Value::Node(node, of) = element else { return None };
        match field_of(Place::Node(*node, of), self.field, plan.accepts(self.path)) {
            Place::Missing => Some(false),
            found @ Place::Node(..) => Some(found.value().text().ok()? == self.text.text().ok()?),
            _ => None,
        }
    }
}

/// The field of a variable that an expression is.
fn own_field(plan: &Plan, id: OpId, slot: u16) -> Option<Field> {
    let Op::Field(base, field) = plan.expr(id)?.op else { return None };
    matches!(plan.expr(base)?.op, Op::Variable(variable) if variable == slot).then_some(field)
}
