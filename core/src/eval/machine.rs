//! The evaluator: expressions of a plan, with what their variables hold.
//!
//! Evaluation only computes. What a finding shows is found by asking for the values of single expressions again.

use super::frame::Frame;
use super::truth::{self, Truth};
use super::unknown::Unknown;
use super::value::Value;
use super::world::World;
use super::{call, compare, list, membership, path, quantifier};
use crate::inventory::Index;
use crate::plan::op::{Binding, Field, Op, OpId};
use crate::plan::sharing::NOT_KEPT;
use crate::plan::{Expr, Plan};
use kubelaw_lang::ir::{Arithmetic, Comparison};
use kubelaw_lang::syntax::ast::Quantifier;
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

/// Values by expression.
type Shared<'a> = Rc<RefCell<FxHashMap<OpId, Value<'a>>>>;

/// A plan, the world, and a value for each variable.
#[derive(Clone, Debug)]
pub(crate) struct Machine<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) world: World<'a>,
    /// A value for each slot.
    pub(crate) frame: Frame<'a>,
    /// What the variables at hand range over, where it is asked what their values were computed from.
    pub(crate) sources: Vec<Ranged>,
    /// The indexes of the plan's joins, as far as they were asked for.
    pub(super) indexes: Vec<Option<Arc<Index>>>,
    /// Values that are the same for all subjects, by expression, as far as they were asked for.
    shared: Option<Shared<'a>>,
}

/// What a variable ranges over.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ranged {
    pub(crate) slot: u16,
    pub(crate) set: OpId,
    /// Whether that is secret, once it was asked.
    pub(crate) is_secret: Option<bool>,
}

impl From<&Binding> for Ranged {
    fn from(binding: &Binding) -> Self {
        Self { slot: binding.slot, set: binding.set, is_secret: None }
    }
}

impl<'a> Machine<'a> {
    pub(crate) fn new(plan: &'a Plan, world: World<'a>) -> Self {
        let frame = Frame::new(plan.slots(), plan.memos);
        let shared = world.inventory.map(|_| Rc::default());
        Self { plan, world, frame, sources: Vec::new(), indexes: Vec::new(), shared }
    }

    /// Another evaluator in the same world, in which the variables hold these values; in the frame of one of this plan
    /// that is done with, if there is one.
    pub(crate) fn with_values(&self, values: &[Value<'a>], done: Option<Frame<'a>>) -> Self {
        let mut frame = done.unwrap_or_else(|| Frame::new(self.plan.slots(), self.plan.memos));
        frame.rebind(values);
        let (world, indexes, shared) = (self.world.clone(), self.indexes.clone(), self.shared.clone());
        Self { plan: self.plan, world, frame, sources: Vec::new(), indexes, shared }
    }

    /// Binds a variable.
    pub(crate) fn bind(&mut self, slot: u16, value: Value<'a>) {
        self.frame.bind(slot, value);
    }

    /// Runs `body` and gives the variable back what it held before: an expression that a `let` names may be evaluated
    /// where its own variables' slots hold others.
    pub(crate) fn keeping<T>(&mut self, slot: u16, body: impl FnOnce(&mut Self) -> T) -> T {
        let held = self.frame.take(slot);
        let result = body(self);
        self.frame.put(slot, held);
        result
    }

    /// As [`Machine::keeping`], while it is known what the variable ranges over.
    pub(crate) fn ranging<T>(&mut self, binding: &Binding, body: impl FnOnce(&mut Self) -> T) -> T {
        self.sources.push(binding.into());
        let result = self.keeping(binding.slot, body);
        self.sources.pop();
        result
    }

    /// What a variable holds.
    pub(crate) fn variable(&self, slot: u16) -> Value<'a> {
        self.frame.get(slot).cloned().unwrap_or(Value::Missing)
    }

    /// The value of an expression.
    pub(crate) fn value(&mut self, id: OpId) -> Value<'a> {
        if let Err(reason) = self.world.spend(1) {
            return Value::Unknown(reason);
        }
        let plan = self.plan;
        let Some(expr) = plan.expr(id) else { return Value::Missing };
        if expr.memo != NOT_KEPT {
            self.kept(id, expr)
        } else if expr.shared {
            self.shared(id, expr)
        } else {
            self.compute(id, expr)
        }
    }

    /// A value that is kept while its variables hold the same.
    fn kept(&mut self, id: OpId, expr: &'a Expr) -> Value<'a> {
        let stamp = self.frame.stamp(expr.depends.slots);
        if let Some(value) = self.frame.kept(expr.memo, stamp) {
            return value.clone();
        }
        let value = self.compute(id, expr);
        // What a limit cut short is no value of the expression.
        if !self.world.is_exhausted() {
            self.frame.keep(expr.memo, stamp, value.clone());
        }
        value
    }

    /// A value that is the same for all subjects: computed once, so it counts for no rule's steps.
    fn shared(&mut self, id: OpId, expr: &'a Expr) -> Value<'a> {
        let held = self.shared.as_ref().and_then(|shared| shared.borrow().get(&id).cloned());
        if let Some(value) = held {
            return value;
        }
        let left = self.world.steps();
        self.world.allow(super::limit::STEPS);
        let value = self.compute(id, expr);
        self.world.allow(left);
        if let Some(shared) = &self.shared {
            shared.borrow_mut().insert(id, value.clone());
        }
        value
    }

    fn compute(&mut self, id: OpId, expr: &'a Expr) -> Value<'a> {
        let plan = self.plan;
        match &expr.op {
            Op::Constant(constant) => plan_value(plan.constant(*constant)),
            Op::Variable(slot) => self.variable(*slot),
            Op::Request => path::request(&self.world, plan.accepts(id)),
            // The subject is what is bound first.
            Op::Old => path::old(&self.world, self.frame.get(0)),
            Op::Objects(kinds) => path::objects(self, *kinds),
            Op::Field(base, field) => self.field(*base, *field, expr),
            Op::View(base, view) => self.view(id, *base, *view),
            Op::Item(base, index) => path::item(&self.value(*base), *index),
            Op::Index(base, index) => self.index(*base, *index),
            Op::Call(builtin, arguments) => call::call(self, *builtin, arguments),
            Op::If(condition, then, otherwise) => match self.truth(*condition) {
                Ok(true) => self.value(*then),
                Ok(false) => self.value(*otherwise),
                Err(reason) => Value::Unknown(reason),
            },
            Op::Coalesce(first, second) => self.coalesce(*first, *second),
            Op::Arithmetic(operator, a, b) => self.arithmetic(*operator, *a, *b),
            Op::List(parts) => list::list(self, parts),
            Op::Record(entries) => list::record(self, entries),
            Op::Comprehension { scope, element, flatten } => {
                quantifier::comprehension(self, *scope, *element, *flatten)
            }
            _ => self.condition(&expr.op).map_or_else(Value::Unknown, Value::Bool),
        }
    }

    // Each form has a function of its own, so that what nests takes no more of the stack than it needs.

    fn field(&mut self, base: OpId, field: Field, expr: &'a Expr) -> Value<'a> {
        match self.base(base) {
            Some(base) => path::field_of(base, field, self.plan.accepts_of(expr)).value(),
            None => path::field(self.plan, &self.value(base), field, self.plan.accepts_of(expr)),
        }
    }

    fn view(&mut self, id: OpId, base: OpId, view: u32) -> Value<'a> {
        let base = self.value(base);
        path::view(self, &base, view, self.plan.accepts(id))
    }

    fn index(&mut self, base: OpId, index: OpId) -> Value<'a> {
        let base = self.value(base);
        let index = self.value(index);
        path::index(&base, &index)
    }

    fn coalesce(&mut self, first: OpId, second: OpId) -> Value<'a> {
        match self.value(first) {
            Value::Missing => self.value(second),
            value => value,
        }
    }

    fn arithmetic(&mut self, operator: Arithmetic, a: OpId, b: OpId) -> Value<'a> {
        let (left, right) = (self.value(a), self.value(b));
        super::arithmetic::apply(self, operator, (a, &left), (b, &right))
    }

    /// The value of a condition.
    pub(crate) fn truth(&mut self, id: OpId) -> Truth {
        let plan = self.plan;
        let Some(expr) = plan.expr(id) else { return Err(Unknown::Missing) };
        match &expr.op {
            Op::Inventory
            | Op::Has(_)
            | Op::Valid(_)
            | Op::Not(_)
            | Op::And(_)
            | Op::Or(_)
            | Op::Equal(..)
            | Op::In(..)
            | Op::InTexts(..)
            | Op::Compare(..)
            | Op::Matches(..)
            | Op::Quantifier(..)
                if !expr.shared && expr.memo == NOT_KEPT =>
            {
                self.world.spend(1)?;
                self.condition(&expr.op)
            }
            _ => self.value(id).boolean(),
        }
    }

    /// The value of an operation that gives a bool.
    fn condition(&mut self, op: &'a Op) -> Truth {
        match op {
            Op::Inventory => Ok(self.world.inventory.is_some()),
            Op::Has(value) => self.has(*value),
            Op::Valid(value) => self.value(*value).valid(),
            Op::Not(condition) => self.truth(*condition).map(|value| !value),
            Op::And(parts) => self.chain(parts, false),
            Op::Or(parts) => self.chain(parts, true),
            Op::Equal(a, b) => self.equal(*a, *b),
            Op::In(element, list) => self.member(*element, *list),
            Op::InTexts(element, texts, _) => self.member_of_texts(*element, *texts),
            Op::Compare(comparison, a, b) => self.ordered(*comparison, *a, *b),
            Op::Matches(text, regex) => self.matches(*text, *regex),
            Op::Quantifier(Quantifier::Any, scope, body) => quantifier::any(self, *scope, *body),
            Op::Quantifier(Quantifier::All, scope, body) => quantifier::all(self, *scope, *body),
            Op::Quantifier(Quantifier::One, scope, body) => quantifier::one(self, *scope, *body),
            // No other operation is asked for its condition.
            _ => Err(Unknown::WrongType),
        }
    }

    fn has(&mut self, id: OpId) -> Truth {
        match self.has_place(id) {
            Some(truth) => truth,
            None => has(&self.value(id)),
        }
    }

    fn equal(&mut self, a: OpId, b: OpId) -> Truth {
        if let Some(truth) = self.equal_to_constant(a, b) {
            return truth;
        }
        let (left, right) = (self.value(a), self.value(b));
        compare::equal_operands(self.plan, (a, &left), (b, &right))
    }

    fn member(&mut self, element: OpId, list: OpId) -> Truth {
        let (element, list) = (self.value(element), self.value(list));
        membership::member(&self.world, &element, &list)
    }

    fn member_of_texts(&mut self, element: OpId, texts: u32) -> Truth {
        let element = match self.place(element) {
            Some(place) => place.value(),
            None => self.value(element),
        };
        membership::member_of_texts(&element, self.plan.texts(texts))
    }

    fn ordered(&mut self, comparison: Comparison, a: OpId, b: OpId) -> Truth {
        let (left, right) = (self.value(a), self.value(b));
        compare::ordered(comparison, &left, &right)
    }

    fn matches(&mut self, text: OpId, regex: OpId) -> Truth {
        let (text, regex) = (self.value(text), self.value(regex));
        let text = text.text()?;
        self.world.spend_on_bytes(text.len())?;
        regex.regex()?.is_match(text).ok_or(Unknown::SizeLimit)
    }

    /// Kleene's conjunction (`dominant` false) or disjunction (`dominant` true).
    fn chain(&mut self, parts: &[OpId], dominant: bool) -> Truth {
        truth::chain(parts.iter().map(|part| self.truth(*part)), dominant)
    }

    /// The value of a constant expression, within the limits of a rule.
    pub(crate) fn constant(mut self, id: OpId) -> Value<'a> {
        self.world.allow(super::limit::STEPS);
        self.value(id)
    }
}

/// A constant as a value: its string is the plan's, without a count of references.
fn plan_value<'a>(constant: &'a Value<'static>) -> Value<'a> {
    match constant {
        Value::OwnedText(text) => Value::Text(text),
        other => other.clone(),
    }
}

/// Whether a value is there; of a wrong type it is unknown.
fn has(value: &Value<'_>) -> Truth {
    match value {
        Value::Missing => Ok(false),
        Value::Unknown(reason) => Err(*reason),
        value if value.fits() => Ok(true),
        _ => Err(Unknown::WrongType),
    }
}
