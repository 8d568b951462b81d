//! Quantifiers and comprehensions.

use super::accepts::KindBits;
use super::by_field::ByField;
use super::elements::Elements;
use super::join;
use super::limit;
use super::machine::Machine;
use super::truth::Truth;
use super::unknown::Unknown;
use super::value::Value;
use crate::document::Kind;
use crate::plan::op::{Binding, OpId, ScopeId};

/// `any SCOPE: C`
pub(super) fn any(machine: &mut Machine<'_>, scope: ScopeId, body: OpId) -> Truth {
    let bindings = machine.plan.scope(scope);
    Search { body, wanted: true }.within(machine, bindings)
}

/// `all SCOPE: C`: that no instance is found for which C is false.
pub(super) fn all(machine: &mut Machine<'_>, scope: ScopeId, body: OpId) -> Truth {
    let bindings = machine.plan.scope(scope);
    Search { body, wanted: false }.within(machine, bindings).map(|found| !found)
}

/// Looks for an instance for which a condition comes to what is wanted.
#[derive(Clone, Copy)]
struct Search {
    body: OpId,
    wanted: bool,
}

impl Search {
    fn within<'a>(self, machine: &mut Machine<'a>, bindings: &'a [Binding]) -> Truth {
        let Some((binding, rest)) = bindings.split_first() else {
            return machine.truth(self.body).map(|value| value == self.wanted);
        };
        let elements = members(machine, binding)?;
        machine.keeping(binding.slot, |machine| self.among(machine, elements, binding, rest))
    }

    fn among<'a>(
        self,
        machine: &mut Machine<'a>,
        elements: Elements<'a>,
        binding: &'a Binding,
        rest: &'a [Binding],
    ) -> Truth {
        let mut unknown = None;
        let by_field = ByField::of(machine, binding, rest, self.body);
        for element in elements {
            machine.world.spend(1)?;
            match by_field.as_ref().and_then(|by_field| by_field.holds(&element)) {
                Some(holds) if holds == self.wanted => return Ok(true),
                Some(_) => continue,
                None => {}
            }
            let found = match bind(machine, binding, element) {
                Ok(false) => Ok(false),
                Ok(true) => self.within(machine, rest),
                Err(reason) => match self.within(machine, rest) {
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
}

/// `one SCOPE: C`: false as soon as two hold.
pub(super) fn one(machine: &mut Machine<'_>, scope: ScopeId, body: OpId) -> Truth {
    let bindings = machine.plan.scope(scope);
    let mut count = Count { body, holding: 0, unknown: None };
    count.within(machine, bindings, None)?;
    match (count.holding, count.unknown) {
        (2.., _) => Ok(false),
        (_, Some(reason)) => Err(reason),
        (holding, None) => Ok(holding == 1),
    }
}

/// Counts the instances for which a condition holds, up to two, and notes why it may hold for more.
struct Count {
    body: OpId,
    holding: u32,
    unknown: Option<Unknown>,
}

impl Count {
    /// Counts instances, with what makes it doubtful that they are there at all. An error only where a limit stops it.
    fn within<'a>(
        &mut self,
        machine: &mut Machine<'a>,
        bindings: &'a [Binding],
        doubt: Option<Unknown>,
    ) -> Result<(), Unknown> {
        let Some((binding, rest)) = bindings.split_first() else {
            self.add(machine.truth(self.body), doubt);
            return Ok(());
        };
        let elements = match members(machine, binding) {
            Ok(elements) => elements,
            Err(reason) => {
                self.unknown.get_or_insert(reason);
                return Ok(());
            }
        };
        machine.keeping(binding.slot, |machine| self.among(machine, elements, binding, rest, doubt))
    }

    fn among<'a>(
        &mut self,
        machine: &mut Machine<'a>,
        elements: Elements<'a>,
        binding: &'a Binding,
        rest: &'a [Binding],
        doubt: Option<Unknown>,
    ) -> Result<(), Unknown> {
        let by_field = ByField::of(machine, binding, rest, self.body);
        for element in elements {
            machine.world.spend(1)?;
            match by_field.as_ref().and_then(|by_field| by_field.holds(&element)) {
                Some(holds) => self.add(Ok(holds), doubt),
                None => {
                    let doubt = match bind(machine, binding, element) {
                        Ok(false) => continue,
                        Ok(true) => doubt,
                        Err(reason) => doubt.or(Some(reason)),
                    };
                    self.within(machine, rest, doubt)?;
                }
            }
            if self.holding >= 2 {
                break;
            }
        }
        Ok(())
    }

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

/// `[E for SCOPE]`. What may or may not be an element is an unknown one.
pub(super) fn comprehension<'a>(machine: &mut Machine<'a>, scope: ScopeId, element: OpId, flatten: bool) -> Value<'a> {
    let bindings = machine.plan.scope(scope);
    let mut list = Comprehension { element, flatten, found: Vec::new() };
    match list.within(machine, bindings) {
        Ok(()) => Value::List(list.found.into()),
        Err(reason) => Value::Unknown(reason),
    }
}

/// Collects the elements of a comprehension; an error only where a limit stops it.
struct Comprehension<'a> {
    element: OpId,
    /// Whether the elements of lists are meant, and not the lists.
    flatten: bool,
    found: Vec<Value<'a>>,
}

impl<'a> Comprehension<'a> {
    fn within(&mut self, machine: &mut Machine<'a>, bindings: &'a [Binding]) -> Result<(), Unknown> {
        let Some((binding, rest)) = bindings.split_first() else {
            let value = machine.value(self.element);
            return if self.flatten { self.add_all(machine, value) } else { self.add(value) };
        };
        let elements = match members(machine, binding) {
            Ok(elements) => elements,
            Err(reason) => {
                self.found.push(Value::Unknown(reason));
                return Ok(());
            }
        };
        machine.keeping(binding.slot, |machine| self.among(machine, elements, binding, rest))
    }

    fn among(
        &mut self,
        machine: &mut Machine<'a>,
        elements: Elements<'a>,
        binding: &'a Binding,
        rest: &'a [Binding],
    ) -> Result<(), Unknown> {
        for element in elements {
            machine.world.spend(1)?;
            match bind(machine, binding, element) {
                Ok(false) => {}
                Ok(true) => self.within(machine, rest)?,
                Err(reason) => self.found.push(Value::Unknown(reason)),
            }
        }
        Ok(())
    }

    fn add(&mut self, value: Value<'a>) -> Result<(), Unknown> {
        if self.found.len() >= limit::LIST {
            return Err(Unknown::SizeLimit);
        }
        if !value.is_missing() {
            self.found.push(value);
        }
        Ok(())
    }

    /// Adds the elements of a list, or what is none. How many elements there are where something else stands for a list is
    /// unknown.
    fn add_all(&mut self, machine: &Machine<'a>, value: Value<'a>) -> Result<(), Unknown> {
        let is_list = match &value {
            Value::List(_) | Value::Chain(_) => true,
            Value::Node(node, _) => node.kind() == Kind::List && value.fits(),
            _ => false,
        };
        if !is_list {
            let instead = machine.plan.accepts(self.element).kinds.intersects(KindBits::LIST) && !value.fits();
            return self.add(if instead { Value::Unknown(value.mismatch()) } else { value });
        }
        for element in value.elements()? {
            machine.world.spend(1)?;
            self.add(element)?;
        }
        Ok(())
    }
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
