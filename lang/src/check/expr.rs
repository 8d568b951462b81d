//! Expressions: literals, names, lists, records, conditionals, quantifiers. Paths, calls and operators have files of
//! their own.

use super::{Checked, Checker, Local, MOST_EXPANDED, Typed, closest, habits, patterns};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::ir::{Constant, ExprId, ExprKind, Global};
use crate::span::Span;
use crate::syntax::ast::{Expr, ExprKind as Written, Item, Literal, Operator, Quantifier, Scope, Text};
use crate::types::{Base, Type};
use crate::values::quantity::Quantity;
use std::sync::Arc;

impl Checker<'_> {
    /// Checks an expression and lowers it.
    pub(super) fn expr(&mut self, expr: &Expr) -> Checked<Typed> {
        self.count(expr.span)?;
        let value = self.uncounted(expr)?;
        if self.arena.size(value.id) > MOST_EXPANDED {
            return Err(self.too_large(expr.span));
        }
        Ok(value)
    }

    fn uncounted(&mut self, expr: &Expr) -> Checked<Typed> {
        let passing = self.passing.take();
        match &expr.kind {
            Written::Literal(literal) => self.literal(literal, expr.span),
            Written::Name(name) => self.name(name, expr.span, passing),
            Written::Group(inner) => {
                self.passing = passing;
                self.expr(inner)
            }
            Written::List(elements) => self.list(elements),
            Written::Record(fields) => self.record(fields),
            Written::Comprehension { element, scope } => self.comprehension(element, scope),
            Written::Field { .. } | Written::Index { .. } | Written::Each(_) => self.path(expr),
            Written::Call { function, receiver, arguments } => {
                self.call(function, receiver.as_deref(), arguments, expr.span, passing)
            }
            Written::Not(inner) => {
                self.passing = passing.map(|passing| !passing);
                let inner = self.condition(inner)?;
                Ok(self.negate(inner))
            }
            Written::Binary { operator, left, right, .. } => match operator {
                Operator::And | Operator::Or => self.connective(*operator, left, right, passing),
                _ => self.binary(*operator, left, right, passing),
            },
            Written::If { condition, then, otherwise } => self.conditional(condition, then, otherwise, passing),
            Written::Quantifier { quantifier, scope, body } => {
                self.quantifier(*quantifier, scope, body, passing.filter(|_| *quantifier != Quantifier::One))
            }
        }
    }

    /// Checks the text of a definition where what it gives lets a check pass. Other files have diagnostics of their own.
    pub(super) fn deciding(&mut self, expr: &Expr, passing: Option<bool>) -> Checked<Typed> {
        self.passing = passing.filter(|_| self.in_main());
        self.expr(expr)
    }

    /// Checks an expression that must be true or false, never missing.
    pub(super) fn condition(&mut self, expr: &Expr) -> Checked<ExprId> {
        let value = self.expr(expr)?;
        if !value.ty.members.iter().all(|m| matches!(m, Base::Bool | Base::Dyn)) {
            let found = self.phrase(&value.ty);
            let text = self.text(expr.span);
            let help = if let ExprKind::Constant(_) = self.arena.kind(value.id) {
                "write every comparison out, as in `x == \"a\" or x == \"b\"`, or `x in [\"a\", \"b\"]`".to_owned()
            } else if value.ty.element().is_some_and(|element| element.is(&Base::Bool)) {
                format!("write `true in {text}`, or ask of each: `all x in {text}: x == true`")
            } else if value.ty.is_collection() {
                format!("write `not {text}.isEmpty()`, or compare it with something")
            } else {
                format!("compare it with something, or ask `has({text})`")
            };
            let message = format!("a condition is true or false, but `{text}` is {found}");
            return Err(self.error_with_help(codes::CONDITION, expr.span, message, help));
        }
        if value.ty.optional && !self.lenient {
            let text = self.text(expr.span);
            let message = format!("`{text}` may be missing, so it is not a condition by itself");
            let help = format!("write `{text} == true`; say `?? true` first if missing means true");
            return Err(self.error_with_help(codes::MAY_BE_MISSING, expr.span, message, help));
        }
        Ok(value.id)
    }

    pub(super) fn negate(&mut self, inner: ExprId) -> Typed {
        self.typed(ExprKind::Not(inner), Type::of(Base::Bool))
    }

    pub(super) fn constant(&mut self, constant: Constant, base: Base) -> Typed {
        self.typed(ExprKind::Constant(constant), Type::of(base))
    }

    fn literal(&mut self, literal: &Literal, span: Span) -> Checked<Typed> {
        Ok(match literal {
            Literal::Bool(b) => self.constant(Constant::Bool(*b), Base::Bool),
            Literal::Int(n) => self.constant(Constant::Int(*n), Base::IntLiteral),
            Literal::Number(n) => self.constant(Constant::Number(n.to_bits()), Base::Number),
            Literal::String(text) => {
                self.lint_interpolation(text, span);
                self.constant(Constant::String(text.clone()), Base::String)
            }
            Literal::Quantity(text) => {
                if Quantity::parse(text).is_none() {
                    let message = format!("`{text}` is not a Kubernetes quantity");
                    let help = "suffixes are n u m k M G T P E and Ki Mi Gi Ti Pi Ei";
                    return Err(self.error_with_help(codes::BAD_LITERAL, span, message, help));
                }
                self.constant(Constant::Quantity(text.clone()), Base::Quantity)
            }
            Literal::Version(text) => {
                let text = self.version(text, span)?;
                self.constant(Constant::Version(text), Base::Version)
            }
            Literal::Regex(pattern) => {
                if let Err(error) = crate::values::regex_subset::check(pattern) {
                    return Err(self.error(codes::BAD_LITERAL, span, format!("in this regular expression: {error}")));
                }
                self.lint_pattern(patterns::odd(pattern), span);
                self.constant(Constant::Regex(pattern.clone()), Base::Regex)
            }
        })
    }

    fn name(&mut self, name: &Arc<str>, span: Span, passing: Option<bool>) -> Checked<Typed> {
        if let Some(local) = self.locals.iter_mut().rev().find(|l| l.name == *name) {
            local.used = true;
            let Typed { id, ty } = local.value.clone();
            let known = ty.optional && crate::lower::facts::is_present(&self.arena, &self.facts, id);
            return Ok(Typed { id, ty: Type { optional: ty.optional && !known, ..ty } });
        }
        // An item may not have the name of a kind; where one has, that is the only thing to be said of it.
        if let Some(set) = self.vocabulary.kinds(name) {
            return Ok(self.typed(ExprKind::Objects(set.kinds), Type::list(set.element)));
        }
        if let Some((unit, found)) = self.units.value(self.unit(), name) {
            self.used_items.push(name.clone());
            return match found.item() {
                Some(Item::Param(param)) => self.param(unit, param, Some(span)),
                Some(Item::Let(item)) => self.expanded(unit, name, Some(span), |c| c.deciding(&item.value, passing)),
                _ => self.unknown_name(name, span),
            };
        }
        if let Some(ty) = self.vocabulary.global(name) {
            let global = match &**name {
                "inventory" => Global::Inventory,
                "request" => Global::Request,
                _ => Global::Kubernetes,
            };
            return Ok(self.typed(ExprKind::Global(global), ty));
        }
        self.unknown_name(name, span)
    }

    fn unknown_name(&mut self, name: &Arc<str>, span: Span) -> Checked<Typed> {
        if self.units.is_unread(name) {
            return Err(super::Failed);
        }
        let diagnostic = Diagnostic::new(codes::UNKNOWN_NAME, span, format!("there is no `{name}` here"));
        self.report(match (self.known_otherwise(name, span), self.near_name(name)) {
            (Some(help), _) => diagnostic.help(help),
            (None, Some(near)) => diagnostic.did_you_mean(span, near),
            (None, None) => diagnostic.help(self.binding_help(name)),
        });
        Err(super::Failed)
    }

    /// What to write for a name that stands for something else than a value, or does so in other languages.
    fn known_otherwise(&self, name: &Arc<str>, span: Span) -> Option<String> {
        if self.vocabulary.function(name).is_some() || self.units.definition(self.unit(), name).is_some() {
            return Some(format!("`{name}` is a function: write `{name}(…)`"));
        }
        let habit = habits::name(name, self.subject_name().as_deref());
        if habit.is_none() && self.vocabulary.record(name).is_some() {
            let help = "is a type, not a set: bind its values in the scope, as in `c in w.containers`";
            return Some(format!("`{name}` {help}"));
        }
        habit.or_else(|| self.dashed_key(span))
    }

    /// The name in sight that is most likely meant.
    fn near_name(&self, name: &str) -> Option<String> {
        let mut names: Vec<Arc<str>> = self.locals.iter().map(|l| l.name.clone()).collect();
        names.extend(self.units.names(false));
        names.extend(["kubernetes", "inventory", "request", "true", "false"].map(Arc::from));
        names.extend(self.vocabulary.kind_names());
        closest(name, names.iter().map(|n| &**n)).map(str::to_owned)
    }

    /// How to get at what a name is meant for.
    fn binding_help(&self, name: &Arc<str>) -> String {
        if self.rule.left.contains(name) {
            format!("`{name}` is known only where it is bound: write `for {name} in … {{ … }}` around the check")
        } else if self.is_of_subject(name) {
            format!("write `{}.{name}`: a path begins with a variable", self.subject_name().unwrap_or_default())
        } else if name.starts_with(char::is_uppercase) {
            format!(
                "a string needs double quotes; a kind that Kubernetes does not bring is written `kind(\"group/{name}\")`"
            )
        } else if name.strip_prefix('v').is_some_and(|number| number.parse::<u32>().is_ok()) {
            format!("a version has two numbers: write `{name}.0`")
        } else if !self.expansions.is_empty() {
            format!("outside of rules their variables are unknown: write `def name({name}) = …`, and give it `{name}`")
        } else if let Some(place) = self.below_subject(name) {
            format!("`{name}` is at `{place}.{name}`")
        } else {
            "bind it with `let`, `param` or in the scope; a string needs double quotes".to_owned()
        }
    }

    /// What to write for a name that stands in the way of `name` in `p.metadata.labels.app-name`: a key with a dash.
    fn dashed_key(&self, name: Span) -> Option<String> {
        let before = self.units.slice(self.unit(), Span::new(0, name.start));
        let before = before.strip_suffix('-')?;
        let path = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
        let first = before.get(path.len()..).filter(|_| path.ends_with('.'))?;
        Some(format!("a key with a dash stands in brackets and quotes: `[\"{first}-{}\"]`", self.text(name)))
    }

    /// The variable of the subject.
    fn subject(&self) -> Option<&Local> {
        self.locals.iter().find(|local| Some(local.value.id) == self.rule.subject)
    }

    /// Whether the subject has a field of a name.
    fn is_of_subject(&self, name: &Arc<str>) -> bool {
        self.subject().is_some_and(|subject| self.has_member(&subject.value.ty, name))
    }

    /// The path to where the subject has a field of a name, below its own.
    fn below_subject(&self, name: &Arc<str>) -> Option<String> {
        let subject = self.subject()?;
        Some(format!("{}.{}", subject.name, self.field_below(&subject.value.ty, name)?))
    }

    /// The name of the subject's variable, for messages.
    pub(super) fn subject_name(&self) -> Option<String> {
        self.subject().map(|subject| subject.name.to_string())
    }

    /// Runs `body` inside an item's text, where only that item's file is in sight.
    pub(super) fn expanded<T>(
        &mut self,
        unit: usize,
        name: &Arc<str>,
        call: Option<Span>,
        body: impl FnOnce(&mut Self) -> Checked<T>,
    ) -> Checked<T> {
        if self.expansions.iter().any(|e| e.unit == unit && e.name == *name) {
            let message = format!("`{name}` uses itself");
            let help = "definitions are not recursive: say it with a quantifier or a comprehension";
            return Err(self.error_with_help(codes::RECURSIVE, call.unwrap_or_default(), message, help));
        }
        self.expansions.push(super::Expansion { unit, name: name.clone(), call });
        let outer = std::mem::take(&mut self.locals);
        let result = body(self);
        self.locals = outer;
        self.expansions.pop();
        result
    }

    fn list(&mut self, elements: &[Expr]) -> Checked<Typed> {
        let mut ids = Vec::with_capacity(elements.len());
        let mut element = Type::default();
        let mut failed = None;
        for expr in elements {
            match self.expr(expr) {
                Ok(value) => {
                    element = element.union(&value.ty);
                    ids.push(value.id);
                }
                Err(f) => failed = Some(f),
            }
        }
        if let Some(failed) = failed {
            return Err(failed);
        }
        let ty = Type::list(element);
        Ok(match self.constants(&ids) {
            Some(constants) => self.typed(ExprKind::Constant(Constant::List(constants)), ty),
            None => self.typed(ExprKind::List(ids), ty),
        })
    }

    fn record(&mut self, written: &[(Text, Expr)]) -> Checked<Typed> {
        let mut fields: Vec<(Arc<str>, ExprId)> = Vec::with_capacity(written.len());
        let mut types: Vec<(Arc<str>, Type)> = Vec::with_capacity(written.len());
        for (key, value) in written {
            if fields.iter().any(|(k, _)| *k == key.value) {
                return Err(self.error(codes::DUPLICATE_CLAUSE, key.span, format!("`{}` is given twice", key.value)));
            }
            let value = self.expr(value)?;
            fields.push((key.value.clone(), value.id));
            types.push((key.value.clone(), value.ty));
        }
        let ty = Type::of(Base::Struct(types));
        let ids: Vec<ExprId> = fields.iter().map(|(_, id)| *id).collect();
        Ok(match self.constants(&ids) {
            Some(values) => {
                let named = fields.into_iter().map(|(k, _)| k).zip(values).collect();
                self.typed(ExprKind::Constant(Constant::Record(named)), ty)
            }
            None => self.typed(ExprKind::Record(fields), ty),
        })
    }

    fn connective(&mut self, operator: Operator, left: &Expr, right: &Expr, passing: Option<bool>) -> Checked<Typed> {
        let holds = operator == Operator::And;
        self.passing = passing.filter(|_| !self.asks_for(right, left, holds));
        let a = self.condition(left);
        // What the left operand asks for is there in the right one, which is examined as any other.
        self.passing = passing;
        let b = match a {
            Ok(a) => self.assuming(a, holds, |c| c.condition(right)),
            Err(_) => self.condition(right),
        };
        let (a, b) = (a?, b?);
        self.lint_exclusive(a, b, holds, left.span.to(right.span));
        let kind = if holds { ExprKind::And(a, b) } else { ExprKind::Or(a, b) };
        Ok(self.typed(kind, Type::of(Base::Bool)))
    }

    /// Whether `has(x)` beside a comparison of x by `and`, or `not has(x)` by `or`, says what is meant where x is missing.
    fn asks_for(&self, asked: &Expr, compared: &Expr, holds: bool) -> bool {
        let asked = match (&asked.ungrouped().kind, holds) {
            (Written::Not(asked), false) => asked.ungrouped(),
            (_, true) => asked.ungrouped(),
            _ => return false,
        };
        match (&asked.kind, &compared.ungrouped().kind) {
            (Written::Call { function, receiver: None, arguments }, Written::Binary { left, .. }) => {
                *function.text == *"has"
                    && matches!(&arguments[..], [asked] if self.text(asked.span) == self.text(left.span))
            }
            _ => false,
        }
    }

    fn conditional(
        &mut self,
        condition: &Expr,
        then: &Expr,
        otherwise: &Expr,
        passing: Option<bool>,
    ) -> Checked<Typed> {
        let c = self.condition(condition)?;
        self.passing = passing;
        let then = self.assuming(c, true, |checker| checker.expr(then));
        self.passing = passing;
        let otherwise = self.assuming(c, false, |checker| checker.expr(otherwise));
        let (then, otherwise) = (then?, otherwise?);
        let ty = then.ty.union(&otherwise.ty);
        Ok(self.typed(ExprKind::If(c, then.id, otherwise.id), ty))
    }

    fn quantifier(
        &mut self,
        quantifier: Quantifier,
        scope: &Scope,
        body: &Expr,
        passing: Option<bool>,
    ) -> Checked<Typed> {
        let (bindings, holds) = self.scoped(|c| {
            let bindings = c.scope(&scope.bindings)?;
            c.passing = passing;
            let holds = c.condition(body)?;
            c.lint_loose_operands(&bindings, body, holds);
            if passing == Some(quantifier == Quantifier::All) {
                c.lint_left_out(quantifier == Quantifier::All, scope, &bindings, holds);
            }
            c.lint_scanning_joins(scope, &bindings, Some(holds).filter(|_| quantifier != Quantifier::All));
            Ok((bindings, holds))
        })?;
        Ok(self.typed(ExprKind::Quantifier(quantifier, bindings, holds), Type::of(Base::Bool)))
    }

    fn comprehension(&mut self, element: &Expr, scope: &Scope) -> Checked<Typed> {
        let (scope, element) = self.scoped(|c| {
            let bindings = c.scope(&scope.bindings)?;
            c.lint_scanning_joins(scope, &bindings, None);
            Ok((bindings, c.expr(element)?))
        })?;
        let kind = ExprKind::Comprehension { scope, element: element.id, flatten: false };
        let list = self.typed(kind, Type::list(element.ty.clone()));
        self.note_left_out(&element.ty, list.id);
        Ok(list)
    }
}
