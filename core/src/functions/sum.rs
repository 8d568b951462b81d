//! `sum`

use super::shapes::LIST;
use super::{Function, gives};
use crate::eval::{Unknown, Value, World};
use kubelaw_lang::values::{Duration, Quantity};
use kubelaw_lang::vocabulary::{Shape, Signature};

pub(super) const FUNCTION: Function = Function {
    signature: Signature {
        name: "sum",
        parameters: &[("list", LIST)],
        result: Shape::Variable,
        literal: None,
        summary: "The sum of the elements of a list: integers, numbers, quantities or durations.",
    },
    call,
    docs: "The sum of an empty list is zero.",
    examples: &[
        gives("[1, 2, 3].sum()", "6"),
        gives("sum([500m, 1.5])", "2"),
        gives("sum([1Gi, 1024Mi])", "2Gi"),
        gives("sum([])", "0"),
    ],
};

fn call<'a>(world: &World<'a>, arguments: &[Value<'a>]) -> Result<Value<'a>, Unknown> {
    let [list] = arguments else { return Err(Unknown::WrongType) };
    let mut total: Option<Number> = None;
    for element in list.elements()? {
        world.spend(1)?;
        let element = Number::of(&element)?;
        total = Some(match total {
            None => element,
            Some(total) => total.plus(element)?,
        });
    }
    Ok(match total {
        None => Value::Int(0),
        Some(Number::Int(value)) => Value::Int(value),
        Some(Number::Float(value)) => Value::Number(value),
        Some(Number::Quantity(value)) => Value::Quantity(value),
        Some(Number::Duration(value)) => Value::Duration(value),
    })
}

/// What can be added up.
enum Number {
    Int(i64),
    Float(f64),
    Quantity(Quantity),
    Duration(Duration),
}

impl Number {
    fn of(value: &Value<'_>) -> Result<Self, Unknown> {
        let int = || value.int().map(Self::Int);
        let float = |_| value.number().map(Self::Float);
        let duration = |_| value.duration().map(Self::Duration);
        int().or_else(float).or_else(duration).or_else(|_| value.quantity().map(Self::Quantity))
    }

    fn plus(self, other: Self) -> Result<Self, Unknown> {
        let sum = match (self, other) {
            (Self::Int(a), Self::Int(b)) => a.checked_add(b).map(Self::Int),
            (Self::Duration(a), Self::Duration(b)) => a.checked_add(b).map(Self::Duration),
            (Self::Duration(_), _) | (_, Self::Duration(_)) => return Err(Unknown::WrongType),
            (a @ Self::Quantity(_), b) | (a, b @ Self::Quantity(_)) => {
                a.quantity().zip(b.quantity()).and_then(|(a, b)| a.checked_add(b)).map(Self::Quantity)
            }
            (a, b) => Some(a.float() + b.float()).filter(|sum| sum.is_finite()).map(Self::Float),
        };
        sum.ok_or(Unknown::Overflow)
    }

    fn quantity(&self) -> Option<Quantity> {
        match self {
            Self::Int(value) => Some(Quantity::from(*value)),
            Self::Float(value) => Quantity::from_number(*value),
            Self::Quantity(value) => Some(*value),
            Self::Duration(_) => None,
        }
    }

    fn float(&self) -> f64 {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "an integer beside a number is a number")]
            Self::Int(value) => *value as f64,
            Self::Float(value) => *value,
            Self::Quantity(_) | Self::Duration(_) => f64::NAN,
        }
    }
}
