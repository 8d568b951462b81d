//! Random law files as trees.

use crate::span::Span;
use crate::syntax::ast::*;

/// A small deterministic generator of random numbers.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides
    }

    pub(super) fn coin(&mut self) -> bool {
        self.roll(2) == 0
    }

    pub(super) fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.roll(of.len())]
    }
}

const NAMES: &[&str] =
    &["c", "w", "registries", "exemptImages_", "v1", "whenCreated", "notAll", "inner", "set", "to", "severity", "on"];
const FIELDS: &[&str] = &["spec", "containers", "securityContext", "all", "in", "not", "message", "rule", "a_b2"];
const TEXTS: &[&str] =
    &["", "Pod", "a \"quoted\" \\ text", "line\nbreak\ttab", "{braces}", "größe – €", "\u{7}\u{202e}", "#no /comment/"];
const REGEXES: &[&str] = &["^a/b$", "[/]", "\\d+", "[^]/]x", "a\\\\", "[[:alpha:]/]/", "(a|b)*", "\"", "\\*"];

pub(super) fn name(text: &str) -> Name {
    Name { text: text.into(), span: Span::default() }
}

fn text(value: &str) -> Text {
    Text { value: value.into(), span: Span::default() }
}

pub(super) fn at(kind: ExprKind) -> Expr {
    Expr { kind, span: Span::default() }
}

/// Random trees as the parser makes them: with `Group` wherever parentheses are needed.
impl Dice {
    fn literal(&mut self) -> Literal {
        match self.roll(8) {
            0 => Literal::Bool(self.coin()),
            1 => Literal::Int([0, 1, -3, i64::MAX, i64::MIN][self.roll(5)]),
            2 => Literal::Number([0.5, 1.0, -2.25, 1e21, 123_456.789][self.roll(5)]),
            3 => Literal::Quantity(self.pick(&["500m", "2Gi", "1.5G", "100k", "-1Mi"]).into()),
            4 => Literal::Version(self.pick(&["v1.25", "v0.0", "v1.25.3"]).into()),
            5 => Literal::Regex(self.pick(REGEXES).into()),
            _ => Literal::String(self.pick(TEXTS).into()),
        }
    }

    fn primary(&mut self, fuel: usize) -> Expr {
        if fuel == 0 {
            return if self.coin() {
                at(ExprKind::Name(self.pick(NAMES).into()))
            } else {
                at(ExprKind::Literal(self.literal()))
            };
        }
        let fuel = fuel - 1;
        at(match self.roll(11) {
            0 => ExprKind::Literal(self.literal()),
            1 => ExprKind::Group(Box::new(self.expr(fuel))),
            2 => ExprKind::List(self.exprs(fuel)),
            3 => ExprKind::Comprehension { element: Box::new(self.expr(fuel)), scope: self.scope(fuel) },
            4 => ExprKind::Record((0..self.roll(3)).map(|_| (text(self.pick(TEXTS)), self.expr(fuel))).collect()),
            5 => ExprKind::Field { base: Box::new(self.primary(fuel)), field: name(self.pick(FIELDS)) },
            6 => ExprKind::Index { base: Box::new(self.primary(fuel)), index: Box::new(self.expr(fuel)) },
            7 => ExprKind::Each(Box::new(self.primary(fuel))),
            8 => ExprKind::Call {
                function: name(self.pick(&["lower", "has", "matches", "kind"])),
                receiver: None,
                arguments: self.exprs(fuel),
            },
            9 => ExprKind::Call {
                function: name(self.pick(&["lower", "under", "matches", "in"])),
                receiver: Some(Box::new(self.primary(fuel))),
                arguments: self.exprs(fuel),
            },
            _ => ExprKind::Name(self.pick(NAMES).into()),
        })
    }

    fn exprs(&mut self, fuel: usize) -> Vec<Expr> {
        (0..self.roll(4)).map(|_| self.expr(fuel)).collect()
    }

    /// An expression that binds at least as tightly as `level`.
    fn level(&mut self, level: usize, fuel: usize) -> Expr {
        if fuel == 0 || level > 7 || self.roll(3) == 0 {
            return self.primary(fuel);
        }
        let operators: &[Operator] = match level {
            1 => &[Operator::Or],
            2 => &[Operator::And],
            3 => {
                let negated = self.coin();
                let operand = self.level(if negated { 3 } else { 4 }, fuel - usize::from(negated));
                return if negated { at(ExprKind::Not(Box::new(operand))) } else { operand };
            }
            4 => &[
                Operator::Equal,
                Operator::NotEqual,
                Operator::Less,
                Operator::LessEqual,
                Operator::Greater,
                Operator::GreaterEqual,
                Operator::In,
                Operator::NotIn,
                Operator::Matches,
                Operator::NotMatches,
            ],
            5 => &[Operator::Coalesce],
            6 => &[Operator::Add, Operator::Subtract],
            _ => &[Operator::Multiply],
        };
        let left_level = if level == 4 { 5 } else { level };
        let mut expr = self.level(left_level, fuel - 1);
        for _ in 0..self.roll(3) {
            let operator = operators[self.roll(operators.len())];
            let right = self.level(level + 1, fuel - 1);
            expr = at(ExprKind::Binary {
                operator,
                operator_span: Span::default(),
                left: Box::new(expr),
                right: Box::new(right),
            });
            if level == 4 {
                break;
            }
        }
        expr
    }

    pub(super) fn expr(&mut self, fuel: usize) -> Expr {
        let form = fuel > 0 && self.roll(4) == 0;
        if !form {
            return self.level(1, fuel);
        }
        let fuel = fuel - 1;
        let tail = at(if self.coin() {
            ExprKind::If {
                condition: Box::new(self.expr(fuel)),
                then: Box::new(self.expr(fuel)),
                otherwise: Box::new(self.expr(fuel)),
            }
        } else {
            let quantifier = [Quantifier::Any, Quantifier::All, Quantifier::One][self.roll(3)];
            ExprKind::Quantifier { quantifier, scope: self.scope(fuel), body: Box::new(self.expr(fuel)) }
        });
        // A form may be the last operand of `or` and `not`.
        match self.roll(4) {
            0 => at(ExprKind::Not(Box::new(tail))),
            1 => {
                let left = Box::new(self.level(1, fuel));
                let (operator, operator_span) = (Operator::Or, Span::default());
                at(ExprKind::Binary { operator, operator_span, left, right: Box::new(tail) })
            }
            _ => tail,
        }
    }

    fn scope(&mut self, fuel: usize) -> Scope {
        let bindings = (0..=self.roll(3)).map(|_| Binding {
            name: name(self.pick(NAMES)),
            set: (0..=self.roll(2)).map(|_| self.level(5, fuel)).collect(),
            condition: self.coin().then(|| self.expr(fuel)),
            span: Span::default(),
        });
        Scope { bindings: bindings.collect(), span: Span::default() }
    }

    fn ty(&mut self, fuel: usize) -> Type {
        let members = (0..=self.roll(2)).map(|_| {
            let base = match self.roll(if fuel == 0 { 1 } else { 4 }) {
                0 => TypeBase::Name(name(self.pick(&["string", "int", "Workload"]))),
                1 => TypeBase::List(Box::new(self.ty(fuel - 1))),
                2 => TypeBase::Map(Box::new(self.ty(fuel - 1))),
                _ => {
                    TypeBase::Record((0..=self.roll(3)).map(|_| (name(self.pick(FIELDS)), self.ty(fuel - 1))).collect())
                }
            };
            TypeMember { base, optional: self.coin(), span: Span::default() }
        });
        Type { members: members.collect(), span: Span::default() }
    }

    fn attribute(&mut self) -> Attribute {
        let word = |text: &str| AttributeValue::Word(name(text));
        let (attribute, values) = match self.roll(5) {
            0 => ("severity", vec![word("high")]),
            1 => ("control", vec![word("cis-1.12"), AttributeValue::Text(text("5.2.2"))]),
            2 => ("since", vec![AttributeValue::Version(name("v1.25"))]),
            3 => ("on", vec![word("create"), word("update")]),
            _ => ("renamed-from", vec![word("old-id")]),
        };
        Attribute { name: name(attribute), values, span: Span::default() }
    }

    fn check(&mut self, fuel: usize) -> Check {
        let span = Span::default();
        let clauses = (0..self.roll(4)).map(|_| match self.roll(5) {
            0 => CheckClause::At(self.path(fuel)),
            1 => CheckClause::Fix(Fix { change: Change::Set(self.expr(fuel)), path: self.path(fuel), span }),
            2 => CheckClause::Fix(Fix { change: Change::Remove, path: self.path(fuel), span }),
            3 => CheckClause::Fix(Fix { change: Change::Append(self.expr(fuel)), path: self.path(fuel), span }),
            _ => CheckClause::Message(self.template(fuel)),
        });
        let clauses = clauses.collect();
        let kind = if self.coin() { CheckKind::Require } else { CheckKind::Forbid };
        Check { kind, condition: self.expr(fuel), clauses, span }
    }

    fn path(&mut self, fuel: usize) -> Expr {
        let mut path = at(ExprKind::Name(self.pick(NAMES).into()));
        for _ in 0..self.roll(3) {
            path = at(match self.roll(2) {
                0 => ExprKind::Field { base: Box::new(path), field: name(self.pick(FIELDS)) },
                _ => ExprKind::Index { base: Box::new(path), index: Box::new(self.expr(fuel)) },
            });
        }
        path
    }

    fn template(&mut self, fuel: usize) -> Template {
        let mut parts: Vec<TemplatePart> = Vec::new();
        for _ in 0..self.roll(4) {
            let text_before = matches!(parts.last(), Some(TemplatePart::Text(_)));
            parts.push(match (text_before || self.coin(), self.pick(TEXTS)) {
                (true, _) | (false, "") => TemplatePart::Expr(self.expr(fuel)),
                (false, text) => TemplatePart::Text(text.into()),
            });
        }
        Template { parts, span: Span::default() }
    }

    fn body(&mut self, fuel: usize) -> Vec<Clause> {
        let clauses = (0..self.roll(4)).map(|_| match self.roll(6) {
            0 | 1 => Clause::Attribute(self.attribute()),
            2 => Clause::Let(self.named(fuel)),
            3 if fuel > 0 => {
                Clause::For(For { scope: self.scope(fuel - 1), body: self.body(fuel - 1), span: Span::default() })
            }
            _ => Clause::Check(self.check(fuel)),
        });
        clauses.collect()
    }

    fn named(&mut self, fuel: usize) -> Let {
        Let { doc: None, name: name(self.pick(NAMES)), value: self.expr(fuel), span: Span::default() }
    }

    pub(super) fn item(&mut self, fuel: usize) -> Item {
        let span = Span::default();
        let doc = (self.roll(3) == 0).then(|| Doc { text: "Summary.\n\n  - `code`".into(), span });
        match self.roll(5) {
            0 => Item::Use(Use { doc, path: text("rbac.law"), span }),
            1 => {
                let default = self.coin().then(|| self.expr(fuel));
                Item::Param(Param { doc, name: name(self.pick(NAMES)), ty: self.ty(fuel), default, span })
            }
            2 => Item::Let(Let { doc, ..self.named(fuel) }),
            3 => {
                let parameter = |dice: &mut Self| DefParameter {
                    name: name(dice.pick(NAMES)),
                    ty: dice.coin().then(|| dice.ty(fuel)),
                };
                let parameters = (0..self.roll(3)).map(|_| parameter(self)).collect();
                Item::Def(Def { doc, name: name(self.pick(NAMES)), parameters, body: self.expr(fuel), span })
            }
            _ => {
                let id = name(self.pick(&["a", "privileged-container", "let-through", "v2-x"]));
                Item::Rule(Rule { doc, name: id, scope: self.scope(fuel), body: self.body(fuel), span })
            }
        }
    }
}
