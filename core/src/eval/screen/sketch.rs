//! What rules read of an object of one kind, as it is found out: places, scopes, atoms.

use super::derived::{Derived, Step};
use super::formula::{Atom, Cube, Formula};
use super::test::Test;
use crate::document::Symbol;
use crate::eval::accepts::{Accepts, TEXT};
use crate::plan::op::OpId;

/// A place that rules read, by its number in [`Sketch::places`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct PlaceId(pub(super) u32);

/// What has atoms of its own: the object, and each element of a list or entry of a map that rules range over.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct ScopeId(pub(super) u32);

/// The scope of the object itself.
pub(super) const OBJECT: ScopeId = ScopeId(0);

/// The place of the object itself.
pub(super) const ROOT: PlaceId = PlaceId(0);

/// A place, below the root of its scope.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) scope: ScopeId,
    /// The keys that lead from the root of its scope to it.
    pub(super) path: Vec<Symbol>,
    /// What it must hold for the rules to be decided by atoms alone.
    pub(super) accepts: Vec<Accepts>,
    pub(super) children: Vec<(Symbol, PlaceId)>,
    /// The atom that says that something stands there.
    pub(super) has: Option<Atom>,
    pub(super) tests: Vec<(Test, Atom)>,
    /// The scopes of its elements, where it is a list.
    pub(super) elements: Vec<ScopeId>,
    /// The scope of its entries, where it is a map.
    pub(super) entries: Option<ScopeId>,
    /// The scope of all strings inside it.
    pub(super) texts: Option<ScopeId>,
    /// What is computed from what stands there.
    pub(super) derived: Vec<Derived>,
    /// The atom that says that it is unknown what is there, where it is computed.
    pub(super) unknown: Option<Atom>,
}

/// A scope.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    pub(super) parent: Option<ScopeId>,
    pub(super) root: PlaceId,
    /// The lists whose elements it stands for, in order; none where it stands for something else.
    lists: Vec<PlaceId>,
    /// Whether it stands for all strings inside something.
    pub(super) of_texts: bool,
    /// Tests of the key, for an entry of a map.
    pub(super) key_tests: Vec<(Test, Atom)>,
    /// How many atoms it has.
    pub(super) atoms: u32,
    /// Conditions that the evaluator is asked for, each with the atoms that say that it is true and that it is unknown.
    pub(super) computed: Vec<Computed>,
    /// Atoms of the parent that hold where a formula holds for some element.
    pub(super) aggregates: Vec<(Formula, Atom)>,
}

/// A condition that has no form of its own: the evaluator is asked, when it comes to that.
#[derive(Clone, Debug)]
pub(super) struct Computed {
    pub(super) condition: OpId,
    pub(super) variables: Vec<Variable>,
    pub(super) holds: Atom,
    pub(super) unknown: Atom,
}

/// A variable that a condition reads, and what it stands for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Variable {
    pub(super) slot: u16,
    /// The object, or the element or entry, that it is or is a part of.
    pub(super) scope: ScopeId,
    /// The keys that lead to it from there.
    pub(super) path: Vec<Symbol>,
    pub(super) accepts: Accepts,
}

/// What is known of an atom.
#[derive(Clone, Copy, Debug)]
pub(super) struct AtomFacts {
    pub(super) scope: ScopeId,
    /// Its number in its scope.
    pub(super) number: u32,
    /// The place that must be there where it holds.
    pub(super) place: Option<PlaceId>,
    /// Whether it sums up the elements of another scope.
    pub(super) aggregate: bool,
    /// The condition that tells it, by its number in [`Scope::computed`].
    pub(super) computed: Option<u32>,
}

/// Places, scopes and atoms.
#[derive(Clone, Debug)]
pub(super) struct Sketch {
    pub(super) places: Vec<Place>,
    pub(super) scopes: Vec<Scope>,
    pub(super) atoms: Vec<AtomFacts>,
}

impl Sketch {
    pub(super) fn new() -> Self {
        let mut sketch = Self { places: Vec::new(), scopes: Vec::new(), atoms: Vec::new() };
        sketch.add_scope(None, Vec::new(), &crate::eval::accepts::MAP);
        sketch
    }

    fn add_scope(&mut self, parent: Option<ScopeId>, lists: Vec<PlaceId>, accepts: &Accepts) -> ScopeId {
        let scope = ScopeId(number(self.scopes.len()));
        let root = self.add_place(scope, Vec::new(), accepts);
        let (key_tests, computed, aggregates) = (Vec::new(), Vec::new(), Vec::new());
        self.scopes.push(Scope { parent, root, lists, of_texts: false, key_tests, atoms: 0, computed, aggregates });
        scope
    }

    fn add_place(&mut self, scope: ScopeId, path: Vec<Symbol>, accepts: &Accepts) -> PlaceId {
        let place = PlaceId(number(self.places.len()));
        self.places.push(Place {
            scope,
            path,
            accepts: vec![accepts.clone()],
            children: Vec::new(),
            has: None,
            tests: Vec::new(),
            elements: Vec::new(),
            entries: None,
            texts: None,
            derived: Vec::new(),
            unknown: None,
        });
        place
    }

    pub(super) fn place(&self, id: PlaceId) -> Option<&Place> {
        self.places.get(id.0 as usize)
    }

    pub(super) fn scope(&self, id: ScopeId) -> Option<&Scope> {
        self.scopes.get(id.0 as usize)
    }

    pub(super) fn facts(&self, atom: Atom) -> Option<&AtomFacts> {
        self.atoms.get(atom.0 as usize)
    }

    pub(super) fn scope_of(&self, place: PlaceId) -> ScopeId {
        self.place(place).map_or(OBJECT, |place| place.scope)
    }

    /// The scope around another.
    pub(super) fn parent(&self, scope: ScopeId) -> Option<ScopeId> {
        self.scope(scope)?.parent
    }

    /// How many scopes up an outer scope is; none where it is not around the inner one.
    pub(super) fn levels(&self, inner: ScopeId, outer: ScopeId) -> Option<usize> {
        std::iter::successors(Some(inner), |scope| self.parent(*scope)).position(|scope| scope == outer)
    }

    /// The place of a field, which must hold what is accepted.
    pub(super) fn field(&mut self, of: PlaceId, field: Symbol, accepts: &Accepts) -> PlaceId {
        let scope = self.scope_of(of);
        let known = self.place(of).and_then(|place| place.children.iter().find(|(symbol, _)| *symbol == field));
        let child = if let Some((_, child)) = known {
            *child
        } else {
            let around = self.place(of).map(|place| place.path.as_slice()).unwrap_or_default();
            let path = around.iter().copied().chain([field]).collect();
            let child = self.add_place(scope, path, accepts);
            if let Some(place) = self.places.get_mut(of.0 as usize) {
                place.children.push((field, child));
            }
            child
        };
        self.require(child, accepts);
        child
    }

    /// The place of what a step computes from what stands at another.
    pub(super) fn derive(&mut self, base: PlaceId, step: Step, (of, accepts): (&Accepts, &Accepts)) -> PlaceId {
        let same = |known: &&Derived| known.step == step && known.of == *of;
        if let Some(known) = self.place(base).and_then(|place| place.derived.iter().find(same)) {
            return known.place;
        }
        let scope = self.scope_of(base);
        let place = self.add_place(scope, Vec::new(), accepts);
        let unknown = self.add_atom(scope, None, false);
        if let Some(place) = self.places.get_mut(place.0 as usize) {
            place.unknown = Some(unknown);
        }
        if let Some(base) = self.places.get_mut(base.0 as usize) {
            base.derived.push(Derived { step, of: of.clone(), accepts: accepts.clone(), place });
        }
        place
    }

    /// The atom that says that it is unknown what is at a place, where that is computed.
    pub(super) fn unknown(&self, place: PlaceId) -> Option<Atom> {
        self.place(place)?.unknown
    }

    fn require(&mut self, place: PlaceId, accepts: &Accepts) {
        if let Some(place) = self.places.get_mut(place.0 as usize)
            && !place.accepts.contains(accepts)
        {
            place.accepts.push(accepts.clone());
        }
    }

    /// The scope of the elements of some lists after one another, which are of one scope.
    pub(super) fn elements(&mut self, lists: &[PlaceId], accepts: &Accepts) -> Option<ScopeId> {
        let known = self.scopes.iter().position(|scope| scope.lists == lists);
        if let Some(at) = known {
            let scope = ScopeId(number(at));
            let root = self.scope(scope)?.root;
            self.require(root, accepts);
            return Some(scope);
        }
        let parent = self.scope_of(*lists.first()?);
        let scope = self.add_scope(Some(parent), lists.to_vec(), accepts);
        for list in lists {
            self.places.get_mut(list.0 as usize)?.elements.push(scope);
        }
        Some(scope)
    }

    /// The scope of the entries of a map; its root is the value.
    pub(super) fn entries(&mut self, map: PlaceId, accepts: &Accepts) -> ScopeId {
        if let Some(scope) = self.place(map).and_then(|place| place.entries) {
            return scope;
        }
        let scope = self.add_scope(Some(self.scope_of(map)), Vec::new(), accepts);
        if let Some(place) = self.places.get_mut(map.0 as usize) {
            place.entries = Some(scope);
        }
        scope
    }

    /// The scope of all strings inside what stands at a place.
    pub(super) fn texts(&mut self, of: PlaceId) -> ScopeId {
        if let Some(scope) = self.place(of).and_then(|place| place.texts) {
            return scope;
        }
        let scope = self.add_scope(Some(self.scope_of(of)), Vec::new(), &TEXT);
        if let (Some(place), Some(added)) = (self.places.get_mut(of.0 as usize), self.scopes.get_mut(scope.0 as usize))
        {
            place.texts = Some(scope);
            added.of_texts = true;
        }
        scope
    }

    /// The atom that says that something stands at a place.
    pub(super) fn has(&mut self, place: PlaceId) -> Atom {
        if let Some(atom) = self.place(place).and_then(|place| place.has) {
            return atom;
        }
        let atom = self.add_atom(self.scope_of(place), None, false);
        if let Some(place) = self.places.get_mut(place.0 as usize) {
            place.has = Some(atom);
        }
        atom
    }

    /// The atom that says that something stands at a place and a test of it holds.
    pub(super) fn test(&mut self, place: PlaceId, test: Test) -> Atom {
        let known = self.place(place).and_then(|place| place.tests.iter().find(|(known, _)| *known == test));
        if let Some((_, atom)) = known {
            return *atom;
        }
        let atom = self.add_atom(self.scope_of(place), Some(place), false);
        if let Some(place) = self.places.get_mut(place.0 as usize) {
            place.tests.push((test, atom));
        }
        atom
    }

    /// The atom that says that a test of an entry's key holds.
    pub(super) fn key_test(&mut self, entry: ScopeId, test: Test) -> Atom {
        let known = self.scope(entry).and_then(|scope| scope.key_tests.iter().find(|(known, _)| *known == test));
        if let Some((_, atom)) = known {
            return *atom;
        }
        let atom = self.add_atom(entry, None, false);
        if let Some(scope) = self.scopes.get_mut(entry.0 as usize) {
            scope.key_tests.push((test, atom));
        }
        atom
    }

    /// The atom of the scope around that says that a formula holds for some element of a scope. None where the formula
    /// asks for more than is known when elements are summed up, or has too many cubes.
    pub(super) fn aggregate(&mut self, scope: ScopeId, formula: &Formula) -> Option<Atom> {
        let parent = self.parent(scope)?;
        let mut known = true;
        formula.atoms(&mut |atom| {
            known &= self.facts(atom).is_some_and(|facts| {
                facts.scope == scope || !facts.aggregate && self.levels(scope, facts.scope).is_some()
            });
        });
        if !known || !formula.is_short() {
            return None;
        }
        let aggregates = &self.scope(scope)?.aggregates;
        if let Some((_, atom)) = aggregates.iter().find(|(other, _)| other == formula) {
            return Some(*atom);
        }
        let atom = self.add_atom(parent, None, true);
        self.scopes.get_mut(scope.0 as usize)?.aggregates.push((formula.clone(), atom));
        Some(atom)
    }

    /// The atoms that say that a condition holds, and that it is unknown, of what is in a scope and around it.
    pub(super) fn computed(
        &mut self,
        scope: ScopeId,
        condition: OpId,
        variables: Vec<Variable>,
    ) -> Option<(Atom, Atom)> {
        let is_known = |known: &&Computed| known.condition == condition && known.variables == variables;
        if let Some(known) = self.scope(scope)?.computed.iter().find(is_known) {
            return Some((known.holds, known.unknown));
        }
        let computed = Some(number(self.scope(scope)?.computed.len()));
        let [holds, unknown] = [(); 2].map(|()| self.add_atom(scope, None, false));
        for atom in [holds, unknown] {
            self.atoms.get_mut(atom.0 as usize)?.computed = computed;
        }
        self.scopes.get_mut(scope.0 as usize)?.computed.push(Computed { condition, variables, holds, unknown });
        Some((holds, unknown))
    }

    /// The cubes of a formula, without those that no object can meet; none where there are too many.
    pub(super) fn cubes(&self, formula: &Formula) -> Option<Vec<Cube>> {
        let mut cubes: Vec<Cube> = formula.cubes()?.into_iter().filter_map(|cube| self.possible(cube)).collect();
        cubes.sort();
        cubes.dedup();
        self.ask_less(&mut cubes);
        Some(cubes)
    }

    /// Adds to the cubes that ask the evaluator what else is true where no other cube holds: of `not a or asked`, the
    /// second part need only be looked at where `a` is true.
    fn ask_less(&self, cubes: &mut [Cube]) {
        let asks = |(atom, _): &(Atom, bool)| self.facts(*atom).is_some_and(|facts| facts.computed.is_some());
        let (asking, free): (Vec<&mut Cube>, Vec<&mut Cube>) =
            cubes.iter_mut().partition(|Cube(literals)| literals.iter().any(asks));
        for Cube(literals) in asking {
            for Cube(other) in &free {
                let mut apart = other.iter().filter(|literal| !literals.contains(literal));
                if let (Some((atom, value)), None) = (apart.next(), apart.next())
                    && let Err(at) = literals.binary_search_by_key(atom, |(atom, _)| *atom)
                {
                    literals.insert(at, (*atom, !value));
                }
            }
        }
    }

    /// A cube without what it says twice: where a test holds, something stands there. None where it contradicts itself.
    fn possible(&self, Cube(literals): Cube) -> Option<Cube> {
        let place = |atom: Atom| self.facts(atom).and_then(|facts| facts.place);
        let tested: Vec<PlaceId> =
            literals.iter().filter(|(_, value)| *value).filter_map(|(atom, _)| place(*atom)).collect();
        let there = |atom: Atom| tested.iter().any(|place| self.place(*place).is_some_and(|p| p.has == Some(atom)));
        let absent: Vec<Atom> = literals.iter().filter(|(_, value)| !value).map(|(atom, _)| *atom).collect();
        if absent.iter().any(|atom| there(*atom)) {
            return None;
        }
        let is_absent = |atom: Atom| {
            let has = place(atom).and_then(|place| self.place(place)?.has);
            has.is_some_and(|has| absent.contains(&has))
        };
        let kept = |(atom, value): &(Atom, bool)| if *value { !there(*atom) } else { !is_absent(*atom) };
        Some(Cube(literals.into_iter().filter(kept).collect()))
    }

    fn add_atom(&mut self, scope: ScopeId, place: Option<PlaceId>, aggregate: bool) -> Atom {
        let atom = Atom(number(self.atoms.len()));
        let of = self.scopes.get_mut(scope.0 as usize).map(|scope| {
            scope.atoms += 1;
            scope.atoms - 1
        });
        self.atoms.push(AtomFacts { scope, number: of.unwrap_or(0), place, aggregate, computed: None });
        atom
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
