//! The plan: programs prepared for judging many objects.
//!
//! All law files share one arena of expressions. Field names are symbols, and parameters and the Kubernetes version are
//! constants. Constant expressions are computed, regular expressions are compiled, and rules are found by kind.

mod arena;
mod constant;
mod error;
pub(crate) mod join;
mod lower;
mod native;
pub(crate) mod op;
mod parameter;
mod regex;
mod rule;
pub(crate) mod sharing;
mod used;

pub use error::{PlanError, PlanProblem};
pub use op::OpId;
pub use regex::Regex;
pub(crate) use rule::PlannedStatement;
pub use rule::{PlannedCheck, PlannedFix, PlannedPart, PlannedRule};

use crate::document::Symbols;
use crate::eval::accepts::Accepts;
use crate::eval::value::Value;
use crate::kubernetes::views::NamedView;
use join::Join;
use kubelaw_lang::ir::{Program, Rule};
use kubelaw_lang::values::Version;
use kubelaw_lang::vocabulary::Kinds;
use native::PlannedBuiltin;
use op::{AcceptsId, Binding, ConstantId, Depends, NameId, Op, ScopeId};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// A law file to plan.
pub struct Law<'p> {
    /// The checked law file.
    pub program: &'p Program,
    /// Values for its parameters, by name.
    pub params: &'p BTreeMap<String, serde_json::Value>,
    /// Which of its rules to judge.
    pub selected: &'p dyn Fn(&Rule) -> bool,
}

/// An expression with what is known of it.
#[derive(Clone, Debug)]
pub(crate) struct Expr {
    pub(crate) op: Op,
    pub(crate) accepts: AcceptsId,
    pub(crate) depends: Depends,
    /// Whether its value is the same for all subjects, and dear enough to be kept.
    pub(crate) shared: bool,
    /// Where its value is kept while its variables hold the same, or [`sharing::NOT_KEPT`].
    pub(crate) memo: u32,
}

/// Numbers of rules, ascending.
type RuleNumbers = Vec<u32>;

/// Programs prepared for judging. It never changes, and any number of threads may share it.
#[derive(Clone, Debug)]
pub struct Plan {
    pub(crate) exprs: Vec<Expr>,
    pub(crate) accepts: Vec<Accepts>,
    pub(crate) constants: Vec<Value<'static>>,
    /// The elements of short constant lists.
    pub(crate) elements: FxHashMap<ConstantId, Box<[ConstantId]>>,
    pub(crate) names: Vec<Box<str>>,
    pub(crate) kinds: Vec<Kinds>,
    pub(crate) texts: Vec<Box<[Box<str>]>>,
    pub(crate) scopes: Vec<Box<[Binding]>>,
    pub(crate) joins: Vec<Join>,
    builtins: Vec<PlannedBuiltin>,
    views: Vec<NamedView>,
    /// How many values are kept while their variables hold the same.
    pub(crate) memos: u32,
    kubernetes: Version,
    rules: Vec<PlannedRule>,
    /// By kind, then group: the numbers of the rules.
    by_kind: FxHashMap<Box<str>, Vec<(Box<str>, RuleNumbers)>>,
    for_all: Vec<u32>,
    looks_at_others: bool,
    slots: u16,
}

impl Plan {
    /// Plans the selected rules of law files for a target Kubernetes version. Every name that the rules can ask a
    /// document for is added to `symbols`; documents must be read with that vocabulary.
    pub fn build(laws: &[Law<'_>], kubernetes: Version, symbols: &mut Symbols) -> Result<Self, PlanError> {
        lower::build(laws, kubernetes, symbols)
    }

    /// A plan without rules.
    fn empty(kubernetes: Version) -> Self {
        Self {
            exprs: Vec::new(),
            accepts: Vec::new(),
            constants: Vec::new(),
            elements: FxHashMap::default(),
            names: Vec::new(),
            kinds: Vec::new(),
            texts: Vec::new(),
            scopes: Vec::new(),
            joins: Vec::new(),
            builtins: Vec::new(),
            views: Vec::new(),
            memos: 0,
            kubernetes,
            rules: Vec::new(),
            by_kind: FxHashMap::default(),
            for_all: Vec::new(),
            looks_at_others: false,
            slots: 0,
        }
    }

    /// The target Kubernetes version.
    #[must_use]
    pub const fn kubernetes(&self) -> &Version {
        &self.kubernetes
    }

    /// All rules, law file by law file, each in its order.
    #[must_use]
    pub fn rules(&self) -> &[PlannedRule] {
        &self.rules
    }

    /// The rule of a number.
    #[must_use]
    pub fn rule(&self, number: u32) -> Option<&PlannedRule> {
        self.rules.get(number as usize)
    }

    /// The numbers of the rules whose subjects include objects of a kind, ascending.
    pub fn rules_for(&self, group: &str, kind: &str) -> impl Iterator<Item = u32> + '_ {
        let groups = self.by_kind.get(kind).map_or(&[][..], Vec::as_slice);
        let listed =
            groups.iter().find(|(g, _)| **g == *group).map_or(&self.for_all[..], |(_, rules)| rules.as_slice());
        listed.iter().copied()
    }

    /// Whether some rule lists a kind.
    pub(crate) fn lists(&self, group: &str, kind: &str) -> bool {
        self.by_kind.get(kind).is_some_and(|groups| groups.iter().any(|(known, _)| **known == *group))
    }

    /// The group and kind of all kinds that rules list.
    pub(crate) fn listed_kinds(&self) -> impl Iterator<Item = (&str, &str)> {
        self.by_kind.iter().flat_map(|(kind, groups)| groups.iter().map(move |(group, _)| (&**group, &**kind)))
    }

    /// Whether the subjects of a rule are Pods and nothing else.
    pub(crate) fn is_about_pods_alone(&self, rule: &PlannedRule) -> bool {
        matches!(self.kinds.get(rule.kinds as usize), Some(Kinds::Of(kinds)) if matches!(&**kinds, [only] if &**only == "/Pod"))
    }

    /// Whether a rule looks at the Pods that objects make.
    pub(crate) fn looks_at_pods(&self, rule: &PlannedRule) -> bool {
        let of = |id: OpId| self.depends(id).pods;
        let bound = |bindings: &[Binding]| bindings.iter().flat_map(Binding::parts).any(of);
        bound(&rule.scope)
            || rule.checks.iter().any(|check| of(check.condition))
            || rule::scopes(&rule.body).into_iter().any(bound)
    }

    /// Whether some rule looks at other objects than its subject, or asks whether they are known, so that all of an input
    /// has to be kept.
    pub(crate) const fn looks_at_others(&self) -> bool {
        self.looks_at_others
    }

    /// Finds out whether some rule looks at other objects, once all of them are there.
    fn look_for_others(&mut self) {
        // A set of objects alone is what a rule ranges over, which each object is in or not by itself.
        let reads = |view: u32| self.view(view).is_some_and(|view| view.reads_objects);
        let asks = |expr: &Expr| match expr.op {
            Op::Objects(_) => false,
            Op::Inventory => true,
            Op::View(_, view) if reads(view) => true,
            _ => expr.depends.objects,
        };
        self.looks_at_others = self.rules.iter().any(|rule| rule.closed_world) || self.exprs.iter().any(asks);
    }

    /// The same plan, in which every value is computed where it is asked for and every object of a set is looked at.
    #[cfg(test)]
    pub(crate) fn without_shortcuts(&self) -> Self {
        let mut plan = self.clone();
        for expr in &mut plan.exprs {
            expr.memo = sharing::NOT_KEPT;
            expr.shared = false;
        }
        let scopes = plan.scopes.iter_mut().chain(plan.rules.iter_mut().map(|rule| &mut rule.scope));
        scopes.flatten().for_each(|binding| binding.join = None);
        plan.joins.clear();
        plan
    }

    pub(crate) const fn slots(&self) -> u16 {
        self.slots
    }

    pub(crate) fn expr(&self, id: OpId) -> Option<&Expr> {
        self.exprs.get(id.0 as usize)
    }

    pub(crate) fn accepts(&self, id: OpId) -> &Accepts {
        self.expr(id).map_or(&crate::eval::accepts::ANYTHING, |expr| self.accepts_of(expr))
    }

    pub(crate) fn accepts_of(&self, expr: &Expr) -> &Accepts {
        static NOTHING: &Accepts = &crate::eval::accepts::ANYTHING;
        self.accepts.get(expr.accepts.0 as usize).unwrap_or(NOTHING)
    }

    pub(crate) fn depends(&self, id: OpId) -> Depends {
        self.expr(id).map(|expr| expr.depends).unwrap_or_default()
    }

    pub(crate) fn name(&self, id: NameId) -> &str {
        self.names.get(id.0 as usize).map_or("", AsRef::as_ref)
    }

    pub(crate) fn constant(&self, id: ConstantId) -> &Value<'static> {
        static NOTHING: Value<'static> = Value::Missing;
        self.constants.get(id.0 as usize).unwrap_or(&NOTHING)
    }

    /// The built-in of a number.
    pub(crate) fn builtin(&self, number: u32) -> Option<&PlannedBuiltin> {
        self.builtins.get(number as usize)
    }

    /// What a built-in is called.
    pub(crate) fn builtin_name(&self, number: u32) -> &str {
        self.builtin(number).map_or("", |builtin| &builtin.name)
    }

    /// The view of a number.
    pub(crate) fn view(&self, number: u32) -> Option<&NamedView> {
        self.views.get(number as usize)
    }

    /// What a view is called.
    pub(crate) fn view_name(&self, number: u32) -> &str {
        self.view(number).map_or("", |view| view.name)
    }

    pub(crate) fn texts(&self, number: u32) -> &[Box<str>] {
        self.texts.get(number as usize).map_or(&[], AsRef::as_ref)
    }

    pub(crate) fn scope(&self, id: ScopeId) -> &[Binding] {
        self.scopes.get(id.0 as usize).map_or(&[], AsRef::as_ref)
    }

    fn index_rules(&mut self) {
        // Many rules share a set of kinds, so each set is taken apart once.
        let mut sets: Vec<Vec<(&str, &str)>> = vec![Vec::new(); self.kinds.len()];
        for rule in &self.rules {
            if let (Some(Kinds::Of(kinds)), Some(set)) =
                (self.kinds.get(rule.kinds as usize), sets.get_mut(rule.kinds as usize))
                && set.is_empty()
            {
                set.extend(kinds.iter().filter_map(|kind| kind.rsplit_once('/')));
            }
        }
        let mut kinds: Vec<(&str, &str)> = sets.iter().flatten().copied().collect();
        kinds.sort_unstable();
        kinds.dedup();
        let places = |set: &Vec<_>| set.iter().filter_map(|kind| kinds.binary_search(kind).ok()).collect();
        let sets: Vec<Vec<usize>> = sets.iter().map(places).collect();
        let mut listed = vec![RuleNumbers::new(); kinds.len()];
        for (number, rule) in (0_u32..).zip(&self.rules) {
            if let Some(Kinds::All) = self.kinds.get(rule.kinds as usize) {
                self.for_all.push(number);
                for rules in &mut listed {
                    rules.push(number);
                }
            }
            for place in sets.get(rule.kinds as usize).into_iter().flatten() {
                listed.get_mut(*place).into_iter().for_each(|rules| rules.push(number));
            }
        }
        for ((group, kind), rules) in kinds.into_iter().zip(listed) {
            self.by_kind.entry(kind.into()).or_default().push((group.into(), rules));
        }
    }
}
