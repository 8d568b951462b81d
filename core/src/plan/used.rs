//! Which expressions of a program the selected rules use: a parameter that none uses needs no value.

use kubelaw_lang::ir::{Binding, Check, ExprId, ExprKind, Fix, MessagePart, Program, Rule, Statement};

/// A flag for each expression of the program: whether one of the rules uses it.
pub(super) fn used_exprs<'p>(program: &'p Program, rules: impl Iterator<Item = &'p Rule>) -> Vec<bool> {
    let mut used = Used { flags: vec![false; program.exprs.len()] };
    for rule in rules {
        used.bindings(&rule.scope);
        used.statements(&rule.body);
    }
    // Parts stand before what holds them, so one walk from the end reaches all.
    for at in (0..program.exprs.len()).rev() {
        if used.flags.get(at) == Some(&true)
            && let Some(expr) = program.exprs.get(at)
        {
            used.parts(&expr.kind);
        }
    }
    used.flags
}

struct Used {
    flags: Vec<bool>,
}

impl Used {
    fn mark(&mut self, id: ExprId) {
        if let Some(flag) = self.flags.get_mut(id.0 as usize) {
            *flag = true;
        }
    }

    fn bindings(&mut self, bindings: &[Binding]) {
        for binding in bindings {
            self.mark(binding.set);
            binding.condition.into_iter().for_each(|condition| self.mark(condition));
        }
    }

    fn statements(&mut self, body: &[Statement]) {
        for statement in body {
            match statement {
                Statement::For(scope, body) => {
                    self.bindings(scope);
                    self.statements(body);
                }
                Statement::Check(check) => self.check(check),
            }
        }
    }

    fn check(&mut self, check: &Check) {
        self.mark(check.condition);
        check.at.into_iter().for_each(|at| self.mark(at));
        for part in check.message.iter().flatten() {
            if let MessagePart::Value(id) = part {
                self.mark(*id);
            }
        }
        for fix in &check.fixes {
            match fix {
                Fix::Remove(path) => self.mark(*path),
                Fix::Set(path, value) | Fix::Append(path, value) => {
                    self.mark(*path);
                    self.mark(*value);
                }
            }
        }
        check.variables.iter().for_each(|id| self.mark(*id));
    }

    fn parts(&mut self, kind: &ExprKind) {
        match kind {
            ExprKind::Constant(_)
            | ExprKind::Param(_)
            | ExprKind::Variable(_)
            | ExprKind::Global(_)
            | ExprKind::Objects(_) => {}
            ExprKind::Field(a, _)
            | ExprKind::View(a, _)
            | ExprKind::Item(a, _)
            | ExprKind::Old(a)
            | ExprKind::Has(a)
            | ExprKind::Valid(a)
            | ExprKind::Not(a) => self.mark(*a),
            ExprKind::Index(a, b)
            | ExprKind::And(a, b)
            | ExprKind::Or(a, b)
            | ExprKind::Equal(a, b)
            | ExprKind::In(a, b)
            | ExprKind::Compare(_, a, b)
            | ExprKind::Matches(a, b)
            | ExprKind::Coalesce(a, b)
            | ExprKind::Arithmetic(_, a, b) => [*a, *b].into_iter().for_each(|id| self.mark(id)),
            ExprKind::If(a, b, c) => [*a, *b, *c].into_iter().for_each(|id| self.mark(id)),
            ExprKind::Call(_, parts) | ExprKind::List(parts) => parts.iter().for_each(|id| self.mark(*id)),
            ExprKind::Record(entries) => entries.iter().for_each(|(_, id)| self.mark(*id)),
            ExprKind::Comprehension { scope, element, .. } => {
                self.bindings(scope);
                self.mark(*element);
            }
            ExprKind::Quantifier(_, scope, body) => {
                self.bindings(scope);
                self.mark(*body);
            }
        }
    }
}
