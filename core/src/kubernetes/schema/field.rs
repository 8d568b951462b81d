//! What the schema says of a field: its type, whether it must be there, where it exists.

use super::RecordId;
use crate::document::Kind;

/// The type of a field, as laws see it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum FieldType {
    /// `true` or `false`.
    Bool,
    /// A whole number of at most 64 bits.
    Int,
    /// A whole number of at most 32 bits.
    Int32,
    /// A floating-point number.
    Number,
    /// A string.
    String,
    /// A resource quantity: `500m`, `2Gi`, or a plain number.
    Quantity,
    /// A whole number or a string (a port name, a percentage).
    IntOrString,
    /// A string in base64.
    Bytes,
    /// A string that is a time of RFC 3339.
    Time,
    /// A string that is an image reference.
    Image,
    /// A label selector, with what this field means by missing and empty.
    Selector(Selector),
    /// Anything: the schema does not say.
    Any,
    /// A list.
    List(Box<FieldType>),
    /// A map.
    Map(Box<FieldType>),
    /// A record.
    Record(RecordId),
}

/// What the values in a value are by its type.
pub(in crate::kubernetes) enum Inside<'t> {
    /// Fields of a record.
    Record(RecordId),
    /// Elements of a list or values of a map, all of this type.
    Elements(&'t FieldType),
    /// It has none, or is of another type.
    Nothing,
}

impl FieldType {
    /// What is in a value of this type and of a kind.
    pub(in crate::kubernetes) fn inside(&self, kind: Kind) -> Inside<'_> {
        match (kind, self) {
            (Kind::Map, Self::Record(record)) => Inside::Record(*record),
            (Kind::Map, Self::Selector(selector)) => match selector.form {
                SelectorForm::Labels => Inside::Elements(&Self::String),
                SelectorForm::LabelSelector(record) => Inside::Record(record),
            },
            (Kind::Map, Self::Map(element)) | (Kind::List, Self::List(element)) => Inside::Elements(element),
            _ => Inside::Nothing,
        }
    }
}

/// A label selector field. One struct serves all forms, so that matching is written once.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Selector {
    /// How the selector is written.
    pub form: SelectorForm,
    /// What it selects where the field is missing.
    pub missing: Selects,
    /// What it selects where the field is there and empty.
    pub empty: Selects,
}

/// How a selector is written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SelectorForm {
    /// A map of labels, all of which must be present (of Services).
    Labels,
    /// A record with `matchLabels` and `matchExpressions`.
    LabelSelector(RecordId),
}

/// What a selector without requirements selects.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Selects {
    /// Nothing.
    Nothing,
    /// Every object that the field is about.
    Everything,
}

/// A set of Kubernetes releases out of those of the schema table.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Releases {
    pub(super) bits: u8,
}

impl Releases {
    /// The minor version of the first release in the table.
    pub const FIRST: u32 = 30;
    /// The minor version of the last release in the table.
    pub const LAST: u32 = 37;
    /// Every release of the table.
    pub const ALL: Self = Self { bits: u8::MAX };

    /// What Kubernetes 1.`minor` is taken for, in words for its user, where the table does not have it.
    pub fn instead_of(minor: u64) -> Option<String> {
        let (first, last) = (Self::FIRST, Self::LAST);
        let taken = minor.clamp(first.into(), last.into());
        let message = || {
            format!(
                "kubelaw knows Kubernetes 1.{first} to 1.{last}: 1.{minor} is taken to have the kinds and fields of 1.{taken}; \
                 name 1.{taken} instead if that will do"
            )
        };
        (taken != minor).then(message)
    }

    /// Whether Kubernetes 1.`minor` is among them. Releases before or after the table are taken as its first or last.
    pub fn contains(self, minor: u32) -> bool {
        let bit = minor.clamp(Self::FIRST, Self::LAST) - Self::FIRST;
        self.bits & (1 << bit) != 0
    }

    /// Whether no release of the table is among them: what was removed before its first.
    pub fn is_empty(self) -> bool {
        self.bits == 0
    }

    /// The minor version of the first release of the set, if later ones of the table came before it.
    pub fn since(self) -> Option<u32> {
        (self.bits & 1 == 0 && self.bits != 0).then(|| Self::FIRST + self.bits.trailing_zeros())
    }

    /// The minor version of the first release after the set, if the table has one.
    pub fn until(self) -> Option<u32> {
        let zeros = self.bits.leading_zeros();
        (zeros != 0 && self.bits != 0).then(|| Self::LAST + 1 - zeros)
    }
}

/// A field of a record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldInfo<'s> {
    /// Its name.
    pub name: &'s str,
    /// Its type.
    pub ty: FieldType,
    /// Whether a valid object always has it where it has the record.
    pub required: bool,
    /// The releases whose record has it.
    pub releases: Releases,
    /// The strings that it may hold; empty where any string may.
    pub enumeration: Vec<&'s str>,
}
