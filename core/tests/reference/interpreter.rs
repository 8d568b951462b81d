//! Expressions, as the manual says what they mean: recursion over values, and nothing remembered.

use crate::around::{Around, KUBERNETES};
use crate::functions::{self, TAKE_LISTS, TAKE_WHAT_IS_MISSING};
use crate::images;
use crate::parameters::given;
use crate::selectors;
use crate::value::{Truth, Value, all, and, any, constant, equal, not, order, quantity, read};
use crate::views;
use kubelaw::kubernetes::vocabulary::SelectorMeaning;
use kubelaw_lang::ir::{Arithmetic, Binding, Comparison, ExprId, ExprKind, Global, Param, Program};
use kubelaw_lang::syntax::ast::Quantifier;
use kubelaw_lang::types::{Base, Type};
use kubelaw_lang::values::Version;
use kubelaw_lang::vocabulary::Kinds;
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// What the variables hold.
pub(crate) type Scope<'a> = BTreeMap<u16, Value<'a>>;

/// A program, all objects that it may look at, and what is around the one that is judged.
pub(crate) struct Interpreter<'a> {
    pub(crate) program: &'a Program,
    pub(crate) objects: &'a [Json],
    pub(crate) around: &'a Around<'a>,
}

impl<'a> Interpreter<'a> {
    fn ty(&self, id: ExprId) -> &'a Type {
        self.program.ty(self.program.expr(id).ty)
    }

    pub(crate) fn truth(&self, id: ExprId, scope: &Scope<'a>) -> Truth {
        self.value(id, scope).truth()
    }

    /// The value of an expression; a missing list or map is empty.
    fn filled(&self, id: ExprId, scope: &Scope<'a>) -> Value<'a> {
        self.value(id, scope).or_empty(self.ty(id))
    }

    pub(crate) fn value(&self, id: ExprId, scope: &Scope<'a>) -> Value<'a> {
        let truth = match &self.program.expr(id).kind {
            ExprKind::Constant(value) => return constant(value),
            ExprKind::Variable(slot) => return scope[&slot.0].clone(),
            ExprKind::Objects(kinds) => return Value::List(self.of_kinds(kinds).map(Value::Record).collect()),
            ExprKind::Field(base, name) => return self.field(&self.value(*base, scope), name, self.ty(id)),
            ExprKind::View(base, name) => return self.view(&self.value(*base, scope), name, self.ty(id)),
            ExprKind::Call(name, arguments) => return self.call(name, arguments, scope),
            ExprKind::Item(base, at) => return item(&self.value(*base, scope), *at),
            ExprKind::Index(base, key) => return index(&self.value(*base, scope), &self.value(*key, scope)),
            ExprKind::Param(number) => return self.parameter(&self.program.params[*number as usize]),
            ExprKind::Global(Global::Request) => return Value::Record(self.around.request.as_ref().unwrap()),
            ExprKind::Global(Global::Kubernetes) => return Value::Version(Version::parse(KUBERNETES).unwrap()),
            ExprKind::Old(_) => return self.around.old.map_or(Value::Missing, Value::Record),
            ExprKind::If(condition, then, otherwise) => {
                return match self.truth(*condition, scope) {
                    Some(true) => self.value(*then, scope),
                    Some(false) => self.value(*otherwise, scope),
                    None => Value::Unknown,
                };
            }
            ExprKind::Coalesce(first, second) => {
                let first = self.value(*first, scope);
                return if first.is_missing() { self.value(*second, scope) } else { first };
            }
            ExprKind::Arithmetic(operator, a, b) => {
                return arithmetic(*operator, &self.filled(*a, scope), &self.filled(*b, scope));
            }
            ExprKind::List(parts) => {
                let parts = parts.iter().map(|part| self.value(*part, scope));
                return Value::List(parts.filter(|part| !part.is_missing()).collect());
            }
            ExprKind::Comprehension { scope: bindings, element, flatten } => {
                return Value::List(self.comprehension(bindings, *element, *flatten, scope));
            }
            ExprKind::Record(parts) => {
                let parts = parts.iter().map(|(key, part)| (key.to_string(), self.value(*part, scope)));
                return Value::Map(parts.filter(|(_, part)| !part.is_missing()).collect());
            }
            ExprKind::Has(value) => match self.value(*value, scope) {
                Value::Unknown | Value::Wrong(_) => None,
                value => Some(!value.is_missing()),
            },
            ExprKind::Global(Global::Inventory) => Some(self.around.inventory),
            ExprKind::Valid(value) => Some(self.value(*value, scope).is_valid()),
            ExprKind::Not(condition) => not(self.truth(*condition, scope)),
            ExprKind::And(a, b) => and(self.truth(*a, scope), self.truth(*b, scope)),
            ExprKind::Or(a, b) => not(and(not(self.truth(*a, scope)), not(self.truth(*b, scope)))),
            ExprKind::Equal(a, b) => match (self.filled(*a, scope), self.filled(*b, scope)) {
                (Value::Missing, other) | (other, Value::Missing) => (!other.is_unknown()).then_some(false),
                (a, b) => equal(&a, &b),
            },
            ExprKind::In(element, set) => member(&self.value(*element, scope), &self.filled(*set, scope)),
            ExprKind::Compare(comparison, a, b) => {
                order(&self.value(*a, scope), &self.value(*b, scope)).map(|order| match comparison {
                    Comparison::Less => order.is_lt(),
                    Comparison::LessEqual => order.is_le(),
                    Comparison::Greater => order.is_gt(),
                    Comparison::GreaterEqual => order.is_ge(),
                })
            }
            ExprKind::Matches(text, regex) => match (self.value(*text, scope), self.value(*regex, scope)) {
                (Value::Text(text), Value::Regex(regex)) => Some(regex::Regex::new(&regex).unwrap().is_match(&text)),
                _ => None,
            },
            ExprKind::Quantifier(quantifier, bindings, body) => self.quantifier(*quantifier, bindings, *body, scope),
        };
        truth.map_or(Value::Unknown, Value::Bool)
    }

    fn field(&self, base: &Value<'a>, name: &str, ty: &Type) -> Value<'a> {
        match base {
            Value::Missing => Value::Missing,
            Value::Record(json) => json.get(name).map_or(Value::Missing, |json| read(json, ty)),
            Value::Map(entries) => entry(entries, name),
            _ => Value::Unknown,
        }
    }

    fn view(&self, base: &Value<'a>, name: &str, ty: &Type) -> Value<'a> {
        match base {
            Value::Missing => Value::Missing,
            Value::Text(image) => images::part(image, name),
            Value::Record(json) if name == "role" => Value::Text(views::role(self.objects, json).to_owned()),
            Value::Record(object) => views::of_object(object, name, ty),
            _ => Value::Unknown,
        }
    }

    pub(crate) fn of_kinds(&self, kinds: &'a Kinds) -> impl Iterator<Item = &'a Json> {
        self.objects.iter().filter(move |object| is_of(object, kinds))
    }

    /// The value that is given, else the default.
    fn parameter(&self, parameter: &'a Param) -> Value<'a> {
        match (given(&parameter.name), &parameter.default) {
            (Some(given), _) => given,
            (None, Some(default)) => constant(default),
            (None, None) => Value::Missing,
        }
    }

    fn call(&self, name: &str, arguments: &[ExprId], scope: &Scope<'a>) -> Value<'a> {
        let given = |argument: &ExprId| match self.filled(*argument, scope) {
            Value::Missing if TAKE_LISTS.contains(&name) && self.ty(*argument).is(&Base::Dyn) => {
                Value::List(Vec::new())
            }
            value => value,
        };
        let values: Vec<Value<'a>> = arguments.iter().map(given).collect();
        if TAKE_WHAT_IS_MISSING.contains(&name) && values[0].is_missing() {
            return functions::of_nothing(name);
        }
        let name = match (name, self.ty(arguments[0]).members.first()) {
            ("under", Some(Base::Image)) => "under of an image",
            ("selects" | "isEmpty", Some(Base::Selector(meaning))) => {
                return selectors::call(name, SelectorMeaning::of(*meaning), &values)
                    .map_or(Value::Unknown, Value::Bool);
            }
            (name, _) => name,
        };
        let unknown = |value: &Value<'_>| match value {
            Value::List(elements) => elements.iter().any(|element| matches!(element, Value::Unknown)),
            other => other.is_unknown() || other.is_missing(),
        };
        if values.iter().any(unknown) { Value::Unknown } else { functions::call(name, &values) }
    }

    fn quantifier(&self, quantifier: Quantifier, bindings: &'a [Binding], body: ExprId, scope: &Scope<'a>) -> Truth {
        let holds: Vec<(Truth, Truth)> = self
            .instances(bindings, scope)
            .into_iter()
            .map(|(there, scope)| (there, scope.and_then(|scope| self.truth(body, &scope))))
            .collect();
        let holds = holds.iter();
        match quantifier {
            Quantifier::Any => any(holds.map(|(there, body)| and(*there, *body))),
            Quantifier::All => all(holds.map(|(there, body)| not(and(*there, not(*body))))),
            Quantifier::One => {
                let truths: Vec<Truth> = holds.map(|(there, body)| and(*there, *body)).collect();
                let count = |wanted: Truth| truths.iter().filter(|truth| **truth == wanted).count();
                match (count(Some(true)), count(None)) {
                    (2.., _) => Some(false),
                    (_, 1..) => None,
                    (holding, _) => Some(holding == 1),
                }
            }
        }
    }

    /// The combinations of some bindings, each with whether it is there; without variables where nothing is known of it.
    fn instances(&self, bindings: &'a [Binding], scope: &Scope<'a>) -> Vec<(Truth, Option<Scope<'a>>)> {
        let Some((binding, rest)) = bindings.split_first() else { return vec![(Some(true), Some(scope.clone()))] };
        let Some(elements) = self.elements(binding, scope) else { return vec![(None, None)] };
        let mut instances = Vec::new();
        for element in elements {
            let (there, scope) = self.bind(binding, element, scope);
            if there != Some(false) {
                let inner = self.instances(rest, &scope);
                instances.extend(inner.into_iter().map(|(inner, scope)| (and(there, inner), scope)));
            }
        }
        instances
    }

    /// What a variable ranges over; none where that is unknown.
    pub(crate) fn elements(&self, binding: &Binding, scope: &Scope<'a>) -> Option<Vec<Value<'a>>> {
        match self.value(binding.set, scope) {
            Value::Missing => Some(Vec::new()),
            Value::List(elements) => Some(elements),
            _ => None,
        }
    }

    /// The scope with one variable more, and whether its `where` lets it through.
    pub(crate) fn bind(&self, binding: &Binding, element: Value<'a>, scope: &Scope<'a>) -> (Truth, Scope<'a>) {
        let there = if matches!(element, Value::Unknown) { None } else { Some(true) };
        let mut scope = scope.clone();
        scope.insert(binding.slot.0, element);
        let condition = binding.condition.map_or(Some(true), |condition| self.truth(condition, &scope));
        (and(there, condition), scope)
    }

    fn comprehension(
        &self,
        bindings: &'a [Binding],
        element: ExprId,
        flatten: bool,
        scope: &Scope<'a>,
    ) -> Vec<Value<'a>> {
        let elements = self.instances(bindings, scope).into_iter().flat_map(|(there, scope)| match (there, scope) {
            (Some(true), Some(scope)) => match self.value(element, &scope) {
                Value::List(elements) if flatten => elements,
                Value::Wrong(_) if flatten && self.ty(element).is_collection() => vec![Value::Unknown],
                value => vec![value],
            },
            _ => vec![Value::Unknown],
        });
        elements.filter(|element| !element.is_missing()).collect()
    }
}

/// `list[at]`. Where it may have less elements than it seems, what counts is unknown.
fn item<'a>(list: &Value<'a>, at: i64) -> Value<'a> {
    match list {
        Value::Missing => Value::Missing,
        Value::List(elements) => {
            let Some(up_to) = usize::try_from(at).ok().and_then(|at| elements.get(..=at)) else {
                return Value::Missing;
            };
            let doubtful = up_to.iter().any(|element| matches!(element, Value::Unknown));
            if doubtful { Value::Unknown } else { up_to[up_to.len() - 1].clone() }
        }
        _ => Value::Unknown,
    }
}

/// `base[key]`
fn index<'a>(base: &Value<'a>, key: &Value<'a>) -> Value<'a> {
    match (base, key) {
        (Value::Missing, _) => Value::Missing,
        (base, Value::Int(at)) => item(base, *at),
        (Value::Map(entries), Value::Text(key)) => entry(entries, key),
        _ => Value::Unknown,
    }
}

fn entry<'a>(entries: &[(String, Value<'a>)], key: &str) -> Value<'a> {
    entries.iter().find(|(other, _)| other == key).map_or(Value::Missing, |(_, value)| value.clone())
}

/// Whether an object is of one of some kinds.
pub(crate) fn is_of(object: &Json, kinds: &Kinds) -> bool {
    let api = object["apiVersion"].as_str().unwrap();
    let group = api.split_once('/').map_or("", |(group, _)| group);
    let name = format!("{group}/{}", object["kind"].as_str().unwrap());
    match kinds {
        Kinds::All => true,
        Kinds::Of(kinds) => kinds.iter().any(|kind| **kind == *name),
    }
}

/// `element in set`: nothing that is missing is in anything.
fn member(element: &Value<'_>, set: &Value<'_>) -> Truth {
    match (element, set) {
        (Value::Unknown | Value::Wrong(_), _) | (_, Value::Unknown | Value::Wrong(_)) => None,
        (Value::Missing, _) => Some(false),
        (element, Value::List(elements)) => any(elements.iter().map(|other| equal(element, other))),
        (Value::Text(key), Value::Map(entries)) => Some(entries.iter().any(|(other, _)| other == key)),
        _ => None,
    }
}

/// `+ - *`
pub(crate) fn arithmetic<'a>(operator: Arithmetic, a: &Value<'a>, b: &Value<'a>) -> Value<'a> {
    match (operator, a, b) {
        (Arithmetic::Add, Value::List(a), Value::List(b)) => Value::List(a.iter().chain(b).cloned().collect()),
        (Arithmetic::Add, Value::Text(a), Value::Text(b)) => Value::Text(format!("{a}{b}")),
        (operator, Value::Int(a), Value::Int(b)) => {
            let result = match operator {
                Arithmetic::Add => a.checked_add(*b),
                Arithmetic::Subtract => a.checked_sub(*b),
                Arithmetic::Multiply => a.checked_mul(*b),
            };
            result.map_or(Value::Unknown, Value::Int)
        }
        (Arithmetic::Multiply, Value::Quantity(a), Value::Int(b)) => {
            a.checked_mul_int(*b).map_or(Value::Unknown, Value::Quantity)
        }
        (operator, a, b) => {
            let (Some(a), Some(b)) = (quantity(a), quantity(b)) else { return Value::Unknown };
            let result = match operator {
                Arithmetic::Add => a.checked_add(b),
                Arithmetic::Subtract => a.checked_sub(b),
                Arithmetic::Multiply => return Value::Unknown,
            };
            result.map_or(Value::Unknown, Value::Quantity)
        }
    }
}
