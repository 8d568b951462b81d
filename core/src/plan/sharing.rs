//! Which expressions are worth keeping while their variables hold the same.

use super::op::{Binding, Op, OpId};
use super::rule::scopes;
use super::{Expr, Plan};

/// The number of no place.
pub(crate) const NOT_KEPT: u32 = u32::MAX;

/// What a value must at least take, in looks at a map's keys, to be worth keeping.
const LEAST_WEIGHT: u32 = 3;

/// Gives a number to each expression that is used more than once and takes more than following a short path.
pub(super) fn assign(plan: &mut Plan) {
    let uses = uses(plan);
    let mut weights: Vec<u32> = Vec::with_capacity(plan.exprs.len());
    let mut next = 0;
    for (expr, uses) in plan.exprs.iter_mut().zip(uses) {
        let parts = expr.op.parts();
        let inside: u32 =
            parts.iter().filter_map(|part| weights.get(part.0 as usize)).fold(0, |a, b| a.saturating_add(*b));
        let weight = inside.saturating_add(own_weight(&expr.op));
        let kept = uses > 1 && weight >= LEAST_WEIGHT && may_be_kept(expr);
        if kept {
            expr.memo = next;
            next += 1;
        }
        weights.push(if kept { 1 } else { weight });
    }
    plan.memos = next;
}

fn own_weight(op: &Op) -> u32 {
    match op {
        Op::Constant(_) | Op::Variable(_) | Op::Objects(_) | Op::Inventory | Op::Old => 0,
        Op::View(..) | Op::Call(..) | Op::Matches(..) => 8,
        Op::Quantifier(..) | Op::Comprehension { .. } => 20,
        _ => 1,
    }
}

fn may_be_kept(expr: &Expr) -> bool {
    // The last bit stands for several slots, whose bindings cannot be told apart.
    let known = expr.depends.slots != 0 && expr.depends.slots >> 63 == 0;
    known && !expr.shared && !matches!(expr.op, Op::Constant(_) | Op::Variable(_) | Op::Objects(_))
}

fn uses(plan: &Plan) -> Vec<u32> {
    let mut uses = vec![0_u32; plan.exprs.len()];
    let mut count = |id: OpId| {
        if let Some(uses) = uses.get_mut(id.0 as usize) {
            *uses += 1;
        }
    };
    for expr in &plan.exprs {
        expr.op.parts().into_iter().for_each(&mut count);
    }
    plan.scopes.iter().flatten().flat_map(Binding::parts).for_each(&mut count);
    for rule in &plan.rules {
        let scopes = std::iter::once(&*rule.scope).chain(scopes(&rule.body));
        scopes.flatten().flat_map(Binding::parts).for_each(&mut count);
        rule.checks.iter().map(|check| check.condition).for_each(&mut count);
    }
    uses
}
