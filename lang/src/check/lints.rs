//! Lints: law text that compiles and is probably not what its author means.

use super::doubts::reads_member;
use super::{Checker, Operand, Typed};
use crate::codes;
use crate::ir::{Binding, Constant, ExprId, ExprKind, Slot};
use crate::lower::arena::Arena;
use crate::span::Span;
use crate::syntax::ast::{self, CheckKind, Expr, ExprKind as Written, Operator, Quantifier};
use crate::types::Base;
use crate::values::duration::Duration;
use crate::values::quantity::Quantity;
use crate::vocabulary::Access;
use std::sync::Arc;

impl Checker<'_> {
    /// `forbid any x in subject.list` gives one finding for the list; a bound variable gives one an element.
    pub(super) fn lint_hidden_element(&mut self, check: &ast::Check, condition: ExprId) {
        if check.kind == CheckKind::Require {
            return;
        }
        let ExprKind::Quantifier(quantifier, scope, holds) = self.arena.kind(condition).clone() else { return };
        let Some(first) = scope.first() else { return };
        let Some(root) = variable_of(&self.arena, first.set) else { return };
        // What compares the elements with one that is bound has a finding for each of those.
        let compares = |slot| self.arena.mentions(holds, Slot(slot));
        if (root.0 + 1..first.slot.0).any(compares) {
            return;
        }
        let Written::Quantifier { scope, .. } = &check.condition.ungrouped().kind else { return };
        let Some(binding) = scope.bindings.first() else { return };
        let set = binding.set.first().map(|e| self.text(e.span)).unwrap_or_default();
        let name = &binding.name.text;
        let each = format!("write `for {name} in {set} {{ forbid … }}`");
        let (message, help) = match quantifier {
            Quantifier::Any => (
                format!("one finding for all of `{set}`"),
                format!("{each}, so that each element is named and pointed at"),
            ),
            Quantifier::All => (
                format!("this finds something if it holds for all of `{set}`, and also if that is empty"),
                format!("{each} for each, or `forbid not {set}.isEmpty() and all …` if all are meant"),
            ),
            Quantifier::One => return,
        };
        self.warn(codes::HIDDEN_ELEMENT, check.condition.span, message, help);
    }

    /// `w.spec.template` over kinds of which one is a Pod: it has no template, so that rules pass it by. And `w.spec.volumes`
    /// over kinds of which only Pods have it: rules pass by what has a template.
    pub(super) fn lint_template(&mut self, base: Operand<'_>, field: &Arc<str>) {
        if self.is_called() {
            return;
        }
        let is_field = |member: &Base, name: &str| {
            self.member(member, &Arc::from(name)).is_some_and(|field| matches!(field.access, Access::Field))
        };
        let is_pod = |member: &Base| is_field(member, "containers") && !is_field(member, "template");
        let has_template = |member: &Base| is_field(member, "template") || is_field(member, "jobTemplate");
        let is_template = matches!(&**field, "template" | "jobTemplate");
        let with = || base.ty.members.iter().filter(|member| is_field(member, field));
        let without = || base.ty.members.iter().filter(|member| !is_field(member, field));
        let of_pods = with().next().is_some() && with().all(is_pod) && without().any(has_template);
        if !(of_pods || is_template && without().any(is_pod)) {
            return;
        }
        let text = self.text(base.span());
        let workload = text.strip_suffix(".spec").unwrap_or(&text);
        let message = format!("`{text}.{field}` is missing in some of the kinds: they are passed by");
        let path = if of_pods { format!("{workload}.pod.spec.{field}") } else { format!("{workload}.pod") };
        let help = format!("write `{path}`: `pod` has the `metadata` and `spec` of the Pods of any workload");
        self.warn(codes::PARTIAL_TEMPLATE, base.span(), message, help);
    }

    /// `any x in xs: A and B`: an operand without the variable usually means that the quantifier reaches too far.
    pub(super) fn lint_loose_operands(&mut self, bindings: &[Binding], body: &Expr, holds: ExprId) {
        let slots: Vec<Slot> = bindings.iter().map(|b| b.slot).collect();
        let (mut written, mut lowered) = (Vec::new(), Vec::new());
        operands(body.ungrouped(), &mut written);
        lowered_operands(&self.arena, holds, written.len(), &mut lowered);
        if written.len() < 2 || written.len() != lowered.len() || self.is_called() {
            return;
        }
        for (expr, id) in written.into_iter().zip(lowered) {
            if slots.iter().any(|&slot| self.arena.mentions(id, slot)) {
                continue;
            }
            let text = self.text(expr.span);
            let message = format!("`{text}` does not mention the quantifier's variable");
            let help = "a quantifier reaches as far right as it can: put it in parentheses, or this operand before it";
            self.warn(codes::LOOSE_OPERAND, expr.span, message, help);
        }
    }

    /// `w.containers[0]`, where the author of a rule mostly means each of them.
    pub(super) fn lint_first(&mut self, list: Operand<'_>, item: &Typed, span: Span) {
        // The words of a command have an order.
        let in_order = match self.arena.kind(list.id) {
            ExprKind::Field(_, name) => matches!(&**name, "args" | "command"),
            ExprKind::View(..) => false,
            _ => true,
        };
        let is_first =
            matches!(self.arena.kind(item.id), ExprKind::Item(_, 0)) && !item.ty.members.contains(&Base::Dyn);
        let is_asked = self.lenient || self.asked.is_some() || self.is_called();
        if !is_first || in_order || is_asked {
            return;
        }
        let list = self.text(list.span());
        let message = format!("`{list}[0]` is the first of them alone");
        let help =
            format!("bind each, as in `for x in {list} {{ … }}`, or write `{list}.first()` if that one is meant");
        self.warn(codes::MISREAD, span, message, help);
    }

    /// `c.args[-1]`, which other languages take for the last.
    pub(super) fn lint_negative(&mut self, list: Operand<'_>, at: i64, span: Span) {
        if at < 0 {
            let message = format!("elements are counted from 0: there is no element {at}");
            let help = format!("write `{}.last()` for the last one", self.text(list.span()));
            self.warn(codes::MISREAD, span, message, help);
        }
    }

    /// `forbid p.verbs == ["*"]`, which passes a list that has something beside.
    pub(super) fn lint_whole_list(&mut self, operator: Operator, list: Operand<'_>, b: Operand<'_>, passing: bool) {
        let word = match (operator, passing) {
            (Operator::Equal, false) => "in",
            (Operator::NotEqual, true) => "not in",
            _ => return,
        };
        let Written::List(items) = &b.written.ungrouped().kind else { return };
        let of_text = list.ty.element().is_some_and(|element| element.is(&Base::String));
        let joined = match self.arena.kind(list.id) {
            ExprKind::Comprehension { element, flatten: true, .. } => *element,
            _ => list.id,
        };
        // The words of a command belong together, and of few texts each combination may be meant.
        let is_whole = match self.arena.kind(joined) {
            ExprKind::Field(_, name) => matches!(&**name, "args" | "command") || self.arena.values(joined).is_some(),
            _ => true,
        };
        let ([item], true) = (&items[..], of_text && !is_whole) else { return };
        let (text, item) = (self.text(list.span()), self.text(item.span));
        let message = format!("a list that contains more than {item} passes");
        let help = format!("write `{item} {word} {text}`, or ask for the `size`, too, if only that list is meant");
        self.warn(codes::MISREAD, list.to(b), message, help);
    }

    /// `s.spec.selector.selects(d.metadata.labels)`: a selector of Pods looks at the labels in their template.
    pub(super) fn lint_selected(&mut self, selector: Operand<'_>, labels: Operand<'_>) {
        let Some(object) = self.object_of(labels.id, "labels") else { return };
        let is_pod = |member: &Base| {
            let spec = self.member(member, &Arc::from("spec")).map(|field| field.ty).unwrap_or_default();
            self.has_member(&spec, &Arc::from("containers"))
        };
        let makes_pods = |member: &Base| self.has_view(member, "pod") && !is_pod(member);
        let of_pods = !reads_member(&self.arena, selector.id, "objectSelector", false);
        if !of_pods || self.is_called() || !self.arena.ty(object).members.iter().any(makes_pods) {
            return;
        }
        let text = self.text(labels.span());
        let object = text.strip_suffix(".metadata.labels").unwrap_or("w");
        let message = format!("`{text}` are not the labels of the Pods");
        let help = format!("write `{object}.pod.metadata.labels`");
        self.warn(codes::MISREAD, labels.span(), message, help);
    }

    /// What is to be said of a regular expression.
    pub(super) fn lint_pattern(&mut self, found: Option<(String, String)>, span: Span) {
        if let Some((message, help)) = found {
            self.warn(codes::MISREAD, span, message, help);
        }
    }

    /// `x > "9"`: a number, version, duration or quantity as a text is in no order that is meant.
    pub(super) fn lint_order(&mut self, constant: Operand<'_>, other: Operand<'_>) {
        let ExprKind::Constant(Constant::String(text)) = self.arena.kind(constant.id) else { return };
        let digits = text.strip_prefix('v').unwrap_or(text);
        let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let reads = if is_number {
            if digits.contains('.') { "semver" } else { "int" }
        } else if !text.starts_with(|c: char| c.is_ascii_digit()) {
            return;
        } else if Duration::parse(text).is_some() {
            "duration"
        } else if Quantity::parse(text).is_some() {
            "quantity"
        } else {
            return;
        };
        let help =
            format!("compare `{reads}({})` with `{reads}(\"{digits}\")`", self.text(other.written.ungrouped().span));
        let message = "strings are ordered by their characters: \"10\" comes before \"9\"";
        self.warn(codes::MISREAD, constant.span(), message, help);
    }
}

/// The operands of a chain of `and`, or of `or`, as written.
fn operands<'e>(expr: &'e Expr, into: &mut Vec<&'e Expr>) {
    match &expr.kind {
        Written::Binary { operator: Operator::And | Operator::Or, left, right, .. } => {
            operands(left, into);
            operands(right, into);
        }
        _ => into.push(expr),
    }
}

/// The same operands, lowered. Stops where the written chain ends, since an operand may be a chain by its `let`.
fn lowered_operands(arena: &Arena, id: ExprId, wanted: usize, into: &mut Vec<ExprId>) {
    match arena.kind(id) {
        ExprKind::And(a, b) | ExprKind::Or(a, b) if wanted > 1 => {
            lowered_operands(arena, *a, wanted - 1, into);
            into.push(*b);
        }
        _ => into.push(id),
    }
}

/// The variable at which a path of fields begins.
fn variable_of(arena: &Arena, id: ExprId) -> Option<Slot> {
    match arena.kind(id) {
        ExprKind::Variable(slot) => Some(*slot),
        ExprKind::Field(base, _) | ExprKind::View(base, _) | ExprKind::Item(base, _) => variable_of(arena, *base),
        _ => None,
    }
}
