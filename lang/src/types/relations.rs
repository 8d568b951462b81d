//! Unions, comparability and assignability of types.

use super::{Base, Type};

impl Type {
    /// The type of a value that is one or the other. An integer literal beside a number or quantity becomes that.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        let mut members: Vec<Base> = Vec::with_capacity(self.members.len() + other.members.len());
        for base in self.members.iter().chain(&other.members) {
            merge(&mut members, base);
        }
        let numeric = |m: &Base| matches!(m, Base::Int | Base::Number | Base::Quantity);
        if members.iter().any(numeric) {
            members.retain(|m| *m != Base::IntLiteral);
        }
        Self::of_members(members, self.optional || other.optional)
    }

    /// The type of the elements of lists, or the alternative that has none.
    pub(crate) fn elements(&self) -> Result<Self, &Base> {
        let mut elements = Self::default();
        for member in &self.members {
            match member {
                Base::List(inner) => elements = elements.union(inner),
                Base::Dyn => elements = elements.union(&Self::of(Base::Dyn)),
                other => return Err(other),
            }
        }
        Ok(elements)
    }

    /// Whether some value of the one can equal some value of the other.
    pub(crate) fn comparable(&self, other: &Self) -> bool {
        self.members.is_empty()
            || other.members.is_empty()
            || self.members.iter().any(|a| other.members.iter().any(|b| a.comparable(b)))
    }

    /// Whether some value of this type may stand where one of `wanted` does.
    pub(crate) fn may_be(&self, wanted: &Self) -> bool {
        self.fits(wanted) || self.comparable(wanted)
    }

    /// Whether every value of this type is a value of `wanted`, not looking at missing ones.
    #[must_use]
    pub fn fits(&self, wanted: &Self) -> bool {
        self.members.iter().all(|m| wanted.members.iter().any(|w| m.fits(w)))
    }
}

/// Adds `base`, merging lists with lists and maps with maps so that a union stays small.
fn merge(members: &mut Vec<Base>, base: &Base) {
    for member in members.iter_mut() {
        match (&mut *member, base) {
            (Base::List(a), Base::List(b)) | (Base::Map(a), Base::Map(b)) => {
                **a = a.union(b);
                return;
            }
            _ => {}
        }
    }
    members.push(base.clone());
}

impl Base {
    /// Whether a value of the one can equal a value of the other.
    pub(crate) fn comparable(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Dyn, _) | (_, Self::Dyn) => true,
            (Self::IntLiteral, Self::Int | Self::Number | Self::Quantity)
            | (Self::Int | Self::Number | Self::Quantity, Self::IntLiteral)
            | (Self::Int, Self::Number)
            | (Self::Number, Self::Int)
            | (Self::String, Self::Image)
            | (Self::Image, Self::String) => true,
            (Self::List(a), Self::List(b)) | (Self::Map(a), Self::Map(b)) => a.comparable(b),
            (
                Self::Record(_) | Self::Selector(_),
                Self::Map(_) | Self::Struct(_) | Self::Record(_) | Self::Selector(_),
            )
            | (Self::Map(_) | Self::Struct(_), Self::Record(_) | Self::Selector(_)) => true,
            (Self::Struct(_), Self::Struct(_) | Self::Map(_)) | (Self::Map(_), Self::Struct(_)) => true,
            _ => self == other,
        }
    }

    /// Whether every value of this alternative is one of `wanted`.
    #[must_use]
    pub fn fits(&self, wanted: &Self) -> bool {
        match (self, wanted) {
            (_, Self::Dyn) | (Self::Dyn, _) => true,
            (Self::IntLiteral, Self::Int | Self::Number | Self::Quantity) | (Self::Int, Self::Number) => true,
            (Self::List(a), Self::List(b)) | (Self::Map(a), Self::Map(b)) => {
                a.fits(b) && (!a.optional || b.optional || matches!(self, Self::Map(_)))
            }
            (Self::Struct(have), Self::Struct(want)) => want.iter().all(|(name, ty)| {
                have.iter()
                    .find(|(n, _)| n == name)
                    .map_or(ty.optional, |(_, h)| h.fits(ty) && (!h.optional || ty.optional))
            }),
            (Self::Struct(have), Self::Map(value)) => have.iter().all(|(_, h)| h.fits(value)),
            (Self::Selector(_), Self::Selector(_)) => true,
            (Self::Map(value), Self::Selector(_)) => value.fits(&Type::of(Self::String)),
            (Self::Struct(fields), Self::Selector(_)) => fields.is_empty(),
            _ => self == wanted,
        }
    }

    /// Whether values of the alternative have an order.
    pub(crate) fn is_ordered(&self) -> bool {
        self.is_numeric() || matches!(self, Self::String | Self::Version | Self::Duration | Self::Dyn)
    }

    /// Whether the alternative is a number of some kind.
    pub(crate) fn is_numeric(&self) -> bool {
        matches!(self, Self::IntLiteral | Self::Int | Self::Number | Self::Quantity)
    }

    /// Whether a value of the one can be ordered against a value of the other.
    pub(crate) fn orderable(&self, other: &Self) -> bool {
        matches!(self, Self::Dyn) && other.is_ordered()
            || matches!(other, Self::Dyn) && self.is_ordered()
            || self.is_ordered() && other.is_ordered() && self.comparable(other)
    }
}
