//! Rules: what a rule says of an object.

use super::frame::Frame;
use super::limit;
use super::machine::Machine;
use super::quantifier::{bind, members};
use super::screen::{Room, Screening, Screens};
use super::unknown::Unknown;
use super::value::Value;
use super::world::World;
use crate::document::{NodeId, Symbols};
use crate::inventory::Object;
use crate::plan::op::{Binding, OpId};
use crate::plan::{Plan, PlannedRule, PlannedStatement};
use kubelaw_lang::ir::Operation;
use kubelaw_lang::syntax::ast::CheckKind;
use std::cell::RefCell;
use std::rc::Rc;

/// Why a rule does not apply to an object of its kinds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum NotApplicable {
    /// The `where` of its subject is false.
    Where,
    /// It does not hold for the target Kubernetes version.
    Version,
    /// It is limited to other operations.
    Operation,
    /// It reads the admission request, and there is none.
    NeedsRequest,
    /// It reads other objects, and they are not known.
    NeedsInventory,
}

impl NotApplicable {
    /// The reason in words.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Where => "does not concern the object",
            Self::Version => "does not hold for this Kubernetes version",
            Self::Operation => "is limited to other operations",
            Self::NeedsRequest => "needs request",
            Self::NeedsInventory => "needs inventory",
        }
    }
}

/// What a rule says of an object, before waivers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ruling {
    /// Nothing to object to.
    Pass,
    /// Some check fails.
    Fail,
    /// No check fails, but something could not be decided.
    Undecided,
    /// The rule does not apply.
    NotApplicable(NotApplicable),
}

/// Where in a rule a finding arose.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
    /// A check, by its number in [`PlannedRule::checks`].
    Check(u32),
    /// A `where` that could not be decided.
    Where(OpId),
    /// A set that could not be iterated.
    Set(OpId),
}

/// A check that failed, or something that could not be decided. What it shows is computed on demand.
#[derive(Clone, Debug)]
pub struct RawFinding<'a> {
    /// Where in the rule it arose.
    pub origin: Origin,
    /// The reason, where it could not be decided; none where a check fails.
    pub undecided: Option<Unknown>,
    /// What the variables held.
    pub(crate) frame: Vec<Value<'a>>,
}

/// What one rule says of one object.
#[derive(Clone, Debug)]
pub struct Outcome<'a> {
    /// The rule, by its number in [`Plan::rules`].
    pub rule: u32,
    /// The verdict before waivers.
    pub ruling: Ruling,
    /// What led to it, in the order of the rule: nothing where it passes.
    pub findings: Vec<RawFinding<'a>>,
    /// The checks that held in some instance, a bit each; the last bit stands for all above.
    pub held: u64,
    /// The steps that it took.
    pub steps: u64,
}

/// An object and its Pod templates.
type Templates<'a> = (&'a Object<'a>, Option<Rc<[NodeId]>>);

/// Judges objects by a plan.
#[derive(Clone, Debug)]
pub struct Judge<'a> {
    machine: Machine<'a>,
    /// The fast forms of the rules and the vocabulary of the documents, where they may be used.
    fast: Option<(&'a Screens, &'a Symbols)>,
    room: Room,
    /// The frame of an evaluator that was asked about a finding: to make one is much for the little that it is asked.
    done: RefCell<Option<Frame<'a>>>,
    limit: u64,
    /// [`Outcome::held`] of the rule that was asked last.
    held: u64,
    /// The object that a rule was asked about last, and its Pod templates where it may have several.
    templates: RefCell<Option<Templates<'a>>>,
}

impl<'a> Judge<'a> {
    /// A judge in a world.
    #[must_use]
    pub fn new(plan: &'a Plan, world: World<'a>) -> Self {
        let (machine, room, done) = (Machine::new(plan, world), Room::default(), RefCell::default());
        Self { machine, fast: None, room, done, limit: limit::STEPS, held: 0, templates: RefCell::default() }
    }

    /// The same, by the fast forms of the plan's rules where they have one, for documents read with a vocabulary.
    /// Of rules that pass, [`Outcome::held`] and [`Outcome::steps`] are not known then.
    #[inline]
    pub(crate) fn with_screens(mut self, screens: &'a Screens, symbols: &'a Symbols) -> Self {
        self.fast = Some((screens, symbols));
        self.room = Room::new();
        self
    }

    /// The same with another limit of steps that one rule may take on one object.
    #[must_use]
    pub const fn with_limit(mut self, steps: u64) -> Self {
        self.limit = steps;
        self
    }

    /// A judge by the same rules in another world.
    pub(crate) fn in_world<'b>(&self, world: World<'b>) -> Judge<'b>
    where
        'a: 'b,
    {
        let judge = Judge::new(self.machine.plan, world).with_limit(self.limit);
        match self.fast {
            Some((screens, symbols)) => judge.with_screens(screens, symbols),
            None => judge,
        }
    }

    /// What [`Self::object`] tells, all of it.
    pub(crate) fn outcomes(&mut self, object: &'a Object<'a>) -> Vec<Outcome<'a>> {
        let mut outcomes = Vec::with_capacity(self.machine.plan.rules_for(object.group, object.kind).count());
        self.object(object, |outcome| outcomes.push(outcome));
        outcomes
    }

    /// What all rules for an object's kind say of it, in their order. On delete the object is the one before.
    pub fn object(&mut self, object: &'a Object<'a>, mut tell: impl FnMut(Outcome<'a>)) {
        let plan = self.machine.plan;
        let mut room = std::mem::take(&mut self.room);
        let screening = self.screening(object, &mut room);
        for (at, number) in plan.rules_for(object.group, object.kind).enumerate() {
            match screening.as_ref().and_then(|screening| screening.ruling(at)) {
                // What a failure shows is for the evaluator to say.
                None | Some(Ruling::Fail) => {}
                Some(ruling) => {
                    tell(Outcome { rule: number, ruling, findings: Vec::new(), held: 0, steps: 0 });
                    continue;
                }
            }
            if let Some(rule) = plan.rule(number) {
                let (ruling, findings) = self.rule(rule, object);
                let judged = !matches!(ruling, Ruling::NotApplicable(reason) if reason != NotApplicable::Where);
                let steps = if judged { self.limit - self.machine.world.steps() } else { 0 };
                tell(Outcome { rule: number, ruling, findings, held: self.held, steps });
            }
        }
        self.room = room;
    }

    /// The rules for an object's kind that it breaks or that cannot be decided, in their order, and nothing else of them.
    pub(crate) fn verdicts(&mut self, object: &'a Object<'a>, mut tell: impl FnMut(u32, Ruling)) {
        let plan = self.machine.plan;
        let mut room = std::mem::take(&mut self.room);
        let evaluate = |judge: &mut Self, number: u32, tell: &mut dyn FnMut(u32, Ruling)| {
            if let Some(rule) = plan.rule(number) {
                match judge.rule(rule, object).0 {
                    Ruling::Pass | Ruling::NotApplicable(_) => {}
                    ruling => tell(number, ruling),
                }
            }
        };
        match self.screening(object, &mut room) {
            None => plan.rules_for(object.group, object.kind).for_each(|number| evaluate(self, number, &mut tell)),
            Some(screening) => {
                let mut rest = screening.rest().iter().copied().peekable();
                screening.objections(|number, is_certain| {
                    while let Some(before) = rest.next_if(|other| *other < number) {
                        evaluate(self, before, &mut tell);
                    }
                    if is_certain { tell(number, Ruling::Fail) } else { evaluate(self, number, &mut tell) }
                });
                rest.for_each(|number| evaluate(self, number, &mut tell));
            }
        }
        self.room = room;
    }

    /// What the fast forms of the rules say of an object.
    fn screening<'r>(&mut self, object: &'a Object<'a>, room: &'r mut Room) -> Option<Screening<'r, 'a>> {
        let (screens, symbols) = self.fast?;
        let (plan, workloads) = (self.machine.plan, self.machine.world.workloads);
        let screen = screens.of(plan, workloads, symbols, object)?;
        self.machine.world.turn_to(object.root);
        screen.walk(&mut self.machine, self.limit, object, room)
    }

    /// The Pod templates of an object of a kind that may have several; none for other kinds.
    pub(crate) fn templates(&self, object: &'a Object<'a>) -> Option<Rc<[NodeId]>> {
        let mut held = self.templates.borrow_mut();
        match &*held {
            Some((known, templates)) if std::ptr::eq(*known, object) => templates.clone(),
            _ => {
                let found = self.machine.world.workloads.templates(object.group, object.kind, object.root);
                let found: Option<Rc<[NodeId]>> = found.map(Into::into);
                *held = Some((object, found.clone()));
                found
            }
        }
    }

    /// What one rule says of an object of its kinds: of all its Pod templates, one after another.
    pub fn rule(&mut self, rule: &'a PlannedRule, object: &'a Object<'a>) -> (Ruling, Vec<RawFinding<'a>>) {
        self.held = 0;
        if let Some(reason) = self.not_applicable(rule) {
            return (Ruling::NotApplicable(reason), Vec::new());
        }
        self.machine.world.allow(self.limit);
        let templates = self.templates(object).filter(|_| self.machine.plan.looks_at_pods(rule));
        let templates = templates.as_deref().unwrap_or(&[NodeId::ROOT]);
        let mut run = Run { machine: &mut self.machine, rule, findings: Vec::new(), failed: false, held: 0 };
        let Some((subject, rest)) = rule.scope.split_first() else { return (Ruling::Pass, Vec::new()) };
        let mut concerned = false;
        for &template in templates {
            if run.stopped() {
                break;
            }
            run.turn_to(subject.slot, object, template);
            let concerns = subject.condition.map_or(Ok(true), |condition| run.machine.truth(condition));
            concerned |= concerns != Ok(false);
            match concerns {
                Ok(true) => run.scope(rest, &rule.body),
                Ok(false) => {}
                Err(reason) => run.undecided(subject.condition.map(Origin::Where), reason),
            }
        }
        if !concerned {
            return (Ruling::NotApplicable(NotApplicable::Where), Vec::new());
        }
        let ruling = match (run.failed, run.findings.is_empty()) {
            (true, _) => Ruling::Fail,
            (false, false) => Ruling::Undecided,
            (false, true) => Ruling::Pass,
        };
        let findings = run.findings;
        self.held = run.held;
        (ruling, findings)
    }

    fn not_applicable(&self, rule: &PlannedRule) -> Option<NotApplicable> {
        let world = &self.machine.world;
        let operation = world.request.map_or(Operation::Create, |request| request.operation);
        if !rule.holds {
            Some(NotApplicable::Version)
        } else if rule.needs_request && world.request.is_none() {
            Some(NotApplicable::NeedsRequest)
        } else if !rule.holds_at(operation) {
            Some(NotApplicable::Operation)
        } else if rule.closed_world && world.inventory.is_none() {
            Some(NotApplicable::NeedsInventory)
        } else {
            None
        }
    }

    /// An evaluator of its own for a question about a finding, to be given back by [`Self::answered`].
    pub(crate) fn asked(&self, raw: &RawFinding<'a>) -> Machine<'a> {
        let machine = self.machine.with_values(&raw.frame, self.done.take());
        machine.world.allow(limit::STEPS);
        machine
    }

    pub(crate) fn answered(&self, machine: Machine<'a>) {
        self.done.replace(Some(machine.frame));
    }

    /// The evaluator, for what is explained on demand.
    pub(crate) fn machine(&self) -> &Machine<'a> {
        &self.machine
    }
}

/// One rule on one object.
struct Run<'r, 'a> {
    machine: &'r mut Machine<'a>,
    rule: &'a PlannedRule,
    findings: Vec<RawFinding<'a>>,
    failed: bool,
    held: u64,
}

impl<'a> Run<'_, 'a> {
    /// Binds the subject. It stays bound from rule to rule, with all that was kept of it.
    fn turn_to(&mut self, slot: u16, object: &'a Object<'a>, template: NodeId) {
        let is_bound = |value: &Value<'a>| matches!(value, Value::Object(bound, place) if std::ptr::eq(*bound, object) && *place == template);
        if !self.machine.frame.get(slot).is_some_and(is_bound) {
            self.machine.bind(slot, Value::Object(object, template));
            self.machine.world.turn_to(object.root);
        }
    }

    fn scope(&mut self, bindings: &'a [Binding], body: &'a [PlannedStatement]) {
        let Some((binding, rest)) = bindings.split_first() else { return self.body(body) };
        let elements = match members(self.machine, binding) {
            Ok(elements) => elements,
            Err(reason) => return self.undecided(Some(Origin::Set(binding.set)), reason),
        };
        for element in elements {
            if self.stopped() {
                return;
            }
            let unknown = matches!(element, Value::Unknown(_));
            match bind(self.machine, binding, element) {
                Ok(true) => self.scope(rest, body),
                Ok(false) => {}
                Err(reason) => {
                    let set = Origin::Set(binding.set);
                    let origin = if unknown { set } else { binding.condition.map_or(set, Origin::Where) };
                    self.undecided(Some(origin), reason);
                }
            }
        }
    }

    fn body(&mut self, body: &'a [PlannedStatement]) {
        for statement in body {
            match statement {
                PlannedStatement::For(scope, body) => self.scope(scope, body),
                PlannedStatement::Check(number) => self.check(*number),
            }
        }
    }

    fn check(&mut self, number: u32) {
        if self.stopped() {
            return;
        }
        let Some(check) = self.rule.checks.get(number as usize) else { return };
        match self.machine.truth(check.condition) {
            Ok(holds) if holds == (check.kind == CheckKind::Require) => self.held |= 1 << number.min(63),
            Ok(_) => {
                self.failed = true;
                self.find(Origin::Check(number), None);
            }
            Err(reason) => self.undecided(Some(Origin::Check(number)), reason),
        }
    }

    /// Whether the rule's steps are used up, which has been told already.
    fn stopped(&self) -> bool {
        self.machine.world.is_exhausted() && self.findings.iter().any(|f| f.undecided == Some(Unknown::StepLimit))
    }

    fn undecided(&mut self, origin: Option<Origin>, reason: Unknown) {
        if let (Some(origin), false) = (origin, self.stopped()) {
            self.find(origin, Some(reason));
        }
    }

    fn find(&mut self, origin: Origin, undecided: Option<Unknown>) {
        self.findings.push(RawFinding { origin, undecided, frame: self.machine.frame.values().cloned().collect() });
    }
}
