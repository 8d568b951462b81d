//! Which expressions are worth keeping while their variables hold the same.

use super::op::{Binding, Op, OpId};
use super::{Expr, Plan, PlannedStatement};

/// The number of no place.
pub(crate) const NOT_KEPT: u32 = u32::MAX;

/// Gives a place to each expression that is used more than once and takes more than a look at a variable.
pub(super) fn assign(plan: &mut Plan) {
    let uses = uses(plan);
    let mut next = 0;
    for (expr, uses) in plan.exprs.iter_mut().zip(uses) {
        if uses > 1 && is_worth(expr) {
            expr.memo = next;
            next += 1;
        }
    }
    plan.memos = next;
}

fn is_worth(expr: &Expr) -> bool {
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
    for scope in &plan.scopes {
        count_scope(scope, &mut count);
    }
    for rule in &plan.rules {
        count_scope(&rule.scope, &mut count);
        count_body(&rule.body, &mut count);
        rule.checks.iter().map(|check| check.condition).for_each(&mut count);
    }
    uses
}

fn count_scope(scope: &[Binding], count: &mut impl FnMut(OpId)) {
    for binding in scope {
        count(binding.set);
        binding.condition.into_iter().for_each(&mut *count);
    }
}

fn count_body(body: &[PlannedStatement], count: &mut impl FnMut(OpId)) {
    for statement in body {
        if let PlannedStatement::For(scope, body) = statement {
            count_scope(scope, count);
            count_body(body, count);
        }
    }
}
