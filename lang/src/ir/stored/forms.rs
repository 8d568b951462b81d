//! How each part of a program is written and read: the fields in their order, a choice behind its number.

use super::{Reader, Writer};
use crate::ir::{
    Arithmetic, Attributes, Binding, Check, Comparison, Constant, Expr, ExprKind, Fix, Global, MessagePart, Operation,
    Param, Rule, Severity, Slot, Statement,
};
use crate::span::Span;
use crate::syntax::ast::{CheckKind, Quantifier};
use crate::types::{Base, SelectorId, Type};
use crate::vocabulary::Kinds;
use std::sync::Arc;

/// What can be written and read.
pub(super) trait Form: Sized {
    fn write(&self, to: &mut Writer);
    fn read(from: &mut Reader<'_>) -> Option<Self>;
}

/// A struct is its fields.
macro_rules! fields {
    ($($name:ident { $($field:ident),* })*) => { $(
        impl Form for $name {
            fn write(&self, to: &mut Writer) {
                let Self { $($field),* } = self;
                $($field.write(to);)*
            }

            fn read(from: &mut Reader<'_>) -> Option<Self> {
                Some(Self { $($field: Form::read(from)?),* })
            }
        }
    )* };
}

/// An enum is the number of its variant, then what that holds.
macro_rules! choice {
    ($name:ident { $($number:literal $variant:ident $(($($part:ident),*))? $({$($field:ident),*})?,)* }) => {
        impl Form for $name {
            fn write(&self, to: &mut Writer) {
                match self {
                    $(Self::$variant $(($($part),*))? $({$($field),*})? => {
                        to.number($number);
                        $($($part.write(to);)*)?
                        $($($field.write(to);)*)?
                    })*
                }
            }

            fn read(from: &mut Reader<'_>) -> Option<Self> {
                Some(match from.number()? {
                    $($number => {
                        $($(let $part = Form::read(from)?;)*)?
                        $($(let $field = Form::read(from)?;)*)?
                        Self::$variant $(($($part),*))? $({$($field),*})?
                    })*
                    _ => return None,
                })
            }
        }
    };
}

/// A number of fewer bits than are read is refused where it has more.
macro_rules! number {
    ($($name:ident)*) => { $(
        impl Form for $name {
            fn write(&self, to: &mut Writer) {
                to.number(u64::from(*self));
            }

            fn read(from: &mut Reader<'_>) -> Option<Self> {
                Self::try_from(from.number()?).ok()
            }
        }
    )* };
}

/// A number with a meaning is that number.
macro_rules! wrapper {
    ($($name:ident)*) => { $(
        impl Form for $name {
            fn write(&self, to: &mut Writer) {
                self.0.write(to);
            }

            fn read(from: &mut Reader<'_>) -> Option<Self> {
                Form::read(from).map(Self)
            }
        }
    )* };
}

number! { u16 u32 u64 }
wrapper! { Slot SelectorId }

fields! {
    Expr { kind, ty }
    Binding { slot, ty, set, condition }
    Param { name, ty, default, doc, span }
    Rule { id, doc, attributes, scope, body, closed_world, needs_request, slots, span }
    Attributes { severity, layer, tier, controls, urls, since, until, operations, renamed_from }
    Check { kind, condition, message, at, fixes, variables, span }
    Span { start, end }
}

choice! { ExprKind {
    0 Constant(value),
    1 Param(number),
    2 Variable(slot),
    3 Global(name),
    4 Objects(kinds),
    5 Field(of, name),
    6 View(of, name),
    7 Item(of, index),
    8 Index(of, key),
    9 Old(of),
    10 Call(name, arguments),
    11 Has(of),
    12 Valid(of),
    13 Not(of),
    14 And(left, right),
    15 Or(left, right),
    16 If(condition, then, otherwise),
    17 Equal(left, right),
    18 In(element, set),
    19 Compare(how, left, right),
    20 Matches(text, pattern),
    21 Coalesce(left, right),
    22 Arithmetic(how, left, right),
    23 List(elements),
    24 Record(entries),
    25 Comprehension { scope, element, flatten },
    26 Quantifier(which, scope, condition),
} }

choice! { Constant {
    0 Bool(value),
    1 Int(value),
    2 Number(bits),
    3 String(text),
    4 Quantity(text),
    5 Version(text),
    6 Regex(text),
    7 List(elements),
    8 Record(entries),
} }

choice! { Base {
    0 Bool,
    1 IntLiteral,
    2 Int,
    3 Number,
    4 String,
    5 Quantity,
    6 Image,
    7 Regex,
    8 Version,
    9 Duration,
    10 Cidr,
    11 Selector(meaning),
    12 Dyn,
    13 List(element),
    14 Map(value),
    15 Record(record),
    16 Struct(fields),
} }

choice! { Kinds { 0 All, 1 Of(kinds), } }
choice! { Statement { 0 For(scope, body), 1 Check(check), } }
choice! { MessagePart { 0 Text(text), 1 Value(value), } }
choice! { Fix { 0 Set(path, value), 1 Remove(path), 2 Append(path, value), } }
choice! { Global { 0 Kubernetes, 1 Inventory, 2 Request, } }
choice! { Comparison { 0 Less, 1 LessEqual, 2 Greater, 3 GreaterEqual, } }
choice! { Arithmetic { 0 Add, 1 Subtract, 2 Multiply, } }
choice! { CheckKind { 0 Require, 1 Forbid, } }
choice! { Quantifier { 0 Any, 1 All, 2 One, } }
choice! { Severity { 0 Info, 1 Low, 2 Medium, 3 High, 4 Critical, } }
choice! { Operation { 0 Create, 1 Update, 2 Delete, 3 Connect, } }

impl Form for Type {
    fn write(&self, to: &mut Writer) {
        let Self { members, optional } = self;
        members.write(to);
        optional.write(to);
    }

    fn read(from: &mut Reader<'_>) -> Option<Self> {
        let mut members = Vec::<Base>::read(from)?;
        // Records that are numbered anew may stand in another order.
        members.sort_unstable();
        Some(Self { members, optional: Form::read(from)? })
    }
}

impl Form for Arc<str> {
    fn write(&self, to: &mut Writer) {
        to.text(self);
    }

    fn read(from: &mut Reader<'_>) -> Option<Self> {
        from.text()
    }
}

/// Whatever holds its like does so in a list.
impl<T: Form> Form for Vec<T> {
    fn write(&self, to: &mut Writer) {
        to.number(self.len() as u64);
        for element in self {
            element.write(to);
        }
    }

    fn read(from: &mut Reader<'_>) -> Option<Self> {
        let count = from.count()?;
        from.deeper(|from| (0..count).map(|_| T::read(from)).collect())
    }
}

impl<T: Form> Form for Option<T> {
    fn write(&self, to: &mut Writer) {
        self.is_some().write(to);
        if let Some(value) = self {
            value.write(to);
        }
    }

    fn read(from: &mut Reader<'_>) -> Option<Self> {
        if bool::read(from)? { T::read(from).map(Some) } else { Some(None) }
    }
}

impl<T: Form> Form for Box<T> {
    fn write(&self, to: &mut Writer) {
        (**self).write(to);
    }

    fn read(from: &mut Reader<'_>) -> Option<Self> {
        T::read(from).map(Self::new)
    }
}

impl<A: Form, B: Form> Form for (A, B) {
    fn write(&self, to: &mut Writer) {
        self.0.write(to);
        self.1.write(to);
    }

    fn read(from: &mut Reader<'_>) -> Option<Self> {
        Some((A::read(from)?, B::read(from)?))
    }
}

impl Form for bool {
    fn write(&self, to: &mut Writer) {
        to.number((*self).into());
    }

    fn read(from: &mut Reader<'_>) -> Option<Self> {
        match from.number()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

/// Small negative numbers are small ones, too.
impl Form for i64 {
    fn write(&self, to: &mut Writer) {
        to.number(((self << 1) ^ (self >> 63)).cast_unsigned());
    }

    fn read(from: &mut Reader<'_>) -> Option<Self> {
        let number = from.number()?;
        Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }
}
