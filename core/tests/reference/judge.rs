//! Rules, as the manual says what they mean.

use crate::around::{Around, KUBERNETES};
use crate::interpreter::{Interpreter, Scope, is_of};
use crate::value::Value;
use kubelaw_lang::ir::{Attributes, Binding, Check, ExprKind, Operation, Rule, Statement};
use kubelaw_lang::syntax::ast::CheckKind;
use kubelaw_lang::values::Version;
use serde_json::Value as Json;

/// What a rule says of an object.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Ruling {
    /// Whether it is about the object, knows what it needs, and the subject's `where` does not leave it out.
    pub(crate) applies: bool,
    /// Instances of checks that fail.
    pub(crate) failed: u32,
    /// Whether something could not be decided.
    pub(crate) undecided: bool,
}

/// What a rule says of an object.
pub(crate) fn judge<'a>(interpreter: &Interpreter<'a>, rule: &'a Rule, object: &'a Json) -> Ruling {
    let mut ruling = Ruling::default();
    let (subject, rest) = rule.scope.split_first().unwrap();
    let ExprKind::Objects(kinds) = &interpreter.program.expr(subject.set).kind else {
        panic!("a subject is an object")
    };
    if !is_of(object, kinds) || !holds(interpreter.around, rule) {
        return ruling;
    }
    let (there, scope) = interpreter.bind(subject, Value::Record(object), &Scope::new());
    ruling.applies = there != Some(false);
    match there {
        Some(true) => statements(interpreter, rest, &rule.body, &scope, &mut ruling),
        Some(false) => {}
        None => ruling.undecided = true,
    }
    ruling
}

/// Whether a rule is for the operation and the version, and what it needs is known.
fn holds(around: &Around<'_>, rule: &Rule) -> bool {
    let Attributes { operations, since, until, .. } = &rule.attributes;
    let version = |text: &str| Version::parse(text).unwrap();
    let kubernetes = version(KUBERNETES);
    let changes = matches!(around.operation, Operation::Create | Operation::Update);
    let is_meant =
        if operations.is_empty() { changes || rule.needs_request } else { operations.contains(&around.operation) };
    is_meant
        && since.as_ref().is_none_or(|since| version(since) <= kubernetes)
        && until.as_ref().is_none_or(|until| kubernetes < version(until))
        && (around.request.is_some() || !rule.needs_request)
        && (around.inventory || !rule.closed_world)
}

/// The statements for every combination of the bindings.
fn statements<'a>(
    interpreter: &Interpreter<'a>,
    bindings: &'a [Binding],
    body: &'a [Statement],
    scope: &Scope<'a>,
    ruling: &mut Ruling,
) {
    let Some((binding, rest)) = bindings.split_first() else {
        for statement in body {
            match statement {
                Statement::For(bindings, body) => statements(interpreter, bindings, body, scope, ruling),
                Statement::Check(check) => self::check(interpreter, check, scope, ruling),
            }
        }
        return;
    };
    let Some(elements) = interpreter.elements(binding, scope) else {
        ruling.undecided = true;
        return;
    };
    for element in elements {
        let (there, scope) = interpreter.bind(binding, element, scope);
        match there {
            Some(true) => statements(interpreter, rest, body, &scope, ruling),
            Some(false) => {}
            None => ruling.undecided = true,
        }
    }
}

fn check<'a>(interpreter: &Interpreter<'a>, check: &'a Check, scope: &Scope<'a>, ruling: &mut Ruling) {
    match interpreter.truth(check.condition, scope) {
        Some(holds) if holds == (check.kind == CheckKind::Require) => {}
        Some(_) => ruling.failed += 1,
        None => ruling.undecided = true,
    }
}
