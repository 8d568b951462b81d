//! The shapes that several signatures share.

use kubelaw_lang::vocabulary::{Shape, Simple};

pub(super) const BOOL: Shape = Shape::Is(Simple::Bool);
pub(super) const INT: Shape = Shape::Is(Simple::Int);
pub(super) const STRING: Shape = Shape::Is(Simple::String);
pub(super) const STRINGS: Shape = Shape::List(&STRING);
pub(super) const CIDR: Shape = Shape::Is(Simple::Cidr);
pub(super) const RECORD: Shape = Shape::Is(Simple::Record);
pub(super) const SELECTOR: Shape = Shape::Is(Simple::Selector);
pub(super) const ANY_LIST: Shape = Shape::List(&Shape::Any);
pub(super) const ANY_MAP: Shape = Shape::Map(&Shape::Any);
pub(super) const LIST: Shape = Shape::List(&Shape::Variable);
pub(super) const MAYBE_ELEMENT: Shape = Shape::Optional(&Shape::Variable);
pub(super) const MAYBE_STRING: Shape = Shape::Optional(&STRING);
