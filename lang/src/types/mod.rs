//! The types of the language and how they relate.

mod display;
mod relations;

pub use display::describe;
pub(crate) use display::phrase;

use std::sync::Arc;

/// A record or kind of the vocabulary, by the vocabulary's own number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RecordId(pub u32);

/// A meaning of label selectors (what missing and empty select), by the vocabulary's own number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SelectorId(pub u16);

/// A type: one of several alternatives, possibly missing.
///
/// No alternative at all is the type of the elements of `[]`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Type {
    /// The alternatives, sorted, each once.
    pub members: Vec<Base>,
    /// Whether a value may be missing.
    pub optional: bool,
}

/// One alternative of a type.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Base {
    /// `true` and `false`.
    Bool,
    /// An integer literal, which may also stand for a number or a quantity.
    IntLiteral,
    /// A 64-bit integer.
    Int,
    /// A floating-point number.
    Number,
    /// A text.
    String,
    /// A Kubernetes quantity.
    Quantity,
    /// An image reference.
    Image,
    /// A regular expression.
    Regex,
    /// A version.
    Version,
    /// A duration.
    Duration,
    /// An IP network.
    Cidr,
    /// A label selector.
    Selector(SelectorId),
    /// Any value, looked at when the rule runs.
    Dyn,
    /// A list.
    List(Box<Type>),
    /// A map from texts.
    Map(Box<Type>),
    /// A record or kind of the vocabulary.
    Record(RecordId),
    /// A record spelled out in the law file.
    Struct(Vec<(Arc<str>, Type)>),
}

/// The alternatives that every domain has, by name.
pub(crate) static NAMED: [(&str, Base); 12] = [
    ("bool", Base::Bool),
    ("int", Base::Int),
    ("number", Base::Number),
    ("string", Base::String),
    ("quantity", Base::Quantity),
    ("image", Base::Image),
    ("regex", Base::Regex),
    ("version", Base::Version),
    ("duration", Base::Duration),
    ("cidr", Base::Cidr),
    ("dyn", Base::Dyn),
    ("selector", Base::Selector(SelectorId(0))),
];

impl Type {
    /// The type with this one alternative, never missing.
    #[must_use]
    pub fn of(base: Base) -> Self {
        Self { members: vec![base], optional: false }
    }

    /// The type of these alternatives, never missing.
    #[must_use]
    pub fn union_of(bases: impl IntoIterator<Item = Base>) -> Self {
        Self::of_members(bases.into_iter().collect(), false)
    }

    /// The type of these alternatives in any order, each any number of times.
    fn of_members(mut members: Vec<Base>, optional: bool) -> Self {
        members.sort_unstable();
        members.dedup();
        Self { members, optional }
    }

    /// A list of `element`; missing elements are skipped, so an element is never missing.
    #[must_use]
    pub fn list(element: Self) -> Self {
        Self::of(Base::List(Box::new(element.present())))
    }

    /// A map of `value`.
    #[must_use]
    pub fn map(value: Self) -> Self {
        Self::of(Base::Map(Box::new(value)))
    }

    /// The same, possibly missing.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// The same, never missing.
    #[must_use]
    pub fn present(mut self) -> Self {
        self.optional = false;
        self
    }

    /// Whether it is exactly this one alternative.
    #[must_use]
    pub fn is(&self, base: &Base) -> bool {
        self.members.as_slice() == std::slice::from_ref(base)
    }

    /// The type of the elements, where it is exactly a list.
    pub(crate) fn element(&self) -> Option<&Self> {
        match self.members.as_slice() {
            [Base::List(element)] => Some(element),
            _ => None,
        }
    }

    /// What all alternatives have of a sort, as the first has it.
    pub(crate) fn in_each<T>(&self, of: impl Fn(&Base) -> Option<T>) -> Option<T> {
        let mut all = self.members.iter().map(of);
        let first = all.next()??;
        all.all(|other| other.is_some()).then_some(first)
    }

    /// What all alternatives have alike.
    pub(crate) fn common<T: PartialEq>(&self, of: impl Fn(&Base) -> Option<T>) -> Option<T> {
        let mut all = self.members.iter().map(of);
        let first = all.next()??;
        all.all(|other| other.as_ref() == Some(&first)).then_some(first)
    }

    /// Whether a missing value of this type is empty instead: all alternatives are lists, maps or selectors.
    #[must_use]
    pub fn is_collection(&self) -> bool {
        !self.members.is_empty()
            && self.members.iter().all(|m| matches!(m, Base::List(_) | Base::Map(_) | Base::Selector(_)))
    }
}
