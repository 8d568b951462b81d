//! The planned form of an expression: names are symbols and numbers, built-ins are functions.

use crate::document::Symbol;
use kubelaw_lang::ir::{Arithmetic, Comparison};
use kubelaw_lang::syntax::ast::Quantifier;
use smallvec::{SmallVec, smallvec};

/// An expression of a plan.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct OpId(pub(crate) u32);

/// What the places of a plan accept, by number.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct AcceptsId(pub(crate) u32);

/// A constant of a plan.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct ConstantId(pub(crate) u32);

/// A field name, by its number in [`super::Plan::names`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct NameId(pub(crate) u32);

/// The scope of a quantifier or comprehension, by its number in [`super::Plan::scopes`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct ScopeId(pub(crate) u32);

/// A field: its name and its number in documents.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Field {
    pub(crate) name: NameId,
    pub(crate) symbol: Symbol,
}

/// The planned forms.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Op {
    Constant(ConstantId),
    Variable(u16),
    /// Whether other objects are known.
    Inventory,
    Request,
    /// A kind set, by its number in [`super::Plan::kinds`].
    Objects(u32),
    Field(OpId, Field),
    /// A view, by its number in [`super::Plan::views`].
    View(OpId, u32),
    Item(OpId, i64),
    Index(OpId, OpId),
    Old,
    /// A built-in, by its number in [`super::Plan::builtins`].
    Call(u32, Box<[OpId]>),
    Has(OpId),
    Valid(OpId),
    Not(OpId),
    /// At least two, none of them a conjunction itself.
    And(Box<[OpId]>),
    /// At least two, none of them a disjunction itself.
    Or(Box<[OpId]>),
    If(OpId, OpId, OpId),
    Equal(OpId, OpId),
    In(OpId, OpId),
    /// `in` a constant list of strings, sorted, by its number in [`super::Plan::texts`]; the list itself follows.
    InTexts(OpId, u32, OpId),
    Compare(Comparison, OpId, OpId),
    Matches(OpId, OpId),
    Coalesce(OpId, OpId),
    Arithmetic(Arithmetic, OpId, OpId),
    List(Box<[OpId]>),
    Record(Box<[(NameId, OpId)]>),
    Comprehension {
        scope: ScopeId,
        element: OpId,
        flatten: bool,
    },
    Quantifier(Quantifier, ScopeId, OpId),
}

impl Op {
    /// The expressions directly inside, without those of scopes.
    pub(crate) fn parts(&self) -> SmallVec<[OpId; 3]> {
        match self {
            Self::Constant(_) | Self::Variable(_) | Self::Inventory | Self::Request | Self::Objects(_) | Self::Old => {
                SmallVec::new()
            }
            Self::Field(a, _) | Self::View(a, _) | Self::Item(a, _) | Self::Has(a) | Self::Valid(a) | Self::Not(a) => {
                smallvec![*a]
            }
            Self::InTexts(a, _, b)
            | Self::Index(a, b)
            | Self::Equal(a, b)
            | Self::In(a, b)
            | Self::Compare(_, a, b)
            | Self::Matches(a, b)
            | Self::Coalesce(a, b)
            | Self::Arithmetic(_, a, b) => smallvec![*a, *b],
            Self::If(a, b, c) => smallvec![*a, *b, *c],
            Self::Call(_, parts) | Self::List(parts) | Self::And(parts) | Self::Or(parts) => {
                SmallVec::from_slice(parts)
            }
            Self::Record(entries) => entries.iter().map(|(_, part)| *part).collect(),
            Self::Comprehension { element, .. } => smallvec![*element],
            Self::Quantifier(_, _, body) => smallvec![*body],
        }
    }
}

/// A binding of a scope.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Binding {
    pub(crate) slot: u16,
    pub(crate) set: OpId,
    pub(crate) condition: Option<OpId>,
    /// What an index can answer of the condition, by its number in [`super::Plan::joins`].
    pub(crate) join: Option<u32>,
}

impl Binding {
    /// The expressions directly inside.
    pub(crate) fn parts(&self) -> impl Iterator<Item = OpId> {
        std::iter::once(self.set).chain(self.condition)
    }
}

/// What an expression depends on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Depends {
    /// The lowest 64 slots, a bit each; the last bit stands for all slots above.
    pub(crate) slots: u64,
    /// Whether it reads other objects.
    pub(crate) objects: bool,
    /// Whether it reads the request, the previous object, or whether there is an inventory.
    pub(crate) host: bool,
    /// Whether it looks at the Pods that some object makes.
    pub(crate) pods: bool,
}

impl Depends {
    /// On one slot.
    pub(crate) fn slot(slot: u16) -> Self {
        Self { slots: Self::bit(slot), ..Self::default() }
    }

    /// The bit of a slot.
    pub(crate) fn bit(slot: u16) -> u64 {
        1 << slot.min(63)
    }

    /// On what either depends.
    pub(crate) const fn or(self, other: Self) -> Self {
        Self {
            slots: self.slots | other.slots,
            objects: self.objects || other.objects,
            host: self.host || other.host,
            pods: self.pods || other.pods,
        }
    }

    /// Whether the value is the same everywhere.
    pub(crate) const fn is_constant(self) -> bool {
        self.slots == 0 && !self.objects && !self.host
    }

    /// Whether the value is the same for all subjects of one input and request.
    pub(crate) const fn is_free_of_slots(self) -> bool {
        self.slots == 0
    }
}
