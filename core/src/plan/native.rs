//! The engine's own functions by name: what a plan links built-ins to.

use crate::eval::Builtin;
use kubelaw_lang::vocabulary::Shape;

/// A built-in in a plan.
#[derive(Clone, Debug)]
pub(crate) struct PlannedBuiltin {
    pub(crate) name: Box<str>,
    pub(crate) run: Builtin,
    /// A bit for each parameter that takes a missing value.
    pub(crate) optional: u32,
}

/// The built-in of a name.
pub(crate) fn builtin(name: &str) -> Option<PlannedBuiltin> {
    let function = crate::functions::find(name)?;
    let optional = function
        .signature
        .parameters
        .iter()
        .enumerate()
        .filter(|(_, (_, shape))| matches!(shape, Shape::Optional(_)))
        .fold(0_u32, |bits, (at, _)| bits | 1_u32.checked_shl(u32::try_from(at).unwrap_or(31)).unwrap_or(0));
    Some(PlannedBuiltin { name: name.into(), run: function.call, optional })
}
