//! Trying a fix: the object that it makes is judged again.

use super::draft::Draft;
use super::{Trial, Withheld};
use crate::eval::{Origin, Outcome, RawFinding};
use crate::inventory::Object;
use crate::plan::PlannedRule;
use crate::report::blame::{self, Explanation};
use crate::report::finding::Finding;
use crate::sorted::Sorted;

impl<'a> Trial<'_, 'a> {
    /// Whether what the object becomes cures a finding and causes none.
    pub(super) fn verify(&self, told: &Told<'_, 'a>, at: usize, draft: &Draft<'a>) -> Result<(), Withheld> {
        let document = self.engine.read_value(draft).map_err(|_| Withheld::DoesNotFit)?;
        let changed = self.object.again(document.root()).ok_or(Withheld::DoesNotFit)?;
        let around = self.judge.machine().world.inventory;
        let inventory = around.map(|all| all.with_changed(self.object, changed));
        let mut judge = self.judge.in_world(self.judge.machine().world.among(inventory.as_ref()));
        let outcomes = judge.outcomes(&changed);
        let after = Findings::of(&outcomes);
        let is_new = |(key, count): &&(Key, usize)| {
            let is_decided_now = !key.undecided && after.undecided(key.rule) < self.before.undecided(key.rule);
            !is_decided_now && self.before.counts.get(key).is_none_or(|before| before < count)
        };
        // What fails says more of why than what cannot be decided.
        if let Some((key, _)) = after.counts.iter().filter(is_new).min_by_key(|(key, _)| key.undecided) {
            let rule = self.engine.rules().nth(key.rule as usize).map(|rule| rule.identity());
            let causes = Withheld::Causes { rule: rule.unwrap_or_default() };
            return Err(if key.rule == told.outcome.rule { Withheld::DoesNotCure } else { causes });
        }
        let key = told.key(at).ok_or(Withheld::DoesNotCure)?;
        match (self.before.counts.get(&key), after.counts.get(&key)) {
            (_, None) => return Ok(()),
            (Some(before), Some(after)) if after < before => {}
            _ => return Err(Withheld::DoesNotCure),
        }
        // Another one of the sort may be gone in its place.
        let same_place: SamePlace = if draft.renumbers() { same_but_for_numbers } else { str::eq };
        let shows = |raw: &&_| told.shows(at, &blame::explain(&judge, told.rule, &changed, raw), &changed, same_place);
        let there = after.of_sort(&key).filter(shows).count();
        if there < told.like(at, same_place) { Ok(()) } else { Err(Withheld::DoesNotCure) }
    }
}

/// What tells findings of one object apart without explaining them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Key {
    rule: u32,
    check: Option<u32>,
    other: u32,
    undecided: bool,
}

impl Key {
    fn of(rule: u32, raw: &RawFinding<'_>) -> Self {
        let (check, other) = match raw.origin {
            Origin::Check(check) => (Some(check), 0),
            Origin::Where(id) | Origin::Set(id) => (None, id.0),
        };
        Self { rule, check, other, undecided: raw.undecided.is_some() }
    }
}

/// What all rules say of an object.
pub(super) struct Findings<'t, 'a> {
    outcomes: &'t [Outcome<'a>],
    /// How many there are of each sort.
    counts: Sorted<Key, usize>,
}

impl<'t, 'a> Findings<'t, 'a> {
    pub(super) fn of(outcomes: &'t [Outcome<'a>]) -> Self {
        let mut counts = Sorted::default();
        for outcome in outcomes {
            for raw in &outcome.findings {
                *counts.or_insert(Key::of(outcome.rule, raw), 0) += 1;
            }
        }
        Self { outcomes, counts }
    }

    /// How often a rule cannot decide: what it then finds was there before, and could not be told.
    fn undecided(&self, rule: u32) -> usize {
        self.counts.iter().filter(|(key, _)| key.rule == rule && key.undecided).map(|(_, count)| count).sum()
    }

    /// Those of a sort.
    fn of_sort(&self, key: &Key) -> impl Iterator<Item = &'t RawFinding<'a>> {
        let findings = self.outcomes.iter().filter(|outcome| outcome.rule == key.rule);
        let findings = findings.flat_map(|outcome| &outcome.findings);
        findings.filter(|raw| Key::of(key.rule, raw) == *key)
    }
}

/// What a rule says of the object, and the findings that tell it.
pub(super) struct Told<'t, 'a> {
    pub(super) rule: &'a PlannedRule,
    pub(super) outcome: &'t Outcome<'a>,
    pub(super) findings: &'t [Finding],
}

impl Told<'_, '_> {
    fn key(&self, at: usize) -> Option<Key> {
        Some(Key::of(self.outcome.rule, self.outcome.findings.get(at)?))
    }

    /// How many findings look like one of them, itself included.
    fn like(&self, at: usize, same_place: SamePlace) -> usize {
        let (Some(wanted), key) = (self.findings.get(at), self.key(at)) else { return 0 };
        let alike = |finding: &Finding| same_place(&finding.path, &wanted.path) && finding.message == wanted.message;
        self.findings.iter().enumerate().filter(|(other, finding)| self.key(*other) == key && alike(finding)).count()
    }

    /// Whether one of the findings looks like what is told of what the object becomes.
    fn shows(&self, at: usize, told: &Explanation<'_>, object: &Object<'_>, same_place: SamePlace) -> bool {
        self.findings.get(at).is_some_and(|finding| {
            let same_message = told.message.as_ref().is_none_or(|message| *message == finding.message);
            same_message && same_place(&told.spot.path(object.root), &finding.path)
        })
    }
}

/// Whether a path before a fix and one behind it lead to the same place.
type SamePlace = fn(&str, &str) -> bool;

/// Whether two paths are the same but for the numbers of items, of which those before may be gone.
fn same_but_for_numbers(one: &str, other: &str) -> bool {
    let bare = |path| str::bytes(path).filter(|byte| !byte.is_ascii_digit());
    bare(one).eq(bare(other))
}
