//! Calls of definitions and built-ins.

use super::form::FORMS;
use super::shapes::{admits, result_type, shape_name};
use super::{Checked, Checker, Failed, Local, Operand, Typed, closest, habits};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::ir::{Constant, ExprKind};
use crate::span::Span;
use crate::syntax::ast::{Def, DefParameter, Expr, ExprKind as Written, Item, Literal, Name, Operator};
use crate::types::{Base, Type};
use crate::vocabulary::{Shape, Signature};
use std::sync::Arc;

impl Checker<'_> {
    /// Checks a call.
    pub(super) fn call(
        &mut self,
        function: &Name,
        receiver: Option<&Expr>,
        arguments: &[Expr],
        span: Span,
        passing: Option<bool>,
    ) -> Checked<Typed> {
        if FORMS.contains(&&*function.text) {
            return self.form(function, receiver, arguments, span);
        }
        let written: Vec<&Expr> = receiver.into_iter().chain(arguments).collect();
        if let Some((unit, found)) = self.units.definition(self.unit(), &function.text)
            && let Some(Item::Def(def)) = found.item()
        {
            self.used_items.push(function.text.clone());
            return self.definition_call((unit, def), &written, span, passing);
        }
        if let Some(signature) = self.vocabulary.function(&function.text).copied() {
            return self.built_in_call(&signature, &written, span, passing);
        }
        Err(self.unknown_function(function))
    }

    fn unknown_function(&mut self, function: &Name) -> Failed {
        let name = &*function.text;
        if self.units.is_unread(name) {
            return Failed;
        }
        let message = format!("there is no function `{name}`");
        let definitions = self.units.names(true);
        let built_in = self.vocabulary.function_names();
        let known = definitions.iter().map(|n| &**n).chain(built_in).chain(FORMS);
        let near = closest(&name.replace('_', ""), known).map(str::to_owned);
        let diagnostic = Diagnostic::new(codes::UNKNOWN_FUNCTION, function.span, message);
        self.report(match (habits::function(name), near) {
            (Some(ours), _) => diagnostic.help(ours),
            (None, Some(near)) => diagnostic.did_you_mean(function.span, near),
            (None, None) if self.is_local(name) => {
                diagnostic.help(format!("`{name}` is a value: leave out the parentheses"))
            }
            (None, None) => diagnostic.help(format!("define it, as in `def {name}(x) = …`")),
        });
        Failed
    }

    /// A definition is expanded where it is called and checked with the types of the arguments.
    fn definition_call(
        &mut self,
        (unit, def): (usize, &Def),
        written: &[&Expr],
        span: Span,
        passing: Option<bool>,
    ) -> Checked<Typed> {
        if def.parameters.len() != written.len() {
            let names: Vec<&str> = def.parameters.iter().map(|p| &*p.name.text).collect();
            let defined = self.is_seen(unit).then_some(def.name.span);
            return Err(self.wrong_count(&def.name.text, &names, written.len(), span, defined));
        }
        let mut values = Vec::with_capacity(written.len());
        for argument in written {
            values.push(self.expr(argument)?);
        }
        for ((parameter, value), argument) in def.parameters.iter().zip(&values).zip(written) {
            if let Some(ty) = &parameter.ty {
                let ty = self.expanded(unit, &parameter.name.text, Some(span), |c| c.type_of(ty))?;
                let declared = self.is_seen(unit).then_some(parameter.name.span);
                self.accept((&def.name.text, &parameter.name.text, declared), &ty, value.operand(argument))?;
            }
        }
        self.expanded(unit, &def.name.text, Some(span), |c| {
            c.bind_parameters(def, values);
            c.deciding(&def.body, passing)
        })
    }

    fn bind_parameters(&mut self, def: &Def, values: Vec<Typed>) {
        for (DefParameter { name, .. }, value) in def.parameters.iter().zip(values) {
            self.locals.push(Local { name: name.text.clone(), value, span: name.span, used: true, reported: false });
        }
    }

    /// Checks an argument against a declared type.
    fn accept(
        &mut self,
        (function, name, declared): (&str, &str, Option<Span>),
        wanted: &Type,
        value: Operand<'_>,
    ) -> Checked<()> {
        if !value.ty.fits(wanted) && !self.all_included(value.ty, wanted) {
            let text = self.text(value.span());
            let of_elements = value.ty.element().is_some_and(|element| element.fits(wanted));
            let (found, wanted) = (self.phrase(value.ty), self.phrase(wanted));
            let message = format!("`{function}` takes {wanted} as `{name}`, but `{text}` is {found}");
            let mut diagnostic = Diagnostic::new(codes::ARGUMENT, value.span(), message);
            if let Some(declared) = declared {
                diagnostic = diagnostic.label(declared, "declared here");
            }
            if of_elements {
                diagnostic = diagnostic.help(format!("ask of its elements: `all x in {text}: x.{function}(…)`"));
            }
            self.report(diagnostic);
            return Err(Failed);
        }
        if wanted.optional { Ok(()) } else { self.present(value) }
    }

    /// Whether every alternative fits, a record also where the vocabulary counts it as one of another.
    fn all_included(&self, have: &Type, wanted: &Type) -> bool {
        have.members.iter().all(|m| {
            wanted.members.iter().any(|w| match (m, w) {
                (Base::Record(have), Base::Record(wanted)) => self.vocabulary.includes(*wanted, *have),
                _ => m.fits(w),
            })
        })
    }

    /// Checks a definition by itself, with its declared parameter types.
    pub(super) fn check_definition(&mut self, def: &Def) -> Checked<Typed> {
        self.scoped(|c| {
            let mut values = Vec::new();
            for ty in def.parameters.iter().filter_map(|parameter| parameter.ty.as_ref()) {
                let ty = c.type_of(ty)?;
                let slot = c.fresh_slot(None);
                values.push(c.typed(ExprKind::Variable(slot), ty));
            }
            c.expanded(c.units.main(), &def.name.text, None, |c| {
                c.bind_parameters(def, values);
                c.expr(&def.body)
            })
        })
    }

    /// What to write for an image that is looked at as a text.
    fn image_help(&self, found: &Type, function: &str, other: Option<&Expr>) -> Option<String> {
        let Written::Literal(Literal::String(text)) = &other?.kind else { return None };
        let image = found.members.first().filter(|_| found.is(&Base::Image))?;
        Some(self.vocabulary.doubt(image, None, function, text)?.help)
    }

    fn wrong_count(
        &mut self,
        function: &str,
        parameters: &[&str],
        given: usize,
        span: Span,
        defined: Option<Span>,
    ) -> Failed {
        let (takes, names) = (parameters.len(), parameters.join(", "));
        let plural = if takes == 1 { "" } else { "s" };
        let message = format!(
            "`{function}({names})` takes {takes} argument{plural}, the one before the dot included; {given} given"
        );
        let mut diagnostic = Diagnostic::new(codes::ARGUMENT_COUNT, span, message);
        if let Some(place) = defined {
            diagnostic = diagnostic.label(place, "defined here");
        }
        self.report(diagnostic);
        Failed
    }

    /// Whether a message may point to what stands in a unit.
    fn is_seen(&self, unit: usize) -> bool {
        unit == self.units.main() && self.in_main()
    }

    fn built_in_call(
        &mut self,
        signature: &Signature,
        written: &[&Expr],
        span: Span,
        passing: Option<bool>,
    ) -> Checked<Typed> {
        if signature.parameters.len() != written.len() {
            let names: Vec<&str> = signature.parameters.iter().map(|(n, _)| *n).collect();
            return Err(self.wrong_count(signature.name, &names, written.len(), span, None));
        }
        let mut variable: Option<Type> = None;
        let mut values: Vec<Typed> = Vec::with_capacity(written.len());
        for ((name, shape), argument) in signature.parameters.iter().zip(written) {
            let value = self.expr(argument)?;
            if !admits(shape, &value.ty, &mut variable) {
                return Err(self.alien_argument(signature.name, (name, shape), value.operand(argument), written));
            }
            let empty = value.ty.is(&Base::Dyn) && shape.takes_collections();
            if !matches!(shape, Shape::Optional(_)) && !empty {
                self.present(value.operand(argument))?;
            }
            if let Some(of) = values.first() {
                self.lint_argument(signature.name, of, value.operand(argument))?;
            }
            values.push(value);
        }
        if let ([a, b], [left, right]) = (&values[..], written) {
            self.lint_pair(signature.name, a.operand(left), b.operand(right), passing);
        }
        let mut result = result_type(&signature.result, &variable.unwrap_or_default());
        let literal = values.iter().find_map(|value| match self.arena.kind(value.id) {
            ExprKind::Constant(Constant::String(text)) => Some(text.clone()),
            _ => None,
        });
        if let (Some(parses), Some(text)) = (signature.literal, literal) {
            if !parses(&text) {
                let wanted = match signature.name {
                    "containsIP" => "an IP address",
                    "containsCIDR" => "an IP network",
                    conversion => conversion,
                };
                let message = format!("`{text}` does not parse as {wanted}");
                let help = (signature.name == "duration")
                    .then(|| "its units are `h`, `m`, `s`, `ms`: a day is `24h`".to_owned());
                return Err(self.error_with(codes::BAD_LITERAL, span, message, help));
            }
            result.optional = false;
        }
        let ids = values.into_iter().map(|value| value.id).collect();
        Ok(self.typed(ExprKind::Call(Arc::from(signature.name), ids), result))
    }

    /// Refuses an argument of a type that a built-in does not take.
    fn alien_argument(
        &mut self,
        function: &str,
        (name, shape): (&str, &Shape),
        value: Operand<'_>,
        all: &[&Expr],
    ) -> Failed {
        let (text, found) = (self.text(value.span()), self.phrase(value.ty));
        let wanted = shape_name(shape);
        let message = format!("`{function}` takes {wanted} as `{name}`, but `{text}` is {found}");
        let receiver = all.first().filter(|first| first.span != value.span()).map(|first| self.text(first.span));
        let other = all.get(1).map(|other| self.text(other.span));
        let help = self
            .image_help(value.ty, function, all.get(1).copied())
            .or_else(|| argument_help(function, &wanted, &text, value.ty, (receiver, other)));
        self.error_with(codes::ARGUMENT, value.span(), message, help)
    }

    /// Looks for texts that a built-in, called on a value, does not take for what they look like.
    fn lint_argument(&mut self, function: &str, of: &Typed, argument: Operand<'_>) -> Checked<()> {
        for text in self.known_texts(argument.id) {
            if let Some(help) = self.vocabulary.misplaced_argument(function, &of.ty, &text) {
                let message = format!("`{function}` takes `{text}` as it is written");
                // A text may hold whatever its author likes, an image may not.
                if of.ty.is(&Base::Image) {
                    return Err(self.error_with_help(codes::BAD_LITERAL, argument.span(), message, help));
                }
                self.warn(codes::MISREAD, argument.span(), message, help);
            } else if matches!(function, "startsWith" | "endsWith" | "contains" | "glob") {
                self.examine(of.id, function, &text, argument.span())?;
            }
        }
        Ok(())
    }

    /// Looks at a call that compares two values as operators do.
    fn lint_pair(&mut self, function: &str, a: Operand<'_>, b: Operand<'_>, passing: Option<bool>) {
        match (function, passing) {
            ("intersects", Some(passing)) => {
                self.lint_found(Operator::In, a, b, passing);
                let texts = self.known_texts(b.id);
                self.rule.compared.extend(texts);
            }
            ("selects", _) => self.lint_selected(a, b),
            _ => {}
        }
    }
}

/// What to write instead of an argument that does not fit.
fn argument_help(
    function: &str,
    wanted: &str,
    text: &str,
    found: &Type,
    (receiver, other): (Option<String>, Option<String>),
) -> Option<String> {
    let other = other.unwrap_or_else(|| "…".to_owned());
    match found.members.first()? {
        Base::List(_) | Base::Map(_) if function == "contains" => Some(format!("write `{other} in {text}`")),
        Base::List(_) if wanted.contains("string") && receiver.is_some() => {
            let receiver = receiver.unwrap_or_default();
            Some(format!("ask of each element: `any x in {text}: {receiver}.{function}(x)`"))
        }
        Base::List(_) if wanted.contains("string") => {
            Some(format!("ask of an element: `any x in {text}: x.{function}({other})`"))
        }
        Base::Image if function == "startsWith" => Some(format!(
            "write `{text}.under(\"registry/repository\")` to compare whole components, or `string({text})` for the string"
        )),
        Base::Selector(_) if function == "selects" => Some(format!("the selector stands first: `{text}.selects(…)`")),
        Base::Map(_) | Base::Struct(_) | Base::Record(_) | Base::Selector(_) => None,
        _ if wanted.contains("string") => Some(format!("write `string({text})`")),
        _ => None,
    }
}
