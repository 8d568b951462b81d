//! What variables range over, and the quantifiers that range over it.

use super::formula::{Condition, Formula};
use super::reading::{At, Reading, Term};
use super::sketch::{PlaceId, ScopeId};
use crate::eval::accepts::{Accepts, KindBits, MAP, TEXT};
use crate::kubernetes::workload::CONTAINER_LISTS;
use crate::plan::op::{Binding, Op, OpId};
use kubelaw_lang::ir::Arithmetic;

/// Is told each element of a set: the element, the innermost scope around it, and when it is there.
type Each<'f, 'p> = &'f mut dyn FnMut(&mut Reading<'p>, Element<'p>, ScopeId, Formula) -> Option<()>;

/// An element, and what it may hold.
type Element<'p> = (Term, &'p Accepts);

/// Is told where variables are bound, and the conditions under which they are.
type Bound<'f, 'p> = &'f mut dyn FnMut(&mut Reading<'p>, &At, &[Condition]) -> Option<()>;

/// Is told where it is unknown whether an element is let through.
type Doubt<'f, 'p> = &'f mut dyn FnMut(&mut Reading<'p>, ScopeId, Formula) -> Option<()>;

impl<'p> Reading<'p> {
    /// The elements of a set.
    pub(super) fn each(&mut self, set: OpId, at: &At, then: Each<'_, 'p>) -> Option<()> {
        let plan = self.plan;
        let op = &self.plan.expr(set)?.op;
        self.expr(set)?;
        match op {
            Op::List(parts) => parts.iter().try_for_each(|part| {
                let term = self.term(*part, at)?;
                match self.surely_present(&term)? {
                    Formula::Constant(false) => Some(()),
                    there => then(self, (term, plan.accepts(*part)), at.scope, there),
                }
            }),
            Op::Arithmetic(Arithmetic::Add, a, b) if [a, b].iter().all(|part| is_list(plan.accepts(**part))) => {
                self.each(*a, at, then)?;
                self.each(*b, at, then)
            }
            Op::Constant(list) if self.one_by_one => {
                let mut elements = plan.elements.get(list)?.iter();
                elements.try_for_each(|element| {
                    let element = (Term::Constant(*element), plan.accepts(set).element());
                    then(self, element, at.scope, Formula::TRUE)
                })
            }
            Op::Comprehension { scope, element, flatten } => {
                self.each_computed(plan.scope(*scope), (*element, *flatten), at, then)
            }
            Op::View(base, view) if plan.view_name(*view) == "containers" => {
                let Term::Place(object) = self.term(*base, at)? else { return None };
                let lists = self.containers(object, plan.accepts(set))?;
                self.each_of(&lists, plan.accepts(set).element(), at, then)
            }
            Op::Call(builtin, arguments) => match (plan.builtin_name(*builtin), &**arguments) {
                (builtin @ ("keys" | "strings"), [inside]) => self.each_inside(builtin, *inside, at, then),
                _ => self.each_read(set, at, then),
            },
            _ => self.each_read(set, at, then),
        }
    }

    /// What `keys` gives of a map, or `strings` of a value.
    fn each_inside(&mut self, builtin: &str, of: OpId, at: &At, then: Each<'_, 'p>) -> Option<()> {
        let place = match self.term(of, at)? {
            Term::Missing => return Some(()),
            Term::Place(place) => place,
            _ => return None,
        };
        if self.sketch.unknown(place).is_some() {
            return None;
        }
        let (scope, term) = if builtin == "keys" {
            let entry = self.sketch.entries(place, self.plan.accepts(of).element());
            (entry, Term::Key(entry))
        } else {
            let text = self.sketch.texts(place);
            (text, Term::Place(self.sketch.scope(text)?.root))
        };
        self.is_apart(scope, at)?;
        then(self, (term, &TEXT), scope, Formula::TRUE)
    }

    /// The elements of a list that is read.
    fn each_read(&mut self, set: OpId, at: &At, then: Each<'_, 'p>) -> Option<()> {
        let term = self.term(set, at)?;
        let plan = self.plan;
        let accepts = plan.accepts(set);
        let list = match &term {
            Term::Missing => return Some(()),
            Term::Place(list) => *list,
            Term::First(terms) => match terms.as_slice() {
                [Term::Place(list)] => *list,
                [Term::Place(list), Term::Constant(other)] if self.is_empty(*other) => *list,
                _ => return None,
            },
            Term::Constant(_) | Term::Key(_) | Term::If(_) => return None,
        };
        self.each_of(&[list], accepts.element(), at, then)
    }

    fn each_of(&mut self, lists: &[PlaceId], element: &'p Accepts, at: &At, then: Each<'_, 'p>) -> Option<()> {
        if lists.iter().any(|list| self.sketch.unknown(*list).is_some()) {
            return None;
        }
        let scope = self.sketch.elements(lists, element)?;
        self.is_apart(scope, at)?;
        let root = self.sketch.scope(scope)?.root;
        then(self, (Term::Place(root), element), scope, Formula::TRUE)
    }

    /// That no element of a scope is looked at already: what is known of two elements at once cannot be told apart.
    fn is_apart(&self, scope: ScopeId, at: &At) -> Option<()> {
        self.sketch.levels(at.scope, scope).is_none().then_some(())
    }

    /// The elements of `[E for SCOPE]`.
    fn each_computed(
        &mut self,
        bindings: &'p [Binding],
        (element, flatten): (OpId, bool),
        at: &At,
        then: Each<'_, 'p>,
    ) -> Option<()> {
        let plan = self.plan;
        let accepts = plan.accepts(element);
        let may_be_list = accepts.kinds.intersects(KindBits::LIST | KindBits::DYN);
        if flatten && may_be_list && !is_list(accepts) {
            return None;
        }
        self.bindings(bindings, at, &[], &mut |_, _, _| Some(()), &mut |reading, inner, guards| {
            if !guards.iter().all(|guard| reading.is_exact(guard)) {
                return None;
            }
            let there = Formula::all(guards.iter().map(|guard| guard.yes.clone()));
            if flatten && may_be_list {
                return reading.each(element, inner, &mut |reading, found, scope, own| {
                    reading.sketch.levels(scope, inner.scope)?;
                    then(reading, found, scope, Formula::all([there.clone(), own]))
                });
            }
            let term = reading.term(element, inner)?;
            let own = reading.surely_present(&term)?;
            then(reading, (term, accepts), inner.scope, Formula::all([there, own]))
        })
    }

    /// The lists of an object's containers.
    fn containers(&mut self, object: PlaceId, accepts: &Accepts) -> Option<Vec<PlaceId>> {
        let template = self.template(object)?;
        let field = |reading: &mut Self, of: PlaceId, key: &str, accepts: &Accepts| {
            let symbol = reading.symbols.lookup(key);
            symbol.is_known().then(|| reading.sketch.field(of, symbol, accepts))
        };
        let spec = field(self, template, "spec", &MAP)?;
        // A vocabulary that lacks a key of these is of rules that never ask for containers.
        CONTAINER_LISTS.iter().map(|key| field(self, spec, key, accepts)).collect()
    }

    /// Binds variables one after another, each to every element of its set. Inner elements must belong to outer ones,
    /// since what is known of an object is known element by element.
    pub(super) fn bindings(
        &mut self,
        bindings: &'p [Binding],
        at: &At,
        guards: &[Condition],
        unknown: Doubt<'_, 'p>,
        then: Bound<'_, 'p>,
    ) -> Option<()> {
        let Some((binding, rest)) = bindings.split_first() else { return then(self, at, guards) };
        self.each(binding.set, at, &mut |reading, (term, accepts), scope, there| {
            reading.sketch.levels(scope, at.scope)?;
            let inner = at.with(binding.slot, (term, accepts.clone()), scope);
            let mut guards = guards.to_vec();
            guards.push(Condition::exact(there));
            if let Some(condition) = binding.condition {
                let condition = reading.condition(condition, &inner)?;
                if !reading.is_exact(&condition) {
                    let reached = guards.iter().map(|guard| guard.yes.clone());
                    unknown(reading, scope, Formula::all(reached.chain([condition.unknown()])))?;
                }
                guards.push(condition);
            }
            reading.bindings(rest, &inner, &guards, unknown, then)
        })
    }

    /// `any SCOPE: C`; with `negate`, whether C is false for one.
    pub(super) fn any(&mut self, bindings: &'p [Binding], body: OpId, negate: bool, at: &At) -> Option<Condition> {
        let (mut yes, mut perhaps) = (Vec::new(), Vec::new());
        let outer = self.outermost(bindings.first()?.set, at)?;
        // An unknown condition makes the quantifier unknown, as far as the others do not decide it.
        self.bindings(bindings, &outer, &[], &mut |_, _, _| Some(()), &mut |reading, inner, guards| {
            let condition = reading.condition(body, inner)?;
            let condition = if negate { condition.opposite() } else { condition };
            let all: Vec<Condition> = guards.iter().cloned().chain([condition]).collect();
            let all = Condition::all(&all);
            let certain = reading.summed_up(all.yes.clone(), inner.scope, outer.scope)?;
            perhaps.push(if reading.is_exact(&all) {
                certain.clone()
            } else {
                reading.summed_up(all.perhaps(), inner.scope, outer.scope)?
            });
            yes.push(certain);
            Some(())
        })?;
        Some(Condition { yes: Formula::some(yes), no: Formula::some(perhaps).opposite() })
    }

    /// A set may be of elements that belong to a scope further out: it is read there, where the variables of scopes in
    /// between are not known.
    pub(super) fn outermost(&mut self, set: OpId, at: &At) -> Option<At> {
        let around: Vec<ScopeId> = std::iter::successors(Some(at.scope), |scope| self.sketch.parent(*scope)).collect();
        around.into_iter().find_map(|scope| {
            let known = |(_, term, _): &&(u16, Term, Accepts)| self.is_around(term, scope);
            let outer = At { variables: at.variables.iter().filter(known).cloned().collect(), scope };
            let mut inside = true;
            self.each(set, &outer, &mut |reading, _, scope, _| {
                inside &= reading.sketch.levels(scope, outer.scope).is_some();
                Some(())
            })?;
            inside.then_some(outer)
        })
    }

    /// Whether a term is read of a scope or of those around it.
    fn is_around(&self, term: &Term, scope: ScopeId) -> bool {
        match term {
            Term::Missing | Term::Constant(_) => true,
            Term::If(parts) => {
                let (condition, then, otherwise) = &**parts;
                let mut known = self.is_around(then, scope) && self.is_around(otherwise, scope);
                let is_around =
                    |atom| self.sketch.facts(atom).is_some_and(|of| self.sketch.levels(scope, of.scope).is_some());
                for formula in [&condition.yes, &condition.no] {
                    formula.atoms(&mut |atom| known &= is_around(atom));
                }
                known
            }
            Term::Place(place) => self.sketch.levels(scope, self.sketch.scope_of(*place)).is_some(),
            Term::Key(entry) => self.sketch.levels(scope, *entry).is_some(),
            Term::First(terms) => terms.iter().all(|term| self.is_around(term, scope)),
        }
    }

    /// What a formula of an inner scope's elements, one of which must meet it, is in a scope around it.
    pub(super) fn summed_up(&mut self, mut formula: Formula, mut from: ScopeId, to: ScopeId) -> Option<Formula> {
        while self.sketch.levels(to, from).is_none() {
            if formula == Formula::FALSE {
                return Some(formula);
            }
            formula = Formula::atom(self.sketch.aggregate(from, &formula)?);
            from = self.sketch.parent(from)?;
        }
        Some(formula)
    }
}

/// Whether a place holds lists and nothing else.
fn is_list(accepts: &Accepts) -> bool {
    accepts.kinds == KindBits::LIST
}
