//! Joins: which conditions on the objects of a set an index can answer.
//!
//! A condition on a set's variable is a conjunction. A conjunct that compares what depends on the variable alone with what
//! does not depend on it is a *factor*: the one side gives each object its keys, the other gives the keys to look up. An
//! object without a common key fails that conjunct, so it need not be looked at.

use super::Plan;
use super::constant::identity;
use super::op::{Binding, Depends, Op, OpId};
use std::fmt::Write as _;
use std::sync::OnceLock;

/// What an index can answer of the condition on one set: an object is a candidate if it shares a combination of keys.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Join {
    pub(crate) kinds: u32,
    /// The set's variable.
    pub(crate) slot: u16,
    pub(crate) factors: Vec<Factor>,
    /// Made when the index is first asked: most joins of a start never are.
    signature: OnceLock<String>,
}

impl Join {
    /// Tells the index from others: what it holds, with the names that the plan has numbers for.
    pub(crate) fn signature(&self, plan: &Plan) -> &str {
        self.signature.get_or_init(|| {
            let mut signature = format!("{:?}", plan.kinds.get(self.kinds as usize));
            describe_all(plan, &self.factors, &mut signature);
            signature
        })
    }
}

/// One conjunct that an index answers. `key` is the side that depends on the object alone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Factor {
    /// `key == probe`
    Equal { key: OpId, probe: OpId },
    /// `probe in key`
    Holds { key: OpId, probe: OpId },
    /// `key in probe`
    Among { key: OpId, probe: OpId },
    /// `key.selects(probe)`: the object selects by labels.
    Selects { key: OpId, probe: OpId },
    /// `probe.selects(key)`: the object is selected by its labels.
    Selected { key: OpId, probe: OpId },
    /// `any slot in set: factors`, over a list of the object.
    Any { set: OpId, slot: u16, factors: Vec<Factor> },
    /// `a or b or …`, each with factors.
    Either(Vec<Vec<Factor>>),
}

/// The join on the objects that a binding ranges over, if its condition has a factor. `body` is what else must hold:
/// conjuncts of the body of `any` and `one`. `later` are the slots of the bindings after it.
pub(crate) fn join(plan: &Plan, binding: &Binding, body: Option<OpId>, later: &[u16]) -> Option<Join> {
    let Op::Objects(kinds) = plan.expr(binding.set)?.op else { return None };
    let side = Side { own: slots(&[binding.slot])?, foreign: slots(later)? | slots(&[binding.slot])? };
    let mut factors = Vec::new();
    for condition in binding.condition.into_iter().chain(body) {
        factors.extend(conjuncts(plan, condition, side));
    }
    keep_cheap(&mut factors);
    if factors.is_empty() {
        return None;
    }
    Some(Join { kinds, slot: binding.slot, factors, signature: OnceLock::new() })
}

/// Which slots the two sides of a factor may use.
#[derive(Clone, Copy)]
struct Side {
    /// The slots of the object and of elements of its lists: all that a key may depend on.
    own: u64,
    /// The slots that a probe may not depend on.
    foreign: u64,
}

impl Side {
    fn is_key(self, depends: Depends) -> bool {
        depends.slots & self.own != 0 && depends.slots & !self.own == 0 && !depends.objects && !depends.host
    }

    fn is_probe(self, depends: Depends) -> bool {
        depends.slots & self.foreign == 0
    }
}

/// The bits of slots, or none where one shares its bit with others.
fn slots(slots: &[u16]) -> Option<u64> {
    slots.iter().try_fold(0, |bits, slot| (*slot < 63).then(|| bits | Depends::bit(*slot)))
}

/// The factors among the conjuncts of a condition.
fn conjuncts(plan: &Plan, condition: OpId, side: Side) -> Vec<Factor> {
    match plan.expr(condition).map(|expr| &expr.op) {
        Some(Op::And(parts)) => parts.iter().filter_map(|part| factor(plan, *part, side)).collect(),
        _ => factor(plan, condition, side).into_iter().collect(),
    }
}

fn factor(plan: &Plan, condition: OpId, side: Side) -> Option<Factor> {
    let is_key = |id: OpId| side.is_key(plan.depends(id));
    let is_probe = |id: OpId| side.is_probe(plan.depends(id));
    match &plan.expr(condition)?.op {
        Op::Equal(a, b) => {
            // Two missing lists are equal: what is missing would need a key too.
            if plan.accepts(*a).empty_if_missing || plan.accepts(*b).empty_if_missing {
                None
            } else if is_key(*a) && is_probe(*b) {
                Some(Factor::Equal { key: *a, probe: *b })
            } else if is_key(*b) && is_probe(*a) {
                Some(Factor::Equal { key: *b, probe: *a })
            } else {
                None
            }
        }
        Op::In(element, list) if is_key(*list) && is_probe(*element) => {
            Some(Factor::Holds { key: *list, probe: *element })
        }
        Op::In(element, list) if is_key(*element) && is_probe(*list) => {
            Some(Factor::Among { key: *element, probe: *list })
        }
        Op::Call(builtin, arguments) => match (plan.builtin_name(*builtin), &**arguments) {
            ("selects", [selector, labels]) if is_key(*selector) && is_probe(*labels) => {
                Some(Factor::Selects { key: *selector, probe: *labels })
            }
            ("selects", [selector, labels]) if is_key(*labels) && is_probe(*selector) => {
                Some(Factor::Selected { key: *labels, probe: *selector })
            }
            _ => None,
        },
        Op::Or(parts) => {
            let alternatives: Option<Vec<Vec<Factor>>> = parts
                .iter()
                .map(|part| {
                    let mut factors = conjuncts(plan, *part, side);
                    keep_cheap(&mut factors);
                    (!factors.is_empty()).then_some(factors)
                })
                .collect();
            alternatives.map(Factor::Either)
        }
        Op::Quantifier(kubelaw_lang::syntax::ast::Quantifier::Any, scope, body) => {
            any(plan, plan.scope(*scope), *body, side)
        }
        _ => None,
    }
}

/// A quantifier over a list of the object.
fn any(plan: &Plan, scope: &[Binding], body: OpId, side: Side) -> Option<Factor> {
    let [binding] = scope else { return None };
    if !side.is_key(plan.depends(binding.set)) || matches!(plan.expr(binding.set)?.op, Op::Objects(_)) {
        return None;
    }
    let element = slots(&[binding.slot])?;
    let inner = Side { own: side.own | element, foreign: side.foreign | element };
    let mut factors = Vec::new();
    for condition in binding.condition.into_iter().chain([body]) {
        factors.extend(conjuncts(plan, condition, inner));
    }
    keep_cheap(&mut factors);
    (!factors.is_empty()).then_some(Factor::Any { set: binding.set, slot: binding.slot, factors })
}

/// Keeps all factors with one key, and one of those with many: keys combine, and many times many are too many.
fn keep_cheap(factors: &mut Vec<Factor>) {
    let mut many = false;
    factors.retain(|factor| match factor {
        Factor::Equal { .. } => true,
        _ if many => false,
        _ => {
            many = true;
            true
        }
    });
}

fn describe_all(plan: &Plan, factors: &[Factor], text: &mut String) {
    for factor in factors {
        describe(plan, factor, text);
    }
}

/// Writes what the key side of a factor is, names instead of the plan's numbers.
fn describe(plan: &Plan, factor: &Factor, text: &mut String) {
    match factor {
        Factor::Equal { key, .. } => describe_expr(plan, "equal", *key, text),
        Factor::Holds { key, .. } => describe_expr(plan, "holds", *key, text),
        Factor::Among { key, .. } => describe_expr(plan, "equal", *key, text),
        Factor::Selects { key, .. } => describe_expr(plan, "selects", *key, text),
        Factor::Selected { key, .. } => describe_expr(plan, "selected", *key, text),
        Factor::Any { set, factors, slot } => {
            let _ = write!(text, " any {slot}");
            describe_expr(plan, "set", *set, text);
            describe_all(plan, factors, text);
            text.push(';');
        }
        Factor::Either(alternatives) => {
            for factors in alternatives {
                text.push_str(" or");
                describe_all(plan, factors, text);
                text.push(';');
            }
        }
    }
}

fn describe_expr(plan: &Plan, what: &str, id: OpId, text: &mut String) {
    let _ = write!(text, " {what}(");
    expr_text(plan, id, text);
    text.push(')');
}

/// An expression with the names that its numbers stand for: equal texts mean equal values.
fn expr_text(plan: &Plan, id: OpId, text: &mut String) {
    let Some(expr) = plan.expr(id) else { return };
    let _ = match &expr.op {
        Op::Constant(constant) => write!(text, "{}", identity(plan.constant(*constant))),
        Op::Variable(slot) => write!(text, "${slot}"),
        Op::Field(_, field) => write!(text, ".{:?}", plan.name(field.name)),
        Op::View(_, view) => write!(text, "view {:?}", plan.view_name(*view)),
        Op::Call(builtin, _) => write!(text, "call {:?}", plan.builtin_name(*builtin)),
        Op::Item(_, index) => write!(text, "[{index}]"),
        Op::Compare(comparison, ..) => write!(text, "{comparison:?}"),
        Op::Arithmetic(operator, ..) => write!(text, "{operator:?}"),
        Op::Record(entries) => {
            write!(text, "{:?}", entries.iter().map(|(name, _)| plan.name(*name)).collect::<Vec<_>>())
        }
        Op::InTexts(_, texts, _) => write!(text, "in {:?}", plan.texts.get(*texts as usize)),
        Op::Comprehension { scope, flatten, .. } => {
            scope_text(plan, plan.scope(*scope), text);
            write!(text, "list {flatten}")
        }
        Op::Quantifier(quantifier, scope, _) => {
            scope_text(plan, plan.scope(*scope), text);
            write!(text, "{quantifier:?}")
        }
        op => write!(text, "{:?}", std::mem::discriminant(op)),
    };
    let _ = write!(text, "{:?}(", plan.accepts(id));
    for part in expr.op.parts() {
        expr_text(plan, part, text);
        text.push(',');
    }
    text.push(')');
}

fn scope_text(plan: &Plan, scope: &[Binding], text: &mut String) {
    for binding in scope {
        let _ = write!(text, "${} in ", binding.slot);
        expr_text(plan, binding.set, text);
        if let Some(condition) = binding.condition {
            text.push_str(" where ");
            expr_text(plan, condition, text);
        }
        text.push(';');
    }
}
