//! A sketch laid out for walking: bits in words, cubes as masks.

use super::clauses::{Asked, Clauses, Draft, Source};
use super::derived::Derived;
use super::formula::{Atom, Cube, Formula};
use super::rules::Screened;
use super::sketch::{OBJECT, ScopeId, Sketch, Variable};
use super::test::Test;
use crate::document::Kind;
use crate::eval::accepts::{Accepts, KindBits};
use crate::plan::op::OpId;

/// A bit of a scope's words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Bit {
    pub(super) word: u32,
    /// Zero for no bit at all.
    pub(super) mask: u64,
}

/// What is below a place beside its fields.
#[derive(Clone, Debug)]
pub(super) enum Below {
    /// Elements or entries, of a scope.
    Scope(u32),
    /// All strings inside, of a scope.
    Texts(u32),
    /// What is computed from what stands there.
    Derived(Derived),
}

const NO_BIT: Bit = Bit { word: 0, mask: 0 };

/// A place that rules read.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// A bit for each [`Kind`] that fits whatever the value is.
    pub(super) fits: u8,
    /// What rules expect there; a value that does not fit all of it leaves the object to the evaluator.
    pub(super) accepts: Box<[Accepts]>,
    pub(super) has: Bit,
    pub(super) tests: Box<[(Test, Bit)]>,
    /// The fields below.
    pub(super) fields: Fields,
    /// What else is to be walked over once something stands there.
    pub(super) below: Box<[Below]>,
    /// The bit that says that it is unknown what is there, where it is computed.
    pub(super) unknown: Bit,
}

/// Places by symbol, each at the symbol's last bits: as many of them as keep the symbols apart.
#[derive(Clone, Debug)]
pub(super) struct Fields {
    slots: Box<[(u32, u32)]>,
}

impl Fields {
    fn new(fields: &[(u32, u32)]) -> Self {
        let mut length = fields.len().next_power_of_two();
        let free = (u32::MAX, u32::MAX);
        if fields.is_empty() {
            return Self { slots: Box::default() };
        }
        loop {
            let mut slots = vec![free; length];
            let placed = fields.iter().all(|field| match slots.get_mut(field.0 as usize & (length - 1)) {
                Some(slot) if *slot == free => {
                    *slot = *field;
                    true
                }
                _ => false,
            });
            if placed {
                return Self { slots: slots.into() };
            }
            length *= 2;
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// The place of a symbol.
    #[inline]
    pub(super) fn get(&self, symbol: u32) -> Option<u32> {
        let (known, place) = *self.slots.get(symbol as usize & self.slots.len().wrapping_sub(1))?;
        (known == symbol).then_some(place)
    }
}

/// A condition that is evaluated when it comes to that.
#[derive(Clone, Debug)]
pub(super) struct Computed {
    pub(super) condition: OpId,
    /// The variables that it reads.
    pub(super) variables: Box<[Variable]>,
    pub(super) holds: Bit,
    pub(super) unknown: Bit,
}

/// A scope.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    pub(super) root: u32,
    pub(super) words: u32,
    pub(super) key_tests: Box<[(Test, Bit)]>,
    pub(super) computed: Box<[Computed]>,
    pub(super) clauses: Clauses,
}

/// Lays out what is seen in places and scopes.
pub(super) struct Layout<'s> {
    sketch: &'s Sketch,
    pub(super) places: Vec<Place>,
    pub(super) scopes: Vec<Scope>,
}

impl<'s> Layout<'s> {
    /// The places and scopes of a sketch, and when the rules, which are numbered in their order, are apart or object.
    /// Rules that take too much are left out of `rules`.
    pub(super) fn new(sketch: &'s Sketch, rules: &mut Vec<Screened>) -> Option<Self> {
        let mut layout = Self { sketch, places: Vec::new(), scopes: Vec::new() };
        layout.places = sketch.places.iter().map(|place| layout.place(place)).collect();
        let mut clauses: Vec<(ScopeId, Draft)> = Vec::new();
        let mut number = 0;
        rules.retain(|rule| match layout.clauses_of(rule, number) {
            Some(own) => {
                clauses.extend(own);
                number += 1;
                true
            }
            None => false,
        });
        for (number, scope) in (0..).zip(&sketch.scopes) {
            let own = clauses.iter().filter(|(at, _)| *at == ScopeId(number)).map(|(_, clause)| clause.clone());
            let aggregates = layout.aggregates(ScopeId(number), &scope.aggregates)?;
            layout.scopes.push(Scope {
                root: scope.root.0,
                words: (scope.atoms + u32::try_from(scope.computed.len()).ok()?).div_ceil(64),
                key_tests: layout.tests(&scope.key_tests),
                computed: layout.computed(scope),
                clauses: Clauses::new(scope.atoms, aggregates, own)?,
            });
        }
        Some(layout)
    }

    fn place(&self, place: &super::sketch::Place) -> Place {
        let fields: Vec<(u32, u32)> = place.children.iter().map(|(symbol, place)| (symbol.number(), place.0)).collect();
        let scopes = place.elements.iter().chain(&place.entries).map(|scope| Below::Scope(scope.0));
        let texts = place.texts.iter().map(|scope| Below::Texts(scope.0));
        let holds_more = !fields.is_empty() || place.entries.is_some();
        Place {
            fits: place.accepts.iter().fold(u8::MAX, |all, accepts| all & kinds_that_fit(accepts))
                & if holds_more { 1 << Kind::Map as u8 } else { u8::MAX }
                & if place.elements.is_empty() { u8::MAX } else { 1 << Kind::List as u8 },
            accepts: place.accepts.clone().into(),
            has: place.has.map_or(NO_BIT, |atom| self.bit(atom)),
            unknown: place.unknown.map_or(NO_BIT, |atom| self.bit(atom)),
            tests: self.tests(&place.tests),
            fields: Fields::new(&fields),
            below: scopes.chain(texts).chain(place.derived.iter().cloned().map(Below::Derived)).collect(),
        }
    }

    fn computed(&self, scope: &super::sketch::Scope) -> Box<[Computed]> {
        let of = |computed: &super::sketch::Computed| Computed {
            condition: computed.condition,
            variables: computed.variables.clone().into(),
            holds: self.bit(computed.holds),
            unknown: self.bit(computed.unknown),
        };
        scope.computed.iter().map(of).collect()
    }

    fn tests(&self, tests: &[(Test, Atom)]) -> Box<[(Test, Bit)]> {
        tests.iter().map(|(test, atom)| (test.clone(), self.bit(*atom))).collect()
    }

    /// The bit of an atom in the words of its scope.
    fn bit(&self, atom: Atom) -> Bit {
        bit(self.sketch.facts(atom).map_or(0, |facts| facts.number))
    }

    fn aggregates(&self, scope: ScopeId, aggregates: &[(Formula, Atom)]) -> Option<Vec<Draft>> {
        let mut clauses = Vec::new();
        for (formula, atom) in aggregates {
            clauses.extend(self.clauses(scope, formula, self.bit(*atom))?);
        }
        Some(clauses)
    }

    /// What decides a rule, see [`Answer`].
    fn clauses_of(&self, rule: &Screened, number: u32) -> Option<Vec<(ScopeId, Draft)>> {
        let of = |formulas: &[(ScopeId, Formula)], answer: Answer| {
            let mut found = Vec::new();
            for (scope, formula) in formulas {
                let clauses = self.clauses(*scope, formula, answer.bit(number))?;
                found.extend(clauses.into_iter().map(|clause| (*scope, clause)));
            }
            Some(found)
        };
        let mut found = of(&rule.doubts, Answer::Doubts)?;
        match of(&rule.fails, Answer::Fails) {
            Some(fails) => found.extend(fails),
            // Where it is certain takes too much, the evaluator is asked wherever it is not known to pass.
            None => found.extend(of(&rule.fails, Answer::Doubts)?),
        }
        found.extend(of(&[(OBJECT, rule.apart.clone())], Answer::IsApart)?);
        Some(found)
    }

    fn clauses(&self, scope: ScopeId, formula: &Formula, target: Bit) -> Option<Vec<Draft>> {
        let cubes = self.sketch.cubes(formula)?;
        cubes.iter().map(|cube| self.clause(scope, cube, target)).collect()
    }

    fn clause(&self, scope: ScopeId, Cube(literals): &Cube, target: Bit) -> Option<Draft> {
        let mut draft = Draft::new(target);
        for (atom, value) in literals {
            let facts = self.sketch.facts(*atom)?;
            let level = self.sketch.levels(scope, facts.scope)?;
            let (level, bit) = (u32::try_from(level).ok()?, self.bit(*atom));
            match facts.computed {
                Some(number) => {
                    // Behind the bits of the atoms there is one for each condition.
                    let known = self::bit(self.sketch.scope(facts.scope)?.atoms + number);
                    draft.asked.push(Asked { level, number, bit, value: *value, known });
                }
                None => draft.require(Source { level, word: bit.word }, bit, *value),
            }
        }
        Some(draft)
    }
}

/// What a walk says of a rule: a bit each.
#[derive(Clone, Copy, Debug)]
pub(super) enum Answer {
    /// It fails.
    Fails,
    /// It does not concern the object.
    IsApart,
    /// It fails, or cannot be decided.
    Doubts,
}

impl Answer {
    /// How many answers there are.
    const COUNT: u32 = 3;
    /// The rules whose answers are in one word.
    pub(super) const PER_WORD: u32 = u64::BITS / Self::COUNT;
    /// The first answers of the rules of a word.
    const FIRST: u64 = {
        let (mut bits, mut rule) = (0, 0);
        while rule < Self::PER_WORD {
            bits |= 1 << (rule * Self::COUNT);
            rule += 1;
        }
        bits
    };

    /// The bit that says so of a rule.
    pub(super) const fn bit(self, rule: u32) -> Bit {
        let number = rule % Self::PER_WORD * Self::COUNT + self as u32;
        Bit { word: rule / Self::PER_WORD, mask: 1 << number }
    }

    /// Of which rules of a word it is so: for each the first of its bits.
    pub(super) const fn of(self, word: u64) -> u64 {
        word >> self as u32 & Self::FIRST
    }

    /// The rule of one of those bits.
    pub(super) const fn rule(word: u32, bit: u32) -> u32 {
        word * Self::PER_WORD + bit / Self::COUNT
    }
}

/// The bit of a number, in words of 64.
pub(super) fn bit(number: u32) -> Bit {
    Bit { word: number / 64, mask: 1 << (number % 64) }
}

/// The kinds of value that fit, whatever the value: a bit each.
fn kinds_that_fit(accepts: &Accepts) -> u8 {
    let any = |kinds: KindBits| accepts.kinds.intersects(kinds | KindBits::DYN);
    let numbers = KindBits::INT | KindBits::NUMBER | KindBits::QUANTITY;
    [
        (Kind::Bool, any(KindBits::BOOL)),
        (Kind::Int, any(numbers)),
        (Kind::Float, any(KindBits::NUMBER)),
        (Kind::String, any(KindBits::STRING | KindBits::IMAGE)),
        (Kind::List, any(KindBits::LIST)),
        (Kind::Map, any(KindBits::MAP)),
    ]
    .into_iter()
    .fold(0, |bits, (kind, fits)| bits | u8::from(fits) << kind as u8)
}
