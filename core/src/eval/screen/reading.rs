//! Expressions and conditions of a rule as places, atoms and formulas, as far as they can be.
//!
//! Each function gives none for what it cannot express; the rule is then evaluated.

use super::derived::Step;
use super::formula::{Condition, Formula};
use super::sketch::{OBJECT, PlaceId, ROOT, ScopeId, Sketch, Variable};
use super::test::Test;
use crate::document::Symbols;
use crate::eval::accepts::{ANYTHING, Accepts, MAP};
use crate::eval::value::Value;
use crate::plan::op::{ConstantId, Op, OpId};
use crate::plan::{Expr, Plan};
use kubelaw_lang::syntax::ast::Quantifier;

/// The slot from which on variables cannot be told apart.
const LAST_SLOT: u16 = 63;

/// What an expression's value is, as far as it can be told before there is an object.
#[derive(Clone, Debug)]
pub(super) enum Term {
    Missing,
    Constant(ConstantId),
    Place(PlaceId),
    /// The key of an entry.
    Key(ScopeId),
    /// The first of these that is there.
    First(Vec<Term>),
    /// One of two, as a condition says.
    If(Box<(Condition, Term, Term)>),
}

/// Where in a rule something is read: what its variables are, and the innermost scope around it.
#[derive(Clone, Debug)]
pub(super) struct At {
    /// Their slots, what they are, and what they may hold.
    pub(super) variables: Vec<(u16, Term, Accepts)>,
    pub(super) scope: ScopeId,
}

impl At {
    fn bound(&self, slot: u16) -> Option<(&Term, &Accepts)> {
        let bound = self.variables.iter().rev().find(|(bound, ..)| *bound == slot);
        bound.map(|(_, term, accepts)| (term, accepts))
    }

    /// The same with another variable, in a scope.
    pub(super) fn with(&self, slot: u16, (term, accepts): (Term, Accepts), scope: ScopeId) -> Self {
        let mut variables = self.variables.clone();
        variables.push((slot, term, accepts));
        Self { variables, scope }
    }
}

/// Reads rules for objects of one kind.
pub(super) struct Reading<'p> {
    pub(super) plan: &'p Plan,
    /// The keys from an object of the kind to its Pod template, where it has one.
    pub(super) template: Option<Vec<&'p str>>,
    pub(super) symbols: &'p Symbols,
    pub(super) sketch: Sketch,
    /// Whether what is asked of each element of a constant list is asked one by one.
    pub(super) one_by_one: bool,
}

impl<'p> Reading<'p> {
    /// An expression that depends on nothing but its variables.
    pub(super) fn expr(&self, id: OpId) -> Option<&'p Expr> {
        self.plan.expr(id).filter(|expr| !expr.depends.objects && !expr.depends.host)
    }

    pub(super) fn term(&mut self, id: OpId, at: &At) -> Option<Term> {
        match &self.expr(id)?.op {
            Op::Constant(constant) => Some(match self.plan.constant(*constant) {
                Value::Missing => Term::Missing,
                _ => Term::Constant(*constant),
            }),
            Op::Variable(slot) => at.bound(*slot).map(|(term, _)| term.clone()),
            Op::Field(base, field) => {
                let base = self.term(*base, at)?;
                let accepts = self.plan.accepts(id);
                self.map(base, &mut |reading, place| {
                    Some(match reading.sketch.unknown(place) {
                        None => reading.sketch.field(place, field.symbol, accepts),
                        Some(_) => reading.sketch.derive(place, Step::Field(*field), (&ANYTHING, accepts)),
                    })
                })
            }
            Op::View(base, view) => self.view(*base, *view, self.plan.accepts(id), at),
            Op::Index(base, key) => self.index(*base, *key, at),
            Op::Coalesce(first, second) => self.first_there([*first, *second], at),
            Op::If(condition, then, otherwise) => {
                let condition = self.condition(*condition, at)?;
                Some(Term::If(Box::new((condition, self.term(*then, at)?, self.term(*otherwise, at)?))))
            }
            Op::Call(builtin, arguments) => self.value_of_call(*builtin, arguments, at),
            _ => None,
        }
    }

    fn view(&mut self, base: OpId, view: u32, accepts: &Accepts, at: &At) -> Option<Term> {
        let of = self.accepts(base, at).clone();
        let base = self.term(base, at)?;
        if self.plan.view_name(view) == "pod" {
            return self.map(base, &mut |reading, place| reading.template(place));
        }
        // What gives lists and maps takes more than it is worth before somebody asks.
        if accepts.has_elements() {
            return None;
        }
        self.map(base, &mut |reading, place| Some(reading.sketch.derive(place, Step::View(view), (&of, accepts))))
    }

    fn index(&mut self, base: OpId, key: OpId, at: &At) -> Option<Term> {
        match (self.term(base, at)?, self.term(key, at)?) {
            (Term::Place(map), Term::Key(entry)) if self.sketch.place(map)?.entries == Some(entry) => {
                Some(Term::Place(self.sketch.scope(entry)?.root))
            }
            (Term::Place(map), Term::Constant(key)) if self.sketch.unknown(map).is_none() => {
                let symbol = self.symbols.lookup(self.plan.constant(key).text().ok()?);
                let element = self.plan.accepts(base).element();
                symbol.is_known().then(|| Term::Place(self.sketch.field(map, symbol, element)))
            }
            _ => None,
        }
    }

    /// The first of some expressions that is there.
    fn first_there(&mut self, parts: [OpId; 2], at: &At) -> Option<Term> {
        let mut terms = Vec::new();
        for part in parts {
            match self.term(part, at)? {
                Term::First(inner) => terms.extend(inner),
                Term::Missing => {}
                term => terms.push(term),
            }
        }
        Some(Term::First(terms))
    }

    /// What is at a step from each place of a term.
    fn map(&mut self, term: Term, step: &mut impl FnMut(&mut Self, PlaceId) -> Option<PlaceId>) -> Option<Term> {
        Some(match term {
            Term::Missing => Term::Missing,
            Term::Place(place) => Term::Place(step(self, place)?),
            // A step from the first that is there is not the first step that leads somewhere.
            Term::First(terms) => match terms.as_slice() {
                [] => Term::Missing,
                [Term::Place(place)] => Term::Place(step(self, *place)?),
                [Term::Place(place), Term::Constant(other)] if self.is_empty(*other) => {
                    Term::Place(step(self, *place)?)
                }
                _ => return None,
            },
            Term::Constant(_) | Term::Key(_) | Term::If(_) => return None,
        })
    }

    /// Whether a constant is a list or map without elements.
    pub(super) fn is_empty(&self, constant: ConstantId) -> bool {
        match self.plan.constant(constant) {
            Value::List(list) => list.is_empty(),
            Value::Map(map) => map.is_empty(),
            _ => false,
        }
    }

    /// Whether a condition is never unknown.
    pub(super) fn is_exact(&self, condition: &Condition) -> bool {
        if condition.is_exact() {
            return true;
        }
        // What the evaluator is asked for may come out unknown.
        let mut evaluated = false;
        condition.no.atoms(&mut |atom| evaluated |= self.sketch.facts(atom).is_some_and(|f| f.computed.is_some()));
        !evaluated && self.sketch.cubes(&condition.unknown()).is_some_and(|cubes| cubes.is_empty())
    }

    /// What has the `metadata` and `spec` of an object's Pods.
    pub(super) fn template(&mut self, object: PlaceId) -> Option<PlaceId> {
        let keys = self.template.clone()?;
        if object != ROOT {
            return None;
        }
        keys.iter().try_fold(object, |place, key| {
            let symbol = self.symbols.lookup(key);
            symbol.is_known().then(|| self.sketch.field(place, symbol, &MAP))
        })
    }

    /// When a term is there.
    pub(super) fn present(&mut self, term: &Term) -> Condition {
        match term {
            Term::Missing => Condition::constant(false),
            Term::Constant(_) | Term::Key(_) => Condition::constant(true),
            Term::Place(place) if *place == ROOT => Condition::constant(true),
            Term::Place(place) => {
                // An element is there where its scope is.
                let scope = self.sketch.scope_of(*place);
                if scope != OBJECT && self.sketch.scope(scope).is_some_and(|scope| scope.root == *place) {
                    return Condition::constant(true);
                }
                let has = Formula::atom(self.sketch.has(*place));
                self.known(*place, has)
            }
            Term::First(terms) => {
                let parts: Vec<Condition> = terms.iter().map(|term| self.present(term)).collect();
                if parts.iter().all(Condition::is_exact) {
                    return Condition::some(&parts);
                }
                let [yes, no] = [true, false].map(Condition::constant);
                parts.iter().rev().fold(no, |rest, part| Condition::choose(part, &yes, &rest))
            }
            Term::If(parts) => {
                let (condition, then, otherwise) = &**parts;
                Condition::choose(condition, &self.present(then), &self.present(otherwise))
            }
        }
    }

    /// When a term is there, if that is never unknown.
    pub(super) fn surely_present(&mut self, term: &Term) -> Option<Formula> {
        Some(self.present(term)).filter(Condition::is_exact).map(|there| there.yes)
    }

    /// A condition that an atom of a place tells, as far as what is there is known.
    pub(super) fn known(&self, place: PlaceId, yes: Formula) -> Condition {
        match self.sketch.unknown(place) {
            None => Condition::exact(yes),
            Some(unknown) => Condition { no: Formula::all([yes.opposite(), Formula::Literal(unknown, false)]), yes },
        }
    }

    pub(super) fn condition(&mut self, id: OpId, at: &At) -> Option<Condition> {
        self.read(id, at).or_else(|| self.computed(id, at))
    }

    /// A condition as what the evaluator says of it, where it reads nothing but the object and elements around.
    fn computed(&mut self, id: OpId, at: &At) -> Option<Condition> {
        let mut slots = self.plan.expr(id)?.depends.slots;
        let (mut scope, mut variables) = (OBJECT, Vec::new());
        while slots != 0 {
            let slot = slots.trailing_zeros();
            slots &= slots - 1;
            let slot = u16::try_from(slot).ok().filter(|slot| *slot < LAST_SLOT)?;
            let (Term::Place(place), accepts) = at.bound(slot)? else { return None };
            let own = self.sketch.scope_of(*place);
            self.sketch.levels(at.scope, own)?;
            if self.sketch.levels(own, scope).is_some() {
                scope = own;
            }
            let path = self.sketch.place(*place).filter(|place| place.unknown.is_none())?.path.clone();
            variables.push(Variable { slot, scope: own, path, accepts: accepts.clone() });
        }
        let (holds, unknown) = self.sketch.computed(scope, id, variables)?;
        let (yes, known) = (Formula::atom(holds), Formula::Literal(unknown, false));
        let no = Formula::all([yes.opposite(), known]);
        let condition = Condition { yes, no };
        Some(match self.decided_without(id, id, at) {
            Some((there, otherwise)) => Condition::choose(&there, &condition, &Condition::constant(otherwise)),
            None => condition,
        })
    }

    fn read(&mut self, id: OpId, at: &At) -> Option<Condition> {
        let plan = self.plan;
        let op = &plan.expr(id)?.op;
        // Of what is joined, each part is asked by itself what it depends on.
        if !matches!(op, Op::Not(_) | Op::And(_) | Op::Or(_) | Op::If(..)) {
            self.expr(id)?;
        }
        match op {
            Op::Constant(constant) => Some(Condition::constant(plan.constant(*constant).boolean().ok()?)),
            Op::Has(value) => {
                let term = self.term(*value, at)?;
                Some(self.present(&term))
            }
            Op::Valid(value) => {
                let term = self.term(*value, at)?;
                let accepts = self.accepts(*value, at).clone();
                self.test(&term, &Test::Valid(accepts), Some(true))
            }
            Op::Not(inner) => Some(self.condition(*inner, at)?.opposite()),
            Op::And(parts) => Some(Condition::all(&self.conditions(parts, at)?)),
            Op::Or(parts) => Some(Condition::some(&self.conditions(parts, at)?)),
            Op::If(condition, then, otherwise) => {
                let condition = self.condition(*condition, at)?;
                let (then, otherwise) = (self.condition(*then, at)?, self.condition(*otherwise, at)?);
                Some(Condition::choose(&condition, &then, &otherwise))
            }
            Op::Equal(a, b) => self.equal(*a, *b, at),
            Op::InTexts(element, texts, _) => {
                let term = self.term(*element, at)?;
                self.test(&term, &Test::Texts(*texts), Some(false))
            }
            Op::In(element, list) => self.member(*element, *list, at),
            Op::Compare(comparison, a, b) => self.ordered(*comparison, *a, *b, at),
            Op::Matches(text, regex) => match (self.term(*text, at)?, self.term(*regex, at)?) {
                (text, Term::Constant(regex)) => self.test(&text, &Test::Matches(regex), None),
                _ => None,
            },
            Op::Call(builtin, arguments) => {
                let empty = self.has_no_element(*builtin, arguments, at);
                empty.or_else(|| self.call(*builtin, arguments, at))
            }
            Op::Quantifier(Quantifier::Any, scope, body) => self.any(plan.scope(*scope), *body, false, at),
            Op::Quantifier(Quantifier::All, scope, body) => {
                Some(self.any(plan.scope(*scope), *body, true, at)?.opposite())
            }
            Op::Variable(_) | Op::Field(..) | Op::Coalesce(..) => {
                let term = self.term(id, at)?;
                self.test(&term, &Test::Holds, None)
            }
            _ => None,
        }
    }

    fn equal(&mut self, a: OpId, b: OpId, at: &At) -> Option<Condition> {
        if a == b && self.plan.accepts(a).is_text() {
            let term = self.term(a, at)?;
            return Some(self.present(&term));
        }
        let (other, constant) = self.beside_constant(a, b, at)?;
        if matches!(self.plan.constant(constant), Value::List(_) | Value::Map(_)) {
            return None;
        }
        self.test_of(&other, Test::Equal(constant), Some(false))
    }

    fn member(&mut self, element: OpId, list: OpId, at: &At) -> Option<Condition> {
        match (self.term(element, at)?, self.term(list, at)?) {
            (Term::Key(entry), Term::Place(map)) if self.sketch.place(map)?.entries == Some(entry) => {
                Some(Condition::constant(true))
            }
            (Term::Constant(element), list) => self.test(&list, &Test::Contains(element), Some(false)),
            (element, Term::Constant(list)) => self.test(&element, &Test::Member(list), Some(false)),
            _ => None,
        }
    }

    /// What an expression may hold: a variable, what it was bound for.
    pub(super) fn accepts<'a>(&'a self, id: OpId, at: &'a At) -> &'a Accepts {
        let bound = match self.plan.expr(id).map(|expr| &expr.op) {
            Some(Op::Variable(slot)) => at.bound(*slot),
            _ => None,
        };
        bound.map_or_else(|| self.plan.accepts(id), |(_, accepts)| accepts)
    }

    fn conditions(&mut self, parts: &[OpId], at: &At) -> Option<Vec<Condition>> {
        parts.iter().map(|part| self.condition(*part, at)).collect()
    }
}
