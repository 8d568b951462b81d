//! Laws of printing: print∘parse is the identity, formatting keeps meaning and comments and is idempotent.

mod trees;

use super::{format, print};
use crate::source::Source;
use crate::span::Span;
use crate::syntax::ast::*;
use crate::syntax::lexer::{Kind, tokens};
use crate::syntax::parser::parse;
use trees::{Dice, at, name};

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
            "rule a for o in kind(\"a.example.com/Alpha678901234567890\") | kind(\"b.example.com/Beta5678901234567890\") | Pod{}",
            "rule a for o in kind(\"a.example.com/Alpha678901234567890\")\n      | kind(\"b.example.com/Beta5678901234567890\") | Pod {}\n",
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
