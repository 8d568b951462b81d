//! Values as operations compare them: read from their places under their types.

use super::accepts::{Accepts, KindBits};
use super::unknown::Unknown;
use super::value::Value;
use crate::document::{NodeRef, Value as Scalar, order_mixed};
use crate::kubernetes::cidr;
use kubelaw_lang::values::{Duration, Quantity, Version};
use std::cmp::Ordering;
use std::sync::Arc;

/// A value that was read.
#[derive(Debug)]
pub(super) enum Plain<'v> {
    Bool(bool),
    Int(i64),
    Number(f64),
    /// A string, and what its type allows to read it as when the other operand asks for it.
    Text(&'v str, KindBits),
    Quantity(Quantity),
    Version(Arc<Version>),
    Duration(Duration),
    Cidr(ipnet::IpNet),
    Regex(&'v str),
    List,
    Map,
}

/// What a value is. A missing one has none.
pub(super) fn read<'v>(value: &'v Value<'_>) -> Result<Plain<'v>, Unknown> {
    Ok(match value {
        Value::Missing => return Err(Unknown::Missing),
        Value::Unknown(reason) => return Err(*reason),
        Value::Bool(value) => Plain::Bool(*value),
        Value::Int(value) => Plain::Int(*value),
        Value::Number(value) => Plain::Number(*value),
        Value::Text(text) | Value::Part(text, _) => Plain::Text(text, KindBits::STRING),
        Value::OwnedText(text) => Plain::Text(text, KindBits::STRING),
        Value::Quantity(value) => Plain::Quantity(*value),
        Value::Version(value) => Plain::Version(value.clone()),
        Value::Duration(value) => Plain::Duration(*value),
        Value::Cidr(value) => Plain::Cidr(*value),
        Value::Regex(value) => Plain::Regex(value.as_str()),
        Value::Node(node, accepts) => return read_node(*node, accepts),
        Value::Selector(..) | Value::Object(..) | Value::Map(_) => Plain::Map,
        Value::Chain(_) | Value::Objects(_) | Value::List(_) => Plain::List,
    })
}

fn read_node<'v>(node: NodeRef<'v>, accepts: &Accepts) -> Result<Plain<'v>, Unknown> {
    let kinds = accepts.kinds;
    let any = |wanted: KindBits| kinds.intersects(wanted | KindBits::DYN);
    let read = match node.value() {
        Scalar::Bool(value) if any(KindBits::BOOL) => Plain::Bool(value),
        Scalar::Int(value) if any(KindBits::INT | KindBits::NUMBER | KindBits::QUANTITY) => Plain::Int(value),
        Scalar::Float(value) if any(KindBits::NUMBER) => Plain::Number(value),
        Scalar::Float(value) if kinds.contains(KindBits::QUANTITY) => {
            Plain::Quantity(Quantity::from_number(value).ok_or(Unknown::WrongType)?)
        }
        Scalar::String(text) if any(KindBits::STRING | KindBits::IMAGE) => Plain::Text(text, kinds),
        Scalar::String(text) => return read_text(text, kinds).ok_or(Unknown::WrongType),
        Scalar::List if any(KindBits::LIST) => Plain::List,
        Scalar::Map if any(KindBits::MAP) => Plain::Map,
        _ => return Err(Unknown::WrongType),
    };
    Ok(read)
}

fn read_text<'v>(text: &str, kinds: KindBits) -> Option<Plain<'v>> {
    let quantity = || Quantity::parse_field(text).map(Plain::Quantity);
    let version = || Version::parse(text).map(|version| Plain::Version(Arc::new(version)));
    let duration = || Duration::parse(text).map(Plain::Duration);
    let network = || cidr::parse(text).map(Plain::Cidr);
    let when = |kind: KindBits| kinds.contains(kind).then_some(());
    when(KindBits::QUANTITY)
        .and_then(|()| quantity())
        .or_else(|| when(KindBits::VERSION).and_then(|()| version()))
        .or_else(|| when(KindBits::DURATION).and_then(|()| duration()))
        .or_else(|| when(KindBits::CIDR).and_then(|()| network()))
}

/// What two values are, a string as what the other is.
pub(super) fn both<'v>(a: &'v Value<'_>, b: &'v Value<'_>) -> Result<(Plain<'v>, Plain<'v>), Unknown> {
    let (left, right) = (read(a)?, read(b)?);
    let left = meet(left, &right);
    let right = meet(right, &left);
    Ok((left, right))
}

/// Reads a string as what the other operand is, where the string's type allows it.
fn meet<'v>(one: Plain<'v>, other: &Plain<'_>) -> Plain<'v> {
    let Plain::Text(text, kinds) = one else { return one };
    let wanted = match other {
        Plain::Quantity(_) => KindBits::QUANTITY,
        Plain::Version(_) => KindBits::VERSION,
        Plain::Duration(_) => KindBits::DURATION,
        Plain::Cidr(_) => KindBits::CIDR,
        _ => return one,
    };
    if kinds.intersects(wanted | KindBits::DYN) { read_text(text, wanted).unwrap_or(one) } else { one }
}

/// The order of two values of one kind, or none where they have no order.
pub(super) fn order(a: &Plain<'_>, b: &Plain<'_>) -> Option<Ordering> {
    match (a, b) {
        (Plain::Int(a), Plain::Int(b)) => Some(a.cmp(b)),
        (Plain::Number(a), Plain::Number(b)) => a.partial_cmp(b),
        (Plain::Int(a), Plain::Number(b)) => (!b.is_nan()).then(|| order_mixed(*a, *b)),
        (Plain::Number(a), Plain::Int(b)) => (!a.is_nan()).then(|| order_mixed(*b, *a).reverse()),
        (Plain::Text(a, _), Plain::Text(b, _)) => Some(a.cmp(b)),
        (Plain::Version(a), Plain::Version(b)) => Some(a.cmp(b)),
        (Plain::Duration(a), Plain::Duration(b)) => Some(a.cmp(b)),
        (Plain::Quantity(_), _) | (_, Plain::Quantity(_)) => Some(quantity(a)?.cmp(&quantity(b)?)),
        _ => None,
    }
}

/// A number as a quantity.
pub(super) fn quantity(value: &Plain<'_>) -> Option<Quantity> {
    match value {
        Plain::Quantity(value) => Some(*value),
        Plain::Int(value) => Some(Quantity::from(*value)),
        Plain::Number(value) => Quantity::from_number(*value),
        _ => None,
    }
}
