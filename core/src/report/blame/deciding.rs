//! Which parts of a condition decided its value.

use super::Blamer;
use super::spot::Spot;
use crate::eval::quantifier::members;
use crate::eval::truth::Truth;
use crate::eval::{Value, member, same};
use crate::plan::op::{Binding, Depends, Op, OpId};
use kubelaw_lang::syntax::ast::Quantifier;

/// What is told of each deciding part, while the variables it sees are bound.
type Tell<'t, 'a> = &'t mut dyn FnMut(&mut Blamer<'a>, OpId);

impl<'a> Blamer<'a> {
    /// Tells of the parts that decided a condition: comparisons, calls and other conditions without parts of their own.
    pub(super) fn deciding(&mut self, id: OpId, tell: Tell<'_, 'a>) {
        let plan = self.machine.plan;
        let Some(expr) = plan.expr(id) else { return };
        match &expr.op {
            Op::Not(inner) => self.deciding(*inner, tell),
            Op::And(parts) => self.chain(parts, false, tell),
            Op::Or(parts) => self.chain(parts, true, tell),
            Op::If(condition, then, otherwise) => match self.machine.truth(*condition) {
                Ok(true) => self.deciding(*then, tell),
                Ok(false) => self.deciding(*otherwise, tell),
                Err(_) => self.deciding(*condition, tell),
            },
            Op::Quantifier(quantifier, scope, body) => {
                let scope = plan.scope(*scope);
                let negate = *quantifier == Quantifier::All;
                let by_witness = *quantifier != Quantifier::One;
                if !(by_witness && self.witness(scope, *body, negate, tell)) {
                    self.whole(scope, *body, tell);
                }
            }
            Op::Constant(_) | Op::Inventory => {}
            _ => tell(self, id),
        }
    }

    /// The operands that decided a conjunction (`dominant` false) or disjunction (`dominant` true): the first of the
    /// deciding value, else the first that is unknown, else all.
    fn chain(&mut self, parts: &'a [OpId], dominant: bool, tell: Tell<'_, 'a>) {
        let truths: Vec<Truth> = parts.iter().map(|part| self.machine.truth(*part)).collect();
        let first = |wanted: &dyn Fn(&Truth) -> bool| {
            parts.iter().zip(&truths).find(|(_, truth)| wanted(truth)).map(|(part, _)| *part)
        };
        let decisive = first(&|truth| *truth == Ok(dominant)).or_else(|| first(&|truth| truth.is_err()));
        match decisive {
            Some(part) => self.deciding(part, tell),
            None => parts.iter().for_each(|part| self.deciding(*part, tell)),
        }
    }

    /// Tells of the body of the first instance that makes `any` true (with `negate`: `all` false), if there is one.
    fn witness(&mut self, scope: &'a [Binding], body: OpId, negate: bool, tell: Tell<'_, 'a>) -> bool {
        let Some((binding, rest)) = scope.split_first() else {
            let found = self.machine.truth(body) == Ok(!negate);
            if found {
                self.deciding(body, tell);
            }
            return found;
        };
        let Ok(elements) = members(&mut self.machine, binding) else { return false };
        self.keeping(binding, |blamer| {
            for element in elements {
                blamer.machine.bind(binding.slot, element);
                let holds = binding.condition.is_none_or(|condition| blamer.machine.truth(condition) == Ok(true));
                if holds && blamer.witness(rest, body, negate, tell) {
                    return true;
                }
            }
            false
        })
    }

    /// Tells of the list that a quantifier ranges over, and of its condition on the first element that gets there.
    fn whole(&mut self, scope: &'a [Binding], body: OpId, tell: Tell<'_, 'a>) {
        let Some((binding, rest)) = scope.split_first() else { return self.deciding(body, tell) };
        tell(self, binding.set);
        let Ok(elements) = members(&mut self.machine, binding) else { return };
        let elements: Vec<Value<'a>> = elements.take(MOST_ELEMENTS).collect();
        let stand_ins = self.stand_ins;
        self.stand_ins |= Depends::bit(binding.slot);
        self.keeping(binding, |blamer| {
            for element in &elements {
                blamer.machine.bind(binding.slot, element.clone());
                if binding.condition.is_none_or(|condition| blamer.machine.truth(condition) == Ok(true)) {
                    return blamer.whole(rest, body, tell);
                }
            }
            match (elements.first(), binding.condition) {
                (Some(first), Some(condition)) => {
                    blamer.machine.bind(binding.slot, first.clone());
                    blamer.deciding(condition, tell);
                }
                (None, _) if blamer.machine.plan.depends(binding.set).objects => {
                    blamer.of_none(scope, body, tell);
                }
                _ => {}
            }
        });
        self.stand_ins = stand_ins;
    }

    /// Tells of what is asked of objects where there is none that could be asked; of the namespace that they are looked for
    /// in only where nothing else is asked.
    fn of_none(&mut self, scope: &'a [Binding], body: OpId, tell: Tell<'_, 'a>) {
        if let Some(first) = scope.first() {
            self.machine.bind(first.slot, Value::Missing);
        }
        self.stand_ins |= scope.iter().fold(0, |all, binding| all | Depends::bit(binding.slot));
        let mut asked = Vec::new();
        for condition in scope.iter().filter_map(|binding| binding.condition).chain([body]) {
            self.asked(condition, &mut asked);
        }
        let beside: Vec<OpId> = asked.iter().copied().filter(|id| self.is_beside_namespace(*id)).collect();
        for id in if beside.is_empty() { asked } else { beside } {
            tell(self, id);
        }
    }

    /// The parts of a condition, whatever they come to.
    fn asked(&self, id: OpId, asked: &mut Vec<OpId>) {
        match self.machine.plan.expr(id).map(|expr| &expr.op) {
            Some(Op::And(parts) | Op::Or(parts)) => parts.iter().for_each(|part| self.asked(*part, asked)),
            Some(Op::Not(inner)) => self.asked(*inner, asked),
            _ => asked.push(id),
        }
    }

    /// Whether a question is about something in the subject other than its namespace, in which objects are looked for. Where
    /// the subject names none, its metadata stands for it.
    fn is_beside_namespace(&mut self, id: OpId) -> bool {
        let mut spots = Vec::new();
        self.leaf_places(id, &mut spots);
        let root = self.object.root;
        spots
            .iter()
            .any(|spot| spot.is_inside(root) && !matches!(&*spot.path(root), "" | "metadata" | "metadata.namespace"))
    }

    /// The places of a deciding part: the leftmost in the subject; of a true `x in list`, the element.
    pub(super) fn leaf_places(&mut self, id: OpId, spots: &mut Vec<Spot<'a>>) {
        let plan = self.machine.plan;
        let Some(expr) = plan.expr(id) else { return };
        match &expr.op {
            Op::In(element, list) => {
                if let Some(spot) = self.element_in(*element, *list)
                    && self.decides(*list, &spot)
                {
                    spots.push(spot);
                }
                if !spots.iter().any(|spot| spot.is_inside(self.object.root)) {
                    self.leftmost(&[*element, *list], spots);
                }
            }
            Op::InTexts(element, ..) => self.leftmost(&[*element], spots),
            Op::Call(builtin, arguments) => match self.element_of(*builtin, arguments) {
                Some(spot) if self.decides(id, &spot) => spots.push(spot),
                _ => self.leftmost(arguments, spots),
            },
            Op::Has(_) | Op::Valid(_) | Op::Equal(..) | Op::Compare(..) | Op::Matches(..) => {
                self.leftmost(&expr.op.parts(), spots);
            }
            _ => self.leftmost(&[id], spots),
        }
    }

    /// The place of the element that a value is in a list, if it is one.
    fn element_in(&mut self, element: OpId, list: OpId) -> Option<Spot<'a>> {
        let value = self.machine.value(element);
        let list = self.machine.value(list);
        if value.is_missing() {
            return None;
        }
        let found = list.elements().ok()?.find(|other| same(&value, other) == Ok(true))?;
        Spot::of(&found)
    }

    /// The place of the element of a list without a place of its own, such as the keys of a map, that decides whether the
    /// list has something in common with another, or nothing else than the other.
    fn element_of(&mut self, builtin: u32, arguments: &[OpId]) -> Option<Spot<'a>> {
        let wanted = match self.machine.plan.builtin_name(builtin) {
            "intersects" => true,
            "subsetOf" => false,
            _ => return None,
        };
        let [list, other] = arguments else { return None };
        let (Value::List(list), other) = (self.machine.value(*list), self.machine.value(*other)) else { return None };
        let world = &self.machine.world;
        let spot = list.iter().find(|element| member(world, element, &other) == Ok(wanted)).and_then(Spot::of);
        spot.filter(|spot| spot.is_inside(self.object.root))
    }

    /// Runs `body` and gives a variable back what it held.
    pub(super) fn keeping<T>(&mut self, binding: &Binding, body: impl FnOnce(&mut Self) -> T) -> T {
        let held = self.machine.variable(binding.slot);
        self.machine.sources.push(binding.into());
        let result = body(self);
        self.machine.sources.pop();
        self.machine.bind(binding.slot, held);
        result
    }
}

/// How many elements are looked at for one that a quantifier's conditions let through.
const MOST_ELEMENTS: usize = 1000;
