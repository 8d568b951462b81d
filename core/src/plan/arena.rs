//! The arena while a plan is built: equal expressions are kept once, constant ones are computed.

use super::Plan;
use super::constant::to_owned;
use super::op::{AcceptsId, Binding, ConstantId, Depends, Field, NameId, Op, OpId, ScopeId};
use super::sharing::NOT_KEPT;
use super::{Expr, join, native};
use crate::document::Symbols;
use crate::eval::accepts::Accepts;
use crate::eval::machine::Machine;
use crate::eval::value::Value;
use crate::eval::world::World;
use crate::kubernetes::views;
use kubelaw_lang::ir::Constant;
use kubelaw_lang::syntax::ast::Quantifier;
use kubelaw_lang::types::Type;
use kubelaw_lang::vocabulary::Kinds;
use rustc_hash::FxHashMap;
use std::hash::Hash;

/// The deepest nesting of expressions once definitions are expanded: what evaluation needs of the stack.
pub(super) const MAX_DEPTH: u16 = 128;

/// The longest constant list whose elements are constants of their own: rules go through those one by one.
const SHORT: usize = 8;

/// A plan being built.
pub(super) struct Arena<'s> {
    pub(super) plan: Plan,
    symbols: &'s mut Symbols,
    numbers: Numbers,
    depths: Vec<u16>,
}

/// The numbers of what the plan holds once.
#[derive(Default)]
struct Numbers {
    ops: FxHashMap<(Op, AcceptsId), OpId>,
    accepts: FxHashMap<Accepts, u32>,
    constants: FxHashMap<String, ConstantId>,
    names: FxHashMap<Box<str>, u32>,
    kinds: FxHashMap<Kinds, u32>,
    texts: FxHashMap<Box<[Box<str>]>, u32>,
    /// A scope belongs to one quantifier or comprehension, told apart by its parts.
    scopes: FxHashMap<(Vec<Binding>, Op), ScopeId>,
    builtins: FxHashMap<Box<str>, u32>,
    views: FxHashMap<Box<str>, u32>,
}

impl<'s> Arena<'s> {
    pub(super) fn new(plan: Plan, symbols: &'s mut Symbols) -> Self {
        Self { plan, symbols, numbers: Numbers::default(), depths: Vec::new() }
    }

    /// How deep the expressions inside an expression are nested.
    pub(super) fn depth(&self, id: OpId) -> u16 {
        self.depths.get(id.0 as usize).copied().unwrap_or(0)
    }

    pub(super) fn accepts(&mut self, ty: &Type) -> AcceptsId {
        AcceptsId(intern(&mut self.plan.accepts, &mut self.numbers.accepts, Accepts::of(ty)))
    }

    pub(super) fn name(&mut self, text: &str) -> NameId {
        let id = NameId(intern(&mut self.plan.names, &mut self.numbers.names, text.into()));
        // Keys of computed maps and of documents are both asked for by name.
        self.symbols.intern(text);
        id
    }

    pub(super) fn field(&mut self, text: &str) -> Field {
        Field { name: self.name(text), symbol: self.symbols.intern(text) }
    }

    pub(super) fn kinds(&mut self, kinds: &Kinds) -> u32 {
        intern(&mut self.plan.kinds, &mut self.numbers.kinds, kinds.clone())
    }

    /// The number of a built-in, or none where the engine lacks it.
    pub(super) fn builtin(&mut self, name: &str) -> Option<u32> {
        intern_named(&mut self.plan.builtins, &mut self.numbers.builtins, name, native::builtin)
    }

    /// The number of a view, or none where the engine lacks it.
    pub(super) fn view(&mut self, name: &str) -> Option<u32> {
        intern_named(&mut self.plan.views, &mut self.numbers.views, name, views::find)
    }

    /// The scope of the quantifier or comprehension `owner`, whose own scope number is still open.
    pub(super) fn scope(&mut self, bindings: Vec<Binding>, owner: Op) -> ScopeId {
        let next = ScopeId(number(self.plan.scopes.len()));
        let key = (bindings, owner);
        if let Some(id) = self.numbers.scopes.get(&key) {
            return *id;
        }
        let body = match key.1 {
            Op::Quantifier(Quantifier::Any | Quantifier::One, _, body) => Some(body),
            _ => None,
        };
        let mut scope = key.0.clone();
        self.join(&mut scope, body);
        self.plan.scopes.push(scope.into());
        self.numbers.scopes.insert(key, next);
        next
    }

    /// Finds what an index can answer of the conditions of a scope. `body` is what else must hold for an instance.
    pub(super) fn join(&mut self, scope: &mut [Binding], body: Option<OpId>) {
        for at in 0..scope.len() {
            let later: Vec<u16> = scope.iter().skip(at + 1).map(|binding| binding.slot).collect();
            let Some(binding) = scope.get_mut(at) else { continue };
            if let Some(join) = join::join(&self.plan, binding, body, &later) {
                let same = self.plan.joins.iter().position(|other| *other == join);
                binding.join = Some(number(same.unwrap_or(self.plan.joins.len())));
                if same.is_none() {
                    self.plan.joins.push(join);
                }
            }
        }
    }

    /// A constant of a law file; none where it does not parse.
    pub(super) fn literal(&mut self, constant: &Constant, ty: &Type) -> Option<OpId> {
        // A literal string stays one whatever it is compared with; its type says how a parameter's string is read.
        let value = super::constant::value_of(constant, Some(ty))?;
        let accepts = self.accepts(ty);
        Some(self.constant(value, accepts))
    }

    pub(super) fn constant(&mut self, value: Value<'static>, accepts: AcceptsId) -> OpId {
        let id = self.constant_id(value);
        self.place(Op::Constant(id), accepts).0
    }

    fn constant_id(&mut self, value: Value<'static>) -> ConstantId {
        let key = super::constant::identity(&value);
        let next = ConstantId(number(self.plan.constants.len()));
        let id = *self.numbers.constants.entry(key).or_insert(next);
        if id == next {
            self.plan.constants.push(value.clone());
            if let Value::List(list) = value
                && list.len() <= SHORT
            {
                let elements = list.iter().map(|element| self.constant_id(element.clone())).collect();
                self.plan.elements.insert(id, elements);
            }
        }
        id
    }

    /// A key that documents are asked for, where it is constant.
    pub(super) fn key(&mut self, key: OpId) {
        if let Some(Op::Constant(constant)) = self.plan.expr(key).map(|expr| &expr.op)
            && let Value::OwnedText(text) = self.plan.constant(*constant)
        {
            self.symbols.intern(text);
        }
    }

    /// The expression of an operation: simplified, computed where it is constant, kept once.
    pub(super) fn intern(&mut self, op: Op, accepts: AcceptsId) -> OpId {
        let op = match self.simplify(op) {
            Ok(op) => op,
            Err(simpler) => return simpler,
        };
        let (id, is_new) = self.place(op, accepts);
        if is_new
            && self.plan.depends(id).is_constant()
            && self.depth(id) < MAX_DEPTH
            && let Some(value) = self.compute(id)
            && let Some(op) = self.plan.expr(id).map(|expr| expr.op.clone())
        {
            let constant = self.constant(value, accepts);
            self.numbers.ops.insert((op, accepts), constant);
            return constant;
        }
        id
    }

    /// The place of an operation, and whether it is a new one.
    fn place(&mut self, op: Op, accepts: AcceptsId) -> (OpId, bool) {
        let key = (op, accepts);
        if let Some(id) = self.numbers.ops.get(&key) {
            return (*id, false);
        }
        let (op, _) = &key;
        let id = OpId(number(self.plan.exprs.len()));
        let depends = self.depends(op);
        self.depths.push(self.depth_of(op));
        let computed = matches!(op, Op::Comprehension { .. } | Op::Quantifier(..) | Op::Call(..) | Op::Arithmetic(..));
        let shared = computed && depends.objects && depends.is_free_of_slots();
        self.plan.exprs.push(Expr { op: op.clone(), accepts, depends, shared, memo: NOT_KEPT });
        self.numbers.ops.insert(key, id);
        (id, true)
    }

    /// The value of a constant expression. It costs as many steps as at run time, and too many are unknown there too.
    fn compute(&self, id: OpId) -> Option<Value<'static>> {
        if matches!(self.plan.expr(id)?.op, Op::Constant(_)) {
            return None;
        }
        let world = World::new(self.plan.kubernetes().clone());
        to_owned(&Machine::new(&self.plan, world).constant(id))
    }

    /// An operation in fewer steps, or the expression that it equals.
    fn simplify(&mut self, op: Op) -> Result<Op, OpId> {
        match op {
            Op::And(parts) => self.chain(&parts, false).map(Op::And),
            Op::Or(parts) => self.chain(&parts, true).map(Op::Or),
            Op::If(condition, then, otherwise) => match self.truth(condition) {
                Some(true) => Err(then),
                Some(false) => Err(otherwise),
                None => Ok(Op::If(condition, then, otherwise)),
            },
            Op::In(element, list) => Ok(match self.constant_texts(list) {
                Some(texts) => {
                    let texts = intern(&mut self.plan.texts, &mut self.numbers.texts, texts);
                    Op::InTexts(element, texts, list)
                }
                None => Op::In(element, list),
            }),
            other => Ok(other),
        }
    }

    /// The operands of a conjunction (`dominant` false) or disjunction (`dominant` true): those of the same kind are
    /// spliced in, constant ones decide or are dropped.
    fn chain(&mut self, parts: &[OpId], dominant: bool) -> Result<Box<[OpId]>, OpId> {
        let mut kept: Vec<OpId> = Vec::with_capacity(parts.len());
        for part in parts {
            match self.plan.expr(*part).map(|expr| &expr.op) {
                Some(Op::And(inner)) if !dominant => kept.extend(inner),
                Some(Op::Or(inner)) if dominant => kept.extend(inner),
                _ => match self.truth(*part) {
                    Some(value) if value == dominant => return Err(*part),
                    Some(_) => {}
                    None => kept.push(*part),
                },
            }
        }
        match (kept.as_slice(), parts.last()) {
            ([one], _) => Err(*one),
            ([], Some(last)) => Err(*last),
            _ => Ok(kept.into()),
        }
    }

    fn truth(&self, id: OpId) -> Option<bool> {
        match self.plan.expr(id)?.op {
            Op::Constant(constant) => match self.plan.constant(constant) {
                Value::Bool(value) => Some(*value),
                _ => None,
            },
            _ => None,
        }
    }

    /// The elements of a constant list of strings, sorted.
    fn constant_texts(&self, id: OpId) -> Option<Box<[Box<str>]>> {
        let Op::Constant(constant) = self.plan.expr(id)?.op else { return None };
        let Value::List(list) = self.plan.constant(constant) else { return None };
        let text = |value: &Value<'_>| if let Value::OwnedText(text) = value { Some(Box::from(&**text)) } else { None };
        let mut texts = list.iter().map(text).collect::<Option<Vec<Box<str>>>>()?;
        texts.sort();
        texts.dedup();
        Some(texts.into())
    }

    fn depends(&self, op: &Op) -> Depends {
        let parts = op.parts().into_iter().fold(Depends::default(), |all, part| all.or(self.plan.depends(part)));
        match op {
            Op::Variable(slot) => Depends::slot(*slot),
            Op::Inventory | Op::Request => Depends { host: true, ..parts },
            Op::Old => Depends { host: true, ..Depends::slot(0) },
            Op::Objects(_) => Depends { objects: true, ..parts },
            Op::View(_, view) => {
                let shows_pods = self.plan.view(*view).is_some_and(|view| view.shows_pods);
                Depends { pods: parts.pods || shows_pods, ..parts }
            }
            Op::Comprehension { scope, .. } | Op::Quantifier(_, scope, _) => self.close(*scope, parts),
            _ => parts,
        }
    }

    /// What a scope with a body depends on: all of it but the scope's own variables.
    fn close(&self, scope: ScopeId, body: Depends) -> Depends {
        let mut all = body;
        for binding in self.plan.scope(scope).iter().rev() {
            if let Some(condition) = binding.condition {
                all = all.or(self.plan.depends(condition));
            }
            // Slots that share a bit stay: a dependency too many is harmless.
            if binding.slot < 63 {
                all.slots &= !Depends::bit(binding.slot);
            }
            all = all.or(self.plan.depends(binding.set));
        }
        all
    }

    fn depth_of(&self, op: &Op) -> u16 {
        let parts = op.parts().into_iter().map(|part| self.depth(part)).max().unwrap_or(0);
        let scope = match op {
            Op::Comprehension { scope, .. } | Op::Quantifier(_, scope, _) => self.scope_depth(*scope),
            _ => 0,
        };
        parts.max(scope).saturating_add(1)
    }

    fn scope_depth(&self, scope: ScopeId) -> u16 {
        let bindings = self.plan.scope(scope);
        let deepest = bindings.iter().flat_map(Binding::parts).map(|id| self.depth(id)).max();
        // Each variable of a scope nests the evaluation of the next.
        deepest.unwrap_or(0).saturating_add(u16::try_from(bindings.len()).unwrap_or(u16::MAX))
    }
}

/// The number of a value in a list that holds each once.
fn intern<T: Clone + Eq + Hash>(list: &mut Vec<T>, numbers: &mut FxHashMap<T, u32>, value: T) -> u32 {
    let next = number(list.len());
    if let Some(number) = numbers.get(&value) {
        return *number;
    }
    list.push(value.clone());
    numbers.insert(value, next);
    next
}

/// The number of what is found by a name, in a list that holds each once.
fn intern_named<T>(
    list: &mut Vec<T>,
    numbers: &mut FxHashMap<Box<str>, u32>,
    name: &str,
    find: fn(&str) -> Option<T>,
) -> Option<u32> {
    if let Some(number) = numbers.get(name) {
        return Some(*number);
    }
    let next = number(list.len());
    list.push(find(name)?);
    numbers.insert(name.into(), next);
    Some(next)
}

pub(super) fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
