//! One walk over an object that sets the bits of all rules, and what follows from them.

use super::layout::{Bit, Clause, NEAR, Place, Scope, Term};
use super::test::Test;
use crate::document::{Document, Kind, Node, NodeId, NodeRef};
use crate::eval::accepts::ANYTHING;
use crate::eval::value::Value;
use crate::eval::world::World;
use crate::plan::Plan;

/// What a walk needs room for; kept from object to object, so that none is made for one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Room {
    words: Vec<u64>,
    instances: Vec<Instance>,
    /// Two bits a rule: whether it objects, and whether it does not concern the object.
    pub(super) found: Vec<u64>,
}

/// The object, an element or an entry, with the place of its words.
#[derive(Clone, Copy, Debug)]
struct Instance {
    scope: u32,
    parent: u32,
    words: u32,
}

/// The walk.
pub(super) struct Walk<'w, 'a> {
    plan: &'a Plan,
    world: &'w World<'a>,
    places: &'a [Place],
    scopes: &'a [Scope],
    room: &'w mut Room,
    document: &'a Document,
    /// The instance that is walked over, by its number and the place of its words.
    number: u32,
    words: u32,
}

/// That something in an object is not what its schema says, so that bits do not tell the whole truth.
pub(super) struct Irregular;

impl<'w, 'a> Walk<'w, 'a> {
    pub(super) fn new(
        (plan, world): (&'a Plan, &'w World<'a>),
        (places, scopes): (&'a [Place], &'a [Scope]),
        document: &'a Document,
        room: &'w mut Room,
    ) -> Self {
        Self { plan, world, places, scopes, room, document, number: 0, words: 0 }
    }

    /// Walks over an object; what is found takes so many words, and elements may have to be summed up.
    pub(super) fn object(&mut self, root: NodeId, (found, sums): (usize, bool)) -> Result<(), Irregular> {
        self.room.words.clear();
        self.room.instances.clear();
        self.room.found.clear();
        self.room.found.resize(found, 0);
        let value = self.document.nodes.get(root.number() as usize).ok_or(Irregular)?;
        self.instance(0, root.number(), value)?;
        if sums {
            self.sum_up();
        }
        self.conclude();
        Ok(())
    }

    /// Walks over what is an instance of a scope.
    fn instance(&mut self, scope: u32, at: u32, value: &'a Node) -> Result<(), Irregular> {
        let scopes = self.scopes;
        let Some(of) = scopes.get(scope as usize) else { return Err(Irregular) };
        let (Ok(number), Ok(words)) = (u32::try_from(self.room.instances.len()), u32::try_from(self.room.words.len()))
        else {
            return Err(Irregular);
        };
        self.room.instances.push(Instance { scope, parent: self.number, words });
        for _ in 0..of.words {
            self.room.words.push(0);
        }
        let around = (self.number, self.words);
        (self.number, self.words) = (number, words);
        if !of.key_tests.is_empty() {
            let key = self.node(at).key().unwrap_or_default();
            self.tests(&of.key_tests, &Value::Text(key))?;
        }
        self.place(of.root, at, value)?;
        (self.number, self.words) = around;
        Ok(())
    }

    /// Walks over what stands at a place.
    fn place(&mut self, place: u32, at: u32, value: &'a Node) -> Result<(), Irregular> {
        let places = self.places;
        let Some(place) = places.get(place as usize) else { return Err(Irregular) };
        if place.fits >> (value.kind as u8) & 1 == 0 && !fits(place, self.node(at)) {
            return Err(Irregular);
        }
        if place.has.mask != 0 {
            self.set(place.has);
        }
        if !place.tests.is_empty() {
            let accepts = place.accepts.first().unwrap_or(&ANYTHING);
            self.tests(&place.tests, &Value::Node(self.node(at), accepts))?;
        }
        if !place.fields.is_empty() {
            self.each_child(at, value, |walk, at, value| match place.fields.get(value.key) {
                Some(field) => walk.place(field, at, value),
                None => Ok(()),
            })?;
        }
        for scope in &place.elements {
            self.each_child(at, value, |walk, at, value| walk.instance(*scope, at, value))?;
        }
        Ok(())
    }

    /// Walks over what a list or map holds, leaving out nulls.
    #[inline]
    fn each_child(
        &mut self,
        at: u32,
        value: &Node,
        mut walk: impl FnMut(&mut Self, u32, &'a Node) -> Result<(), Irregular>,
    ) -> Result<(), Irregular> {
        let (mut at, count) = (at + 1, if matches!(value.kind, Kind::List | Kind::Map) { value.two } else { 0 });
        for _ in 0..count {
            let Some(child) = self.document.nodes.get(at as usize) else { return Err(Irregular) };
            if child.kind != Kind::Null {
                walk(self, at, child)?;
            }
            at += child.size();
        }
        Ok(())
    }

    fn node(&self, at: u32) -> NodeRef<'a> {
        NodeRef::new(self.document, NodeId(at))
    }

    fn tests(&mut self, tests: &'a [(Test, Bit)], value: &Value<'a>) -> Result<(), Irregular> {
        for (test, bit) in tests {
            match test.holds(self.plan, self.world, value) {
                Ok(true) => self.set(*bit),
                Ok(false) => {}
                Err(_) => return Err(Irregular),
            }
        }
        Ok(())
    }

    #[inline]
    fn set(&mut self, bit: Bit) {
        self.room.set(self.words, bit);
    }

    /// Sets the bits of what holds for some element. Inner instances come later, so they are summed up first.
    fn sum_up(&mut self) {
        for at in (0..self.room.instances.len()).rev() {
            let Some((instance, scope)) = self.numbered(at) else { return };
            if scope.aggregates.is_empty() {
                continue;
            }
            let parent = self.room.instances.get(instance.parent as usize).map_or(0, |parent| parent.words);
            let near = self.room.near(instance);
            for clause in &scope.aggregates {
                if self.room.holds(instance, &near, clause) {
                    self.room.set(parent, clause.target);
                }
            }
        }
    }

    /// Finds what follows for the rules.
    fn conclude(&mut self) {
        for at in 0..self.room.instances.len() {
            let Some((instance, scope)) = self.numbered(at) else { return };
            if !scope.always.is_empty() {
                let near = self.room.near(instance);
                for clause in &scope.always {
                    self.room.follow(instance, &near, clause);
                }
            }
            for (word, triggers) in (0..).zip(&scope.triggers) {
                let set = self.room.words.get((instance.words + word) as usize).map_or(0, |bits| bits & triggers);
                if set != 0 {
                    let near = self.room.near(instance);
                    for clause in super::bits(set).flat_map(|bit| scope.triggered_by(64 * word + bit)) {
                        self.room.follow(instance, &near, clause);
                    }
                }
            }
        }
    }

    fn numbered(&self, at: usize) -> Option<(Instance, &'a Scope)> {
        let instance = *self.room.instances.get(at)?;
        Some((instance, self.scopes.get(instance.scope as usize)?))
    }
}

impl Scope {
    /// What a bit may bring about.
    #[inline]
    fn triggered_by(&self, bit: u32) -> &[Clause] {
        match self.first.get(bit as usize..bit as usize + 2) {
            Some([start, end]) => self.triggered.get(*start as usize..*end as usize).unwrap_or_default(),
            _ => &[],
        }
    }
}

impl Room {
    #[inline]
    fn set(&mut self, words: u32, bit: Bit) {
        if let Some(word) = self.words.get_mut((words + bit.word) as usize) {
            *word |= bit.mask;
        }
    }

    /// The first words of an instance and of the nearest ones around it; around the object is itself.
    #[inline]
    fn near(&self, instance: Instance) -> [u64; NEAR] {
        let of = |instance: Instance| self.words.get(instance.words as usize).copied().unwrap_or(0);
        let around = |inner: Instance| self.instances.get(inner.parent as usize).copied().unwrap_or(inner);
        let parent = around(instance);
        [of(instance), of(parent), of(around(parent))]
    }

    #[inline]
    fn follow(&mut self, instance: Instance, near: &[u64; NEAR], clause: &Clause) {
        if self.holds(instance, near, clause)
            && let Some(word) = self.found.get_mut(clause.target.word as usize)
        {
            *word |= clause.target.mask;
        }
    }

    #[inline]
    fn holds(&self, instance: Instance, near: &[u64; NEAR], clause: &Clause) -> bool {
        let wrong = near.iter().zip(&clause.near).fold(0, |wrong, (word, (mask, value))| wrong | (word & mask) ^ value);
        wrong == 0 && clause.others.iter().all(|term| self.word(instance, term) & term.mask == term.value)
    }

    fn word(&self, mut instance: Instance, term: &Term) -> u64 {
        for _ in 0..term.level {
            match self.instances.get(instance.parent as usize) {
                Some(parent) => instance = *parent,
                None => return 0,
            }
        }
        self.words.get((instance.words + term.word) as usize).copied().unwrap_or(0)
    }
}

/// Whether a value fits that does not fit by its kind alone.
fn fits(place: &Place, node: NodeRef<'_>) -> bool {
    !place.accepts.is_empty() && place.accepts.iter().all(|accepts| Value::Node(node, accepts).fits())
}
