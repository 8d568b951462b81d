//! What a condition establishes: the expressions that are present where it holds, or where it does not.

use super::arena::Arena;
use crate::ir::{Constant, ExprId, ExprKind};

/// Something known where an expression is used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fact {
    /// The expression has a value.
    Present(ExprId),
    /// The map (first) holds the key (second).
    Key(ExprId, ExprId),
}

/// Whether `facts` say that the expression has a value.
pub(crate) fn is_present(arena: &Arena, facts: &[Fact], id: ExprId) -> bool {
    facts.iter().any(|fact| match *fact {
        Fact::Present(known) => known == id,
        Fact::Key(map, key) => match arena.kind(id) {
            ExprKind::Index(base, index) => *base == map && *index == key,
            ExprKind::Field(base, name) => {
                *base == map && matches!(arena.kind(key), ExprKind::Constant(Constant::String(k)) if k == name)
            }
            _ => false,
        },
    })
}

/// Adds to `facts` what is known when `condition` has the value `holds`.
pub(crate) fn establish(arena: &Arena, condition: ExprId, holds: bool, facts: &mut Vec<Fact>) {
    match (arena.kind(condition), holds) {
        (ExprKind::Has(inner), true) => present(arena, *inner, facts),
        (ExprKind::Not(inner), _) => establish(arena, *inner, !holds, facts),
        (ExprKind::And(a, b), true) | (ExprKind::Or(a, b), false) => {
            establish(arena, *a, holds, facts);
            establish(arena, *b, holds, facts);
        }
        // A missing value equals nothing, and an order over one is neither true nor false.
        (ExprKind::Equal(a, b), true) | (ExprKind::Compare(_, a, b) | ExprKind::Matches(a, b), _) => {
            present(arena, *a, facts);
            present(arena, *b, facts);
        }
        (ExprKind::In(a, b), true) => {
            present(arena, *a, facts);
            present(arena, *b, facts);
            facts.push(Fact::Key(*b, *a));
            if let ExprKind::Call(name, of) = arena.kind(*b)
                && let ("keys", [map]) = (&**name, of.as_slice())
            {
                facts.push(Fact::Key(*map, *a));
            }
        }
        _ => {}
    }
}

/// An expression that is present, and everything it was read through.
fn present(arena: &Arena, id: ExprId, facts: &mut Vec<Fact>) {
    if matches!(arena.kind(id), ExprKind::Constant(_)) || facts.contains(&Fact::Present(id)) {
        return;
    }
    facts.push(Fact::Present(id));
    match arena.kind(id) {
        ExprKind::Field(base, _) | ExprKind::View(base, _) | ExprKind::Item(base, _) => present(arena, *base, facts),
        ExprKind::Index(base, index) => {
            present(arena, *base, facts);
            present(arena, *index, facts);
        }
        _ => {}
    }
}
