//! Programs into a plan: names become symbols and numbers, parameters become constants.

use super::arena::{Arena, MAX_DEPTH, number};
use super::constant::value_of;
use super::op::{AcceptsId, Binding, Op, OpId};
use super::parameter::constant_of;
use super::rule::{PlannedCheck, PlannedFix, PlannedPart, PlannedRule, PlannedStatement};
use super::{Law, Plan, PlanError, PlanProblem};
use crate::document::Symbols;
use crate::eval::value::Value;
use kubelaw_lang::ir;
use kubelaw_lang::ir::{Constant, ExprId, ExprKind, Global, TypeId};
use kubelaw_lang::values::Version;
use std::sync::Arc;

/// Plans law files.
pub(super) fn build(laws: &[Law<'_>], kubernetes: Version, symbols: &mut Symbols) -> Result<Plan, PlanError> {
    // What the engine itself asks every object for.
    for name in ["apiVersion", "kind", "metadata", "name", "namespace", "generateName", "items", "spec"] {
        symbols.intern(name);
    }
    for name in crate::kubernetes::workload::CONTAINER_LISTS.into_iter().chain(["template", "jobTemplate"]) {
        symbols.intern(name);
    }
    let mut arena = Arena::new(Plan::empty(kubernetes), symbols);
    let mut problems = Vec::new();
    for (at, law) in laws.iter().enumerate() {
        let mut lowering = Lowering {
            arena: &mut arena,
            law,
            number: at,
            ids: vec![None; law.program.exprs.len()],
            accepts: vec![None; law.program.types.len()],
            problems: Vec::new(),
        };
        lowering.law();
        problems.append(&mut lowering.problems);
    }
    if !problems.is_empty() {
        return Err(PlanError { problems });
    }
    let mut plan = arena.plan;
    plan.index_rules();
    plan.look_for_others();
    super::sharing::assign(&mut plan);
    Ok(plan)
}

/// One law file being planned.
struct Lowering<'l, 's> {
    arena: &'l mut Arena<'s>,
    law: &'l Law<'l>,
    number: usize,
    /// The planned expression of each expression of the program that a selected rule uses.
    ids: Vec<Option<OpId>>,
    /// What values of each type of the program may be, for those that were asked for.
    accepts: Vec<Option<AcceptsId>>,
    problems: Vec<PlanProblem>,
}

impl Lowering<'_, '_> {
    fn law(&mut self) {
        let law = self.law;
        let selected: Vec<(usize, &ir::Rule)> =
            law.program.rules.iter().enumerate().filter(|(_, rule)| (law.selected)(rule)).collect();
        // Constants are computed while the plan is built, with their variables.
        let slots = selected.iter().map(|(_, rule)| rule.slots).chain(law.program.exprs.iter().map(most_slots)).max();
        self.arena.plan.slots = self.arena.plan.slots.max(slots.unwrap_or(0));
        let used = super::used::used_exprs(law.program, selected.iter().map(|(_, rule)| *rule));
        for (at, used) in used.into_iter().enumerate() {
            if used {
                let id = self.expr(ExprId(number(at)));
                if let Some(place) = self.ids.get_mut(at) {
                    *place = Some(id);
                }
            }
        }
        for (index, rule) in selected {
            let planned = self.rule(index, rule);
            self.arena.plan.rules.push(planned);
        }
    }

    /// The planned form of an expression whose parts were planned before.
    fn id(&mut self, id: ExprId) -> OpId {
        match self.ids.get(id.0 as usize).copied().flatten() {
            Some(planned) => planned,
            None => self.nothing(id),
        }
    }

    fn accepts(&mut self, ty: TypeId) -> AcceptsId {
        let known = self.accepts.get(ty.0 as usize).copied().flatten();
        known.unwrap_or_else(|| {
            let accepts = self.arena.accepts(self.law.program.ty(ty));
            if let Some(place) = self.accepts.get_mut(ty.0 as usize) {
                *place = Some(accepts);
            }
            accepts
        })
    }

    fn nothing(&mut self, id: ExprId) -> OpId {
        let accepts = self.accepts(self.law.program.expr(id).ty);
        self.arena.constant(Value::Missing, accepts)
    }

    fn expr(&mut self, id: ExprId) -> OpId {
        let program = self.law.program;
        let expr = program.expr(id);
        let accepts = self.accepts(expr.ty);
        let op = match &expr.kind {
            ExprKind::Constant(constant) => return self.constant(id, constant, program.ty(expr.ty)),
            ExprKind::Param(index) => return self.param(id, *index),
            ExprKind::Global(Global::Kubernetes) => {
                let version = Value::Version(Arc::new(self.arena.plan.kubernetes().clone()));
                return self.arena.constant(version, accepts);
            }
            ExprKind::Global(Global::Inventory) => Op::Inventory,
            ExprKind::Global(Global::Request) => Op::Request,
            ExprKind::Variable(slot) => Op::Variable(slot.0),
            ExprKind::Objects(kinds) => Op::Objects(self.arena.kinds(kinds)),
            ExprKind::Old(_) => Op::Old,
            ExprKind::View(base, name) => {
                let base = self.id(*base);
                match self.arena.view(name) {
                    Some(view) => Op::View(base, view),
                    None => return self.unknown_name(id, name),
                }
            }
            ExprKind::Call(name, arguments) => {
                let arguments = arguments.iter().map(|argument| self.id(*argument)).collect();
                match self.arena.builtin(name) {
                    Some(builtin) => Op::Call(builtin, arguments),
                    None => return self.unknown_name(id, name),
                }
            }
            ExprKind::Comprehension { scope, element, flatten } => {
                let (scope, element, flatten) = (self.scope(scope), self.id(*element), *flatten);
                let owner = Op::Comprehension { scope: super::op::ScopeId(u32::MAX), element, flatten };
                Op::Comprehension { scope: self.arena.scope(scope, owner), element, flatten }
            }
            ExprKind::Quantifier(quantifier, scope, body) => {
                let (scope, body) = (self.scope(scope), self.id(*body));
                let owner = Op::Quantifier(*quantifier, super::op::ScopeId(u32::MAX), body);
                Op::Quantifier(*quantifier, self.arena.scope(scope, owner), body)
            }
            other => self.plain(other),
        };
        self.arena.intern(op, accepts)
    }

    /// The forms that need nothing but their parts.
    fn plain(&mut self, kind: &ExprKind) -> Op {
        match kind {
            ExprKind::Field(base, name) => Op::Field(self.id(*base), self.arena.field(name)),
            ExprKind::Item(base, index) => Op::Item(self.id(*base), *index),
            ExprKind::Index(base, index) => {
                let (base, index) = (self.id(*base), self.id(*index));
                self.arena.key(index);
                Op::Index(base, index)
            }
            ExprKind::Has(a) => Op::Has(self.id(*a)),
            ExprKind::Valid(a) => Op::Valid(self.id(*a)),
            ExprKind::Not(a) => Op::Not(self.id(*a)),
            ExprKind::And(a, b) => Op::And([self.id(*a), self.id(*b)].into()),
            ExprKind::Or(a, b) => Op::Or([self.id(*a), self.id(*b)].into()),
            ExprKind::If(a, b, c) => Op::If(self.id(*a), self.id(*b), self.id(*c)),
            ExprKind::Equal(a, b) => Op::Equal(self.id(*a), self.id(*b)),
            ExprKind::In(a, b) => Op::In(self.id(*a), self.id(*b)),
            ExprKind::Compare(comparison, a, b) => Op::Compare(*comparison, self.id(*a), self.id(*b)),
            ExprKind::Matches(a, b) => Op::Matches(self.id(*a), self.id(*b)),
            ExprKind::Coalesce(a, b) => Op::Coalesce(self.id(*a), self.id(*b)),
            ExprKind::Arithmetic(operator, a, b) => Op::Arithmetic(*operator, self.id(*a), self.id(*b)),
            ExprKind::Record(entries) => {
                Op::Record(entries.iter().map(|(name, part)| (self.arena.name(name), self.id(*part))).collect())
            }
            ExprKind::List(parts) => Op::List(parts.iter().map(|part| self.id(*part)).collect()),
            _ => Op::List([].into()),
        }
    }

    fn constant(&mut self, id: ExprId, constant: &Constant, ty: &kubelaw_lang::types::Type) -> OpId {
        if let Some(planned) = self.arena.literal(constant, ty) {
            return planned;
        }
        self.problems.push(PlanProblem::BadConstant {
            law: self.law.program.source.name().into(),
            text: format!("{constant:?}"),
        });
        self.nothing(id)
    }

    fn param(&mut self, id: ExprId, index: u32) -> OpId {
        let program = self.law.program;
        let Some(param) = program.params.get(index as usize) else { return self.nothing(id) };
        let law: Arc<str> = program.source.name().into();
        let (name, ty) = (param.name.clone(), Box::new(param.ty.clone()));
        let given = match self.law.params.get(&*param.name) {
            None => param.default.clone(),
            Some(json) => match constant_of(json, &param.ty) {
                Ok(constant) => constant,
                Err(problem) => {
                    self.problem(PlanProblem::WrongParameter { law, name, ty, problem });
                    return self.nothing(id);
                }
            },
        };
        match given {
            None => {
                if !param.ty.optional && !self.law.params.contains_key(&*param.name) {
                    self.problem(PlanProblem::MissingParameter { law, name, ty });
                }
                self.nothing(id)
            }
            Some(constant) => {
                if let Some(value) = value_of(&constant, Some(&param.ty)) {
                    let accepts = self.arena.accepts(&param.ty);
                    return self.arena.constant(value, accepts);
                }
                let problem = "the default does not parse as the type says".to_owned();
                self.problem(PlanProblem::WrongParameter { law, name, ty, problem });
                self.nothing(id)
            }
        }
    }

    fn problem(&mut self, problem: PlanProblem) {
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    fn unknown_name(&mut self, id: ExprId, name: &Arc<str>) -> OpId {
        let law = self.law.program.source.name().into();
        self.problem(PlanProblem::UnknownName { law, name: name.clone() });
        self.nothing(id)
    }

    fn scope(&mut self, scope: &[ir::Binding]) -> Vec<Binding> {
        let bind = |binding: &ir::Binding| Binding {
            slot: binding.slot.0,
            set: self.id(binding.set),
            condition: binding.condition.map(|condition| self.id(condition)),
            join: None,
        };
        scope.iter().map(bind).collect()
    }

    fn rule(&mut self, index: usize, rule: &ir::Rule) -> PlannedRule {
        let holds = {
            let bound = |text: &Option<Arc<str>>| text.as_deref().and_then(Version::parse);
            let target = self.arena.plan.kubernetes();
            bound(&rule.attributes.since).is_none_or(|since| *target >= since)
                && bound(&rule.attributes.until).is_none_or(|until| *target < until)
        };
        let kinds = match rule.scope.first().map(|subject| &self.law.program.expr(subject.set).kind) {
            Some(ExprKind::Objects(kinds)) => self.arena.kinds(kinds),
            _ => self.arena.kinds(&kubelaw_lang::vocabulary::Kinds::All),
        };
        let mut checks = Vec::new();
        let mut scope = self.scope(&rule.scope);
        if let Some((_, nested)) = scope.split_first_mut() {
            self.arena.join(nested, None);
        }
        let body = self.statements(&rule.body, &mut checks);
        let planned = PlannedRule {
            law: self.number,
            index,
            id: rule.id.clone(),
            closed_world: rule.closed_world,
            needs_request: rule.needs_request,
            holds,
            operations: rule.attributes.operations.clone(),
            kinds,
            scope: scope.into(),
            body,
            checks,
        };
        self.limit_depth(&planned);
        planned
    }

    fn statements(&mut self, body: &[ir::Statement], checks: &mut Vec<PlannedCheck>) -> Vec<PlannedStatement> {
        let mut planned = Vec::with_capacity(body.len());
        for statement in body {
            planned.push(match statement {
                ir::Statement::For(scope, body) => {
                    let mut scope = self.scope(scope);
                    self.arena.join(&mut scope, None);
                    PlannedStatement::For(scope.into(), self.statements(body, checks))
                }
                ir::Statement::Check(check) => {
                    let check = self.check(check);
                    checks.push(check);
                    PlannedStatement::Check(number(checks.len()).saturating_sub(1))
                }
            });
        }
        planned
    }

    fn check(&mut self, check: &ir::Check) -> PlannedCheck {
        let part = |part: &ir::MessagePart| match part {
            ir::MessagePart::Text(text) => PlannedPart::Text(text.clone()),
            ir::MessagePart::Value(id) => PlannedPart::Value(self.id(*id)),
        };
        let message = check.message.as_ref().map(|parts| parts.iter().map(part).collect());
        let fix = |fix: &ir::Fix| match fix {
            ir::Fix::Set(path, value) => PlannedFix::Set(self.id(*path), self.id(*value)),
            ir::Fix::Remove(path) => PlannedFix::Remove(self.id(*path)),
            ir::Fix::Append(path, value) => PlannedFix::Append(self.id(*path), self.id(*value)),
        };
        let fixes = check.fixes.iter().map(fix).collect();
        let program = self.law.program;
        let slot =
            |id: &ExprId| if let ExprKind::Variable(slot) = program.expr(*id).kind { Some(slot.0) } else { None };
        PlannedCheck {
            kind: check.kind,
            condition: self.id(check.condition),
            message,
            at: check.at.map(|at| self.id(at)),
            fixes,
            variables: check.variables.iter().filter_map(slot).collect(),
            span: check.span,
        }
    }

    fn limit_depth(&mut self, rule: &PlannedRule) {
        let bindings = rule.scope.iter().flat_map(Binding::parts);
        let checks = rule.checks.iter().map(|check| check.condition);
        if bindings.chain(checks).any(|id| self.arena.depth(id) >= MAX_DEPTH) {
            let law = self.law.program.source.name().into();
            self.problem(PlanProblem::TooDeep { law, rule: rule.id.clone(), limit: MAX_DEPTH });
        }
    }
}

/// How many slots the variables of an expression's own scope need.
fn most_slots(expr: &ir::Expr) -> u16 {
    let scope = match &expr.kind {
        ExprKind::Comprehension { scope, .. } | ExprKind::Quantifier(_, scope, _) => scope.as_slice(),
        _ => &[],
    };
    scope.iter().map(|binding| binding.slot.0.saturating_add(1)).max().unwrap_or(0)
}
