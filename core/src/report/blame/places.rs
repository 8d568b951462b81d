//! The places that a value was read from, and where a missing one would be.

use super::Blamer;
use super::spot::{Spot, Step};
use crate::eval::{Value, message};
use crate::plan::op::{Op, OpId};

impl<'a> Blamer<'a> {
    /// The one place of a path, for `at PATH` and fixes: a field, or where a missing one would be.
    pub(super) fn only_place(&mut self, id: OpId) -> Option<Spot<'a>> {
        let spot = match self.machine.value(id) {
            Value::Missing => self.missing(id),
            value => Spot::of(&value).or_else(|| {
                let mut spots = Vec::new();
                self.places(id, &mut spots);
                Spot::common(&self.inside(&spots))
            }),
        };
        spot.filter(|spot| spot.is_inside(self.object.root))
    }

    /// The places of the operands, from the left, up to the first in the subject.
    pub(super) fn leftmost(&mut self, operands: &[OpId], spots: &mut Vec<Spot<'a>>) {
        for operand in operands {
            let mut found = Vec::new();
            self.places(*operand, &mut found);
            found.retain(|spot| self.decides(*operand, spot));
            let done = found.iter().any(|spot| spot.is_inside(self.object.root));
            spots.append(&mut found);
            if done {
                return;
            }
        }
    }

    /// Whether a place of an expression can be what decided: no place in the subject is that was found through an
    /// element which only stands for its list.
    pub(super) fn decides(&self, id: OpId, spot: &Spot<'a>) -> bool {
        self.machine.plan.depends(id).slots & self.stand_ins == 0 || !spot.is_inside(self.object.root)
    }

    /// The places of a value: its own, or those of what it was made of.
    pub(super) fn places(&mut self, id: OpId, spots: &mut Vec<Spot<'a>>) {
        match self.machine.value(id) {
            Value::Chain(chain) => {
                let lists = (0..3).filter_map(|at| chain.list(at));
                spots.extend(lists.map(Spot::at));
            }
            Value::List(list) if list.iter().any(|element| element.place().is_some()) => {
                spots.extend(list.iter().find_map(Spot::of));
            }
            Value::Missing => match self.missing(id) {
                Some(spot) => spots.push(spot),
                None => self.origins(id, spots),
            },
            value => match Spot::of(&value) {
                Some(spot) => spots.push(spot),
                None => self.origins(id, spots),
            },
        }
    }

    /// The places of what a value without a place of its own was made of.
    fn origins(&mut self, id: OpId, spots: &mut Vec<Spot<'a>>) {
        let plan = self.machine.plan;
        let Some(expr) = plan.expr(id) else { return };
        match &expr.op {
            Op::If(condition, then, otherwise) => match self.machine.truth(*condition) {
                Ok(true) => self.places(*then, spots),
                Ok(false) => self.places(*otherwise, spots),
                Err(_) => self.places(*condition, spots),
            },
            Op::Coalesce(first, second) => {
                let before = spots.len();
                if self.machine.value(*first).is_missing() {
                    self.places(*second, spots);
                }
                if spots.len() == before {
                    self.places(*first, spots);
                }
            }
            Op::Comprehension { scope, .. } | Op::Quantifier(_, scope, _) => {
                if let Some(binding) = plan.scope(*scope).first() {
                    self.places(binding.set, spots);
                }
            }
            // What is made of an element, as an entry of a map, is where the element is.
            Op::Variable(_) => {
                if let Value::Map(map) = self.machine.value(id) {
                    spots.extend(map.iter().find_map(|(_, value)| value.place()).map(Spot::at));
                }
            }
            // A set of objects is no place.
            Op::Objects(_) => {}
            op => self.leftmost(&op.parts(), spots),
        }
    }

    /// Where a missing value would be: the nearest existing ancestor and the steps from there.
    pub(super) fn missing(&mut self, id: OpId) -> Option<Spot<'a>> {
        let plan = self.machine.plan;
        match &plan.expr(id)?.op {
            Op::Field(base, field) => self.below(*base, Step::Key(plan.name(field.name).to_owned())),
            Op::Item(base, index) => self.missing_element(*base, *index),
            Op::Index(base, at) => {
                let index = self.machine.value(*at);
                match (index.int(), index.text()) {
                    (_, Ok(_)) if message::holds_secret(&mut self.machine, *at) => {
                        self.below(*base, Step::Key(message::REDACTED.to_owned()))
                    }
                    (Ok(number), _) => self.missing_element(*base, number),
                    (_, Ok(key)) => self.below(*base, Step::Key(key.to_owned())),
                    _ => self.only_existing(*base),
                }
            }
            // What a view lacks is missing where the view looks: below its base.
            Op::View(base, _) => self.only_existing(*base),
            Op::Coalesce(first, _) => self.missing(*first),
            Op::If(condition, then, otherwise) => match self.machine.truth(*condition) {
                Ok(true) => self.missing(*then),
                Ok(false) => self.missing(*otherwise),
                Err(_) => None,
            },
            _ => None,
        }
    }

    /// Where an element would be that a list does not have: behind all it has, those that are null too, which no index counts.
    fn missing_element(&mut self, list: OpId, index: i64) -> Option<Spot<'a>> {
        let Ok(index) = usize::try_from(index) else { return self.only_existing(list) };
        let nulls =
            self.machine.value(list).place().map_or(0, |node| node.items().filter(|item| item.is_null()).count());
        self.below(list, Step::Index(index.saturating_add(nulls)))
    }

    /// A step below a value that exists or not.
    fn below(&mut self, base: OpId, step: Step) -> Option<Spot<'a>> {
        match self.machine.value(base) {
            Value::Missing => self.missing(base).map(|spot| spot.then(step)),
            value => value.place().map(|node| Spot::at(node).then(step)),
        }
    }

    /// The place of a value, or where it would be.
    fn only_existing(&mut self, base: OpId) -> Option<Spot<'a>> {
        match self.machine.value(base) {
            Value::Missing => self.missing(base),
            value => value.place().map(Spot::at),
        }
    }
}
