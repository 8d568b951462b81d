//! What follows from the bits of a scope: cubes as masks over words, in the order in which a walk looks at them.

use super::layout::{Bit, bit};
use rustc_hash::FxHashMap;

/// Where words stand that clauses read: so many scopes up, and the number of the word there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Source {
    pub(super) level: u32,
    pub(super) word: u32,
}

/// What a word must have: its number in [`Clauses::sources`], and the values of some of its bits.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Term {
    pub(super) source: u32,
    pub(super) mask: u64,
    pub(super) value: u64,
}

/// What a condition that is evaluated must have come to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Asked {
    pub(super) level: u32,
    /// The condition, by its number in [`super::layout::Scope::computed`].
    pub(super) number: u32,
    pub(super) bit: Bit,
    pub(super) value: bool,
    /// Whether it has been evaluated.
    pub(super) known: Bit,
}

/// What follows where some terms all hold.
#[derive(Clone, Debug)]
pub(super) struct Clause {
    /// One term; where there is none it asks for nothing.
    pub(super) term: Term,
    pub(super) others: Box<[Term]>,
    /// What the evaluator has to be asked for once all else holds, first what most clauses ask.
    pub(super) asked: Box<[Asked]>,
    /// The same for all clauses of a scope that ask the same first; 0 for those that ask nothing.
    pub(super) group: u32,
    pub(super) target: Bit,
}

/// The clauses of a scope.
#[derive(Clone, Debug)]
pub(super) struct Clauses {
    /// The words that they read, the scope's own first.
    pub(super) sources: Box<[Source]>,
    /// What follows for the scope around.
    pub(super) aggregates: Box<[Clause]>,
    /// What may follow for rules in any case.
    pub(super) always: Box<[Clause]>,
    /// The bits without which nothing else follows for rules, word by word.
    pub(super) triggers: Box<[u64]>,
    /// What may follow where they are set, in their order, and for each bit the first of it.
    triggered: Box<[Clause]>,
    first: Box<[u32]>,
}

/// A clause before the words that its scope's clauses read are known.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    /// Words, the bits that are asked for, and their values.
    pub(super) terms: Vec<(Source, u64, u64)>,
    pub(super) asked: Vec<Asked>,
    pub(super) target: Bit,
}

impl Draft {
    pub(super) const fn new(target: Bit) -> Self {
        Self { terms: Vec::new(), asked: Vec::new(), target }
    }

    /// Asks for the value of a bit, too.
    pub(super) fn require(&mut self, source: Source, bit: Bit, value: bool) {
        let value = if value { bit.mask } else { 0 };
        match self.terms.iter_mut().find(|(other, ..)| *other == source) {
            Some((_, mask, values)) => {
                *mask |= bit.mask;
                *values |= value;
            }
            None => self.terms.push((source, bit.mask, value)),
        }
    }

    /// A bit of the scope itself without which the clause does not hold: the one found last, since what is asked first
    /// is whether something is there at all.
    fn trigger(&self) -> Option<u32> {
        let own = self.terms.iter().filter(|(source, _, value)| source.level == 0 && *value != 0);
        own.map(|(source, _, value)| 64 * source.word + value.ilog2()).max()
    }

    fn placed(self, sources: &[Source], ranks: &[Asked]) -> Option<Clause> {
        let Self { terms, mut asked, target } = self;
        let rank = |asked: &Asked| (1..).zip(ranks).find(|(_, known)| *known == asked).map_or(0, |(rank, _)| rank);
        asked.sort_by_key(rank);
        let place = |(source, mask, value)| {
            let source = u32::try_from(sources.binary_search(&source).ok()?).ok()?;
            Some(Term { source, mask, value })
        };
        let mut terms = terms.into_iter().map(place).collect::<Option<Vec<Term>>>()?;
        terms.sort_unstable_by_key(|term| term.source);
        let group = asked.first().map_or(0, rank);
        let term = if terms.is_empty() { Term::default() } else { terms.remove(0) };
        Some(Clause { term, others: terms.into(), asked: asked.into(), group, target })
    }
}

impl Clauses {
    /// Those of a scope with so many atoms.
    pub(super) fn new(atoms: u32, aggregates: Vec<Draft>, rules: impl Iterator<Item = Draft>) -> Option<Self> {
        let rules = merged(rules);
        let mut sources: Vec<Source> =
            aggregates.iter().chain(&rules).flat_map(|draft| &draft.terms).map(|(source, ..)| *source).collect();
        sources.sort_unstable();
        sources.dedup();
        let ranks = most_asked(&rules);
        let place = |draft: Draft| Some((draft.trigger(), draft.placed(&sources, &ranks)?));
        let rules = rules.into_iter().map(place).collect::<Option<Vec<_>>>()?;
        let (mut always, mut triggered): (Vec<_>, Vec<_>) = rules.into_iter().partition(|(bit, _)| bit.is_none());
        always.sort_by_key(|(_, clause)| clause.group);
        triggered.sort_by_key(|(bit, clause)| (*bit, clause.group));
        let before = |bit: u32| triggered.partition_point(|(other, _)| *other < Some(bit));
        Some(Self {
            triggers: triggers(triggered.iter().filter_map(|(bit, _)| *bit)),
            first: (0..=atoms).filter_map(|bit| u32::try_from(before(bit)).ok()).collect(),
            triggered: triggered.into_iter().map(|(_, clause)| clause).collect(),
            always: always.into_iter().map(|(_, clause)| clause).collect(),
            aggregates: aggregates.into_iter().map(|draft| draft.placed(&sources, &[])).collect::<Option<_>>()?,
            sources: sources.into(),
        })
    }

    /// What a bit may bring about.
    #[inline]
    pub(super) fn triggered_by(&self, bit: u32) -> &[Clause] {
        match self.first.get(bit as usize..bit as usize + 2) {
            Some([start, end]) => self.triggered.get(*start as usize..*end as usize).unwrap_or_default(),
            _ => &[],
        }
    }
}

/// Clauses of which no two ask for the same: rules of several packs often do.
fn merged(clauses: impl Iterator<Item = Draft>) -> Vec<Draft> {
    let mut merged: Vec<Draft> = Vec::new();
    for clause in clauses {
        let same = |other: &&mut Draft| {
            (&other.terms, &other.asked, other.target.word) == (&clause.terms, &clause.asked, clause.target.word)
        };
        match merged.iter_mut().find(same) {
            Some(other) => other.target.mask |= clause.target.mask,
            None => merged.push(clause),
        }
    }
    merged
}

/// What clauses ask the evaluator for, first what most of them do, then in the order of the rules: once that is refused,
/// no other clause that asks it first need be looked at.
fn most_asked(clauses: &[Draft]) -> Vec<Asked> {
    let condition = |asked: &Asked| (asked.level, asked.number);
    let mut counts: FxHashMap<(u32, u32), u32> = FxHashMap::default();
    let mut known: Vec<Asked> = Vec::new();
    for clause in clauses {
        let mut conditions: Vec<(u32, u32)> = clause.asked.iter().map(condition).collect();
        conditions.sort_unstable();
        conditions.dedup();
        for condition in conditions {
            *counts.entry(condition).or_default() += 1;
        }
        for asked in &clause.asked {
            if !known.contains(asked) {
                known.push(*asked);
            }
        }
    }
    let count = |condition| counts.get(&condition).copied().unwrap_or(0);
    known.sort_by_key(|asked| (std::cmp::Reverse(count(condition(asked))), condition(asked)));
    known
}

/// Some bits as words, as many as have one.
fn triggers(bits: impl Iterator<Item = u32>) -> Box<[u64]> {
    let mut words = Vec::new();
    for bit in bits.map(bit) {
        let at = bit.word as usize;
        if words.len() <= at {
            words.resize(at + 1, 0);
        }
        if let Some(word) = words.get_mut(at) {
            *word |= bit.mask;
        }
    }
    words.into()
}
