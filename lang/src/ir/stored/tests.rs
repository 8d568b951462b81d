//! That what is written reads back, and that other bytes read as nothing.

use super::*;
use crate::ir::{Constant, Slot};
use crate::types::Base;

fn expr(kind: ExprKind) -> Expr {
    Expr { kind, ty: TypeId(0) }
}

/// A program of these types and expressions.
fn program(types: Vec<Type>, exprs: Vec<ExprKind>) -> Program {
    let exprs = exprs.into_iter().map(expr).collect();
    Program { source: Source::new("a.law", "text"), exprs, types, params: Vec::new(), rules: Vec::new() }
}

fn written(program: &Program) -> Vec<u8> {
    let mut to = Writer::default();
    to.program(program);
    to.finish()
}

fn read(bytes: &[u8]) -> Option<Program> {
    Reader::new(bytes)?.program(Source::new("a.law", "text"))?
}

#[test]
fn numbers_and_texts_read_back() {
    let mut to = Writer::default();
    let numbers = [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX];
    for number in &numbers {
        to.number(*number);
    }
    let texts = ["", "spec", "spec", "größer"];
    for text in &texts {
        to.text(&Arc::from(*text));
    }
    let bytes = to.finish();
    let mut from = Reader::new(&bytes).unwrap();
    assert!(numbers.iter().all(|number| from.number() == Some(*number)));
    assert!(texts.iter().all(|text| from.text().as_deref() == Some(*text)));
    assert_eq!((from.number(), from.text()), (None, None), "nothing is behind them");
}

#[test]
fn negative_numbers_read_back() {
    let values = [0, -1, 1, i64::MIN, i64::MAX];
    let constants = values.iter().map(|value| ExprKind::Constant(Constant::Int(*value))).collect();
    let program = program(vec![Type::of(Base::Int)], constants);
    assert_eq!(read(&written(&program)), Some(program));
}

#[test]
fn a_program_is_passed_over_or_fails_alone() {
    let good = program(vec![Type::of(Base::Bool)], vec![ExprKind::Constant(Constant::Bool(true))]);
    let itself = program(vec![Type::of(Base::Bool)], vec![ExprKind::Not(ExprId(0))]);
    let mut to = Writer::default();
    for program in [&good, &itself, &good] {
        to.program(program);
    }
    let bytes = to.finish();
    let mut from = Reader::new(&bytes).unwrap();
    from.skip_program().unwrap();
    assert_eq!(from.program(itself.source), Some(None), "an expression stands behind its parts");
    assert_eq!(from.program(good.source.clone()), Some(Some(good)));
}

#[test]
fn ids_of_nothing_are_refused() {
    let bool = || vec![Type::of(Base::Bool)];
    assert_eq!(read(&written(&program(Vec::new(), vec![ExprKind::Variable(Slot(0))]))), None, "a type");
    assert_eq!(read(&written(&program(bool(), vec![ExprKind::Param(0)]))), None, "a parameter");
    assert_eq!(read(&written(&program(bool(), vec![ExprKind::Has(ExprId(1)), ExprKind::Variable(Slot(0))]))), None);
}

#[test]
fn records_are_numbered_anew() {
    let record = |number| Base::Record(RecordId(number));
    let of = |numbers: [u32; 2]| program(vec![Type::list(Type::union_of(numbers.map(record)))], Vec::new());
    let bytes = written(&of([7, 8]));
    let mut from = Reader::new(&bytes).unwrap();
    from.renumber(RecordId(8), Some(RecordId(3)));
    assert_eq!(from.program(of([7, 8]).source), Some(Some(of([3, 7]))), "sorted as types are");
    let mut from = Reader::new(&bytes).unwrap();
    from.renumber(RecordId(8), None);
    assert_eq!(from.program(of([7, 8]).source), Some(None), "a record that is not there");
}

#[test]
fn what_lies_too_deep_is_refused() {
    let list = |depth| (0..depth).fold(Type::of(Base::Bool), |inner, _| Type::list(inner));
    let of = |depth| program(vec![list(depth)], Vec::new());
    assert_eq!(read(&written(&of(DEEPEST / 2))), Some(of(DEEPEST / 2)));
    assert_eq!(read(&written(&of(DEEPEST))), None);
}

#[test]
fn what_ends_too_early_is_nothing() {
    let text = ExprKind::Constant(Constant::Regex("^a+$".into()));
    let program = program(vec![Type::of(Base::Regex)], vec![text]);
    let bytes = written(&program);
    assert!((0..bytes.len()).all(|length| read(&bytes[..length]).is_none()));
    assert_eq!(read(&bytes), Some(program));
}
