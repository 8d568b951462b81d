//! What conditions come to whatever the objects are: constants, and conditions that exclude each other.

use super::arena::Arena;
use crate::ir::{Comparison, Constant, ExprId, ExprKind};
use crate::syntax::ast::Quantifier;
use crate::types::Base;
use std::ops::RangeInclusive;

/// A condition that is no `and`, `or` or `not`, and whether it is to hold.
pub(crate) type Atom = (ExprId, bool);

/// The conditions that all have to be so for this one to hold, or not to hold.
pub(crate) fn atoms(arena: &Arena, id: ExprId, holds: bool, into: &mut Vec<Atom>) {
    match *arena.kind(id) {
        ExprKind::Not(inner) => atoms(arena, inner, !holds, into),
        ExprKind::And(a, b) if holds => [a, b].into_iter().for_each(|part| atoms(arena, part, holds, into)),
        ExprKind::Or(a, b) if !holds => [a, b].into_iter().for_each(|part| atoms(arena, part, holds, into)),
        _ => into.push((id, holds)),
    }
}

/// What a condition is for all objects, where that can be told.
pub(crate) fn outcome(arena: &Arena, id: ExprId) -> Option<bool> {
    let of = |id: ExprId| outcome(arena, id);
    match arena.kind(id) {
        ExprKind::Constant(Constant::Bool(value)) => Some(*value),
        ExprKind::Not(inner) => of(*inner).map(|holds| !holds),
        ExprKind::And(a, b) => either(of(*a), of(*b), false),
        ExprKind::Or(a, b) => either(of(*a), of(*b), true),
        ExprKind::If(condition, then, otherwise) => of(if of(*condition)? { *then } else { *otherwise }),
        // A list or a map with a part that is not of its type is not even known to be itself.
        ExprKind::Equal(a, b) if a == b => is_plain(arena, *a).then_some(true),
        ExprKind::Equal(a, b) => Some(known(arena, *a)? == known(arena, *b)?),
        ExprKind::In(a, b) => {
            let ExprKind::Constant(Constant::List(list)) = arena.kind(*b) else { return None };
            if list.is_empty() { Some(false) } else { known(arena, *a).map(|value| list.contains(value)) }
        }
        ExprKind::Compare(by, a, b) if a == b => Some(matches!(by, Comparison::LessEqual | Comparison::GreaterEqual)),
        ExprKind::Compare(..) => {
            let (value, allowed) = range(arena, (id, true))?;
            let has = possible(arena, value);
            let (least, most) = (allowed.start().max(has.start()), allowed.end().min(has.end()));
            if least > most {
                Some(false)
            } else {
                (allowed.start() <= has.start() && has.end() <= allowed.end()).then_some(true)
            }
        }
        ExprKind::Quantifier(quantifier, scope, body) => {
            let is_empty =
                |set: ExprId| matches!(arena.kind(set), ExprKind::Constant(Constant::List(list)) if list.is_empty());
            let nothing = scope.iter().any(|b| is_empty(b.set) || b.condition.is_some_and(|c| of(c) == Some(false)));
            match quantifier {
                Quantifier::Any => (nothing || of(*body) == Some(false)).then_some(false),
                Quantifier::All => (nothing || of(*body) == Some(true)).then_some(true),
                Quantifier::One => nothing.then_some(false),
            }
        }
        _ => None,
    }
}

/// What two conditions come to that either decides by being `deciding`.
pub(crate) fn either(a: Option<bool>, b: Option<bool>, deciding: bool) -> Option<bool> {
    if a == Some(deciding) || b == Some(deciding) { Some(deciding) } else { a.and(b) }
}

/// Whether two conditions are never both so.
pub(crate) fn exclude(arena: &Arena, one: Atom, other: Atom) -> bool {
    if one.0 == other.0 {
        return one.1 != other.1;
    }
    if let (Some((value, first)), Some((same, second))) = (range(arena, one), range(arena, other))
        && value == same
    {
        return first.start() > second.end() || second.start() > first.end();
    }
    let (Some(one), Some(other)) = (choice(arena, one), choice(arena, other)) else { return false };
    one.value == other.value
        && match (one.inside, other.inside) {
            (true, true) => !one.constants.iter().any(|constant| other.constants.contains(constant)),
            (true, false) => one.constants.iter().all(|constant| other.constants.contains(constant)),
            (false, true) => other.constants.iter().all(|constant| one.constants.contains(constant)),
            (false, false) => false,
        }
}

/// What a value is whatever the objects are.
fn known(arena: &Arena, id: ExprId) -> Option<&Constant> {
    plain(arena, id).or_else(|| arena.known(id))
}

/// A constant that is the same only as what is written like it.
fn plain(arena: &Arena, id: ExprId) -> Option<&Constant> {
    match arena.kind(id) {
        ExprKind::Constant(constant @ (Constant::Bool(_) | Constant::Int(_) | Constant::String(_))) => Some(constant),
        _ => None,
    }
}

/// Whether a value is the same only as what is written like it: an image, a quantity or a version is written in several ways.
fn is_plain(arena: &Arena, value: ExprId) -> bool {
    [Base::String, Base::Int, Base::IntLiteral, Base::Bool].iter().any(|base| arena.ty(value).is(base))
}

/// A value that is one of some constants, or none of them.
struct Choice<'a> {
    value: ExprId,
    constants: &'a [Constant],
    inside: bool,
}

fn choice(arena: &Arena, (id, inside): Atom) -> Option<Choice<'_>> {
    let (value, constants) = match *arena.kind(id) {
        ExprKind::Equal(a, b) => {
            let (value, constant) =
                [(a, b), (b, a)].into_iter().find_map(|(value, c)| Some((value, plain(arena, c)?)))?;
            (value, std::slice::from_ref(constant))
        }
        ExprKind::In(value, list) => {
            let ExprKind::Constant(Constant::List(list)) = arena.kind(list) else { return None };
            (value, list.as_slice())
        }
        _ => return None,
    };
    is_plain(arena, value).then_some(Choice { value, constants, inside })
}

/// The integers that a value may be for a comparison with a constant to be so.
fn range(arena: &Arena, (id, holds): Atom) -> Option<(ExprId, RangeInclusive<i64>)> {
    use Comparison::{Greater, GreaterEqual, Less, LessEqual};
    let ExprKind::Compare(by, a, b) = *arena.kind(id) else {
        let ExprKind::Equal(..) = arena.kind(id) else { return None };
        let choice = choice(arena, (id, holds)).filter(|choice| choice.inside)?;
        return match choice.constants {
            [Constant::Int(constant)] => Some((choice.value, *constant..=*constant)),
            _ => None,
        };
    };
    let (value, by, constant) = match (arena.kind(a), arena.kind(b)) {
        (_, ExprKind::Constant(Constant::Int(constant))) => (a, by, *constant),
        (ExprKind::Constant(Constant::Int(constant)), _) => (b, by.swapped(), *constant),
        _ => return None,
    };
    let by = if holds { by } else { by.negated() };
    [Base::Int, Base::IntLiteral].iter().any(|base| arena.ty(value).is(base)).then_some((
        value,
        match by {
            Less => i64::MIN..=constant.saturating_sub(1),
            LessEqual => i64::MIN..=constant,
            Greater => constant.saturating_add(1)..=i64::MAX,
            GreaterEqual => constant..=i64::MAX,
        },
    ))
}

/// The integers that a value may be at all.
fn possible(arena: &Arena, value: ExprId) -> RangeInclusive<i64> {
    match arena.kind(value) {
        ExprKind::Constant(Constant::Int(constant)) => *constant..=*constant,
        ExprKind::Call(name, _) if &**name == "size" => 0..=i64::MAX,
        _ => i64::MIN..=i64::MAX,
    }
}
