//! The engine's own functions by name: what a plan links built-ins to.

use crate::eval::Builtin;
use crate::functions::Function;
use kubelaw_lang::vocabulary::Shape;

/// A built-in in a plan.
#[derive(Clone, Debug)]
pub(crate) struct PlannedBuiltin {
    pub(crate) name: Box<str>,
    pub(crate) run: Builtin,
    /// A bit for each parameter that takes a missing value.
    pub(crate) optional: u32,
    /// A bit for each parameter to which something missing of unknown type is an empty list or map.
    pub(crate) collections: u32,
}

/// The built-in of a name.
pub(crate) fn builtin(name: &str) -> Option<PlannedBuiltin> {
    let function = crate::functions::find(name)?;
    let optional = parameters(function, |shape| matches!(shape, Shape::Optional(_)));
    let collections = parameters(function, Shape::takes_collections);
    Some(PlannedBuiltin { name: name.into(), run: function.call, optional, collections })
}

/// A bit for each parameter of such a shape.
fn parameters(function: &Function, is_such: impl Fn(&Shape) -> bool) -> u32 {
    let bit = |at| 1_u32.checked_shl(u32::try_from(at).unwrap_or(31)).unwrap_or(0);
    let shapes = function.signature.parameters.iter().enumerate();
    shapes.filter(|(_, (_, shape))| is_such(shape)).fold(0, |bits, (at, _)| bits | bit(at))
}
