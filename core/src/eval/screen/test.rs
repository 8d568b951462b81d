//! Tests of a value: what an atom asks of what stands at its place.

use crate::document::Value as Scalar;
use crate::eval::accepts::Accepts;
use crate::eval::truth::Truth;
use crate::eval::unknown::Unknown;
use crate::eval::value::Value;
use crate::eval::world::World;
use crate::eval::{call, compare, membership};
use crate::plan::Plan;
use crate::plan::op::ConstantId;
use kubelaw_lang::ir::Comparison;

/// A question about a value that is there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Test {
    /// Whether it is the bool `true`.
    Holds,
    /// Whether it is valid for a place that accepts this.
    Valid(Accepts),
    Equal(ConstantId),
    /// Whether it is one of constant strings, by their number in [`Plan::texts`].
    Texts(u32),
    /// Whether it is an element of a constant list.
    Member(ConstantId),
    /// Whether a constant is an element of it.
    Contains(ConstantId),
    Ordered(Comparison, ConstantId),
    /// As [`Test::Ordered`], the constant first.
    OrderedAfter(Comparison, ConstantId),
    Matches(ConstantId),
    /// A built-in with constant arguments but for one, which is the value.
    Call(u32, Box<[Option<ConstantId>]>),
    /// A test of what a built-in makes of the value; it makes something of whatever fits.
    Of(u32, Box<Self>),
}

impl Test {
    /// Asks of a value; an error where evaluation would be unknown.
    pub(super) fn holds<'a>(&self, plan: &'a Plan, world: &World<'a>, value: &Value<'a>) -> Truth {
        let constant = |id: &ConstantId| plan.constant(*id);
        match self {
            Self::Holds => value.boolean(),
            Self::Valid(accepts) => match value {
                Value::Node(node, _) => Value::Node(*node, accepts).valid(),
                value => value.valid(),
            },
            Self::Equal(other) => equal(value, constant(other)),
            Self::Texts(texts) => membership::member_of_texts(value, plan.texts(*texts)),
            Self::Member(list) => membership::member(world, value, constant(list)),
            Self::Contains(element) => membership::member(world, constant(element), value),
            Self::Ordered(comparison, other) => compare::ordered(*comparison, value, constant(other)),
            Self::OrderedAfter(comparison, other) => compare::ordered(*comparison, constant(other), value),
            Self::Matches(regex) => constant(regex).regex()?.is_match(value.text()?).ok_or(Unknown::SizeLimit),
            Self::Call(builtin, arguments) => {
                let builtin = plan.builtin(*builtin).ok_or(Unknown::Missing)?;
                call::require_usable(value)?;
                let of = |argument: &Option<ConstantId>| argument.map_or(value.clone(), |id| plan.constant(id).clone());
                // Most have one argument beside the value, which needs no allocation.
                let result = match &**arguments {
                    [one, two] => (builtin.run)(world, &[of(one), of(two)]),
                    others => (builtin.run)(world, &others.iter().map(of).collect::<Vec<_>>()),
                };
                result?.boolean()
            }
            Self::Of(builtin, test) => {
                let builtin = plan.builtin(*builtin).ok_or(Unknown::Missing)?;
                if !value.is_missing() {
                    call::require_usable(value)?;
                }
                test.holds(plan, world, &(builtin.run)(world, std::slice::from_ref(value))?)
            }
        }
    }

    /// Whether it takes long enough to be put only to what passed all other tests, where there is much to be tested.
    pub(super) const fn takes_long(&self) -> bool {
        matches!(self, Self::Matches(_) | Self::Call(..))
    }
}

/// `==`, the common cases first.
fn equal(value: &Value<'_>, constant: &Value<'_>) -> Truth {
    let Value::Node(node, _) = value else { return compare::equal(value, constant) };
    match (node.value(), constant) {
        (Scalar::Bool(value), Value::Bool(constant)) => Ok(value == *constant),
        (Scalar::String(text), Value::OwnedText(constant)) if value.text().is_ok() => Ok(text == &**constant),
        _ => compare::equal(value, constant),
    }
}
