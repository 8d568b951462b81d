//! What a rule needs to know beyond its subject: other objects, the admission request.

use super::arena::{Arena, parts};
use crate::ir::{ExprId, ExprKind, Global};

/// Whether an expression reads other objects outside `inventory and …`.
///
/// `joined` are the views that read other objects, in order.
pub(crate) fn reads_others(arena: &Arena, joined: &[ExprId], id: ExprId) -> bool {
    let recurse = |id: ExprId| reads_others(arena, joined, id);
    match arena.kind(id) {
        ExprKind::Objects(_) => true,
        ExprKind::View(base, _) => joined.binary_search(&id).is_ok() || recurse(*base),
        ExprKind::And(a, b) if implies_inventory(arena, *a, true) => recurse(*a),
        ExprKind::Or(a, _) if implies_inventory(arena, *a, false) => recurse(*a),
        ExprKind::If(c, _, otherwise) if implies_inventory(arena, *c, true) => recurse(*c) || recurse(*otherwise),
        kind => parts(kind).into_iter().any(recurse),
    }
}

/// Whether an expression reads the admission request.
pub(crate) fn reads_request(arena: &Arena, id: ExprId) -> bool {
    arena.any_part(id, &|part| *arena.kind(part) == ExprKind::Global(Global::Request))
}

/// Whether `id` having the value `holds` says that other objects are known.
fn implies_inventory(arena: &Arena, id: ExprId, holds: bool) -> bool {
    match (arena.kind(id), holds) {
        (ExprKind::Global(Global::Inventory), true) => true,
        (ExprKind::Not(inner), _) => implies_inventory(arena, *inner, !holds),
        (ExprKind::And(a, b), true) | (ExprKind::Or(a, b), false) => {
            implies_inventory(arena, *a, holds) || implies_inventory(arena, *b, holds)
        }
        _ => false,
    }
}
