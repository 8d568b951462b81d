//! The fast form of rules: all that they ask of an object, answered in one walk.
//!
//! Most rules ask whether something stands at a place and what it is, of the object or of elements of its lists. For
//! the objects of a kind, the places that such rules read are laid out as one tree. A walk over an object sets a bit
//! for each answer, and masks over those bits tell which rules pass. Whatever a rule asks that has no such form, and
//! any object that is not what its schema says, is left to the evaluator; so is everything that a finding shows.

mod absence;
mod asking;
mod clauses;
mod derived;
#[cfg(all(test, feature = "packs"))]
mod form_tests;
mod formula;
mod layout;
mod reading;
mod rules;
mod sketch;
mod sources;
mod test;
mod values;
mod walk;

pub(crate) use walk::Room;

use super::machine::Machine;
use super::rule::{NotApplicable, Ruling};
use crate::document::Symbols;
use crate::inventory::Object;
use crate::kubernetes::workload::Workloads;
use crate::plan::Plan;
use layout::{Answer, Layout, Place, Scope};
use reading::Reading;
use rustc_hash::FxHashMap;
use sketch::Sketch;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use walk::Walk;

/// Larger objects are left to the evaluator, which counts steps.
const MOST_NODES: u32 = 500_000;

/// As many values as this take as long as an object does beside its values.
const OF_ITSELF: u32 = 40;

/// The fast forms of a plan's rules, by kind. To make one takes as long as evaluating some dozens of objects, or a few
/// large ones, so each is made once objects of its kind with so many values were judged.
#[derive(Debug)]
pub(crate) struct Screens {
    by_kind: ByKind,
    /// That of all kinds that no rule lists.
    others: Slot,
    patience: u32,
}

/// A fast form, and how many values it was asked for.
#[derive(Debug, Default)]
struct Slot {
    asked: AtomicU32,
    screen: OnceLock<Screen>,
}

/// Fast forms by kind, then group.
type ByKind = FxHashMap<Box<str>, Vec<(Box<str>, Slot)>>;

/// The fast form of the rules for a kind.
#[derive(Clone, Debug, Default)]
pub(crate) struct Screen {
    places: Box<[Place]>,
    scopes: Box<[Scope]>,
    /// For each rule of the kind, in their order: its number among those with a fast form.
    rules: Box<[Option<u32>]>,
    /// The rules of the kind that have no fast form and hold for the target version.
    rest: Box<[u32]>,
    /// The rules that have one, by their numbers.
    screened: Box<[u32]>,
    /// How many words the answers of those take.
    words: usize,
    /// Whether some rule asks for what holds for some element.
    sums: bool,
}

impl Screens {
    /// Room for the fast forms of a plan, each to be made after so many values in objects of its kind.
    pub(crate) fn new(plan: &Plan, patience: u32) -> Self {
        let mut by_kind = ByKind::default();
        for (group, kind) in plan.listed_kinds() {
            by_kind.entry(kind.into()).or_default().push((group.into(), Slot::default()));
        }
        Self { by_kind, others: Slot::default(), patience }
    }

    /// The fast form of the rules for an object's kind, if it is worth having.
    pub(crate) fn of<'s>(
        &'s self,
        plan: &Plan,
        workloads: &Workloads,
        symbols: &Symbols,
        object: &Object<'_>,
    ) -> Option<&'s Screen> {
        let listed = self.by_kind.get(object.kind).and_then(|groups| groups.iter().find(|(g, _)| **g == *object.group));
        let slot = listed.map_or(&self.others, |(_, slot)| slot);
        if let Some(screen) = slot.screen.get() {
            return Some(screen);
        }
        if slot.asked.fetch_add(OF_ITSELF + object.root.node().size(), Ordering::Relaxed) < self.patience {
            return None;
        }
        // What a rule says of one Pod template is not all that it says of an object with several.
        if listed.is_some() && workloads.has_several(object.group, object.kind) {
            return None;
        }
        let numbers: Vec<u32> = plan.rules_for(object.group, object.kind).collect();
        // Rules for whatever kind never ask for a Pod template.
        let template = listed.and_then(|_| workloads.template(object.group, object.kind));
        Some(slot.screen.get_or_init(|| Screen::new(plan, symbols, &numbers, template)))
    }
}

impl Screen {
    /// The fast form of the rules of some numbers, for a kind with a Pod template at some keys.
    fn new(plan: &Plan, symbols: &Symbols, numbers: &[u32], template: Option<Vec<&str>>) -> Self {
        let mut reading = Reading { plan, template, symbols, sketch: Sketch::new(), one_by_one: true };
        let mut screened: Vec<_> = numbers.iter().filter_map(|number| reading.numbered(*number)).collect();
        let Some(layout) = Layout::new(&reading.sketch, &mut screened) else {
            return Self::default();
        };
        let of = |number: &u32| Some((0..).zip(&screened).find(|(_, rule)| rule.rule == *number)?.0);
        let rules: Box<[_]> = numbers.iter().map(of).collect();
        let rest = numbers.iter().zip(&rules).filter(|(_, fast)| fast.is_none()).map(|(number, _)| *number);
        Self {
            rest: rest.filter(|number| plan.rule(*number).is_some_and(|rule| rule.holds)).collect(),
            screened: screened.iter().map(|rule| rule.rule).collect(),
            rules,
            words: screened.len().div_ceil(Answer::PER_WORD as usize),
            sums: layout.scopes.iter().any(|scope| !scope.clauses.aggregates.is_empty()),
            places: layout.places.into(),
            scopes: layout.scopes.into(),
        }
    }

    /// Walks over an object, with an evaluator and the steps that a condition may take. None where the evaluator has to
    /// judge the object by all rules.
    pub(super) fn walk<'a, 'r>(
        &'a self,
        machine: &mut Machine<'a>,
        limit: u64,
        object: &'a Object<'a>,
        room: &'r mut Room,
    ) -> Option<Screening<'r, 'a>> {
        // What the list of an object says of it stands in no node.
        if self.words == 0 || object.root.node().size() > MOST_NODES || object.listed.is_some() {
            return None;
        }
        machine.world.allow(limit);
        Walk::new(machine, limit, self, object, room).object(self.words, self.sums).ok()?;
        Some(Screening { screen: self, found: room.found(self.words) })
    }
}

/// The numbers of the bits that are set.
fn bits(mut word: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let bit = (word != 0).then(|| word.trailing_zeros())?;
        word &= word - 1;
        Some(bit)
    })
}

/// What a walk over an object found.
pub(crate) struct Screening<'r, 's> {
    screen: &'s Screen,
    found: &'r [u64],
}

impl<'s> Screening<'_, 's> {
    /// The rules of the kind that have no fast form, in their order.
    pub(crate) fn rest(&self) -> &'s [u32] {
        &self.screen.rest
    }

    /// Tells of the rules that fail or may, in their order, and whether it is certain.
    #[inline]
    pub(crate) fn objections(&self, mut tell: impl FnMut(u32, bool)) {
        for (at, word) in (0..).zip(self.found) {
            let fails = Answer::Fails.of(*word);
            for bit in bits(fails | Answer::Doubts.of(*word)) {
                if let Some(rule) = self.screen.screened.get(Answer::rule(at, bit) as usize) {
                    tell(*rule, fails >> bit & 1 == 1);
                }
            }
        }
    }

    /// What a rule says of the object, by the rule's place among those of the kind; none where the evaluator must say.
    pub(crate) fn ruling(&self, at: usize) -> Option<Ruling> {
        let number = (*self.screen.rules.get(at)?)?;
        let says = |answer: Answer| {
            let bit = answer.bit(number);
            self.found.get(bit.word as usize).is_some_and(|word| word & bit.mask != 0)
        };
        if says(Answer::IsApart) {
            return Some(Ruling::NotApplicable(NotApplicable::Where));
        }
        if says(Answer::Fails) {
            return Some(Ruling::Fail);
        }
        (!says(Answer::Doubts)).then_some(Ruling::Pass)
    }
}
