//! One walk over an object that sets the bits of all rules, and what follows from them.

use super::Screen;
use super::clauses::{Asked, Clause, Source, Term};
use super::derived::Derived;
use super::layout::{Below, Bit, Computed, Place, Scope};
use super::sketch::{OBJECT, Variable};
use super::test::Test;
use crate::document::{Document, Kind, Node, NodeId, NodeRef};
use crate::eval::accepts::Accepts;
use crate::eval::machine::Machine;
use crate::eval::truth::Truth;
use crate::eval::unknown::Unknown;
use crate::eval::value::Value;
use crate::inventory::Object;

/// What a walk needs room for; kept from object to object, so that none is made for one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Room {
    /// The answers of the rules, and behind them the words of the instances.
    words: Vec<u64>,
    instances: Vec<Instance>,
    /// The words that the clauses of the instance at hand read, in the order of its scope's sources.
    read: Vec<u64>,
}

/// The object, an element or an entry, with the place of its words.
#[derive(Clone, Copy, Debug)]
struct Instance {
    /// Where it stands in the document.
    at: u32,
    scope: u32,
    parent: u32,
    words: u32,
}

/// The walk.
pub(super) struct Walk<'w, 'a> {
    machine: &'w mut Machine<'a>,
    /// The steps that a condition may take.
    limit: u64,
    places: &'a [Place],
    scopes: &'a [Scope],
    room: &'w mut Room,
    object: &'a Object<'a>,
    document: &'a Document,
    /// The instance that is walked over, by its number and the place of its words.
    number: u32,
    words: u32,
    /// What the evaluator's variables hold: slots, nodes and what these may be.
    bound: Vec<(u16, u32, &'a Accepts)>,
}

/// That something in an object is not what its schema says, so that bits do not tell the whole truth.
pub(super) struct Irregular;

impl<'w, 'a> Walk<'w, 'a> {
    pub(super) fn new(
        machine: &'w mut Machine<'a>,
        limit: u64,
        Screen { places, scopes, .. }: &'a Screen,
        object: &'a Object<'a>,
        room: &'w mut Room,
    ) -> Self {
        let document = object.root.document();
        Self { machine, limit, places, scopes, room, object, document, number: 0, words: 0, bound: Vec::new() }
    }

    /// Walks over an object; what is found takes so many words, and elements may have to be summed up.
    #[inline]
    pub(super) fn object(&mut self, found: usize, sums: bool) -> Result<(), Irregular> {
        self.room.instances.clear();
        self.room.words.clear();
        self.room.words.resize(found, 0);
        let root = self.object.root.id().number();
        let value = self.document.nodes.get(root as usize).ok_or(Irregular)?;
        self.instance(0, root, value)?;
        if sums {
            self.sum_up();
        }
        self.conclude();
        Ok(())
    }

    /// Walks over what is an instance of a scope.
    #[inline(always)]
    fn instance(&mut self, scope: u32, at: u32, value: &'a Node) -> Result<(), Irregular> {
        let scopes = self.scopes;
        let Some(of) = scopes.get(scope as usize) else { return Err(Irregular) };
        let around = (self.number, self.words);
        (self.number, self.words) = self.room.add(Instance { at, scope, parent: self.number, words: 0 }, of.words);
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
            for accepts in &place.accepts {
                self.tests(&place.tests, &Value::Node(self.node(at), accepts))?;
            }
        }
        if !place.fields.is_empty() {
            self.each_child(at, value, |walk, at, value| match place.fields.get(value.key) {
                Some(field) if value.kind != Kind::Null => walk.place(field, at, value),
                _ => Ok(()),
            })?;
        }
        for below in &place.below {
            match below {
                Below::Scope(scope) => {
                    self.each_child(at, value, |walk, at, value| match value.kind {
                        Kind::Null => Ok(()),
                        _ => walk.instance(*scope, at, value),
                    })?;
                }
                Below::Texts(scope) => self.texts(*scope, at..at + value.size())?,
                Below::Derived(derived) if at == self.object.root.id().number() => {
                    self.derived(derived, &Value::Object(self.object, NodeId::ROOT));
                }
                Below::Derived(derived) => self.derived(derived, &Value::Node(self.node(at), &derived.of)),
            }
        }
        Ok(())
    }

    /// Walks over the strings among all values inside one: they stand behind one another.
    fn texts(&mut self, scope: u32, inside: std::ops::Range<u32>) -> Result<(), Irregular> {
        for at in inside {
            let value = self.document.nodes.get(at as usize).ok_or(Irregular)?;
            if value.kind == Kind::String {
                self.instance(scope, at, value)?;
            }
        }
        Ok(())
    }

    /// Walks over what is computed from a value. Whatever may be wrong there is unknown, but no matter of the object.
    fn derived(&mut self, derived: &'a Derived, of: &Value<'a>) {
        let Some(place) = self.places.get(derived.place.0 as usize) else { return };
        let value = derived.value(self.machine, of);
        if value.is_missing() {
            return;
        }
        let fits = value.fits();
        self.set(if fits { place.has } else { place.unknown });
        if fits && self.tests(&place.tests, &value).is_err() {
            self.set(place.unknown);
        }
        for below in &place.below {
            if let Below::Derived(inner) = below {
                self.derived(inner, &value);
            }
        }
    }

    /// Walks over what a list or map holds.
    #[inline]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "what is left of a document, whose nodes have numbers of 32 bits"
    )]
    fn each_child(
        &mut self,
        at: u32,
        value: &Node,
        mut walk: impl FnMut(&mut Self, u32, &'a Node) -> Result<(), Irregular>,
    ) -> Result<(), Irregular> {
        let end = at + value.size();
        let mut rest = self.document.nodes.get(at as usize + 1..end as usize).ok_or(Irregular)?;
        while let Some(child) = rest.first() {
            walk(self, end - rest.len() as u32, child)?;
            rest = rest.get(child.size() as usize..).ok_or(Irregular)?;
        }
        Ok(())
    }

    fn node(&self, at: u32) -> NodeRef<'a> {
        NodeRef::new(self.document, NodeId(at))
    }

    fn tests(&mut self, tests: &'a [(Test, Bit)], value: &Value<'a>) -> Result<(), Irregular> {
        for (test, bit) in tests {
            match test.holds(self.machine.plan, &self.machine.world, value) {
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
            if scope.clauses.aggregates.is_empty() {
                continue;
            }
            let parent = self.room.instances.get(instance.parent as usize).map_or(0, |parent| parent.words);
            self.room.read(instance, &scope.clauses.sources);
            for clause in &scope.clauses.aggregates {
                if self.holds(at, clause) {
                    self.room.set(parent, clause.target);
                }
            }
        }
    }

    /// Finds what follows for the rules.
    fn conclude(&mut self) {
        for at in 0..self.room.instances.len() {
            let Some((instance, scope)) = self.numbered(at) else { return };
            let mut has_read = !scope.clauses.always.is_empty();
            if has_read {
                self.room.read(instance, &scope.clauses.sources);
                self.follow(at, &scope.clauses.always);
            }
            for (word, triggers) in (0..).zip(&scope.clauses.triggers) {
                let set = self.room.words.get((instance.words + word) as usize).map_or(0, |bits| bits & triggers);
                if set != 0 && !has_read {
                    self.room.read(instance, &scope.clauses.sources);
                    has_read = true;
                }
                for bit in super::bits(set) {
                    self.follow(at, scope.clauses.triggered_by(64 * word + bit));
                }
            }
        }
    }

    /// Sets what follows from clauses.
    #[inline]
    fn follow(&mut self, at: usize, clauses: &'a [Clause]) {
        let mut refused = 0;
        for clause in clauses {
            if clause.group != 0 && clause.group == refused || !self.room.holds(clause) {
                continue;
            }
            match clause.asked.iter().position(|asked| !self.ask(at, asked)) {
                Some(0) => refused = clause.group,
                Some(_) => {}
                None => {
                    if let Some(word) = self.room.words.get_mut(clause.target.word as usize) {
                        *word |= clause.target.mask;
                    }
                }
            }
        }
    }

    #[inline]
    fn holds(&mut self, at: usize, clause: &'a Clause) -> bool {
        self.room.holds(clause) && clause.asked.iter().all(|asked| self.ask(at, asked))
    }

    /// Whether a condition of an instance or of what is around it came to what is asked for.
    fn ask(&mut self, at: usize, asked: &Asked) -> bool {
        let Some((at, instance)) = self.room.around(at, asked.level) else { return false };
        if !self.room.is_set(instance.words, asked.known) {
            self.room.set(instance.words, asked.known);
            self.answer(at, instance, asked.number);
        }
        self.room.is_set(instance.words, asked.bit) == asked.value
    }

    /// Evaluates a condition of an instance, by its number.
    fn answer(&mut self, at: usize, instance: Instance, number: u32) {
        let scope = self.scopes.get(instance.scope as usize);
        let Some(computed) = scope.and_then(|scope| scope.computed.get(number as usize)) else { return };
        match self.evaluate(at, computed) {
            Ok(true) => self.room.set(instance.words, computed.holds),
            Ok(false) => {}
            Err(_) => self.room.set(instance.words, computed.unknown),
        }
    }

    /// The value of a condition of an instance.
    fn evaluate(&mut self, at: usize, computed: &'a Computed) -> Truth {
        for variable in &computed.variables {
            let scope = variable.scope.0;
            let mut level = 0;
            let instance = loop {
                match self.room.around(at, level) {
                    Some((_, instance)) if instance.scope == scope => break instance,
                    Some((number, _)) if number != 0 => level += 1,
                    _ => return Err(Unknown::Missing),
                }
            };
            let mut node = self.node(instance.at);
            for key in &variable.path {
                node = node.get(*key).ok_or(Unknown::Missing)?;
            }
            self.bind(variable, node);
        }
        self.machine.world.allow(self.limit);
        self.machine.truth(computed.condition)
    }

    /// Binds a variable, unless it holds the same already, so that what was kept of it stays.
    fn bind(&mut self, variable: &'a Variable, node: NodeRef<'a>) {
        let (slot, number) = (variable.slot, node.id().number());
        let known = self.bound.iter_mut().find(|(known, ..)| *known == slot);
        if known.as_ref().is_some_and(|(_, of, may)| *of == number && **may == variable.accepts) {
            return;
        }
        match known {
            Some(known) => *known = (slot, number, &variable.accepts),
            None => self.bound.push((slot, number, &variable.accepts)),
        }
        let is_object = variable.scope == OBJECT && variable.path.is_empty();
        let value =
            if is_object { Value::Object(self.object, NodeId::ROOT) } else { Value::Node(node, &variable.accepts) };
        self.machine.bind(slot, value);
    }

    fn numbered(&self, at: usize) -> Option<(Instance, &'a Scope)> {
        let instance = *self.room.instances.get(at)?;
        Some((instance, self.scopes.get(instance.scope as usize)?))
    }
}

impl Room {
    /// Room for most objects.
    pub(crate) fn new() -> Self {
        Self { words: Vec::with_capacity(16), instances: Vec::with_capacity(8), read: Vec::with_capacity(8) }
    }

    /// Adds an instance with so many words; gives its number and the place of its words.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "an object that is walked over has no more than `MOST_NODES`")]
    fn add(&mut self, instance: Instance, words: u32) -> (u32, u32) {
        let (number, at) = (self.instances.len() as u32, self.words.len() as u32);
        self.instances.push(Instance { words: at, ..instance });
        // As most scopes have; to push one takes fewer steps than to make room for some.
        if words == 1 {
            self.words.push(0);
        } else {
            self.words.resize((at + words) as usize, 0);
        }
        (number, at)
    }

    /// What was found of the rules, in so many words.
    pub(super) fn found(&self, words: usize) -> &[u64] {
        self.words.get(..words).unwrap_or_default()
    }

    #[inline]
    fn set(&mut self, words: u32, bit: Bit) {
        if let Some(word) = self.words.get_mut((words + bit.word) as usize) {
            *word |= bit.mask;
        }
    }

    /// Reads the words of some sources for an instance.
    #[inline]
    fn read(&mut self, mut around: Instance, sources: &[Source]) {
        let Self { words, instances, read } = self;
        if read.len() < sources.len() {
            read.resize(sources.len(), 0);
        }
        let mut level = 0;
        for (read, source) in read.iter_mut().zip(sources) {
            while level < source.level {
                around = instances.get(around.parent as usize).copied().unwrap_or(around);
                level += 1;
            }
            *read = words.get((around.words + source.word) as usize).copied().unwrap_or(0);
        }
    }

    #[inline]
    fn is_set(&self, words: u32, bit: Bit) -> bool {
        self.words.get((words + bit.word) as usize).is_some_and(|word| word & bit.mask != 0)
    }

    /// The instance so many levels around another.
    fn around(&self, mut at: usize, level: u32) -> Option<(usize, Instance)> {
        for _ in 0..level {
            at = self.instances.get(at)?.parent as usize;
        }
        Some((at, *self.instances.get(at)?))
    }

    /// Whether the words that were read last are what a clause asks for.
    #[inline]
    fn holds(&self, clause: &Clause) -> bool {
        let is_met = |term: &Term| self.read.get(term.source as usize).copied().unwrap_or(0) & term.mask == term.value;
        is_met(&clause.term) && clause.others.iter().all(is_met)
    }
}

/// Whether a value fits that does not fit by its kind alone; what rules look into must be the list or map that it is.
fn fits(place: &Place, node: NodeRef<'_>) -> bool {
    place.fields.is_empty()
        && !place.below.iter().any(|below| matches!(below, Below::Scope(_)))
        && place.accepts.iter().all(|accepts| Value::Node(node, accepts).fits())
}
