//! Quantifiers and comprehensions.

use super::accepts::KindBits;
use super::by_field::ByField;
use super::elements::Elements;
use super::join;
use super::limit;
use super::machine::{Machine, Truth};
use super::unknown::Unknown;
use super::value::Value;
use crate::document::Kind;
use crate::plan::op::{Binding, OpId, ScopeId};

/// `any SCOPE: C`; with `negate`, whether C is false for one: `all` is its opposite.
pub(super) fn exists(machine: &mut Machine<'_>, scope: ScopeId, body: OpId, negate: bool) -> Truth {
    let bindings = machine.plan.scope(scope);
    exists_in(machine, bindings, body, negate)
}

fn exists_in<'a>(machine: &mut Machine<'a>, bindings: &'a [Binding], body: OpId, negate: bool) -> Truth {
    let Some((binding, rest)) = bindings.split_first() else {
        return machine.truth(body).map(|value| value != negate);
    };
    let elements = members(machine, binding)?;
    machine.keeping(binding.slot, |machine| exists_among(machine, elements, (binding, rest), body, negate))
}

fn exists_among<'a>(
    machine: &mut Machine<'a>,
    elements: Elements<'a>,
    (binding, rest): (&'a Binding, &'a [Binding]),
    body: OpId,
    negate: bool,
) -> Truth {
    let mut unknown = None;
    let by_field = ByField::of(machine, binding, rest, body);
    for element in elements {
        machine.world.spend(1)?;
        match by_field.as_ref().and_then(|by_field| by_field.holds(&element)) {
            Some(holds) if holds != negate => return Ok(true),
            Some(_) => continue,
            None => {}
        }
        let condition = bind(machine, binding, element);
        let found = match condition {
            Ok(false) => Ok(false),
            Ok(true) => exists_in(machine, rest, body, negate),
            Err(reason) => match exists_in(machine, rest, body, negate) {
                Ok(false) => Ok(false),
                _ => Err(reason),
            },
        };
        match found {
            Ok(true) => return Ok(true),
            Ok(false) => {}
            Err(reason) => {
                unknown.get_or_insert(reason);
            }
        }
    }
    unknown.map_or(Ok(false), Err)
}

/// The instances of `one SCOPE: C` that hold and that may.
#[derive(Default)]
struct Count {
    holding: u32,
    unknown: Option<Unknown>,
}

impl Count {
    /// Adds an instance, and what makes it doubtful that it is there at all.
    fn add(&mut self, holds: Truth, doubt: Option<Unknown>) {
        match (holds, doubt) {
            (Ok(false), _) => {}
            (Ok(true), None) => self.holding += 1,
            (Ok(true), Some(reason)) | (Err(reason), _) => {
                self.unknown.get_or_insert(reason);
            }
        }
    }
}

/// `one SCOPE: C`: false as soon as two hold.
pub(super) fn one(machine: &mut Machine<'_>, scope: ScopeId, body: OpId) -> Truth {
    let bindings = machine.plan.scope(scope);
    let mut count = Count::default();
    count_in(machine, bindings, body, None, &mut count)?;
    match (count.holding, count.unknown) {
        (2.., _) => Ok(false),
        (_, Some(reason)) => Err(reason),
        (holding, None) => Ok(holding == 1),
    }
}

fn count_in<'a>(
    machine: &mut Machine<'a>,
    bindings: &'a [Binding],
    body: OpId,
    doubt: Option<Unknown>,
    count: &mut Count,
) -> Result<(), Unknown> {
    let Some((binding, rest)) = bindings.split_first() else {
        count.add(machine.truth(body), doubt);
        return Ok(());
    };
    let elements = match members(machine, binding) {
        Ok(elements) => elements,
        Err(reason) => {
            count.unknown.get_or_insert(reason);
            return Ok(());
        }
    };
    machine.keeping(binding.slot, |machine| count_among(machine, elements, (binding, rest), body, (doubt, count)))
}

fn count_among<'a>(
    machine: &mut Machine<'a>,
    elements: Elements<'a>,
    (binding, rest): (&'a Binding, &'a [Binding]),
    body: OpId,
    (doubt, count): (Option<Unknown>, &mut Count),
) -> Result<(), Unknown> {
    let by_field = ByField::of(machine, binding, rest, body);
    for element in elements {
        machine.world.spend(1)?;
        match by_field.as_ref().and_then(|by_field| by_field.holds(&element)) {
            Some(holds) => count.add(Ok(holds), doubt),
            None => {
                let doubt = match bind(machine, binding, element) {
                    Ok(false) => continue,
                    Ok(true) => doubt,
                    Err(reason) => doubt.or(Some(reason)),
                };
                count_in(machine, rest, body, doubt, count)?;
            }
        }
        if count.holding >= 2 {
            break;
        }
    }
    Ok(())
}

/// `[E for SCOPE]`. What may or may not be an element is an unknown one.
pub(super) fn comprehension<'a>(machine: &mut Machine<'a>, scope: ScopeId, element: OpId, flatten: bool) -> Value<'a> {
    let bindings = machine.plan.scope(scope);
    let mut found = Vec::new();
    match collect(machine, bindings, element, flatten, &mut found) {
        Ok(()) => Value::List(found.into()),
        Err(reason) => Value::Unknown(reason),
    }
}

/// Adds the elements of a comprehension; an error only where a limit stops it.
fn collect<'a>(
    machine: &mut Machine<'a>,
    bindings: &'a [Binding],
    element: OpId,
    flatten: bool,
    found: &mut Vec<Value<'a>>,
) -> Result<(), Unknown> {
    let Some((binding, rest)) = bindings.split_first() else {
        let value = machine.value(element);
        return if flatten { add_all(machine, value, element, found) } else { add(value, found) };
    };
    let elements = match members(machine, binding) {
        Ok(elements) => elements,
        Err(reason) => {
            found.push(Value::Unknown(reason));
            return Ok(());
        }
    };
    machine
        .keeping(binding.slot, |machine| collect_among(machine, elements, (binding, rest), (element, flatten), found))
}

fn collect_among<'a>(
    machine: &mut Machine<'a>,
    elements: Elements<'a>,
    (binding, rest): (&'a Binding, &'a [Binding]),
    (element, flatten): (OpId, bool),
    found: &mut Vec<Value<'a>>,
) -> Result<(), Unknown> {
    for value in elements {
        machine.world.spend(1)?;
        match bind(machine, binding, value) {
            Ok(false) => {}
            Ok(true) => collect(machine, rest, element, flatten, found)?,
            Err(reason) => found.push(Value::Unknown(reason)),
        }
    }
    Ok(())
}

fn add<'a>(value: Value<'a>, found: &mut Vec<Value<'a>>) -> Result<(), Unknown> {
    if found.len() >= limit::LIST {
        return Err(Unknown::SizeLimit);
    }
    if !value.is_missing() {
        found.push(value);
    }
    Ok(())
}

/// Adds the elements of a list, or what is none. How many elements there are where something else stands for a list is unknown.
fn add_all<'a>(
    machine: &Machine<'a>,
    value: Value<'a>,
    element: OpId,
    found: &mut Vec<Value<'a>>,
) -> Result<(), Unknown> {
    let is_list = match &value {
        Value::List(_) | Value::Chain(_) => true,
        Value::Node(node, _) => node.kind() == Kind::List && value.fits(),
        _ => false,
    };
    if !is_list {
        let instead = machine.plan.accepts(element).kinds.intersects(KindBits::LIST) && !value.fits();
        return add(if instead { Value::Unknown(value.mismatch()) } else { value }, found);
    }
    for element in value.elements()? {
        machine.world.spend(1)?;
        add(element, found)?;
    }
    Ok(())
}

/// Binds a variable, and says whether its condition lets the element through. Whether an unknown element is there at all
/// is unknown.
pub(crate) fn bind<'a>(machine: &mut Machine<'a>, binding: &Binding, element: Value<'a>) -> Truth {
    let there = if let Value::Unknown(reason) = element { Err(reason) } else { Ok(true) };
    machine.bind(binding.slot, element);
    match binding.condition.map_or(Ok(true), |condition| machine.truth(condition)) {
        Ok(true) => there,
        other => other,
    }
}

/// What a variable ranges over. An object with several Pod templates is there once for each.
pub(crate) fn members<'a>(machine: &mut Machine<'a>, binding: &Binding) -> Result<Elements<'a>, Unknown> {
    if let Some(candidates) = binding.join.and_then(|join| join::candidates(machine, join)) {
        return Ok(Elements::of_positions(&machine.world, candidates));
    }
    match machine.value(binding.set) {
        Value::Objects(set) => Ok(Elements::of_set(&machine.world, set)),
        value => value.elements(),
    }
}
