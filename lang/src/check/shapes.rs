//! Shapes: what built-ins take and give, as types.

use crate::types::{Base, Type};
use crate::vocabulary::{Shape, Simple};
use std::sync::Arc;

/// Whether a value of the type may be passed where the shape is asked for; binds the type variable.
pub(super) fn admits(shape: &Shape, ty: &Type, variable: &mut Option<Type>) -> bool {
    match shape {
        Shape::Any => true,
        Shape::Optional(inner) => admits(inner, ty, variable),
        Shape::Variable => {
            let known = variable.take().unwrap_or_default();
            *variable = Some(known.union(&ty.clone().present()));
            true
        }
        Shape::OneOf(shapes) => ty.members.iter().all(|member| {
            let one = Type::of(member.clone());
            shapes.iter().any(|s| admits(s, &one, variable))
        }),
        Shape::List(element) => ty.members.iter().all(|m| match m {
            Base::List(inner) => admits(element, inner, variable),
            other => *other == Base::Dyn && admits(element, &Type::of(Base::Dyn), variable),
        }),
        Shape::Map(value) => ty.members.iter().all(|m| match m {
            Base::Map(inner) => admits(value, inner, variable),
            Base::Struct(fields) => fields.iter().all(|(_, t)| admits(value, t, variable)),
            // What is in a selector is read as it is written, by what takes any map.
            Base::Selector(_) if **value == Shape::Variable => admits(value, &Type::of(Base::Dyn), variable),
            other => *other == Base::Dyn && admits(value, &Type::of(Base::Dyn), variable),
        }),
        Shape::Is(simple) => ty.members.iter().all(|m| is_simple(m, *simple)),
        Shape::Entry => false,
    }
}

fn is_simple(base: &Base, simple: Simple) -> bool {
    match (simple, base) {
        (_, Base::Dyn)
        | (Simple::Int | Simple::Number | Simple::Quantity, Base::IntLiteral)
        | (Simple::Number, Base::Int)
        | (Simple::Selector, Base::Selector(_) | Base::Map(_))
        | (Simple::Record, Base::Record(_) | Base::Struct(_) | Base::Selector(_)) => true,
        (Simple::Selector, Base::Struct(fields)) => fields.is_empty(),
        (Simple::Selector | Simple::Record | Simple::Dyn, _) => false,
        (other, base) => *base == simple_base(other),
    }
}

fn simple_base(simple: Simple) -> Base {
    match simple {
        Simple::Bool => Base::Bool,
        Simple::Int => Base::Int,
        Simple::Number => Base::Number,
        Simple::String => Base::String,
        Simple::Quantity => Base::Quantity,
        Simple::Image => Base::Image,
        Simple::Regex => Base::Regex,
        Simple::Version => Base::Version,
        Simple::Duration => Base::Duration,
        Simple::Cidr => Base::Cidr,
        Simple::Selector | Simple::Record | Simple::Dyn => Base::Dyn,
    }
}

pub(super) fn result_type(shape: &Shape, variable: &Type) -> Type {
    match shape {
        Shape::Is(simple) => Type::of(simple_base(*simple)),
        Shape::Any => Type::of(Base::Dyn),
        Shape::Variable => variable.clone(),
        Shape::Optional(inner) => result_type(inner, variable).optional(),
        Shape::List(element) => Type::list(result_type(element, variable)),
        Shape::Map(value) => Type::map(result_type(value, variable)),
        Shape::OneOf(shapes) => shapes.iter().fold(Type::default(), |ty, s| ty.union(&result_type(s, variable))),
        Shape::Entry => Type::of(Base::Struct(vec![
            (Arc::from("key"), Type::of(Base::String)),
            (Arc::from("value"), variable.clone()),
        ])),
    }
}

/// What people call a shape.
pub(super) fn shape_name(shape: &Shape) -> String {
    match shape {
        Shape::Any | Shape::Variable => "any value".to_owned(),
        Shape::Optional(inner) => shape_name(inner),
        Shape::List(Shape::Any | Shape::Variable) => "a list".to_owned(),
        Shape::List(element) => format!("a list of {}", shape_name(element)),
        Shape::Map(_) => "a map".to_owned(),
        Shape::Entry => "an entry".to_owned(),
        Shape::OneOf(shapes) => shapes.iter().map(shape_name).collect::<Vec<_>>().join(" or "),
        Shape::Is(simple) => match simple {
            Simple::Bool => "a bool",
            Simple::Int => "an int",
            Simple::Number => "a number",
            Simple::String => "a string",
            Simple::Quantity => "a quantity",
            Simple::Image => "an image",
            Simple::Regex => "a regular expression",
            Simple::Version => "a version",
            Simple::Duration => "a duration",
            Simple::Cidr => "a cidr",
            Simple::Selector => "a selector",
            Simple::Record => "a record",
            Simple::Dyn => "any value",
        }
        .to_owned(),
    }
}
