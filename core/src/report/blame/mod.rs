//! Blame: where a finding points, computed on demand by asking the evaluator for single expressions again.

mod cause;
mod deciding;
mod fix;
mod places;
mod spot;
mod why;

pub use fix::FixTarget;
pub use spot::{Spot, Step};

use crate::document::NodeRef;
use crate::eval::machine::{Machine, Ranged};
use crate::eval::message;
use crate::eval::{Judge, Origin, RawFinding, Value};
use crate::inventory::Object;
use crate::plan::{OpId, PlannedCheck, PlannedRule, PlannedStatement};
use crate::report::finding::Reason;

/// What a finding shows of the objects.
#[derive(Clone, Debug)]
pub struct Explanation<'a> {
    /// Where the finding points.
    pub spot: Spot<'a>,
    /// Places in other objects that took part, each with its object.
    pub related: Vec<(&'a Object<'a>, Spot<'a>)>,
    /// The check's message, where it has one.
    pub message: Option<String>,
    /// Why a condition could not be decided: which path, and what is wrong with it.
    pub reason: Option<String>,
}

/// The most related places of a finding.
const MOST_RELATED: usize = 8;

/// Explains a finding of `rule` about `object`, both as the judge was asked.
#[must_use]
pub fn explain<'a>(
    judge: &Judge<'a>,
    rule: &'a PlannedRule,
    object: &'a Object<'a>,
    raw: &RawFinding<'a>,
) -> Explanation<'a> {
    let mut blamer = Blamer::new(judge, rule, object, raw);
    let check = check_of(rule, raw);
    let mut spots = Vec::new();
    let mut reason = None;
    if raw.undecided.is_some() {
        let asked = asked_of(rule, raw);
        let cause = asked.and_then(|id| blamer.cause(id, matches!(raw.origin, Origin::Set(_))));
        reason = raw.undecided.map(|unknown| blamer.describe_cause(cause.as_ref(), unknown));
        spots.extend(cause.and_then(|cause| cause.spot));
    } else if let Some(check) = check {
        blamer.deciding(check.condition, &mut |blamer, leaf| blamer.leaf_places(leaf, &mut spots));
    }
    let chosen = check.and_then(|check| check.at).and_then(|at| blamer.only_place(at));
    let variables = check.map_or(&[][..], |check| &check.variables);
    let spot = chosen.unwrap_or_else(|| blamer.choose(&spots, variables));
    let related = blamer.related(spots);
    let message = check.and_then(|check| check.message.as_ref());
    let message = message.map(|parts| message::render(&mut blamer.machine, parts));
    judge.answered(blamer.machine);
    Explanation { spot, related, message, reason }
}

/// Why a check came out as it did: the conditions that decided, each with its value, and the values they looked at.
#[must_use]
pub fn why<'a>(judge: &Judge<'a>, rule: &'a PlannedRule, object: &'a Object<'a>, raw: &RawFinding<'a>) -> Vec<Reason> {
    let mut blamer = Blamer::new(judge, rule, object, raw);
    let mut reasons = Vec::new();
    if let Some(id) = asked_of(rule, raw) {
        blamer.deciding(id, &mut |blamer, leaf| blamer.reasons(leaf, &mut reasons));
    }
    judge.answered(blamer.machine);
    reasons
}

/// What the fix clauses of a failed check change; nothing where it has none, or where one of them cannot be made. `None`
/// where they would write what a Secret holds.
#[must_use]
pub fn fixes<'a>(
    judge: &Judge<'a>,
    rule: &'a PlannedRule,
    object: &'a Object<'a>,
    raw: &RawFinding<'a>,
) -> Option<Vec<FixTarget<'a>>> {
    let Some(check) = check_of(rule, raw).filter(|_| raw.undecided.is_none()) else { return Some(Vec::new()) };
    let mut blamer = Blamer::new(judge, rule, object, raw);
    let targets = blamer.fix_targets(&check.fixes).unwrap_or_default();
    let shows = !targets.is_empty() && check.fixes.iter().any(|fix| blamer.writes_secret(*fix));
    judge.answered(blamer.machine);
    (!shows).then_some(targets)
}

fn check_of<'a>(rule: &'a PlannedRule, raw: &RawFinding<'_>) -> Option<&'a PlannedCheck> {
    match raw.origin {
        Origin::Check(number) => rule.checks.get(number as usize),
        _ => None,
    }
}

/// The condition or set that a finding is about.
fn asked_of(rule: &PlannedRule, raw: &RawFinding<'_>) -> Option<OpId> {
    match raw.origin {
        Origin::Where(id) | Origin::Set(id) => Some(id),
        Origin::Check(_) => check_of(rule, raw).map(|check| check.condition),
    }
}

/// Asks the evaluator again about one finding.
struct Blamer<'a> {
    machine: Machine<'a>,
    object: &'a Object<'a>,
    /// The slots, a bit each, that hold an element for all of its list: places under it decided nothing.
    stand_ins: u64,
}

impl<'a> Blamer<'a> {
    fn new(judge: &Judge<'a>, rule: &'a PlannedRule, object: &'a Object<'a>, raw: &RawFinding<'a>) -> Self {
        let mut machine = judge.asked(raw);
        let is_it = |statement: &PlannedStatement| match (raw.origin, statement) {
            (Origin::Check(number), PlannedStatement::Check(check)) => number == *check,
            (Origin::Where(id) | Origin::Set(id), PlannedStatement::For(scope, _)) => {
                scope.iter().any(|binding| binding.parts().any(|part| part == id))
            }
            _ => false,
        };
        machine.sources.extend(rule.bindings_around(&is_it).map(Ranged::from));
        Self { machine, object, stand_ins: 0 }
    }

    /// The place to point to: among those under the innermost variable that has any, their deepest common ancestor.
    /// Without any place, the element that the innermost variable is.
    fn choose(&self, spots: &[Spot<'a>], variables: &[u16]) -> Spot<'a> {
        let inside = self.inside(spots);
        let roots = variables.iter().rev().filter_map(|slot| spot::source(&self.machine.variable(*slot)));
        let roots: Vec<NodeRef<'a>> = roots.filter(|root| self.object.root.holds(*root)).collect();
        for &root in &roots {
            let under: Vec<&Spot<'a>> = inside.iter().copied().filter(|spot| spot.is_inside(root)).collect();
            if let Some(spot) = Spot::common(&under) {
                return spot;
            }
        }
        let element = || roots.iter().find(|root| root.id() != self.object.root.id()).map(|root| Spot::at(*root));
        Spot::common(&inside).or_else(element).unwrap_or_else(|| self.name())
    }

    /// Those of some places that are in the subject.
    fn inside<'s>(&self, spots: &'s [Spot<'a>]) -> Vec<&'s Spot<'a>> {
        spots.iter().filter(|spot| spot.is_inside(self.object.root)).collect()
    }

    /// The subject's name, or what there is of it.
    fn name(&self) -> Spot<'a> {
        let root = self.object.root;
        let metadata = root.present("metadata");
        let name = metadata.and_then(|m| m.get_str("name").or_else(|| m.get_str("generateName")));
        Spot::at(name.or(metadata).unwrap_or(root))
    }

    /// The places in other objects, each object's own.
    fn related(&self, spots: Vec<Spot<'a>>) -> Vec<(&'a Object<'a>, Spot<'a>)> {
        let mut related: Vec<(&'a Object<'a>, Spot<'a>)> = Vec::new();
        for spot in spots {
            if related.len() >= MOST_RELATED {
                break;
            }
            if spot.is_inside(self.object.root) || related.iter().any(|(_, other)| *other == spot) {
                continue;
            }
            if let Some(object) = self.object_of(&spot) {
                related.push((object, spot));
            }
        }
        related
    }

    /// The other object that a place is in.
    fn object_of(&self, spot: &Spot<'a>) -> Option<&'a Object<'a>> {
        let bound = self.machine.frame.values().find_map(|value| match value {
            Value::Object(object, _) if spot.is_inside(object.root) => Some(*object),
            _ => None,
        });
        bound.or_else(|| self.machine.world.inventory?.object_at(spot.node))
    }
}
