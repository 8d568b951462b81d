//! Laws of printing: print∘parse is the identity, formatting keeps meaning and comments and is idempotent.

use super::{format, print};
use crate::source::Source;
use crate::span::Span;
use crate::syntax::ast::*;
use crate::syntax::lexer::{Kind, tokens};
use crate::syntax::parser::parse;

/// A small deterministic generator of random numbers.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides
    }

    fn coin(&mut self) -> bool {
        self.roll(2) == 0
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.roll(of.len())]
    }
}

const NAMES: &[&str] =
    &["c", "w", "registries", "exemptImages_", "v1", "whenCreated", "notAll", "inner", "set", "to", "severity", "on"];
const FIELDS: &[&str] = &["spec", "containers", "securityContext", "all", "in", "not", "message", "rule", "a_b2"];
const TEXTS: &[&str] =
    &["", "Pod", "a \"quoted\" \\ text", "line\nbreak\ttab", "{braces}", "größe – €", "\u{7}\u{202e}", "#no /comment/"];
const REGEXES: &[&str] = &["^a/b$", "[/]", "\\d+", "[^]/]x", "a\\\\", "[[:alpha:]/]/", "(a|b)*", "\"", "\\*"];

fn name(text: &str) -> Name {
    Name { text: text.into(), span: Span::default() }
}

fn text(value: &str) -> Text {
    Text { value: value.into(), span: Span::default() }
}

fn at(kind: ExprKind) -> Expr {
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

    fn expr(&mut self, fuel: usize) -> Expr {
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
            1 => CheckClause::FixSet { path: self.path(fuel), value: self.expr(fuel), span },
            2 => CheckClause::FixRemove { path: self.path(fuel), span },
            3 => CheckClause::FixAppend { value: self.expr(fuel), path: self.path(fuel), span },
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

    fn item(&mut self, fuel: usize) -> Item {
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

/// A tree as text, without its spans.
fn bare(file: &File) -> String {
    let debug = format!("{file:?}");
    let mut pieces = debug.split("Span {");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        out.push_str(piece.split_once('}').expect("a span ends with a brace").1);
    }
    out
}

#[test]
fn print_then_parse_is_the_identity() {
    let mut dice = Dice(0x7777_1234_4321_9999);
    for round in 0..300 {
        let file = File { items: (0..=dice.roll(3)).map(|_| dice.item(round % 4)).collect() };
        let text = print(&file);
        let parsed = parse(&Source::new("printed.law", &text));
        assert_eq!(parsed.diagnostics, [], "round {round}:\n{text}");
        assert_eq!(bare(&parsed.file), bare(&file), "round {round}:\n{text}");
        assert_formats(&text);
    }
}

/// Asserts that a law file formats to one of the same meaning, with the same comments, and that this is final.
fn assert_formats(text: &str) -> String {
    let source = Source::new("test.law", text);
    let formatted = format(&source).unwrap_or_else(|diagnostics| panic!("{diagnostics:?}\n{text}"));
    assert_eq!(formatted, super::reformat(&source, &parse(&source).file), "meaning of\n{text}");
    let again = Source::new("test.law", &formatted);
    assert_eq!(bare(&parse(&source).file), bare(&parse(&again).file), "meaning of\n{text}\nas\n{formatted}");
    assert_eq!(comments(text), comments(&formatted), "comments of\n{text}\nas\n{formatted}");
    let twice = format(&again).expect("a formatted file formats");
    assert_eq!(formatted, twice, "not final, from\n{text}");
    formatted
}

fn comments(text: &str) -> Vec<&str> {
    let comments = tokens(text).into_iter().filter(|token| token.kind == Kind::Comment);
    comments.map(|token| token.text(text).trim_end()).collect()
}

#[test]
fn comments_anywhere_are_kept() {
    let mut dice = Dice(0x1234_5678_9abc_def1);
    for round in 0..300 {
        let file = File { items: (0..=dice.roll(3)).map(|_| dice.item(round % 3)).collect() };
        let plain = print(&file);
        assert_formats(&strew_comments(&mut dice, &plain));
    }
}

/// Comments between random tokens, some at the end of a line and some on their own.
fn strew_comments(dice: &mut Dice, plain: &str) -> String {
    let mut out = String::new();
    let mut done = 0;
    let mut before_doc = true;
    for (number, token) in tokens(plain).into_iter().enumerate() {
        let piece = token.text(plain);
        out.push_str(&plain[done..token.span.start as usize]);
        let glued = out.ends_with(|c: char| !c.is_whitespace());
        // A comment cannot stand in a template, in an id, or between documentation and its item.
        let word = piece.starts_with(|c: char| c.is_ascii_alphanumeric());
        let line = plain[..token.span.start as usize].rsplit('\n').next().unwrap_or_default();
        let free = !line.contains("message \"") && !before_doc && !glued && word && token.kind != Kind::Doc;
        if free && dice.roll(6) == 0 {
            let (before, after) = [("", "\n"), ("\n  ", "\n"), ("\n\n", "\n\n")][dice.roll(3)];
            out.extend([before, "# c", &number.to_string(), after]);
        }
        out.push_str(piece);
        done = token.span.end as usize;
        before_doc = token.kind == Kind::Doc;
    }
    out.push_str(&plain[done..]);
    out
}

#[test]
fn parentheses_are_added_where_a_tree_needs_them() {
    let leaf = |text: &str| Box::new(at(ExprKind::Name(text.into())));
    let binary = |operator, left: Box<Expr>, right: Box<Expr>| {
        Box::new(at(ExprKind::Binary { operator, operator_span: Span::default(), left, right }))
    };
    let quantifier = |body| {
        let binding = Binding { name: name("x"), set: vec![*leaf("xs")], condition: None, span: Span::default() };
        let scope = Scope { bindings: vec![binding], span: Span::default() };
        Box::new(at(ExprKind::Quantifier { quantifier: Quantifier::Any, scope, body }))
    };
    let printed = |value: Box<Expr>| {
        let item = Let { doc: None, name: name("a"), value: *value, span: Span::default() };
        print(&File { items: vec![Item::Let(item)] })
    };
    let or = binary(Operator::Or, leaf("b"), leaf("c"));
    assert_eq!(printed(binary(Operator::And, or.clone(), leaf("d"))), "let a = (b or c) and d\n");
    assert_eq!(printed(binary(Operator::Or, leaf("b"), or.clone())), "let a = b or (b or c)\n");
    assert_eq!(printed(Box::new(at(ExprKind::Not(or.clone())))), "let a = not (b or c)\n");
    assert_eq!(printed(binary(Operator::And, quantifier(leaf("b")), leaf("c"))), "let a = (any x in xs: b) and c\n");
    let base = Box::new(at(ExprKind::Field { base: or, field: name("f") }));
    assert_eq!(printed(base), "let a = (b or c).f\n");
    let equal = binary(Operator::Equal, leaf("b"), leaf("c"));
    assert_eq!(printed(binary(Operator::Equal, equal, leaf("d"))), "let a = (b == c) == d\n");
}

#[test]
fn the_sample_of_the_language_formats_to_itself_but_for_long_lines() {
    let sample = crate::syntax::parser::tests::AT_A_GLANCE;
    let formatted = assert_formats(sample);
    let changed: Vec<&str> = formatted.lines().filter(|line| !sample.lines().any(|old| old == *line)).collect();
    assert_eq!(
        changed,
        [
            "  require any np in NetworkPolicy where np.namespace == ns.metadata.name:",
            "      np.spec.podSelector.isEmpty() and np.deniesIngress()",
            "  require not has(pod) or pod in ok",
            "    message \"pod-level seccomp profile is {pod}\"",
        ]
    );
}

#[test]
fn layout() {
    let cases = [
        ("", ""),
        ("\u{feff}let  a=1", "let a = 1\n"),
        ("let a = [1,2,]\r\nlet b = {\"k\":1}\r\n", "let a = [1, 2]\nlet b = {\"k\": 1}\n"),
        ("# only\n\n\n# comments  \n", "# only\n\n# comments\n"),
        ("let a=1 # one\n\n\n\nlet b=2", "let a = 1  # one\n\nlet b = 2\n"),
        (
            "rule a for w in W{require x  message \"m\" at y fix remove y}rule b for w in W{}",
            "rule a for w in W {\n  require x\n    message \"m\"\n    at      y\n    fix     remove y\n}\n\nrule b for w in W {}\n",
        ),
        (
            "rule a for w in W { # why\n severity high control pss \"b\"\n\n url \"u\" # end\n # last\n}",
            "rule a for w in W {  # why\n  severity high\n  control  pss \"b\"\n\n  url \"u\"  # end\n  # last\n}\n",
        ),
        (
            "let a = [\n  # first\n  1, # one\n  2\n  # last\n]",
            "let a = [\n  # first\n  1,  # one\n  2,\n  # last\n]\n",
        ),
        (
            &format!("let a = [{}]", "\"0123456789012345678901234567890123456789\", ".repeat(3)),
            &format!("let a = [\n  {0}, {0},\n  {0},\n]\n", "\"0123456789012345678901234567890123456789\""),
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(assert_formats(text), expected, "from {text:?}");
    }
}

#[test]
fn a_file_with_faults_is_not_formatted() {
    assert!(format(&Source::new("a.law", "let a = ")).is_err());
}

#[test]
fn the_rules_of_the_design_format() {
    let Some(files) = crate::syntax::parser::tests::design_laws() else { return };
    for (_, text) in files {
        assert_formats(&text);
    }
}
