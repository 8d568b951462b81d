//! Rules: the subject, the body, what the rule needs to know.

use super::{Checked, Checker, Failed, RuleState};
use crate::codes;
use crate::ir::{Attributes, Binding, Check, Constant, ExprId, ExprKind, MessagePart, Operation, Rule, Statement};
use crate::lower::world::{reads_others, reads_request};
use crate::span::Span;
use crate::syntax::ast::{self, Clause, Item};
use crate::types::Base;

impl Checker<'_> {
    /// Checks the rules; those with errors are left out.
    pub(super) fn check_rules(&mut self) -> Vec<Rule> {
        let file = self.units.file(self.units.main());
        let mut rules: Vec<Rule> = Vec::new();
        for item in &file.items {
            let Item::Rule(rule) = item else { continue };
            let before = self.errors();
            self.rule = RuleState { errors_before: before, ..RuleState::default() };
            let checked = self.scoped(|c| c.rule(rule));
            // A fault that was reported without stopping the walk still disqualifies the rule.
            if let Ok(checked) = checked
                && self.errors() == before
                && !rules.iter().any(|other| other.id == checked.id)
            {
                rules.push(checked);
            }
        }
        rules
    }

    pub(super) fn errors(&self) -> usize {
        self.diagnostics.iter().filter(|d| d.level == crate::diagnostic::Level::Error).count()
    }

    fn rule(&mut self, rule: &ast::Rule) -> Checked<Rule> {
        let attributes = self.attributes(&rule.body);
        // The body is not checked without its variables: every name in it would be an error.
        let scope = self.rule_scope(rule)?;
        let mut variables: Vec<ExprId> = scope.iter().filter_map(|b| self.variable(b)).collect();
        let body = self.body(&rule.body, &mut variables, true)?;
        self.lint_no_checks(rule, &body);
        self.lint_doubts(&scope, &body);
        let closed_world = any_condition(&scope, &body, &|c| reads_others(&self.arena, &self.joined, c));
        let limited = !attributes.operations.is_empty() && !attributes.operations.contains(&Operation::Create);
        let needs_request = limited || any_condition(&scope, &body, &|c| reads_request(&self.arena, c));
        Ok(Rule {
            id: rule.name.text.clone(),
            doc: rule.doc.as_ref().map_or_else(|| "".into(), |d| d.text.as_str().into()),
            attributes,
            scope,
            body,
            closed_world,
            needs_request,
            slots: self.rule.most_slots,
            span: rule.name.span,
        })
    }

    fn rule_scope(&mut self, rule: &ast::Rule) -> Checked<Vec<Binding>> {
        let Some((first, rest)) = rule.scope.bindings.split_first() else { return Err(Failed) };
        let mut subject = self.unfiltered(first)?;
        if !matches!(self.arena.kind(subject.set), ExprKind::Objects(_)) {
            let span = first.set.first().map_or(first.span, |e| e.span);
            let message = format!("`{}` is not a set of objects", self.text(span));
            let help = "a rule's first binding picks its subject, as in `for w in Workload` or `for d in Deployment | StatefulSet`; bind the list after it";
            return Err(self.error_with_help(codes::SUBJECT, span, message, help));
        }
        self.rule.subject = self.locals.last().map(|l| l.value.id);
        self.filter(&mut subject, first)?;
        let mut bindings = vec![subject];
        bindings.extend(self.scope(rest)?);
        self.lint_scanning_joins(&rule.scope, &bindings, None);
        Ok(bindings)
    }

    /// The expression of a bound variable.
    fn variable(&mut self, binding: &Binding) -> Option<ExprId> {
        let wanted = ExprKind::Variable(binding.slot);
        self.locals.iter().rev().map(|l| l.value.id).find(|&id| *self.arena.kind(id) == wanted)
    }

    fn body(&mut self, clauses: &[Clause], variables: &mut Vec<ExprId>, top: bool) -> Checked<Vec<Statement>> {
        let mut statements = Vec::new();
        let mut failed = false;
        for clause in clauses {
            match clause {
                Clause::Attribute(attribute) if !top => {
                    let message = format!("`{}` stands inside a nested `for`", attribute.name.text);
                    self.error_with_help(codes::MISPLACED, attribute.span, message, "move it to the top of the rule");
                    failed = true;
                }
                Clause::Attribute(_) => {}
                Clause::Let(item) => failed |= self.local_let(item).is_err(),
                Clause::Check(check) => match self.check(check, variables) {
                    Ok(check) => statements.push(Statement::Check(check)),
                    Err(_) => failed = true,
                },
                Clause::For(nested) => match self.nested(nested, variables) {
                    Ok(statement) => statements.push(statement),
                    Err(_) => failed = true,
                },
            }
        }
        if failed { Err(Failed) } else { Ok(statements) }
    }

    fn local_let(&mut self, item: &ast::Let) -> Checked<()> {
        let value = self.expr(&item.value);
        // The name is bound even where its value fails, so that its uses are not reported too.
        match value {
            Ok(value) => self.bind(&item.name, value, true),
            Err(failed) => {
                let value = self.typed(ExprKind::List(Vec::new()), crate::types::Type::of(Base::Dyn));
                let _ = self.bind(&item.name, value, false);
                Err(failed)
            }
        }
    }

    fn nested(&mut self, nested: &ast::For, variables: &mut Vec<ExprId>) -> Checked<Statement> {
        let outer = variables.len();
        let result = self.scoped(|c| {
            let scope = c.scope(&nested.scope.bindings)?;
            c.lint_scanning_joins(&nested.scope, &scope, None);
            variables.extend(scope.iter().filter_map(|b| c.variable(b)).collect::<Vec<_>>());
            let body = c.body(&nested.body, variables, false)?;
            Ok(Statement::For(scope, body))
        });
        variables.truncate(outer);
        result
    }

    fn check(&mut self, check: &ast::Check, variables: &[ExprId]) -> Checked<Check> {
        self.passing = Some(check.kind == ast::CheckKind::Require);
        let condition = self.condition(&check.condition);
        if let Ok(condition) = condition {
            self.lint_hidden_element(check, condition);
            self.lint_vacuous_check(check, condition);
        }
        let (mut message, mut at, mut fixes, mut failed) = (None, None, Vec::new(), false);
        for clause in &check.clauses {
            let result = match clause {
                ast::CheckClause::Message(template) => {
                    let parts = self.message(template);
                    parts.and_then(|parts| self.once(message.replace(parts).is_none(), template.span, "message"))
                }
                ast::CheckClause::At(path) => {
                    let place = self.place(path);
                    place.and_then(|place| self.once(at.replace(place).is_none(), path.span, "at"))
                }
                ast::CheckClause::Fix(fix) => self.fix(fix).map(|fix| fixes.push(fix)),
            };
            failed |= result.is_err();
        }
        let condition = condition?;
        if failed {
            return Err(Failed);
        }
        self.refuse_no_cure(check, condition, &fixes)?;
        let variables = variables.to_vec();
        Ok(Check { kind: check.kind, condition, message, at, fixes, variables, span: check.condition.span })
    }

    /// Refuses a clause that is not the first of its sort.
    fn once(&mut self, is_first: bool, span: Span, word: &str) -> Checked<()> {
        if is_first {
            return Ok(());
        }
        let help = "leave one of them out, or write a second check";
        Err(self.error_with_help(codes::DUPLICATE_CLAUSE, span, format!("a check has one `{word}`"), help))
    }

    /// Runs `body` where values may be missing: what it gives never decides a verdict.
    pub(super) fn leniently<T>(&mut self, body: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.lenient, true);
        let result = body(self);
        self.lenient = outer;
        result
    }

    fn message(&mut self, template: &ast::Template) -> Checked<Vec<MessagePart>> {
        self.lint_message(template);
        self.leniently(|c| {
            template
                .parts
                .iter()
                .map(|part| match part {
                    ast::TemplatePart::Text(text) => Ok(MessagePart::Text(text.clone())),
                    ast::TemplatePart::Expr(expr) => Ok(MessagePart::Value(c.expr(expr)?.id)),
                })
                .collect()
        })
    }

    fn place(&mut self, path: &ast::Expr) -> Checked<ExprId> {
        let place = self.leniently(|c| c.expr(path))?.id;
        if let ExprKind::Constant(constant) = self.arena.kind(place) {
            let help = match constant {
                Constant::String(_) => "write the path without quotes: `at c.image`",
                _ => "write a path that begins at a variable: `at c.image`",
            };
            let message = format!("`{}` is not a place in the subject", self.text(path.span));
            return Err(self.error_with_help(codes::FIX_PATH, path.span, message, help));
        }
        Ok(place)
    }

    fn attributes(&mut self, body: &[Clause]) -> Attributes {
        let mut attributes = Attributes::default();
        let mut seen: Vec<&str> = Vec::new();
        for clause in body {
            let Clause::Attribute(attribute) = clause else { continue };
            let name = &*attribute.name.text;
            if seen.contains(&name) && !matches!(name, "control" | "url" | "renamed-from") {
                let message = format!("`{name}` is given twice");
                self.error_with_help(codes::DUPLICATE_CLAUSE, attribute.span, message, "leave one of them out");
            }
            seen.push(name);
            let _ = self.attribute(attribute, &mut attributes);
        }
        attributes
    }
}

/// Whether some condition of a rule, or what it ranges over beside its subject, is so.
pub(super) fn any_condition(scope: &[Binding], body: &[Statement], is: &dyn Fn(ExprId) -> bool) -> bool {
    let asked = |b: &Binding| b.condition.is_some_and(is);
    let in_scope = |scope: &[Binding]| scope.iter().any(|b| is(b.set) || asked(b));
    scope.split_first().is_some_and(|(subject, others)| asked(subject) || in_scope(others))
        || body.iter().any(|statement| match statement {
            Statement::For(scope, body) => in_scope(scope) || any_condition(&[], body, is),
            Statement::Check(check) => is(check.condition),
        })
}
