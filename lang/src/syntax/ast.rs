//! The abstract syntax of a law file: what was written, with spans, nothing resolved.

use crate::span::Span;
use std::sync::Arc;

/// A name as written.
#[derive(Clone, PartialEq, Debug)]
pub struct Name {
    /// The text.
    pub text: Arc<str>,
    /// Where.
    pub span: Span,
}

/// A string literal, escapes resolved.
#[derive(Clone, PartialEq, Debug)]
pub struct Text {
    /// The value.
    pub value: Arc<str>,
    /// Where, quotes included.
    pub span: Span,
}

/// The run of `##` lines before an item, markers and one leading blank removed.
#[derive(Clone, PartialEq, Debug)]
pub struct Doc {
    /// The Markdown text; the first paragraph is the summary.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// A law file.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct File {
    /// The items in their order.
    pub items: Vec<Item>,
}

/// One item of a law file.
#[derive(Clone, PartialEq, Debug)]
pub enum Item {
    /// `use "path.law"`
    Use(Use),
    /// `param name: T = constant`
    Param(Param),
    /// `let name = E`
    Let(Let),
    /// `def name(a, b: T) = E`
    Def(Def),
    /// `rule id for SCOPE { … }`
    Rule(Rule),
}

/// `use "path.law"`
#[derive(Clone, PartialEq, Debug)]
pub struct Use {
    /// Its documentation.
    pub doc: Option<Doc>,
    /// The file in the same pack.
    pub path: Text,
    /// The whole item.
    pub span: Span,
}

/// `param name: T = constant`
#[derive(Clone, PartialEq, Debug)]
pub struct Param {
    /// Its documentation.
    pub doc: Option<Doc>,
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: Type,
    /// Its default.
    pub default: Option<Expr>,
    /// The whole item.
    pub span: Span,
}

/// `let name = E`, as an item or in a rule.
#[derive(Clone, PartialEq, Debug)]
pub struct Let {
    /// Its documentation (items only).
    pub doc: Option<Doc>,
    /// Its name.
    pub name: Name,
    /// What it names.
    pub value: Expr,
    /// The whole item.
    pub span: Span,
}

/// `def name(a, b: T) = E`
#[derive(Clone, PartialEq, Debug)]
pub struct Def {
    /// Its documentation.
    pub doc: Option<Doc>,
    /// Its name.
    pub name: Name,
    /// Its parameters.
    pub parameters: Vec<DefParameter>,
    /// Its body.
    pub body: Expr,
    /// The whole item.
    pub span: Span,
}

/// A parameter of a definition.
#[derive(Clone, PartialEq, Debug)]
pub struct DefParameter {
    /// Its name.
    pub name: Name,
    /// Its type, where written.
    pub ty: Option<Type>,
}

/// `rule id for SCOPE { … }`
#[derive(Clone, PartialEq, Debug)]
pub struct Rule {
    /// Its documentation.
    pub doc: Option<Doc>,
    /// Its kebab-case id.
    pub name: Name,
    /// What it ranges over; the first binding is the subject.
    pub scope: Scope,
    /// Attributes, lets, nested `for` and checks in their order.
    pub body: Vec<Clause>,
    /// The whole item.
    pub span: Span,
}

/// `NAME in SET [where C], …`
#[derive(Clone, PartialEq, Debug)]
pub struct Scope {
    /// The bindings; later ones see earlier ones.
    pub bindings: Vec<Binding>,
    /// The whole scope.
    pub span: Span,
}

/// `NAME in SET [where C]`
#[derive(Clone, PartialEq, Debug)]
pub struct Binding {
    /// The variable.
    pub name: Name,
    /// The alternatives of `A | B`; a single one may be any list expression.
    pub set: Vec<Expr>,
    /// The `where` condition.
    pub condition: Option<Expr>,
    /// The whole binding.
    pub span: Span,
}

/// A part of a rule's body.
#[derive(Clone, PartialEq, Debug)]
pub enum Clause {
    /// `severity high`
    Attribute(Attribute),
    /// `let x = E`
    Let(Let),
    /// `for SCOPE { … }`
    For(For),
    /// `require C …` or `forbid C …`
    Check(Check),
}

/// `severity high`, `control cis-1.12 "5.2.2"`, `on create | update`, …
#[derive(Clone, PartialEq, Debug)]
pub struct Attribute {
    /// The attribute's word.
    pub name: Name,
    /// What follows it.
    pub values: Vec<AttributeValue>,
    /// The whole attribute.
    pub span: Span,
}

/// A value of an attribute.
#[derive(Clone, PartialEq, Debug)]
pub enum AttributeValue {
    /// A bare word (`high`, `host-isolation`, `cis-1.12`, `create`).
    Word(Name),
    /// A quoted text.
    Text(Text),
    /// A version (`v1.25`), as written.
    Version(Name),
}

impl AttributeValue {
    /// Where it is written.
    pub const fn span(&self) -> Span {
        match self {
            Self::Word(name) | Self::Version(name) => name.span,
            Self::Text(text) => text.span,
        }
    }
}

/// `for SCOPE { … }`
#[derive(Clone, PartialEq, Debug)]
pub struct For {
    /// What it ranges over.
    pub scope: Scope,
    /// Its body; attributes are refused here by the checker.
    pub body: Vec<Clause>,
    /// The whole clause.
    pub span: Span,
}

/// Which way a check looks at its condition.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CheckKind {
    /// A finding where the condition does not hold.
    Require,
    /// A finding where the condition holds.
    Forbid,
}

/// `require C` or `forbid C` with its clauses.
#[derive(Clone, PartialEq, Debug)]
pub struct Check {
    /// Require or forbid.
    pub kind: CheckKind,
    /// The condition.
    pub condition: Expr,
    /// `message`, `at` and `fix` in their order.
    pub clauses: Vec<CheckClause>,
    /// The whole check.
    pub span: Span,
}

/// A clause of a check.
#[derive(Clone, PartialEq, Debug)]
pub enum CheckClause {
    /// `message "…{expr}…"`
    Message(Template),
    /// `at PATH`
    At(Expr),
    /// `fix …`
    Fix(Fix),
}

/// A `fix` clause.
#[derive(Clone, PartialEq, Debug)]
pub struct Fix {
    /// What it does there.
    pub change: Change,
    /// The place that it changes.
    pub path: Expr,
    /// The whole clause.
    pub span: Span,
}

/// What a fix does at its place.
#[derive(Clone, PartialEq, Debug)]
pub enum Change {
    /// `set PATH = EXPR`
    Set(Expr),
    /// `remove PATH`
    Remove,
    /// `append EXPR to PATH`
    Append(Expr),
}

impl Fix {
    /// What it writes.
    pub(crate) fn value(&self) -> Option<&Expr> {
        match &self.change {
            Change::Set(value) | Change::Append(value) => Some(value),
            Change::Remove => None,
        }
    }
}

/// A message text with interpolations.
#[derive(Clone, PartialEq, Debug)]
pub struct Template {
    /// Texts and expressions in their order; `{{` and `}}` are resolved.
    pub parts: Vec<TemplatePart>,
    /// The whole literal, quotes included.
    pub span: Span,
}

/// A part of a template.
#[derive(Clone, PartialEq, Debug)]
pub enum TemplatePart {
    /// Literal text.
    Text(Arc<str>),
    /// `{expr}`
    Expr(Expr),
}

/// An expression.
#[derive(Clone, PartialEq, Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where.
    pub span: Span,
}

impl Expr {
    /// What is in the parentheses around it, if there are any.
    pub(crate) fn ungrouped(&self) -> &Self {
        match &self.kind {
            ExprKind::Group(inner) => inner.ungrouped(),
            _ => self,
        }
    }
}

/// The forms of an expression.
#[derive(Clone, PartialEq, Debug)]
pub enum ExprKind {
    /// A literal.
    Literal(Literal),
    /// A name.
    Name(Arc<str>),
    /// `( E )`, kept so that printing and messages show what was written.
    Group(Box<Expr>),
    /// `[a, b]`
    List(Vec<Expr>),
    /// `[E for SCOPE]`
    Comprehension {
        /// The element.
        element: Box<Expr>,
        /// What it ranges over.
        scope: Scope,
    },
    /// `{ "k": v }`
    Record(Vec<(Text, Expr)>),
    /// `base.field`
    Field {
        /// The record.
        base: Box<Expr>,
        /// The field.
        field: Name,
    },
    /// `base[index]`
    Index {
        /// The list, map or record.
        base: Box<Expr>,
        /// The index or key.
        index: Box<Expr>,
    },
    /// `base[*]`
    Each(Box<Expr>),
    /// `f(a, b)` or `receiver.f(a)`
    Call {
        /// The definition or built-in; also the forms `has`, `valid`, `old` and `kind`.
        function: Name,
        /// What stands before the dot.
        receiver: Option<Box<Expr>>,
        /// The arguments in parentheses.
        arguments: Vec<Expr>,
    },
    /// `not E`
    Not(Box<Expr>),
    /// `a OP b`
    Binary {
        /// The operator.
        operator: Operator,
        /// Where the operator is written.
        operator_span: Span,
        /// The left operand.
        left: Box<Expr>,
        /// The right operand.
        right: Box<Expr>,
    },
    /// `if C then A else B`
    If {
        /// The condition.
        condition: Box<Expr>,
        /// The value where it holds.
        then: Box<Expr>,
        /// The value where it does not.
        otherwise: Box<Expr>,
    },
    /// `any SCOPE: C`
    Quantifier {
        /// Any, all or one.
        quantifier: Quantifier,
        /// What it ranges over.
        scope: Scope,
        /// The condition.
        body: Box<Expr>,
    },
}

/// The quantifiers.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Quantifier {
    /// At least one.
    Any,
    /// Every one.
    All,
    /// Exactly one.
    One,
}

/// The binary operators.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Operator {
    /// `or`
    Or,
    /// `and`
    And,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
    /// `in`
    In,
    /// `not in`
    NotIn,
    /// `matches`
    Matches,
    /// `not matches`
    NotMatches,
    /// `??`
    Coalesce,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
}

impl Operator {
    /// All, as they are written.
    pub(crate) const ALL: [(&str, Self); 16] = [
        ("or", Self::Or),
        ("and", Self::And),
        ("==", Self::Equal),
        ("!=", Self::NotEqual),
        ("<", Self::Less),
        ("<=", Self::LessEqual),
        (">", Self::Greater),
        (">=", Self::GreaterEqual),
        ("in", Self::In),
        ("not in", Self::NotIn),
        ("matches", Self::Matches),
        ("not matches", Self::NotMatches),
        ("??", Self::Coalesce),
        ("+", Self::Add),
        ("-", Self::Subtract),
        ("*", Self::Multiply),
    ];

    /// As it is written.
    pub(crate) fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(_, operator)| *operator == self).map_or("", |(word, _)| word)
    }
}

/// A literal.
#[derive(Clone, PartialEq, Debug)]
pub enum Literal {
    /// `true`, `false`
    Bool(bool),
    /// `12`
    Int(i64),
    /// `1.5`
    Number(f64),
    /// `"text"`, escapes resolved
    String(Arc<str>),
    /// `500m`, `2Gi`, as written
    Quantity(Arc<str>),
    /// `v1.25`, as written
    Version(Arc<str>),
    /// `/…/`, between the slashes, `\/` resolved to `/`
    Regex(Arc<str>),
}

/// A type as written: `string?`, `[int]`, `{a: string, b: regex?}`, `Role | ClusterRole`.
#[derive(Clone, PartialEq, Debug)]
pub struct Type {
    /// The alternatives.
    pub members: Vec<TypeMember>,
    /// The whole type.
    pub span: Span,
}

/// One alternative of a type.
#[derive(Clone, PartialEq, Debug)]
pub struct TypeMember {
    /// The alternative without its `?`.
    pub base: TypeBase,
    /// Whether a `?` follows.
    pub optional: bool,
    /// Where.
    pub span: Span,
}

/// The forms of a type.
#[derive(Clone, PartialEq, Debug)]
pub enum TypeBase {
    /// `string`, `Container`
    Name(Name),
    /// `[T]`
    List(Box<Type>),
    /// `{T}`
    Map(Box<Type>),
    /// `{a: T, …}`
    Record(Vec<(Name, Type)>),
}
