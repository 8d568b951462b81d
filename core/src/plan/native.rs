//! The engine's own functions by name: what a plan links built-ins and views to.

use crate::eval::{Builtin, View};
use kubelaw_lang::vocabulary::Shape;

/// A built-in in a plan.
#[derive(Clone, Debug)]
pub(crate) struct PlannedBuiltin {
    pub(crate) name: Box<str>,
    pub(crate) run: Builtin,
    /// A bit for each parameter that takes a missing value.
    pub(crate) optional: u32,
}

/// A view in a plan.
#[derive(Clone, Debug)]
pub(crate) struct PlannedView {
    pub(crate) name: Box<str>,
    pub(crate) run: View,
    /// Whether it looks at other objects.
    pub(crate) reads_objects: bool,
    /// Whether it shows the Pods that a workload makes.
    pub(crate) shows_pods: bool,
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

/// The view of a name.
pub(crate) fn view(name: &str) -> Option<PlannedView> {
    crate::kubernetes::views::find(name).map(|view| PlannedView {
        name: name.into(),
        run: view.run,
        reads_objects: view.reads_objects,
        shows_pods: view.shows_pods,
    })
}
