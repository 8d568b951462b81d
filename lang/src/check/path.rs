//! Paths: fields, indexes and `[*]`.

use super::{Checked, Checker, Failed, Operand, Typed, closest};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::ir::{Binding, Constant, ExprId, ExprKind};
use crate::span::Span;
use crate::syntax::ast::{Expr, ExprKind as Written, Item, Name};
use crate::types::{Base, Type};
use crate::vocabulary::Access;
use std::sync::Arc;

/// One step of a path after its base.
enum Step<'e> {
    Field(&'e Name),
    Index(&'e Expr),
}

impl Checker<'_> {
    /// Checks a field, an index or `[*]`.
    pub(super) fn path(&mut self, expr: &Expr) -> Checked<Typed> {
        let mut steps = Vec::new();
        let mut base = expr;
        loop {
            match &base.kind {
                Written::Field { base: inner, field } => {
                    steps.push((Step::Field(field), base));
                    base = inner;
                }
                Written::Index { base: inner, index } => {
                    steps.push((Step::Index(index), base));
                    base = inner;
                }
                Written::Each(list) => {
                    steps.reverse();
                    return self.each(list, &steps);
                }
                _ => break,
            }
        }
        steps.reverse();
        let value = self.expr(base)?;
        self.steps(value, base, &steps)
    }

    fn steps<'e>(&mut self, mut value: Typed, mut before: &'e Expr, steps: &[(Step<'e>, &'e Expr)]) -> Checked<Typed> {
        for (step, whole) in steps {
            let base = value.operand(before);
            value = match step {
                Step::Field(name) => self.field(base, &name.text, name.span)?,
                Step::Index(index) => self.index(base, index, whole.span)?,
            };
            before = whole;
        }
        Ok(value)
    }

    /// `list[*]` with the steps after it: maps over the elements, and flattens where they give lists.
    fn each<'e>(&mut self, list: &'e Expr, steps: &[(Step<'e>, &'e Expr)]) -> Checked<Typed> {
        let set = self.expr(list)?;
        let element = self.element(&set.ty, list.span)?;
        let (binding, body) = self.scoped(|c| {
            let slot = c.fresh_slot(Some(set.id));
            let ty = c.arena.add_type(&element);
            let variable = c.typed(ExprKind::Variable(slot), element.clone());
            let body = c.steps(variable, list, steps)?;
            Ok((Binding { slot, ty, set: set.id, condition: None }, body))
        })?;
        let mut result = Type::default();
        let mut flatten = false;
        for member in &body.ty.members {
            match member {
                Base::List(inner) => {
                    flatten = true;
                    result = result.union(inner);
                }
                // Whether a dyn is a list shows when the rule runs.
                other => {
                    flatten |= *other == Base::Dyn;
                    result = result.union(&Type::of(other.clone()));
                }
            }
        }
        let kind = ExprKind::Comprehension { scope: vec![binding], element: body.id, flatten };
        let list = self.typed(kind, Type::list(result));
        self.note_left_out(&body.ty, list.id);
        Ok(list)
    }

    /// The type of the elements of a list; anything else is an error at `span`.
    pub(super) fn element(&mut self, ty: &Type, span: Span) -> Checked<Type> {
        let member = match ty.elements() {
            Ok(element) => return Ok(element.present()),
            Err(member) => member,
        };
        let (text, found) = (self.text(span), self.phrase(ty));
        let help = match member {
            Base::Map(_) => format!("iterate over `{text}.keys()` or `{text}.entries()`"),
            _ => format!("write `[{text}]` for a list of this one value"),
        };
        Err(self.error_with_help(codes::NOT_A_LIST, span, format!("`{text}` is {found}, not a list"), help))
    }

    /// `base.name`
    pub(super) fn field(&mut self, base: Operand<'_>, name: &Arc<str>, span: Span) -> Checked<Typed> {
        let mut ty = Type::default();
        let (mut missing_in_one, mut access, mut values, mut restricted) = (false, Access::Field, Vec::new(), true);
        let mut found = false;
        for member in &base.ty.members {
            let Some(field) = self.member(member, name) else {
                missing_in_one = true;
                continue;
            };
            found = true;
            ty = ty.union(&field.ty);
            restricted &= !field.values.is_empty();
            values.extend(field.values);
            access = field.access;
        }
        if !found {
            return Err(self.unknown_field(base, name, span));
        }
        self.refuse_key(base, name, span)?;
        if missing_in_one {
            self.lint_template(base, name);
            self.lint_removed(base.ty, name, span);
        }
        ty.optional |= missing_in_one || base.ty.optional;
        let is_there = !ty.optional && matches!(self.arena.kind(base.id), ExprKind::Variable(_));
        let kind = match access {
            Access::Field => ExprKind::Field(base.id, name.clone()),
            Access::View | Access::Joined => ExprKind::View(base.id, name.clone()),
        };
        let typed = self.typed(kind, ty);
        if restricted {
            values.sort_unstable();
            values.dedup();
            self.arena.restrict(typed.id, &values);
            if let ([only], true) = (&values[..], is_there) {
                self.arena.fix(typed.id, only);
            }
        }
        if access == Access::Joined
            && let Err(place) = self.joined.binary_search(&typed.id)
        {
            self.joined.insert(place, typed.id);
        }
        Ok(typed)
    }

    /// Refuses a key that a map never has, and suspects one that is the name of a function.
    pub(super) fn refuse_key(&mut self, map: Operand<'_>, key: &Arc<str>, span: Span) -> Checked<()> {
        if let Some(help) = self.refusal(map.id, Some(key)) {
            let message = format!("`{}` never has the key `{key}`", self.text(map.span()));
            return Err(self.error_with_help(codes::UNKNOWN_FIELD, span, message, help));
        }
        if map.ty.members.iter().all(|m| matches!(m, Base::Map(_)))
            && let Some(help) = self.function_help(map.span(), key)
        {
            self.suspect(span, help);
        }
        Ok(())
    }

    /// That a name is one of a function, which needs parentheses.
    fn function_help(&self, receiver: Span, name: &str) -> Option<String> {
        let own = self.units.definition(self.unit(), name).and_then(|(_, found)| match found.item() {
            Some(Item::Def(def)) => Some(def.parameters.len()),
            _ => None,
        });
        let takes = own.or_else(|| self.vocabulary.function(name).map(|function| function.parameters.len()))?;
        let rest = if takes > 1 { "…" } else { "" };
        Some(format!("`{name}` is a function: write `{}.{name}({rest})`", self.text(receiver)))
    }

    pub(super) fn unknown_field(&mut self, base: Operand<'_>, name: &Arc<str>, span: Span) -> Failed {
        let text = self.text(base.span());
        let named = base.ty.members.iter().all(|m| matches!(m, Base::Record(_)));
        let ty = if named { self.describe(&base.ty.clone().present()) } else { self.phrase(base.ty) };
        if let Some(help) = self.list_help(base, name, span) {
            let message = format!("`{text}` is {ty}, which has no field `{name}`");
            return self.error_with_help(codes::UNKNOWN_FIELD, span, message, help);
        }
        let diagnostic = Diagnostic::new(codes::UNKNOWN_FIELD, span, format!("{ty} has no field `{name}`"));
        let names = self.member_names(base.ty);
        let near = closest(name, names.iter().map(|n| &**n)).map(str::to_owned);
        self.report(if let Some(help) = self.function_help(base.span(), name) {
            diagnostic.help(help)
        } else if let Some(near) = near {
            diagnostic.did_you_mean(span, near)
        } else if let Some(place) = self.field_below(base.ty, name) {
            diagnostic.help(format!("`{name}` is at `{text}.{place}.{name}`"))
        } else if !names.is_empty() {
            diagnostic.help(format!("its fields are {}", listed(&names)))
        } else if let Some(key) = self.key_of_map(base.id) {
            diagnostic.help(format!("a key with a dot stands in brackets and quotes: `[\"{key}.{name}\"]`"))
        } else {
            diagnostic.help("it has no fields")
        });
        Failed
    }

    /// What to write instead of a field of a list, or of the length of what has one.
    fn list_help(&self, base: Operand<'_>, name: &Arc<str>, span: Span) -> Option<String> {
        let text = self.text(base.span());
        let counted = base.ty.members.iter().all(|m| matches!(m, Base::List(_) | Base::Map(_) | Base::String));
        let foreign = matches!(&**name, "length" | "len" | "count");
        if counted && foreign || &**name == "size" && base.ty.element().is_some() {
            return Some(format!("write `size({text})`"));
        }
        let element = base.ty.element()?;
        let has = |name: &Arc<str>| self.has_member(element, name);
        if let Some(help) = self.function_help(base.span(), name).filter(|_| !has(name)) {
            return Some(help);
        }
        Some(if self.text(span).starts_with('"') && !has(name) && has(&Arc::from("name")) {
            format!("a list has no keys: write `any x in {text}: x.name == \"{name}\" and …`")
        } else {
            format!("write `{text}[*].{name}` for the field of every element, or bind one with `for x in {text}`")
        })
    }

    /// `base[index]`
    fn index(&mut self, base: Operand<'_>, index: &Expr, whole: Span) -> Checked<Typed> {
        let key = self.expr(index)?;
        let constant = match self.arena.kind(key.id) {
            ExprKind::Constant(constant) => Some(constant.clone()),
            _ => None,
        };
        match constant {
            Some(Constant::String(name)) => self.field(base, &name, index.span),
            Some(Constant::Int(at)) => {
                let item = self.item(base, index.span, |id| ExprKind::Item(id, at))?;
                self.lint_first(base, &item, whole);
                self.lint_negative(base, at, index.span);
                Ok(item)
            }
            _ => self.computed_index(base, &key, index.span),
        }
    }

    fn item(&mut self, base: Operand<'_>, span: Span, kind: impl FnOnce(ExprId) -> ExprKind) -> Checked<Typed> {
        match base.ty.elements() {
            Ok(element) => Ok(self.typed(kind(base.id), element.optional())),
            Err(_) => Err(self.not_indexable(base, span, "a list")),
        }
    }

    fn computed_index(&mut self, base: Operand<'_>, key: &Typed, span: Span) -> Checked<Typed> {
        let of = |b: &[Base]| key.ty.members.iter().all(|m| *m == Base::Dyn || b.contains(m));
        if of(&[Base::Int, Base::IntLiteral]) && base.ty.elements().is_ok() {
            let key = key.id;
            return self.item(base, span, |id| ExprKind::Index(id, key));
        }
        if !of(&[Base::String]) {
            return Err(self.not_indexable(base, span, "a map or record, whose keys are strings,"));
        }
        let mut ty = Type::default();
        for member in &base.ty.members {
            match member {
                Base::Map(value) => ty = ty.union(value),
                Base::Record(_) | Base::Struct(_) | Base::Dyn | Base::Selector(_) => {
                    ty = ty.union(&Type::of(Base::Dyn));
                }
                _ => return Err(self.not_indexable(base, span, "a map or record")),
            }
        }
        Ok(self.typed(ExprKind::Index(base.id, key.id), ty.optional()))
    }

    fn not_indexable(&mut self, base: Operand<'_>, span: Span, wanted: &str) -> Failed {
        let (text, found) = (self.text(base.span()), self.phrase(base.ty));
        let message = format!("`{text}` is {found}; only {wanted} can be indexed so");
        if let Some(function) = self.suspicions.iter().find(|s| s.unit == self.unit() && s.span.end == base.span().end)
        {
            let help = function.help.clone();
            return self.error_with_help(codes::NOT_INDEXABLE, span, message, help);
        }
        if base.ty.is(&Base::String) {
            let help = format!("a string is looked into by `{text}.startsWith(…)`, `.split(…)` or `matches /…/`");
            return self.error_with_help(codes::NOT_INDEXABLE, span, message, help);
        }
        self.error(codes::NOT_INDEXABLE, span, message)
    }
}

/// A list of names for a help, cut where it gets long.
fn listed(names: &[Arc<str>]) -> String {
    const SHOWN: usize = 12;
    let shown: Vec<String> = names.iter().take(SHOWN).map(|n| format!("`{n}`")).collect();
    let rest = if names.len() > SHOWN { ", …" } else { "" };
    format!("{}{rest}", shown.join(", "))
}
