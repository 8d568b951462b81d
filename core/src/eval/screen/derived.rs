//! Values that views compute from what stands at a place, each once for all rules that ask for it.

use super::sketch::PlaceId;
use crate::eval::accepts::Accepts;
use crate::eval::machine::Machine;
use crate::eval::path;
use crate::eval::value::Value;
use crate::plan::op::Field;

/// How a value is computed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Step {
    /// By a view, by its number in [`crate::plan::Plan::views`].
    View(u32),
    /// As a field of what a view gives.
    Field(Field),
}

/// A value that is computed from another.
#[derive(Clone, Debug)]
pub(super) struct Derived {
    pub(super) step: Step,
    /// What the other may hold, where it stands in the object.
    pub(super) of: Accepts,
    pub(super) accepts: Accepts,
    /// The place that stands for it.
    pub(super) place: PlaceId,
}

impl Derived {
    /// The value.
    pub(super) fn value<'a>(&'a self, machine: &Machine<'a>, of: &Value<'a>) -> Value<'a> {
        match self.step {
            Step::View(view) => path::view(machine, of, view, &self.accepts),
            Step::Field(field) => path::field(machine.plan, of, field, &self.accepts),
        }
    }
}
