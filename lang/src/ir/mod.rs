//! The program: a checked law file as immutable plain data, slots instead of names.
//!
//! Expressions live in one arena a program and are shared: two structurally equal expressions have the same
//! [`ExprId`], across rules, with definitions and `let`s expanded. Nothing of an engine is inside: built-ins, views and
//! fields are names, regular expressions and quantities are texts.

mod attributes;
pub mod stored;

pub use attributes::{Attributes, Operation, Severity, UnknownSeverity};

use crate::source::Source;
use crate::span::Span;
use crate::syntax::ast::{CheckKind, Quantifier};
use crate::types::Type;
use crate::vocabulary::Kinds;
use std::cmp::Ordering;
use std::sync::Arc;

/// An expression of a program.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ExprId(pub u32);

/// A type of a program.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TypeId(pub u32);

/// A place for a bound variable: the number of variables bound around it, so a rule's subject is slot 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Slot(pub u16);

/// A checked law file.
#[derive(Clone, PartialEq, Debug)]
pub struct Program {
    /// The law file.
    pub source: Source,
    /// All expressions; an expression's parts stand before it.
    pub exprs: Vec<Expr>,
    /// All types.
    pub types: Vec<Type>,
    /// The parameters, those of used files included, in order.
    pub params: Vec<Param>,
    /// The rules in order.
    pub rules: Vec<Rule>,
}

impl Program {
    /// The expression of an id of this program.
    ///
    /// # Panics
    /// On an id of another program.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "ids come from this arena")]
    pub fn expr(&self, id: ExprId) -> &Expr {
        &self.exprs[id.0 as usize]
    }

    /// The type of an id of this program.
    ///
    /// # Panics
    /// On an id of another program.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "ids come from this arena")]
    pub fn ty(&self, id: TypeId) -> &Type {
        &self.types[id.0 as usize]
    }
}

/// An expression with its type.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Its type as declared, before any narrowing. A value read from a document that does not fit is unknown.
    pub ty: TypeId,
}

/// The forms of an expression.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum ExprKind {
    /// A literal.
    Constant(Constant),
    /// A parameter, by its index in [`Program::params`].
    Param(u32),
    /// A bound variable. The type is part of it since a slot is used again by later scopes.
    Variable(Slot),
    /// A name that the host gives.
    Global(Global),
    /// All objects of these kinds in the input.
    Objects(Kinds),
    /// A field of the document, or a key of a map or record.
    Field(ExprId, Arc<str>),
    /// A view that the engine computes.
    View(ExprId, Arc<str>),
    /// A list element by a constant index; negative or too large is missing.
    Item(ExprId, i64),
    /// A list element or map value by a computed index or key.
    Index(ExprId, ExprId),
    /// `old(subject)`: the subject before the change, missing on create.
    Old(ExprId),
    /// A built-in function by its name.
    Call(Arc<str>, Vec<ExprId>),
    /// `has(E)`.
    Has(ExprId),
    /// `valid(E)`.
    Valid(ExprId),
    /// `not E`.
    Not(ExprId),
    /// `a and b`.
    And(ExprId, ExprId),
    /// `a or b`.
    Or(ExprId, ExprId),
    /// `if c then a else b`.
    If(ExprId, ExprId, ExprId),
    /// `a == b`; `!=` is its negation by [`ExprKind::Not`].
    Equal(ExprId, ExprId),
    /// `a in b` (element of a list, key of a map); `not in` is its negation. A missing `a` is in nothing.
    In(ExprId, ExprId),
    /// `a < b` and its like.
    Compare(Comparison, ExprId, ExprId),
    /// `a matches b`; `not matches` is its negation.
    Matches(ExprId, ExprId),
    /// `a ?? b`.
    Coalesce(ExprId, ExprId),
    /// `a + b` (numbers, quantities, texts, lists), `a - b`, `a * b`.
    Arithmetic(Arithmetic, ExprId, ExprId),
    /// `[a, b]`; missing elements are skipped.
    List(Vec<ExprId>),
    /// `{ "k": v }`; missing values are left out.
    Record(Vec<(Arc<str>, ExprId)>),
    /// `[E for SCOPE]`, and `xs[*].f` with `flatten` (a list as element gives its elements). Missing ones are skipped.
    Comprehension {
        /// What it ranges over.
        scope: Vec<Binding>,
        /// The element.
        element: ExprId,
        /// Whether list elements are spliced in.
        flatten: bool,
    },
    /// `any|all|one SCOPE: C`. `any … where A: B` means `A and B`, `all … where A: B` means `not A or B`.
    Quantifier(Quantifier, Vec<Binding>, ExprId),
}

/// `NAME in SET where C`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Binding {
    /// The variable's slot.
    pub slot: Slot,
    /// The type of the variable.
    pub ty: TypeId,
    /// The list or [`ExprKind::Objects`] it ranges over.
    pub set: ExprId,
    /// Its `where`.
    pub condition: Option<ExprId>,
}

/// The names that the host gives.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Global {
    /// The target Kubernetes version.
    Kubernetes,
    /// Whether other objects are known.
    Inventory,
    /// The admission request.
    Request,
}

/// The ordering operators.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
}

impl Comparison {
    /// Whether it holds between two values of this order.
    #[inline]
    #[must_use]
    pub const fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Less => order.is_lt(),
            Self::LessEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterEqual => order.is_ge(),
        }
    }

    /// The one that holds between `b` and `a` where this one holds between `a` and `b`.
    pub(crate) const fn swapped(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::LessEqual => Self::GreaterEqual,
            Self::Greater => Self::Less,
            Self::GreaterEqual => Self::LessEqual,
        }
    }

    /// The one that holds where this one does not.
    pub(crate) const fn negated(self) -> Self {
        match self {
            Self::Less => Self::GreaterEqual,
            Self::LessEqual => Self::Greater,
            Self::Greater => Self::LessEqual,
            Self::GreaterEqual => Self::Less,
        }
    }
}

/// The arithmetic operators.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Arithmetic {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
}

/// A constant value, checked when the law file was.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Constant {
    /// A boolean.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A number, by its bits.
    Number(u64),
    /// A text.
    String(Arc<str>),
    /// A quantity as written.
    Quantity(Arc<str>),
    /// A version as written.
    Version(Arc<str>),
    /// A regular expression.
    Regex(Arc<str>),
    /// A list.
    List(Vec<Constant>),
    /// A record or map, in the order written.
    Record(Vec<(Arc<str>, Constant)>),
}

/// A parameter.
#[derive(Clone, PartialEq, Debug)]
pub struct Param {
    /// Its name.
    pub name: Arc<str>,
    /// Its type.
    pub ty: Type,
    /// Its default.
    pub default: Option<Constant>,
    /// Its documentation.
    pub doc: Arc<str>,
    /// Where it is declared (in the file named by [`Program::source`] unless it came by `use`).
    pub span: Span,
}

/// A rule.
#[derive(Clone, PartialEq, Debug)]
pub struct Rule {
    /// Its kebab-case id.
    pub id: Arc<str>,
    /// Its documentation: the first paragraph is the summary.
    pub doc: Arc<str>,
    /// What its attributes say.
    pub attributes: Attributes,
    /// What it ranges over; the first binding's set is always [`ExprKind::Objects`].
    pub scope: Vec<Binding>,
    /// Its checks and nested scopes.
    pub body: Vec<Statement>,
    /// Whether it reads other objects outside `inventory and …`.
    pub closed_world: bool,
    /// Whether it reads `request`, or is limited by `on` to operations without `create`.
    pub needs_request: bool,
    /// How many slots it uses.
    pub slots: u16,
    /// Where its id is.
    pub span: Span,
}

/// A part of a rule's body.
#[derive(Clone, PartialEq, Debug)]
pub enum Statement {
    /// A nested `for`.
    For(Vec<Binding>, Vec<Statement>),
    /// A check.
    Check(Check),
}

/// A check.
#[derive(Clone, PartialEq, Debug)]
pub struct Check {
    /// Require or forbid.
    pub kind: CheckKind,
    /// The condition.
    pub condition: ExprId,
    /// The message, where the check has one.
    pub message: Option<Vec<MessagePart>>,
    /// `at PATH`.
    pub at: Option<ExprId>,
    /// All fix clauses, which are one fix.
    pub fixes: Vec<Fix>,
    /// The variables in scope, innermost last: blame counts places under the innermost that has one.
    pub variables: Vec<ExprId>,
    /// Where the condition is written.
    pub span: Span,
}

/// A part of a message.
#[derive(Clone, PartialEq, Debug)]
pub enum MessagePart {
    /// Literal text.
    Text(Arc<str>),
    /// A value.
    Value(ExprId),
}

/// A clause of a fix. Paths are made of fields, items, indexes and locating views over a variable.
#[derive(Clone, PartialEq, Debug)]
pub enum Fix {
    /// `set PATH = EXPR`
    Set(ExprId, ExprId),
    /// `remove PATH`
    Remove(ExprId),
    /// `append EXPR to PATH` (path first here).
    Append(ExprId, ExprId),
}
