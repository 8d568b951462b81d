//! Binary operators other than `and` and `or`.

use super::rewriting::{FRACTION, converted, never_equal_help, rewritten};
use super::{Checked, Checker, Failed, Operand, Typed, patterns};
use crate::codes;
use crate::ir::{Arithmetic, Comparison, Constant, ExprKind};
use crate::syntax::ast::{self as syntax, Expr, Operator};
use crate::types::{Base, Type};
use std::sync::Arc;

impl Checker<'_> {
    /// Checks `left OP right`.
    pub(super) fn binary(
        &mut self,
        operator: Operator,
        left: &Expr,
        right: &Expr,
        passing: Option<bool>,
    ) -> Checked<Typed> {
        let (a, b) = (self.expr(left), self.expr(right));
        let (of_left, of_right) = (a?, b?);
        let (a, b) = (of_left.operand(left), of_right.operand(right));
        let is_negated = matches!(operator, Operator::NotEqual | Operator::NotIn | Operator::NotMatches);
        let mut result = match operator {
            Operator::Equal | Operator::NotEqual => self.equality(a, b, operator),
            Operator::In | Operator::NotIn => self.membership(a, b, operator),
            Operator::Matches | Operator::NotMatches => self.matching(a, b, passing == Some(!is_negated)),
            Operator::Less => self.comparison(Comparison::Less, a, b),
            Operator::LessEqual => self.comparison(Comparison::LessEqual, a, b),
            Operator::Greater => self.comparison(Comparison::Greater, a, b),
            Operator::GreaterEqual => self.comparison(Comparison::GreaterEqual, a, b),
            Operator::Coalesce => Ok(self.coalesce(a, b)),
            Operator::Add => self.sum(a, b),
            Operator::Subtract => self.arithmetic(Arithmetic::Subtract, a, b),
            Operator::Multiply => self.arithmetic(Arithmetic::Multiply, a, b),
            Operator::And | Operator::Or => self.expr(left),
        }?;
        if is_negated {
            result = self.negate(result.id);
        }
        self.lint_release(operator, a, b);
        if operator == Operator::Equal
            && let ExprKind::Constant(Constant::String(text)) = self.arena.kind(b.id)
        {
            let text = text.clone();
            self.examine(a.id, "is", &text, b.span())?;
        }
        if let Some(passing) = passing {
            self.lint_missing(operator, a, b, passing);
            self.lint_whole_list(operator, a, b, passing);
            self.lint_found(operator, a, b, passing);
        }
        Ok(result)
    }

    fn equality(&mut self, a: Operand<'_>, b: Operand<'_>, operator: Operator) -> Checked<Typed> {
        if !a.ty.comparable(b.ty) {
            return Err(self.never_equal(a, b, operator));
        }
        self.lint_selector(a, b);
        self.lint_selector(b, a);
        self.refuse_amiss(a, b)?;
        self.refuse_amiss(b, a)?;
        let both = a.ty.optional && b.ty.optional;
        if both && !self.lenient && !(a.ty.is_collection() && b.ty.is_collection()) {
            let (l, r) = (self.text(a.span()), self.text(b.span()));
            let message = format!("`{l}` and `{r}` may both be missing");
            let help = match self.stand_in(a) {
                Some(default) => format!(
                    "say what two missing values mean, as in `({l} ?? {default}) == ({r} ?? {default})`, or ask `has` first"
                ),
                None => format!("ask first, as in `has({l}) and …`"),
            };
            return Err(self.error_with_help(codes::BOTH_MISSING, a.to(b), message, help));
        }
        self.refuse_impossible(a, b)?;
        self.refuse_impossible(b, a)?;
        self.lint_namespace(a, b);
        self.lint_namespace(b, a);
        self.refuse_default(a, b)?;
        self.refuse_default(b, a)?;
        Ok(self.typed(ExprKind::Equal(a.id, b.id), Type::of(Base::Bool)))
    }

    /// `labels == selector`, which leaves out objects with other labels beside, and `selector == {}`, which leaves out one
    /// that has an empty part or is missing.
    fn lint_selector(&mut self, selector: Operand<'_>, labels: Operand<'_>) {
        let is_selector = |ty: &Type| ty.members.iter().all(|m| matches!(m, Base::Selector(_)));
        let of_field = match (self.arena.kind(selector.id), self.arena.kind(labels.id)) {
            (ExprKind::Field(of, part), ExprKind::Field(_, labels)) if **part == *"matchLabels" => {
                is_selector(self.arena.ty(*of)) && **labels == *"labels"
            }
            (_, ExprKind::Field(..) | ExprKind::Coalesce(..)) => is_selector(selector.ty) && !is_selector(labels.ty),
            _ => false,
        };
        let is_empty =
            matches!(self.arena.kind(labels.id), ExprKind::Constant(Constant::Record(parts)) if parts.is_empty());
        let (text, right) = (self.text(selector.span()), self.text(labels.span()));
        let text = text.strip_suffix(".matchLabels").unwrap_or(&text);
        let (message, help) = if of_field {
            (
                format!("`{text}` equals only labels of which it names each one"),
                format!("write `{text}.selects({right})`"),
            )
        } else if is_empty && is_selector(selector.ty) {
            (
                format!("`{text}` may be missing or have an empty part, and neither equals `{{}}`"),
                format!("write `{text}.isEmpty()`"),
            )
        } else {
            return;
        };
        self.warn(codes::MISREAD, selector.to(labels), message, help);
    }

    /// What to write for kinds where their names are asked for.
    fn quoted_kinds(&self, written: &Expr) -> Option<String> {
        match &written.ungrouped().kind {
            syntax::ExprKind::Name(name) => self.vocabulary.kinds(name).map(|_| format!("\"{name}\"")),
            syntax::ExprKind::List(items) => {
                let each: Option<Vec<String>> = items.iter().map(|item| self.quoted_kinds(item)).collect();
                each.filter(|each| !each.is_empty()).map(|each| format!("[{}]", each.join(", ")))
            }
            _ => None,
        }
    }

    fn never_equal(&mut self, a: Operand<'_>, b: Operand<'_>, operator: Operator) -> Failed {
        let (l, r) = (self.text(a.span()), self.text(b.span()));
        let message = format!("{}: they are never equal", self.both(a, b));
        let quoted = self.quoted_kinds(b.written).filter(|_| a.ty.is(&Base::String));
        let help = quoted
            .map(|names| format!("the name of a kind is a string: write `{names}`"))
            .or_else(|| never_equal_help((a.ty, &l), (b.ty, &r), operator))
            .or_else(|| self.fields_help(a.ty).filter(|_| b.ty.is(&Base::String)));
        self.error_with(codes::NEVER_EQUAL, a.to(b), message, help)
    }

    /// What two operands are, as the beginning of a sentence.
    fn both(&self, a: Operand<'_>, b: Operand<'_>) -> String {
        let (left, right) = (self.text(a.span()), self.text(b.span()));
        format!("`{left}` is {} and `{right}` is {}", self.phrase(a.ty), self.phrase(b.ty))
    }

    /// That a record is compared by its fields.
    fn fields_help(&self, record: &Type) -> Option<String> {
        let [Base::Record(_)] = record.members.as_slice() else { return None };
        let names: Vec<String> = self.member_names(record).iter().take(5).map(|name| format!("`{name}`")).collect();
        Some(format!("compare a field of it: {}", names.join(", ")))
    }

    /// A default that the other side never equals is an error: it stands in for a value of another type, unless it could
    /// have been one.
    fn refuse_default(&mut self, a: Operand<'_>, b: Operand<'_>) -> Checked<()> {
        let ExprKind::Coalesce(value, default) = *self.arena.kind(a.id) else { return Ok(()) };
        let syntax::ExprKind::Binary { operator: Operator::Coalesce, right, .. } = &a.written.ungrouped().kind else {
            return Ok(());
        };
        let ty = self.arena.ty(default).clone();
        let of = self.arena.ty(value);
        if !of.comparable(b.ty) && ty.comparable(b.ty) {
            let (text, found) = (self.text(b.span()), self.phrase(b.ty));
            let (wanted, right) = (self.phrase(&of.clone().present()), rewritten(&text, b.ty, of));
            let message = format!("`{text}` is {found}, which only the default equals: the value is {wanted}");
            return Err(self.error_with(codes::NEVER_EQUAL, b.span(), message, right));
        }
        if ty.comparable(b.ty) || !of.is(&Base::Dyn) && of.comparable(&ty) {
            return Ok(());
        }
        let (text, found) = (self.text(right.span), self.phrase(&ty));
        let message = format!("the default `{text}` is {found}, which never equals `{}`", self.text(b.span()));
        Err(self.error_with(codes::NEVER_EQUAL, right.span, message, rewritten(&text, &ty, b.ty)))
    }

    fn membership(&mut self, a: Operand<'_>, b: Operand<'_>, operator: Operator) -> Checked<Typed> {
        let fits = b.ty.members.iter().any(|member| match member {
            Base::List(element) => a.ty.comparable(element),
            Base::Map(_) | Base::Record(_) | Base::Struct(_) | Base::Selector(_) => {
                a.ty.comparable(&Type::of(Base::String))
            }
            member => *member == Base::Dyn,
        });
        if !fits {
            let (l, r) = (self.text(a.span()), self.text(b.span()));
            let message = format!("`{l}` is {}, which is never in `{r}`, {}", self.phrase(a.ty), self.phrase(b.ty));
            let help = self.never_in_help(a, b, operator);
            return Err(self.error_with_help(codes::NEVER_EQUAL, a.to(b), message, help));
        }
        self.refuse_alien_element(a, b.written)?;
        self.refuse_unknown_key(a, b)?;
        self.refuse_impossible(a, b)?;
        self.refuse_impossible(b, a)?;
        Ok(self.typed(ExprKind::In(a.id, b.id), Type::of(Base::Bool)))
    }

    /// What to write instead of asking for something that a value never has in it.
    fn never_in_help(&self, a: Operand<'_>, b: Operand<'_>, operator: Operator) -> String {
        let (l, r) = (self.text(a.span()), self.text(b.span()));
        let (word, equals) = if operator == Operator::NotIn { ("not in", "!=") } else { ("in", "==") };
        let swapped = a.ty.element().is_some_and(|element| b.ty.comparable(element))
            || a.ty.members.iter().all(|m| matches!(m, Base::Map(_))) && b.ty.is(&Base::String);
        if swapped {
            format!("the list or map stands last: write `{r} {word} {l}`")
        } else if b.ty.members.iter().all(|m| matches!(m, Base::String | Base::Image)) {
            let known = matches!(self.arena.kind(b.id), ExprKind::Constant(_)) && a.ty.comparable(b.ty);
            let equal = if known { format!("write `{l} {equals} {r}`; ") } else { String::new() };
            format!("{equal}for a part of a string write `{r}.contains({l})`")
        } else if a.ty.element().is_some() {
            format!("for lists write `{l}.subsetOf({r})` or `{l}.intersects({r})`")
        } else if b.ty.is(&Base::Regex) {
            format!("write `{l} matches {r}`")
        } else if let Some(names) = self.quoted_kinds(b.written).filter(|_| a.ty.is(&Base::String)) {
            format!("the name of a kind is a string: write `{names}`")
        } else {
            let element = b.ty.members.iter().find_map(|m| if let Base::List(of) = m { Some(&**of) } else { None });
            let right = element.and_then(|element| rewritten(&l, a.ty, element));
            right.unwrap_or_else(|| "`in` asks for an element of a list or a key of a map".to_owned())
        }
    }

    /// An element of a written list that the left side never equals.
    fn refuse_alien_element(&mut self, a: Operand<'_>, list: &Expr) -> Checked<()> {
        let syntax::ExprKind::List(items) = &list.ungrouped().kind else { return Ok(()) };
        for item in items {
            let ty = self.expr(item)?.ty;
            if !a.ty.comparable(&ty) {
                let (l, text) = (self.text(a.span()), self.text(item.span));
                let message =
                    format!("`{text}` is {}, which `{l}`, {}, never equals", self.phrase(&ty), self.phrase(a.ty));
                return Err(self.error_with(codes::NEVER_EQUAL, item.span, message, rewritten(&text, &ty, a.ty)));
            }
        }
        Ok(())
    }

    /// A key that no record of this type has is a misspelling, or meant for a list in it.
    fn refuse_unknown_key(&mut self, key: Operand<'_>, set: Operand<'_>) -> Checked<()> {
        let ExprKind::Constant(Constant::String(name)) = self.arena.kind(key.id) else { return Ok(()) };
        let name = name.clone();
        if let Some(help) = self.refusal(set.id, Some(&name)) {
            let message = format!("`{}` never has `{name}`", self.text(set.span()));
            return Err(self.error_with_help(codes::UNKNOWN_FIELD, key.span(), message, help));
        }
        let records = set.ty.members.iter().all(|m| matches!(m, Base::Record(_) | Base::Struct(_)));
        if records && !self.has_member(set.ty, &name) {
            return Err(self.unknown_field(set, &name, key.span()));
        }
        Ok(())
    }

    fn comparison(&mut self, op: Comparison, a: Operand<'_>, b: Operand<'_>) -> Checked<Typed> {
        let all = |x: &Type, y: &Type| x.members.iter().all(|m| y.members.iter().all(|n| m.orderable(n)));
        if !all(a.ty, b.ty) {
            return Err(self.bad_operands(a, b, "be ordered"));
        }
        self.present(a)?;
        self.present(b)?;
        self.lint_order(b, a);
        self.lint_order(a, b);
        self.refuse_amiss(a, b)?;
        self.refuse_amiss(b, a)?;
        Ok(self.typed(ExprKind::Compare(op, a.id, b.id), Type::of(Base::Bool)))
    }

    fn matching(&mut self, a: Operand<'_>, b: Operand<'_>, required: bool) -> Checked<Typed> {
        if !b.ty.members.iter().all(|m| *m == Base::Regex) {
            let found = self.phrase(b.ty);
            let message = format!("`matches` takes a regular expression, not {found}");
            let help = "write it between slashes, as in `/^v[0-9]+$/`, or give the parameter the type `regex`";
            return Err(self.error_with_help(codes::OPERAND, b.span(), message, help));
        }
        if !a.ty.members.iter().all(|m| matches!(m, Base::String | Base::Dyn)) {
            let (text, found) = (self.text(a.span()), self.phrase(a.ty));
            let message = format!("`{text}` is {found}; `matches` looks at a string");
            return Err(self.error_with_help(codes::OPERAND, a.span(), message, format!("write `string({text})`")));
        }
        self.present(a)?;
        self.present(b)?;
        if let ExprKind::Constant(Constant::Regex(pattern)) = self.arena.kind(b.id) {
            let (plain, loose) = (patterns::plain(pattern), patterns::loose(pattern));
            self.lint_pattern(loose.filter(|_| required), b.span());
            if let Some((test, text)) = plain {
                self.examine(a.id, test, &text, b.span())?;
            }
        }
        Ok(self.typed(ExprKind::Matches(a.id, b.id), Type::of(Base::Bool)))
    }

    fn coalesce(&mut self, a: Operand<'_>, b: Operand<'_>) -> Typed {
        if !a.ty.comparable(b.ty) {
            let (l, r) = (self.text(a.span()), self.text(b.span()));
            let (lt, rt) = (self.phrase(a.ty), self.phrase(b.ty));
            let form = rewritten(&r, b.ty, a.ty).unwrap_or_else(|| "write one of its type".to_owned());
            let help = format!("the default `{r}` is {rt}, but `{l}` is {lt}: {form}");
            self.suspect(a.to(b), help);
        }
        let ty = Type { optional: b.ty.optional, ..a.ty.union(b.ty) };
        let typed = self.typed(ExprKind::Coalesce(a.id, b.id), ty);
        // The result holds what either side may hold, where both sides say.
        let second: Option<Vec<Arc<str>>> = match self.arena.kind(b.id) {
            ExprKind::Constant(Constant::String(text)) => Some(vec![text.clone()]),
            _ => self.arena.values(b.id).map(<[_]>::to_vec),
        };
        if let (Some(first), Some(second)) = (self.arena.values(a.id), second) {
            let mut values = first.to_vec();
            for text in second {
                if !values.contains(&text) {
                    values.push(text);
                }
            }
            self.arena.restrict(typed.id, &values);
        }
        typed
    }

    fn sum(&mut self, a: Operand<'_>, b: Operand<'_>) -> Checked<Typed> {
        let all = |ty: &Type, want: fn(&Base) -> bool| !ty.members.is_empty() && ty.members.iter().all(want);
        let is_list = |m: &Base| matches!(m, Base::List(_));
        let is_text = |m: &Base| matches!(m, Base::String | Base::Dyn);
        if all(a.ty, is_list) && all(b.ty, is_list) {
            let ty = a.ty.union(b.ty).present();
            return Ok(self.typed(ExprKind::Arithmetic(Arithmetic::Add, a.id, b.id), ty));
        }
        if all(a.ty, is_text) && all(b.ty, is_text) {
            self.present(a)?;
            self.present(b)?;
            let ty = if a.ty.is(&Base::Dyn) && b.ty.is(&Base::Dyn) { Base::Dyn } else { Base::String };
            return Ok(self.typed(ExprKind::Arithmetic(Arithmetic::Add, a.id, b.id), Type::of(ty)));
        }
        self.arithmetic(Arithmetic::Add, a, b)
    }

    fn arithmetic(&mut self, op: Arithmetic, a: Operand<'_>, b: Operand<'_>) -> Checked<Typed> {
        let numeric = |ty: &Type| ty.members.iter().all(|m| m.is_numeric() || *m == Base::Dyn);
        let quantities = |ty: &Type| ty.members.contains(&Base::Quantity);
        let literal = |ty: &Type| ty.is(&Base::IntLiteral);
        let mixed = quantities(a.ty) != quantities(b.ty);
        let allowed = op == Arithmetic::Multiply || literal(a.ty) || literal(b.ty) || !mixed;
        let squared = op == Arithmetic::Multiply && quantities(a.ty) && quantities(b.ty);
        if !numeric(a.ty) || !numeric(b.ty) || !allowed || squared {
            let word = match op {
                Arithmetic::Add => "be added",
                Arithmetic::Subtract => "be subtracted",
                Arithmetic::Multiply => "be multiplied",
            };
            return Err(self.bad_operands(a, b, word));
        }
        self.present(a)?;
        self.present(b)?;
        let ty = if quantities(a.ty) || quantities(b.ty) {
            Base::Quantity
        } else if [a.ty, b.ty].iter().any(|t| t.members.contains(&Base::Number)) {
            Base::Number
        } else if [a.ty, b.ty].iter().any(|t| t.members.contains(&Base::Dyn)) {
            Base::Dyn
        } else if literal(a.ty) && literal(b.ty) {
            Base::IntLiteral
        } else {
            Base::Int
        };
        Ok(self.typed(ExprKind::Arithmetic(op, a.id, b.id), Type::of(ty)))
    }

    fn bad_operands(&mut self, a: Operand<'_>, b: Operand<'_>, what: &str) -> Failed {
        let (l, r) = (self.text(a.span()), self.text(b.span()));
        let message = format!("{}: they cannot {what}", self.both(a, b));
        let text_beside = |x: &Type, y: &Type| x.members.contains(&Base::String) && !y.members.contains(&Base::String);
        let duration_beside = |x: &Type, y: &Type| x.is(&Base::Duration) && y.members.iter().all(Base::is_numeric);
        let versions = [a.ty, b.ty].iter().any(|ty| ty.members.contains(&Base::Version));
        let (of_a, of_b) = (l.trim_matches('"'), r.trim_matches('"'));
        let number = if a.ty.members.contains(&Base::Version) { of_b } else { of_a };
        // A number beside a text may be right: it is the text that has to be converted.
        let quoted =
            |text: &str, found: &Type, wanted: &Type| rewritten(text, found, wanted).filter(|_| text.starts_with('"'));
        let right = quoted(&r, b.ty, a.ty).or_else(|| quoted(&l, a.ty, b.ty));
        let help = if versions && number.starts_with(|c: char| c.is_ascii_digit()) {
            Some(format!("write a version as `v{number}`"))
        } else if what == "be ordered" && a.ty.element().is_some() {
            Some(format!("ask of its elements: `all x in {l}: x …`"))
        } else if what == "be ordered" && right.is_some() {
            right
        } else if [a.ty, b.ty].iter().all(|ty| ty.members.iter().all(|m| matches!(m, Base::Quantity | Base::Number))) {
            Some(FRACTION.to_owned())
        } else if what == "be added" && (text_beside(a.ty, b.ty) || text_beside(b.ty, a.ty)) {
            Some(format!("write `string({})`", if text_beside(a.ty, b.ty) { r } else { l }))
        } else if a.ty.members.as_slice() == [Base::Int, Base::String] && what == "be ordered" {
            Some(format!("write `int({l})` for the number, or `{l}.scaled(total)` where it may be a percentage"))
        } else if what == "be ordered" && (duration_beside(a.ty, b.ty) || duration_beside(b.ty, a.ty)) {
            Some("a number has no unit: compare one of seconds with `30`".to_owned())
        } else if text_beside(a.ty, b.ty) {
            Some(converted(&l, b.ty))
        } else if text_beside(b.ty, a.ty) {
            Some(converted(&r, a.ty))
        } else {
            None
        };
        self.error_with(codes::OPERAND, a.to(b), message, help)
    }
}
