//! `+ - *`

use super::limit;
use super::machine::Machine;
use super::plain::{Plain, both, quantity};
use super::unknown::Unknown;
use super::value::{Chain, Value};
use crate::document::Kind;
use crate::plan::op::OpId;
use kubelaw_lang::ir::Arithmetic;

/// The value of an operation on two operands.
pub(super) fn apply<'a>(
    machine: &Machine<'a>,
    operator: Arithmetic,
    left: (OpId, &Value<'a>),
    right: (OpId, &Value<'a>),
) -> Value<'a> {
    let list = |(id, value): (OpId, &Value<'a>)| value.is_missing() && machine.plan.accepts(id).empty_if_missing;
    let result = match (list(left), list(right)) {
        (true, true) => Ok(Value::List([].into())),
        (true, false) => only_list(right.1),
        (false, true) => only_list(left.1),
        (false, false) => compute(machine, operator, left.1, right.1),
    };
    Value::from(result)
}

/// A list beside a missing one.
fn only_list<'a>(value: &Value<'a>) -> Result<Value<'a>, Unknown> {
    value.elements().map(|_| value.clone())
}

fn compute<'a>(
    machine: &Machine<'a>,
    operator: Arithmetic,
    a: &Value<'a>,
    b: &Value<'a>,
) -> Result<Value<'a>, Unknown> {
    let (left, right) = both(a, b)?;
    match (operator, &left, &right) {
        (Arithmetic::Add, Plain::List, Plain::List) => concatenate(machine, a, b),
        (Arithmetic::Add, Plain::Text(a, _), Plain::Text(b, _)) => join(machine, a, b),
        (_, Plain::Int(a), Plain::Int(b)) => {
            let result = match operator {
                Arithmetic::Add => a.checked_add(*b),
                Arithmetic::Subtract => a.checked_sub(*b),
                Arithmetic::Multiply => a.checked_mul(*b),
            };
            result.map(Value::Int).ok_or(Unknown::Overflow)
        }
        (_, Plain::Quantity(_), _) | (_, _, Plain::Quantity(_)) => quantities(operator, &left, &right),
        (Arithmetic::Add, Plain::Duration(a), Plain::Duration(b)) => {
            a.checked_add(*b).map(Value::Duration).ok_or(Unknown::Overflow)
        }
        (Arithmetic::Subtract, Plain::Duration(a), Plain::Duration(b)) => {
            a.checked_sub(*b).map(Value::Duration).ok_or(Unknown::Overflow)
        }
        _ => numbers(operator, &left, &right),
    }
}

fn numbers<'a>(operator: Arithmetic, a: &Plain<'_>, b: &Plain<'_>) -> Result<Value<'a>, Unknown> {
    let number = |value: &Plain<'_>| match value {
        Plain::Number(value) => Ok(*value),
        #[expect(clippy::cast_precision_loss, reason = "an integer beside a number is a number")]
        Plain::Int(value) => Ok(*value as f64),
        _ => Err(Unknown::WrongType),
    };
    let (a, b) = (number(a)?, number(b)?);
    let result = match operator {
        Arithmetic::Add => a + b,
        Arithmetic::Subtract => a - b,
        Arithmetic::Multiply => a * b,
    };
    if result.is_finite() { Ok(Value::Number(result)) } else { Err(Unknown::Overflow) }
}

fn quantities<'a>(operator: Arithmetic, a: &Plain<'_>, b: &Plain<'_>) -> Result<Value<'a>, Unknown> {
    let result = match (operator, a, b) {
        (Arithmetic::Multiply, Plain::Quantity(q), Plain::Int(n))
        | (Arithmetic::Multiply, Plain::Int(n), Plain::Quantity(q)) => q.checked_mul_int(*n),
        (Arithmetic::Multiply, Plain::Quantity(q), Plain::Number(n))
        | (Arithmetic::Multiply, Plain::Number(n), Plain::Quantity(q)) => q.checked_mul_number(*n),
        (Arithmetic::Multiply, ..) => return Err(Unknown::WrongType),
        _ => {
            let (Some(a), Some(b)) = (quantity(a), quantity(b)) else { return Err(Unknown::WrongType) };
            if operator == Arithmetic::Add { a.checked_add(b) } else { a.checked_sub(b) }
        }
    };
    result.map(Value::Quantity).ok_or(Unknown::Overflow)
}

fn join<'a>(machine: &Machine<'a>, a: &str, b: &str) -> Result<Value<'a>, Unknown> {
    let length = a.len() + b.len();
    machine.world.spend_on_bytes(length)?;
    if length > limit::TEXT {
        return Err(Unknown::SizeLimit);
    }
    Ok(Value::from([a, b].concat()))
}

fn concatenate<'a>(machine: &Machine<'a>, a: &Value<'a>, b: &Value<'a>) -> Result<Value<'a>, Unknown> {
    if let Some(chain) = chain(a, b) {
        return Ok(Value::Chain(chain));
    }
    let mut elements = Vec::new();
    for element in a.elements()?.chain(b.elements()?) {
        machine.world.spend(1)?;
        if elements.len() >= limit::LIST {
            return Err(Unknown::SizeLimit);
        }
        elements.push(element);
    }
    Ok(Value::List(elements.into()))
}

/// Lists of one document, and of one type, after one another without a copy.
fn chain<'a>(a: &Value<'a>, b: &Value<'a>) -> Option<Chain<'a>> {
    let Value::Node(second, second_accepts) = b else { return None };
    if second.kind() != Kind::List {
        return None;
    }
    let (lists, element) = match a {
        Value::Node(first, accepts) if first.kind() == Kind::List => {
            ([Some(*first), Some(*second), None], accepts.element())
        }
        Value::Chain(chain) if chain.list(1).is_some() && chain.list(2).is_none() => {
            ([chain.list(0), chain.list(1), Some(*second)], chain.element())
        }
        _ => return None,
    };
    let one_document = lists.iter().flatten().all(|list| std::ptr::eq(list.document(), second.document()));
    (one_document && element == second_accepts.element()).then(|| Chain::new(second.document(), lists, element))
}
